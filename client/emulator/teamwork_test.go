package emulator

import (
	"strings"
	"testing"
	"time"

	"keydesk/client/emulator/uuid"
)

func TestTransfersLifeCycle(t *testing.T) {
	both(t, func(t *testing.T, generation string) {
		d := start(t, Options{Generation: generation})
		contact := d.ContactIDs()[20]
		w := d.listen(d.manager())
		got := d.do(d.manager(), "POST", "/api/chatbot/transfers", map[string]any{
			"contact_id": contact, "whatsapp_account": "Main Line", "whatsapp_account_id": d.api.Accounts[0].ID,
		}).want(t, 200, "")
		event := w.event("agent_transfer")
		if want := map[string]any{Upstream: "Main Line", Fork: d.api.Accounts[0].ID}[generation]; event["whatsapp_account"] != want {
			t.Errorf("event: %v", event)
		}
		if has(got.at("transfer"), "whatsapp_account_id") != (generation == Fork) || has(got.at("transfer"), "agent_id") {
			t.Errorf("made: %s", got.raw)
		}
		path := "/api/chatbot/transfers/" + got.text("transfer.id")
		d.do(d.manager(), "POST", "/api/chatbot/transfers", map[string]any{"contact_id": contact}).want(t, 409, "")
		list := d.do(d.agent(), "GET", "/api/chatbot/transfers?status=active&team_id=general", nil)
		if list.at("general_queue_count") != 2.0 || list.at("total_count") != 3.0 {
			t.Errorf("queue: %s", list.raw)
		}
		if listed := has(list.at("transfers.2"), "whatsapp_account"); listed != (generation == Upstream) || list.text("transfers.2.whatsapp_account") != "" {
			t.Errorf("UPSTREAM's list leaves the account empty: %s", list.raw)
		}
		d.do(d.nothing(), "POST", "/api/chatbot/transfers/pick", nil).want(t, 403, "You don't have permission to pick up transfers")
		picked := d.do(d.restricted(), "POST", "/api/chatbot/transfers/pick?team_id=general", nil).want(t, 200, "")
		if picked.text("transfer.agent_name") != "Omar Haddad" || picked.text("transfer.notes") != "Customer wants a human" {
			t.Errorf("the oldest must be picked: %s", picked.raw)
		}
		visible := d.do(d.restricted(), "GET", "/api/contacts/"+picked.text("transfer.contact_id"), nil).status == 200
		if visible != (generation == Fork) {
			t.Errorf("a contact with an active transfer to me is visible: %v", visible)
		}
		w.event("agent_transfer_assign")
		d.do(d.restricted(), "PUT", path+"/assign", `{"agent_id":null}`).want(t, 200, "")
		if p := w.event("agent_transfer_assign"); p["agent_id"] != d.Users()[3].ID {
			t.Errorf("null must mean me for those without the right: %v", p)
		}
		d.do(d.agent(), "PUT", path+"/assign", `{"agent_id":null}`).want(t, 200, "")
		if p := w.event("agent_transfer_assign"); p["agent_id"] != nil {
			t.Errorf("null must unassign: %v", p)
		}
		d.do(d.agent(), "PUT", path+"/resume", nil).want(t, 200, "")
		w.event("agent_transfer_resume")
		d.do(d.agent(), "PUT", path+"/resume", nil).want(t, 400, "Transfer is not active")
	})
}

func TestRoundRobinAndGoingAway(t *testing.T) {
	d := start(t, Options{})
	lina := d.Colleague()
	transfer := func(n int) answer {
		return d.do(d.manager(), "POST", "/api/chatbot/transfers", map[string]any{"contact_id": d.ContactIDs()[n], "team_id": d.api.Teams[0].ID})
	}
	if a, b := transfer(20).text("transfer.agent_name"), transfer(21).text("transfer.agent_name"); a != lina.Name || b != "Ravi शर्मा" {
		t.Errorf("assigned to %s, then %s", a, b)
	}
	away := d.do(lina.APIKey, "PUT", "/api/me/availability", `{"is_available":false}`).want(t, 200, "")
	if away.at("transfers_to_queue") != 1.0 || away.text("status") != "away" || away.at("break_started_at") == nil {
		t.Errorf("away: %s", away.raw)
	}
	if name := transfer(22).text("transfer.agent_name"); name != "Ravi शर्मा" {
		t.Errorf("who is away got one: %s", name)
	}
	d.do(d.manager(), "POST", "/api/chatbot/transfers", map[string]any{"contact_id": d.ContactIDs()[23], "agent_id": lina.ID}).
		want(t, 400, "Agent is currently away")
	members := d.do(d.agent(), "GET", "/api/teams/"+d.api.Teams[0].ID+"/members", nil).want(t, 200, "")
	if members.at("members.0.is_available") != false || members.text("members.1.full_name") != "Ravi शर्मा" {
		t.Errorf("members: %s", members.raw)
	}
	if n := len(d.do(d.agent(), "GET", "/api/teams", nil).list("teams")); n != 1 {
		t.Errorf("the agent sees %d teams", n)
	}
}

func TestNotesPagesAndOwnership(t *testing.T) {
	d := start(t, Options{})
	path := "/api/contacts/" + d.ContactIDs()[0] + "/notes"
	page := d.do(d.agent(), "GET", path+"?limit=2", nil).want(t, 200, "")
	if page.at("has_more") != true || page.at("total") != 3.0 {
		t.Errorf("page: %s", page.raw)
	}
	older := d.do(d.agent(), "GET", path+"?limit=2&before="+page.text("notes.0.id"), nil)
	if len(older.list("notes")) != 1 || older.at("has_more") != false {
		t.Errorf("older: %s", older.raw)
	}
	d.do(d.agent(), "PUT", path+"/"+older.text("notes.0.id"), `{"content":"x"}`).want(t, 403, "You can only edit your own notes")
	d.do(d.agent(), "POST", "/api/contacts/"+uuid.Zero+"/notes", `{"content":"x"}`).want(t, 500, "Failed to create note")
	d.do(d.nothing(), "GET", path, nil).want(t, 403, "Insufficient permissions")
}

func TestCannedResponsesAndTags(t *testing.T) {
	both(t, func(t *testing.T, generation string) {
		d := start(t, Options{Generation: generation})
		all := d.do(d.nothing(), "GET", "/api/canned-responses", nil).want(t, 200, "")
		active := d.do(d.agent(), "GET", "/api/canned-responses?active_only=true", nil)
		if all.at("total") != 11.0 || active.at("total") != 10.0 || has(all.at("canned_responses.0"), "buttons") != (generation == Fork) {
			t.Errorf("canned: %s", all.raw)
		}
		last := active.text("canned_responses.9.id")
		for range 20 {
			d.do(d.agent(), "POST", "/api/canned-responses/"+last+"/use", nil).want(t, 200, "Usage incremented")
		}
		if got := d.do(d.agent(), "GET", "/api/canned-responses", nil).text("canned_responses.0.id"); got != last {
			t.Error("the most used must come first")
		}
		d.do(d.agent(), "POST", "/api/canned-responses", `{"name":"Greeting","content":"x"}`).want(t, 409, "Canned response with this name already exists")
		d.do(d.agent(), "PUT", "/api/canned-responses/"+last, `{"name":"other","content":"y"}`).want(t, 200, "")

		d.do(d.manager(), "POST", "/api/tags", `{"name":"a b","color":"red"}`).want(t, 200, "")
		d.do(d.manager(), "PUT", "/api/tags/a%20b", `{"color":"blue"}`).want(t, 200, "")
		tags := d.do(d.agent(), "GET", "/api/tags", nil)
		if tags.text("tags.0.name") != "a b" || tags.text("tags.0.color") != "blue" {
			t.Errorf("tags: %s", tags.raw)
		}
		d.do(d.manager(), "DELETE", "/api/tags/a%20b", nil).want(t, 200, "")
		d.do(d.manager(), "DELETE", "/api/tags/a%20b", nil).want(t, 404, "Tag not found")
	})
}

func TestAuditLog(t *testing.T) {
	d := start(t, Options{Generation: Fork})
	path := d.make("url", map[string]string{"url": "https://x"})
	d.do(d.admin(), "DELETE", path, nil)
	got := d.do(d.admin(), "GET", "/api/audit-logs", nil).want(t, 200, "")
	if got.text("audit_logs.0.action") != "deleted" || got.text("audit_logs.1.action") != "created" || !strings.HasSuffix(path, got.text("audit_logs.0.resource_id")) {
		t.Errorf("log: %s", got.raw)
	}
	d.do(d.agent(), "GET", "/api/audit-logs", nil).want(t, 403, "Insufficient permissions")
}

func TestWhatsAppWebhook(t *testing.T) {
	both(t, func(t *testing.T, generation string) {
		d := start(t, Options{Generation: generation})
		if got := d.do("", "GET", "/api/webhook?hub.mode=subscribe&hub.verify_token=acct-verify1&hub.challenge=42", nil); string(got.raw) != "42" {
			t.Errorf("challenge: %s", got.raw)
		}
		d.do("", "GET", "/api/webhook?hub.mode=subscribe&hub.verify_token=no&hub.challenge=42", nil).want(t, 403, "")
		w := d.listen(d.agent())
		post := func(value string) {
			d.do("", "POST", "/api/webhook", `{"entry":[{"changes":[{"value":`+value+`}]}]}`).want(t, 200, "")
		}
		text := `{"contacts":[{"profile":{"name":"Stranger"}}],"messages":[{"from":"4400","id":"wamid.X1","type":"text","text":{"body":"hi"}}]}`
		post(text)
		post(text) // a repeated id is ignored
		first := w.event("new_message")
		if first["profile_name"] != "Stranger" || first["wamid"] != "wamid.X1" {
			t.Errorf("event: %v", first)
		}
		post(`{"messages":[{"from":"4400","id":"wamid.X2","type":"button","button":{"text":"Yes"},"context":{"id":"wamid.X1"}}]}`)
		button := w.event("new_message")
		want := map[string]string{Upstream: "button", Fork: "button_reply"}[generation]
		if button["message_type"] != want || button["reply_to_message_id"] != first["id"] {
			t.Errorf("event: %v", button)
		}
		post(`{"messages":[{"from":"4400","id":"wamid.X3","type":"sticker","sticker":{"mime_type":"image/webp"}}]}`)
		if p := w.event("new_message"); (p["media_url"] != "") != (generation == Fork) {
			t.Errorf("sticker: %v", p)
		}
		post(`{"messages":[{"from":"4400","id":"wamid.X6","type":"contacts","contacts":[{"name":{"formatted_name":"R"},"phones":[{"phone":"+1"}]}]}]}`)
		if p := w.event("new_message"); p["content"].(map[string]any)["body"] != `[{"name":"R","phones":["+1"]}]` {
			t.Errorf("card: %v", p)
		}
		post(`{"messages":[{"from":"4400","id":"wamid.X4","type":"text","text":{"body":"a\u0000b"}}]}`) // lost
		post(`{"messages":[{"from":"4400","id":"wamid.X5","type":"reaction","reaction":{"message_id":"wamid.X1","emoji":"👍"}}]}`)
		w.event("reaction_update")

		id := first["contact_id"].(string)
		d.do(d.agent(), "POST", "/api/contacts/"+id+"/messages", `{"type":"text","content":{"body":"x"}}`).want(t, 200, "")
		w.event("new_message")
		d.SettleSends()
		for range 3 {
			w.event("status_update")
		}
		wamid := d.do(d.agent(), "GET", "/api/contacts/"+id+"/messages?limit=1", nil).text("messages.0.wamid")
		post(`{"statuses":[{"id":"` + wamid + `","status":"failed","errors":[{"title":"t","error_data":{"details":"Message Undeliverable."}}]}]}`)
		if p := w.event("status_update"); p["status"] != "failed" || p["error_message"] != "Message Undeliverable." || has(p, "contact_id") {
			t.Errorf("status: %v", p)
		}
	})
}

func TestAnswersComeAfterAMoment(t *testing.T) {
	d := start(t, Options{Answer: true, SettleAfter: 100 * time.Millisecond})
	id := d.ContactIDs()[1]
	path := "/api/contacts/" + id + "/messages"
	total := func() float64 { return d.do(d.agent(), "GET", path, nil).at("total").(float64) }
	d.do(d.agent(), "POST", path, `{"type":"text","content":{"body":"x"}}`).want(t, 200, "")
	before := total()
	d.Advance(1200 * time.Millisecond)
	if total() != before {
		t.Error("answered too soon")
	}
	d.Advance(2 * time.Second)
	if total() != before+1 {
		t.Error("no answer")
	}
	d.Advance(time.Hour)
	if total() != before+1 {
		t.Error("answers more than once")
	}
}
