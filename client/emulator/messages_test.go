package emulator

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

func TestFirstPageMarksReadAndPeekDoesNot(t *testing.T) {
	both(t, func(t *testing.T, generation string) {
		d := start(t, Options{Generation: generation})
		id := d.ContactIDs()[0]
		path := "/api/contacts/" + id
		unread := func() any { return d.do(d.agent(), "GET", path, nil).at("unread_count") }
		d.do(d.agent(), "GET", path+"/messages?limit=1&before_id=00000000-0000-4000-8000-000000000000", nil).want(t, 200, "")
		d.do(d.agent(), "GET", path+"/messages?before_id=rubbish", nil).want(t, 200, "")
		if unread() != 2.0 {
			t.Fatalf("peeking marked as read: %v unread", unread())
		}
		d.do(d.agent(), "GET", path+"/messages?limit=1", nil).want(t, 200, "")
		if unread() != 0.0 {
			t.Fatalf("%v unread after the first page", unread())
		}
		d.Receive(id, "one more")
		got := d.do(d.agent(), "POST", path+"/mark-read", nil)
		if want := map[string]int{Upstream: 405, Fork: 200}[generation]; got.status != want {
			t.Errorf("mark-read: %d, want %d", got.status, want)
		}
		if want := map[string]any{Upstream: 1.0, Fork: 0.0}[generation]; unread() != want {
			t.Errorf("%v unread, want %v", unread(), want)
		}
		stub := d.do(d.agent(), "PUT", "/api/messages/x/read", nil)
		if want := map[string]int{Upstream: 501, Fork: 400}[generation]; stub.status != want {
			t.Errorf("stub: %d", stub.status)
		}
	})
}

func TestWalkingBackIsComplete(t *testing.T) {
	for _, contact := range []int{0, 20} { // a written conversation and a computed one
		d := start(t, Options{Messages: 360})
		path := "/api/contacts/" + d.ContactIDs()[contact] + "/messages?limit=100"
		got := d.do(d.agent(), "GET", path, nil)
		if got.at("total") != 360.0 || got.at("page") != 1.0 || got.at("has_more") != true {
			t.Fatalf("first page: %v %v %v", got.at("total"), got.at("page"), got.at("has_more"))
		}
		seen := map[string]bool{}
		pages := 0
		for ; pages < 9; pages++ {
			list := got.list("messages")
			for _, m := range list {
				seen[m.(map[string]any)["id"].(string)] = true
			}
			if got.at("has_more") != true {
				break
			}
			got = d.do(d.agent(), "GET", path+"&before_id="+list[0].(map[string]any)["id"].(string), nil)
			if has(got.body, "page") || has(got.body, "limit") {
				t.Fatal("an older page must not tell page and limit")
			}
		}
		if len(seen) != 360 || pages != 3 {
			t.Errorf("%d messages on %d pages", len(seen), pages+1)
		}
	}
}

func TestPagePastTheEndGivesEverything(t *testing.T) {
	d := start(t, Options{Messages: 120})
	path := "/api/contacts/" + d.ContactIDs()[3] + "/messages?limit=100"
	if n := len(d.do(d.agent(), "GET", path+"&page=50", nil).list("messages")); n != 120 {
		t.Errorf("%d messages, want the entire history (contract §5.1)", n)
	}
	if n := len(d.do(d.agent(), "GET", path+"&page=2", nil).list("messages")); n != 20 {
		t.Errorf("%d messages on page 2", n)
	}
}

func TestAccountFilter(t *testing.T) {
	both(t, func(t *testing.T, generation string) {
		d := start(t, Options{Generation: generation})
		path := "/api/contacts/" + d.ContactIDs()[0] + "/messages"
		d.api.Lock()
		name, id := d.api.Accounts[1].Name, d.api.Accounts[1].ID
		d.api.Unlock()
		body, filter := map[string]any{"type": "text", "content": map[string]string{"body": "x"}, "whatsapp_account": name}, strings.ReplaceAll(name, " ", "%20")
		if generation == Fork {
			body, filter = map[string]any{"type": "text", "content": map[string]string{"body": "x"}, "whatsapp_account_id": id}, id
			d.do(d.agent(), "GET", path+"?account=Sales", nil).want(t, 400, "Invalid account")
		}
		d.do(d.agent(), "POST", path, body).want(t, 200, "")
		if got := d.do(d.agent(), "GET", path+"?account="+filter, nil).want(t, 200, ""); got.at("total") != 1.0 || len(got.list("messages")) != 1 {
			t.Errorf("filtered: %s", got.raw)
		}
	})
}

func TestSendQuirks(t *testing.T) {
	both(t, func(t *testing.T, generation string) {
		d := start(t, Options{Generation: generation})
		path := "/api/contacts/" + d.ContactIDs()[0] + "/messages"
		send := func(body string) answer { return d.do(d.agent(), "POST", path, body) }
		failed := []string{
			send(`{"type":"text","content":{"body":""}}`).want(t, 200, "").text("id"),
			send(`{"content":{"body":"x"}}`).want(t, 200, "").text("id"),
			send(`{"type":"hologram","content":{"body":"x"}}`).want(t, 200, "").text("id"),
			send(`{}`).want(t, 200, "").text("id"),
		}
		good := send(`{"type":"text","content":{"body":"fine"},"reply_to_message_id":"`+uuid.Zero+`"}`).want(t, 200, "")
		if good.at("is_reply") != false || has(good.body, "reply_to_message") {
			t.Errorf("an unknown target must be ignored: %s", good.raw)
		}
		send(`{"type":"text","content":"plain"}`).want(t, 400, "Invalid request body")
		send(`{oops`).want(t, 400, "Invalid request body")
		send(`{"type":"text","content":{"body":"a\u0000b"}}`).want(t, 500, "Failed to send message")
		d.do(d.agent(), "POST", "/api/messages", `{}`).want(t, 400, "Invalid contact ID")

		r := d.request(d.agent(), "POST", path, `{"type":"text","content":{"body":"undeclared"}}`)
		r.Header.Del("Content-Type")
		undeclared := d.send(r).want(t, 200, "")
		if empty := undeclared.text("message_type") == ""; empty != (generation == Fork) {
			t.Errorf("without a content type: %s", undeclared.raw)
		}
		d.SettleSends()
		status := map[string]string{}
		for _, m := range d.do(d.agent(), "GET", path, nil).list("messages") {
			v := m.(map[string]any)
			status[v["id"].(string)] = v["status"].(string)
			if v["status"] == "failed" && v["error_message"] == "" {
				t.Errorf("failed without a reason: %v", v)
			}
		}
		for _, id := range failed {
			if status[id] != "failed" {
				t.Errorf("%s is %s", id, status[id])
			}
		}
		if status[good.text("id")] != "read" {
			t.Errorf("the good one is %s", status[good.text("id")])
		}
	})
}

func TestStatusSettlesStepByStep(t *testing.T) {
	d := start(t, Options{SettleAfter: time.Second})
	path := "/api/contacts/" + d.ContactIDs()[0] + "/messages"
	id := d.do(d.agent(), "POST", path, `{"type":"text","content":{"body":"x"}}`).text("id")
	state := func() (string, string) {
		list := d.do(d.agent(), "GET", path+"?limit=1", nil)
		if list.text("messages.0.id") != id {
			t.Fatal("another message is last")
		}
		return list.text("messages.0.status"), list.text("messages.0.wamid")
	}
	if s, w := state(); s != "pending" || w != "" {
		t.Fatalf("%s %q at first", s, w)
	}
	for _, want := range []string{"sent", "delivered", "read", "read"} {
		d.Advance(time.Second)
		if s, w := state(); s != want || !strings.HasPrefix(w, "wamid.OUT") {
			t.Fatalf("%s %q, want %s", s, w, want)
		}
	}
}

func TestSendsFail(t *testing.T) {
	d := start(t, Options{})
	last := func(id string) (string, string) {
		got := d.do(d.agent(), "GET", "/api/contacts/"+id+"/messages?limit=1", nil)
		return got.text("messages.0.status"), got.text("messages.0.error_message")
	}
	send := func(id, text string) {
		d.do(d.agent(), "POST", "/api/contacts/"+id+"/messages", map[string]any{"type": "text", "content": map[string]string{"body": text}}).want(t, 200, "")
		d.SettleSends()
	}
	ids := d.ContactIDs()
	send(ids[35], "too late") // wrote more than 24 hours ago
	if s, why := last(ids[35]); s != "failed" || !strings.Contains(why, "131047") {
		t.Errorf("%s %s", s, why)
	}
	d.FailSends(state.FailToken)
	send(ids[1], "x")
	if s, why := last(ids[1]); s != "failed" || why != state.FailToken {
		t.Errorf("%s %s", s, why)
	}
	send(ids[1], "y")
	if s, _ := last(ids[1]); s != "read" {
		t.Errorf("the next one is %s", s)
	}
	id := d.do(d.agent(), "GET", "/api/contacts/"+ids[1]+"/messages?limit=1", nil).text("messages.0.id")
	d.SetStatus(id, "sent", "") // only forward
	if s, _ := last(ids[1]); s != "read" {
		t.Errorf("went back to %s", s)
	}
	d.SetStatus(id, "failed", "Receiver incapable")
	if s, why := last(ids[1]); s != "failed" || why != "Receiver incapable" {
		t.Errorf("%s %s", s, why)
	}
}

func TestReactions(t *testing.T) {
	d := start(t, Options{})
	id := d.ContactIDs()[2]
	list := d.do(d.agent(), "GET", "/api/contacts/"+id+"/messages", nil)
	message := list.text("messages.0.id")
	path := "/api/contacts/" + id + "/messages/" + message + "/reaction"
	react := func(key, emoji string) answer {
		return d.do(key, "POST", path, map[string]string{"emoji": emoji}).want(t, 200, "")
	}
	react(d.agent(), "🔥")
	react(d.agent(), "✅")
	d.ReactAs(message, "❤️")
	if got := react(d.manager(), "👍"); len(got.list("reactions")) != 3 {
		t.Errorf("reactions: %s", got.raw)
	}
	react(d.manager(), "")
	d.ReactAs(message, "")
	if got := react(d.agent(), ""); got.at("reactions") != nil || !has(got.body, "reactions") {
		t.Errorf("none left must be null: %s", got.raw)
	}
	if got := d.do(d.agent(), "GET", "/api/contacts/"+id+"/messages", nil); has(got.at("messages.0"), "reactions") {
		t.Errorf("listed: %s", got.raw)
	}
	other := "/api/contacts/" + d.ContactIDs()[3] + "/messages/" + message + "/reaction"
	d.do(d.agent(), "POST", other, `{"emoji":"x"}`).want(t, 404, "Message not found")
	d.do(d.agent(), "POST", "/api/contacts/"+id+"/messages/xyz/reaction", `{"emoji":"x"}`).want(t, 400, "Invalid message ID")
}

func TestMedia(t *testing.T) {
	both(t, func(t *testing.T, generation string) {
		d := start(t, Options{Generation: generation})
		kinds := map[string]string{}
		for _, id := range d.ContactIDs() {
			for _, x := range d.do(d.agent(), "GET", "/api/contacts/"+id+"/messages", nil).list("messages") {
				m := x.(map[string]any)
				got := d.do(d.agent(), "GET", "/api/media/"+m["id"].(string), nil)
				if m["media_url"] == nil {
					got.want(t, 404, "No media found")
					continue
				}
				got.want(t, 200, "")
				if got.header.Get("Content-Type") != m["media_mime_type"] || len(got.raw) == 0 ||
					got.header.Get("Cache-Control") != "private, max-age=3600" {
					t.Errorf("media of %v: %v", m["message_type"], got.header)
				}
				kinds[m["message_type"].(string)] = string(got.raw[:4])
			}
		}
		want := map[string]string{"image": "\x89PNG", "audio": "OggS", "document": "%PDF", "video": "\x00\x00\x00\x18"}
		if generation == Fork {
			want["sticker"] = "RIFF"
		}
		if fmt.Sprint(kinds) != fmt.Sprint(want) {
			t.Errorf("media: %q, want %q", kinds, want)
		}
	})
}

func TestTemplates(t *testing.T) {
	both(t, func(t *testing.T, generation string) {
		d := start(t, Options{Generation: generation})
		body := map[string]any{"phone_number": "+31612345678", "template_name": "order_update", "template_params": map[string]string{"1": "A", "2": "B"}}
		agent := d.do(d.agent(), "POST", "/api/messages/template", body)
		if want := map[string]int{Upstream: 200, Fork: 403}[generation]; agent.status != want {
			t.Errorf("agent: %d", agent.status)
		}
		got := d.do(d.manager(), "POST", "/api/messages/template", body).want(t, 200, "")
		if got.at("content.body") != "Hello A, your order B has shipped." {
			t.Errorf("sent: %s", got.raw)
		}
		contact := d.do(d.agent(), "GET", "/api/contacts/"+got.text("contact_id"), nil)
		if contact.text("phone_number") != "31612345678" || contact.text("last_message_preview") != "[Template: Order update]" {
			t.Errorf("contact: %s", contact.raw)
		}
		d.SettleSends() // outside of the window a template arrives all the same
		if s := d.do(d.agent(), "GET", "/api/contacts/"+got.text("contact_id")+"/messages", nil).text("messages.0.status"); s != "read" {
			t.Errorf("the template is %s", s)
		}
	})
}
