package ui

import (
	"net/http"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/emulator"
)

// TestManyUnknownConversationsAreFetchedByPages lets 60 customers write whom the
// index has not reached: a request each would take what the person may ask for.
func TestManyUnknownConversationsAreFetchedByPages(t *testing.T) {
	away := true
	p := newPump(t, bench{emulator: emulator.Options{Contacts: 400}, transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		if away && strings.Contains(r.URL.RawQuery, "limit=100") {
			return &http.Response{StatusCode: http.StatusInternalServerError, Body: http.NoBody, Request: r, Header: http.Header{}}, nil
		}
		return http.DefaultTransport.RoundTrip(r)
	})})
	if n := p.list().Known(); n != pageSize {
		t.Fatalf("%d conversations are known", n)
	}
	away = false
	p.em.ForgetRequests()
	var cmds []tea.Cmd
	ids := p.em.ContactIDs()[200:260]
	for _, id := range ids {
		m := client.Message{ID: p.em.Receive(id, "And when will it arrive?"), ContactID: id, Direction: client.Incoming, CreatedAt: p.clock}
		cmds = append(cmds, p.giveEvent(client.MessageReceived{Message: m}))
	}
	p.run(tea.Batch(cmds...))
	for _, id := range ids {
		c, known := p.list().Contact(id)
		if unread, _ := p.list().Told(id); !known || unread == 0 {
			t.Fatalf("%s: known %v, %d unread", c.Name, known, unread)
		}
	}
	single := 0
	for _, r := range p.em.Requests() {
		if strings.HasPrefix(r.Path, "/api/contacts/") {
			single++
		}
	}
	if single > fewStrangers {
		t.Errorf("%d of 60 conversations were fetched one by one", single)
	}
}

// TestMoreUnknownConversationsThanAreRememberedAreFoundAllTheSame floods the desk
// with so many that the whole list is looked through again.
func TestMoreUnknownConversationsThanAreRememberedAreFoundAllTheSame(t *testing.T) {
	away := true
	p := newPump(t, bench{emulator: emulator.Options{Contacts: 2000}, transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		if away && strings.Contains(r.URL.RawQuery, "limit=100") {
			return &http.Response{StatusCode: http.StatusInternalServerError, Body: http.NoBody, Request: r, Header: http.Header{}}, nil
		}
		return http.DefaultTransport.RoundTrip(r)
	})})
	away = false
	var cmds []tea.Cmd
	ids := p.em.ContactIDs()[100:1900]
	for _, id := range ids {
		m := client.Message{ID: p.em.Receive(id, "Hello?"), ContactID: id, Direction: client.Incoming, CreatedAt: p.clock}
		cmds = append(cmds, p.giveEvent(client.MessageReceived{Message: m}))
	}
	p.em.ForgetRequests()
	p.run(tea.Batch(cmds...))
	if n := len(p.em.Requests()); n > 12 {
		t.Errorf("%d requests while the messages came", n)
	}
	p.fire() // the index goes on
	if n := p.list().Known(); n != 2000 {
		t.Errorf("%d of 2000 conversations are known", n)
	}
}

// roundTrip is a function as the way to the platform.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
