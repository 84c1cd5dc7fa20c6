package emulator

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// closing reads until the line ends and gives its close code, -1 for none.
func (w *wire) closing() (websocket.StatusCode, string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 10*time.Second)
	defer cancel()
	for {
		_, _, err := w.conn.Read(ctx)
		if err == nil {
			continue
		}
		var closed websocket.CloseError
		if errors.As(err, &closed) {
			return closed.Code, closed.Reason
		}
		return -1, ""
	}
}

func TestSocketHandshake(t *testing.T) {
	d := start(t, Options{})
	u := d.Users()[2]
	token := d.do(u.APIKey, "GET", "/api/auth/ws-token", nil).text("token")
	access := cookies(d.do("", "POST", "/api/auth/login", map[string]string{"email": u.Email, "password": u.Password}))["whm_access"]
	auth := func(token string) string { return `{"type":"auth","payload":{"token":"` + token + `"}}` }
	for range 2 { // the token is not single-use
		w := d.dial()
		w.write(auth(token))
		w.sync()
	}
	w := d.dial()
	w.write(auth(access))
	w.sync()
	if d.Sockets() != 3 {
		t.Errorf("%d sockets", d.Sockets())
	}
	for _, first := range []string{auth("x.y.z"), auth(""), "rubbish", `{"type":"ping","payload":{}}`} {
		w := d.dial()
		w.write(first)
		if code, reason := w.closing(); code != 1008 || reason != "authentication failed" {
			t.Errorf("%s: %d %q", first, code, reason)
		}
	}
	d.Advance(31 * time.Second)
	w = d.dial()
	w.write(auth(token))
	if code, _ := w.closing(); code != 1008 {
		t.Errorf("an expired token: %d", code)
	}
	// A WebSocket token is good as a bearer token, too (contract §2.7).
	token = d.do(u.APIKey, "GET", "/api/auth/ws-token", nil).text("token")
	d.with("GET", "/api/me", nil, "Authorization", "Bearer "+token).want(t, 200, "")
}

func TestSilentSocketIsCutWithoutAWord(t *testing.T) {
	d := start(t, Options{})
	d.api.Hub.AuthWithin = time.Millisecond
	if code, _ := d.dial().closing(); code != -1 {
		t.Errorf("ends with %d, want no close frame", code)
	}
}

func TestSocketFrames(t *testing.T) {
	d := start(t, Options{})
	w := d.listen(d.agent())
	for _, ignored := range []string{"rubbish", `{"type":"typing","payload":{}}`, `{"type":"set_contact","payload":{"contact_id":"x"}}`, `[]`, `{"type":"set_contact","payload":5}`} {
		w.write(ignored)
	}
	w.write(`{"type":"ping","payload":{"` + strings.Repeat("x", 512-len(`{"type":"ping","payload":{"":1}}`)) + `":1}}`)
	if kind, _ := w.read(); kind != "pong" {
		t.Errorf("a frame of 512 bytes gives %s", kind)
	}
	w.sync()
	w.write(strings.Repeat("x", 513))
	if code, reason := w.closing(); code != 1009 || reason != "" {
		t.Errorf("a large frame: %d %q", code, reason)
	}
}

func TestEveryoneHearsEverythingButNotes(t *testing.T) {
	d := start(t, Options{})
	ids := d.ContactIDs()
	manager, restricted, viewer := d.listen(d.manager()), d.listen(d.restricted()), d.listen(d.Colleague().APIKey)
	restricted.write(`{"type":"set_contact","payload":{"contact_id":"` + ids[5] + `"}}`)
	restricted.sync()
	viewer.write(`{"type":"set_contact","payload":{"contact_id":"` + ids[0] + `"}}`)
	viewer.sync()
	d.do(d.agent(), "POST", "/api/contacts/"+ids[0]+"/notes", `{"content":"n"}`).want(t, 200, "")
	d.Receive(ids[0], "hello")
	manager.event("conversation_note_created") // views no contact
	viewer.event("conversation_note_created")  // views this one
	for _, w := range []*wire{manager, restricted, viewer} {
		if p := w.event("new_message"); p["contact_id"] != ids[0] {
			t.Errorf("event: %v", p)
		}
	}
	restricted.write(`{"type":"set_contact","payload":{"contact_id":""}}`)
	restricted.sync()
	d.do(d.agent(), "POST", "/api/contacts/"+ids[0]+"/notes", `{"content":"m"}`).want(t, 200, "")
	restricted.event("conversation_note_created")
}

func TestBurstArrivesComplete(t *testing.T) {
	d := start(t, Options{})
	w := d.listen(d.agent())
	id := d.ContactIDs()[0]
	var sent []string
	for range 120 {
		sent = append(sent, d.Receive(id, "burst"))
	}
	for n, want := range sent {
		if p := w.event("new_message"); p["id"] != want {
			t.Fatalf("message %d is %v", n, p["id"])
		}
	}
}

func TestDroppedSocketsAndPermissions(t *testing.T) {
	d := start(t, Options{})
	w := d.listen(d.agent())
	d.UpdateRights("agent", []string{"chat:read"})
	w.event("permissions_updated")
	if got := d.do(d.agent(), "GET", "/api/me", nil); len(got.list("role.permissions")) != 1 {
		t.Errorf("rights: %s", got.raw)
	}
	other := d.listen(d.manager())
	d.UpdateRights("agent", nil)
	other.sync() // heard nothing: not of that role
	d.DropSockets()
	if code, _ := w.closing(); code != -1 {
		t.Errorf("a dropped line ends with %d", code)
	}
	d.listen(d.agent()) // and one may come back
}
