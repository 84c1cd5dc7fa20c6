package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// templates are the prepared messages of WhatsApp.
type templates struct{ *call }

type templateView struct {
	ID         string          `json:"id"`
	Account    string          `json:"whatsapp_account,omitempty"`
	AccountID  string          `json:"whatsapp_account_id,omitempty"`
	MetaID     string          `json:"meta_template_id"`
	Name       string          `json:"name"`
	Display    string          `json:"display_name"`
	Language   string          `json:"language"`
	Category   string          `json:"category"`
	Status     string          `json:"status"`
	HeaderType string          `json:"header_type"`
	Header     string          `json:"header_content"`
	Body       string          `json:"body_content"`
	Footer     string          `json:"footer_content"`
	Buttons    json.RawMessage `json:"buttons"`
	Samples    json.RawMessage `json:"sample_values"`
	*templateExtras
	Created time.Time `json:"created_at"`
	Updated time.Time `json:"updated_at"`
}

// templateExtras is what FORK adds.
type templateExtras struct {
	Security bool   `json:"add_security_recommendation"`
	Expires  int    `json:"code_expiration_minutes"`
	Quality  string `json:"quality_rating"`
}

func (e *server) templateView(t *template) templateView {
	v := templateView{
		ID: t.id, Name: t.name, Display: t.display, Language: t.language, Category: t.category, Status: t.status,
		HeaderType: t.header, Header: t.headerText, Body: t.body, Footer: t.footer, Buttons: t.buttons, Samples: t.samples,
		Created: second(t.created), Updated: second(t.created),
	}
	v.Account, v.AccountID = e.accountOf(t.account)
	if e.fork {
		v.templateExtras = &templateExtras{Quality: "UNKNOWN"}
	}
	return v
}

func (c templates) list() {
	e := c.e
	q := c.r.URL.Query()
	search := strings.ToLower(q.Get("search"))
	e.Lock()
	list := []templateView{}
	for n := range e.templates {
		t := &e.templates[n]
		if (q.Get("status") == "" || q.Get("status") == t.status) && strings.Contains(strings.ToLower(t.name+" "+t.display), search) {
			list = append(list, e.templateView(t))
		}
	}
	e.Unlock()
	listed(c.call, "templates", list, nil)
}

// templateInput is the body of POST /api/messages/template.
type templateInput struct {
	ContactID string            `json:"contact_id"`
	Phone     string            `json:"phone_number"`
	Name      string            `json:"template_name"`
	ID        string            `json:"template_id"`
	Params    map[string]string `json:"template_params"`
	Account   *string           `json:"account_name"`
}

var placeholderPattern = regexp.MustCompile(`\{\{\s*(\w+)\s*\}\}`)

// post sends a template. FORK asks for contacts:write, which agents lack (contract §3).
func (c templates) post() {
	if c.e.fork && !c.need("contacts:write", "Insufficient permissions to send messages") {
		return
	}
	var in templateInput
	if !c.decode(&in) {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	if in.ContactID == "" && in.Phone == "" {
		c.fail(http.StatusBadRequest, "Either contact_id or phone_number is required")
		return
	}
	t := e.templateBy(in.Name, in.ID)
	if t == nil {
		c.fail(http.StatusNotFound, "Template not found")
		return
	}
	if t.status != "APPROVED" {
		c.fail(http.StatusBadRequest, "Template is not approved (status: "+t.status+")")
		return
	}
	body, missing, expected := render(t, in.Params)
	if len(missing) > 0 {
		c.fail(http.StatusBadRequest, fmt.Sprintf("Missing template parameters: %s. Expected parameters: %v",
			strings.Join(missing, ", "), expected))
		return
	}
	m := message{outgoing: true, kind: "template", title: t.display, body: body, status: "pending", noWAMID: true, account: t.account}
	if string(t.buttons) != "[]" {
		m.buttons, _ = json.Marshal(map[string]any{"type": "button", "buttons": t.buttons})
	}
	if n := e.accountRef(in.Account, in.Account); n > 0 {
		m.account = n
	}
	i, ok := c.target(&in)
	if ok {
		c.ok(e.sendMessage(i, m))
	}
}

// target finds whom a template goes to; an unknown number becomes a contact.
func (c templates) target(in *templateInput) (uint32, bool) {
	if in.ContactID != "" {
		c.args = []string{in.ContactID}
		return c.contact()
	}
	phone := strings.TrimPrefix(in.Phone, "+")
	i, exists := c.e.byPhone(phone)
	switch {
	case !exists:
		i = c.e.newContact(phone)
	case c.e.contacts[i].deleted:
		c.e.restore(i)
	}
	return i, true
}

// render fills the placeholders; missing and expected name the parameters.
func render(t *template, params map[string]string) (text string, missing, expected []string) {
	seen := make(map[string]bool)
	text = placeholderPattern.ReplaceAllStringFunc(t.body, func(match string) string {
		name := placeholderPattern.FindStringSubmatch(match)[1]
		value, given := params[name]
		if !seen[name] {
			seen[name] = true
			expected = append(expected, name)
			if !given || value == "" {
				missing = append(missing, name)
			}
		}
		return value
	})
	return text, missing, expected
}
