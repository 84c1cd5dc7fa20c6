package emulator

import (
	"net/http"
	"testing"
	"time"
)

func TestADayAtTheDesk(t *testing.T) {
	both(t, func(t *testing.T, generation string) {
		d := start(t, Options{Generation: generation, Answer: true})
		key := d.agent()
		if got := d.do("", "GET", "/health", nil); got.text("status") != "ok" || has(got.body, "data") {
			t.Fatalf("health: %s", got.raw)
		}
		first := d.do(key, "GET", "/api/contacts?limit=5", nil).want(t, 200, "")
		if name := first.text("contacts.0.name"); name != "Aarav Sharma" || len(first.list("contacts")) != 5 {
			t.Fatalf("first contact %q in %s", name, first.raw)
		}
		if first.at("contacts.0.unread_count") != 2.0 || first.text("contacts.0.last_message_preview") != "Where is my order?" {
			t.Fatalf("unread and preview: %s", first.raw)
		}
		id := first.text("contacts.0.id")
		w := d.listen(key)
		sent := d.do(key, "POST", "/api/contacts/"+id+"/messages",
			map[string]any{"type": "text", "content": map[string]string{"body": "Hello Aarav"}}).want(t, 200, "")
		if sent.text("status") != "pending" || sent.at("wamid") != "" {
			t.Fatalf("sent: %s", sent.raw)
		}
		if p := w.event("new_message"); p["id"] != sent.text("id") {
			t.Fatalf("event of another message: %v", p)
		}
		d.SettleSends()
		for _, status := range []string{"sent", "delivered", "read"} {
			if p := w.event("status_update"); p["status"] != status || has(p, "contact_id") != (status == "sent") {
				t.Fatalf("status event: %v, want %s", p, status)
			}
		}
		d.Advance(3 * time.Second)
		if p := w.event("new_message"); p["direction"] != "incoming" || p["contact_id"] != id {
			t.Fatalf("no answer of the customer: %v", p)
		}
		if n := len(d.do(key, "GET", "/api/custom-actions", nil).list("custom_actions")); n != 10 {
			t.Fatalf("%d actions", n)
		}
		if r := d.do("", "GET", "/api/me", nil); r.status != http.StatusUnauthorized {
			t.Fatalf("me without sign-in: %d", r.status)
		}
	})
}
