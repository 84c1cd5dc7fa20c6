package ui

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/emulator"
)

// strange has somebody write whose number the platform does not know, and
// tells the desk of it as the realtime line does.
func (p *pump) strange(phone, name, body string) client.Contact {
	p.t.Helper()
	message := `{"from":"` + phone + `","id":"wamid.` + phone + `","type":"text","text":{"body":"` + body + `"}}`
	value := `{"metadata":{"phone_number_id":""},"contacts":[{"profile":{"name":"` + name + `"}}],"messages":[` + message + `]}`
	req := httptest.NewRequest(http.MethodPost, "/api/webhook", strings.NewReader(`{"entry":[{"changes":[{"value":`+value+`}]}]}`))
	p.em.Handler().ServeHTTP(httptest.NewRecorder(), req)
	page, err := p.platform().Contacts(p.t.Context(), client.ContactQuery{Page: 1, Limit: 50, Search: phone})
	if err != nil || len(page.Contacts) != 1 {
		p.t.Fatalf("the stranger is not there: %v, %d contacts", err, len(page.Contacts))
	}
	c := page.Contacts[0]
	p.incoming("m"+phone, c.ID, body)
	return c
}

// The platform may store a first message and fail to date its conversation
// (contract §4.1): it stands first all the same, with what was written.
func TestAFirstMessageStandsFirstThoughThePlatformDoesNotDateIt(t *testing.T) {
	p := newPump(t, bench{})
	long := strings.Repeat("नमस्ते ", 12)
	c := p.strange("919899999999", "Brand New", long)
	if !c.LastMessageAt.IsZero() {
		t.Fatalf("the platform dates it after all: %v", c.LastMessageAt)
	}
	first := p.list().First(1)[0]
	if unread, preview := p.list().Told(c.ID); first.ID != c.ID || unread != 1 || !strings.HasPrefix(preview, "नमस्ते") {
		t.Fatalf("first is %q; the stranger has %d unread and shows %q", first.Name, unread, preview)
	}
	if !p.list().First(1)[0].LastInboundAt.Equal(p.clock) {
		t.Errorf("the window is not known to be open: %v", first.LastInboundAt)
	}
}

// The customer wrote just now, and the platform failed to note when (contract
// §4.1): what is in the thread says that a text still reaches them.
func TestTheWindowIsOpenThoughThePlatformDidNotNoteWhenTheyWrote(t *testing.T) {
	for _, generation := range []string{"upstream", "fork"} {
		p := newPump(t, bench{emulator: emulator.Options{Generation: generation}})
		c := p.strange("919899999998", "Brand New", strings.Repeat("नमस्ते ", 12))
		late := p.again(func(*Deps) {})
		late.openContact(c)
		late.shows("Brand New", "नमस्ते")
		late.hides("window closed")
		late.clock = late.clock.Add(25 * time.Hour)
		late.send(tea.WindowSizeMsg{Width: 120, Height: 36})
		late.shows("24-hour window closed")
	}
}
