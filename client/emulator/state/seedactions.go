package state

import (
	"encoding/json"
	"strings"
	"time"

	"keydesk/client/emulator/uuid"
)

// noBase stands in definitions until Start knows the address.
const noBase = "http://127.0.0.1:0"

// seedAction is a definition as it is written here; BASE is the emulator's own address.
type seedAction struct {
	name, icon, kind string
	inactive         bool
	config           string
}

const (
	summaryCode = `const plan = contact.metadata && contact.metadata.plan ? contact.metadata.plan : 'none';
const text = contact.name + ' · ' + contact.phone_number + ' · plan ' + plan + ' · tags ' + (contact.tags || []).join(', ');
return { clipboard: text, toast: { message: 'Summary of ' + contact.name + ' copied', type: 'success' } };`

	greetingCode = `const first = (contact.name || 'there').split(' ')[0];
return { insert: 'Hello ' + first + ', this is ' + user.name + ' of ' + organization.name + '. How can I help?', toast: { message: 'Greeting written, edit it before you send', type: 'info' } };`
)

func seedActionList() []seedAction {
	quote := func(s string) string { b, _ := json.Marshal(s); return string(b) }
	return []seedAction{
		{"Create ticket", "ticket", "webhook", false, `{"url":"BASE/demo/echo/tickets","method":"POST",` +
			`"headers":{"Authorization":"Bearer helpdesk-token"},` +
			`"body":"{\"subject\":\"WhatsApp: {{contact.name}}\",\"phone\":\"{{contact.phone_number}}\",\"agent\":\"{{user.name}}\"}"}`},
		{"Open in CRM", "external-link", "url", false,
			`{"url":"https://crm.example.com/contacts?phone={phone}&name={name}","open_in_new_tab":true}`},
		{"Copy phone", "phone", "javascript", false, `{"code":"navigator.clipboard.writeText(contact.phone_number);"}`},
		{"Refund request", "bar-chart", "webhook", false, `{"url":"BASE/demo/echo/refunds?contact={{contact.id}}","method":"PUT",` +
			`"headers":{"Content-Type":"application/json","X-Agent":"{{user.email}}","X-Api-Key":"refund-secret"},` +
			`"body":"{\"contact\":{\"id\":\"{{contact.id}}\",\"name\":\"{{contact.name}}\",\"tags\":{{contact.tags}}},\"by\":\"{{user.name}}\",\"shop\":\"{{organization.name}}\"}"}`},
		{"Mail the warehouse", "mail", "url", false,
			`{"url":"mailto:warehouse@chai.example?subject=Order of {{contact.name}}&body=Phone {{contact.phone_number}}"}`},
		{"Copy summary", "file-text", "javascript", false, `{"code":` + quote(summaryCode) + `}`},
		{"Greeting", "user", "javascript", false, `{"code":` + quote(greetingCode) + `}`},
		{"Sync to ERP", "zap", "webhook", false, `{"url":"BASE/demo/echo/fail","method":"POST","headers":{},"body":""}`},
		{"Old hook", "globe", "webhook", true, `{"url":"BASE/demo/echo/old","method":"POST","headers":{},"body":""}`},
		{"Track parcel", "link", "url", true, `{"url":"https://track.example.com/?q={{contact.phone_number}}","open_in_new_tab":true}`},
	}
}

func (s *State) seedActions() {
	s.Base = noBase
	at := s.Seeded.born.Add(-30 * 24 * time.Hour).Truncate(time.Second).UnixNano()
	for n, x := range seedActionList() {
		config := Canonical([]byte(strings.ReplaceAll(x.config, "BASE", noBase)))
		s.Actions = append(s.Actions, &Action{
			ID: s.IDs.Make(uuid.Action, uint32(n), 0), Name: x.name, Icon: x.icon, Kind: x.kind,
			Config: config, Active: !x.inactive, Order: n, Created: at + int64(n)*int64(time.Second), Updated: at,
		})
	}
}

// Rebase puts the address into the definitions that point at this emulator's echo endpoint.
func (s *State) Rebase(base string) {
	s.Lock()
	defer s.Unlock()
	for _, a := range s.Actions {
		a.Config = []byte(strings.ReplaceAll(string(a.Config), s.Base+"/demo/", base+"/demo/"))
	}
	s.Base = base
}
