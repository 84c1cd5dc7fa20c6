package emulator

import (
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"keydesk/client/emulator/traffic"
)

// notReplayed are recorded exchanges that cannot be compared here, with the reason.
var notReplayed = map[string]string{
	"exec_webhook_hanging": "takes 30 s by design; the test of time-outs uses a short Options.WebhookTimeout",
}

// inOrder are samples that build on one another; all others are independent of order.
var inOrder = strings.Fields(`
	auth_login_admin auth_login_agent me_cookie me_refresh_token_as_bearer csrf_not_needed_bearer transfers_empty_agent
	contact_create contact_create_duplicate contact_update contact_update_agent contact_update_empty contact_tags_update
	contact_tags_update_agent contact_assign contact_assign_agent contact_assign_bad_user contact_unassign contact_tags_clear
	contact_delete_agent contact_delete contact_get_deleted contact_recreate_after_delete
	action_create_defaults action_update_partial action_update_active_only action_update_partial_resets action_update_config
	action_update_bad_config action_delete action_delete_again action_create_as_agent action_update_as_nothing action_delete_as_agent
	send_fail_reengagement_24h after_send_fail_reengagement_24h send_fail_token_expired after_send_fail_token_expired
	send_fail_undeliverable after_send_fail_undeliverable
	note_create note_update_other note_update note_delete_other note_delete
	reaction_add reaction_replace reaction_long_text reaction_remove
	canned_create_agent canned_delete_agent
	transfer_create_queue transfer_create_dup transfer_create_agent transfer_create_agent_away transfer_create_team
	transfer_create_team_manual transfer_create_no_account transfers_list transfers_list_agent transfers_list_general
	transfers_list_nothing transfers_list_restricted transfer_assign transfer_assign_null_agent transfer_unassign
	transfer_pick_restricted transfer_pick_agent transfer_pick_empty transfer_pick_none transfer_resume transfer_resume_again`)

func TestRecordedAnswers(t *testing.T) {
	if os.Getenv("KEYDESK_SAMPLES") == "" {
		t.Skip("KEYDESK_SAMPLES names no folder of recorded answers")
	}
	both(t, func(t *testing.T, generation string) {
		w := newWorld(t, generation)
		special := specials()
		done := map[string]bool{}
		names := append([]string{}, inOrder...)
		rest := keysOf(w.samples)
		sort.Strings(rest)
		for _, name := range append(names, rest...) {
			s := w.samples[name]
			if s == nil || done[name] {
				continue
			}
			done[name] = true
			if reason := notReplayed[name]; reason != "" {
				t.Logf("%s is not replayed: %s", name, reason)
				continue
			}
			t.Run(name, func(t *testing.T) {
				w.t, w.desk.t = t, t
				var got answer
				if do := special[name]; do != nil {
					got = do(w, s)
				} else {
					got = w.replay(s)
				}
				w.t, w.desk.t = t, t
				judge(t, w, s, got)
			})
		}
	})
}

// judge compares status, envelope, shape and constants, and learns which id stands for which.
func judge(t *testing.T, w *world, s *sample, got answer) {
	t.Helper()
	if got.status != s.Status {
		t.Fatalf("%s %s: status %d, recorded %d: %.300s", s.Method, s.Path, got.status, s.Status, got.raw)
	}
	var recorded, mine any
	if json.Unmarshal(s.raw, &recorded) != nil {
		return // no JSON recorded
	}
	if err := json.Unmarshal(got.raw, &mine); err != nil {
		t.Fatalf("answered no JSON: %.300s", got.raw)
	}
	model := &schema{}
	model.learn(recorded)
	for _, difference := range model.compare("", mine, false) {
		if !expected(s.name, difference) {
			t.Errorf("%s", difference)
		}
	}
	judgeCookies(t, s, got)
	learnIDs(w, payload(s.raw), payload(got.raw))
}

// judgeCookies compares names and attributes of the cookies, which are recorded as a JSON list.
func judgeCookies(t *testing.T, s *sample, got answer) {
	t.Helper()
	var recorded []string
	if json.Unmarshal([]byte(s.Headers["set-cookie"]), &recorded) != nil {
		return
	}
	attributes := func(cookies []string) string {
		for n, cookie := range cookies {
			name, rest, _ := strings.Cut(cookie, "=")
			_, rest, _ = strings.Cut(rest, ";")
			parts := strings.Split(strings.ToLower(rest), ";")
			sort.Strings(parts)
			cookies[n] = name + strings.Join(parts, ";")
		}
		sort.Strings(cookies)
		return strings.Join(cookies, "\n")
	}
	if a, b := attributes(got.header["Set-Cookie"]), attributes(recorded); a != b {
		t.Errorf("cookies\n%s\nrecorded\n%s", a, b)
	}
}

// learnIDs takes the ids of what was just made.
func learnIDs(w *world, recorded, mine any) {
	a, okA := recorded.(map[string]any)
	b, okB := mine.(map[string]any)
	if !okA || !okB {
		return
	}
	if x, ok := a["id"].(string); ok {
		if y, ok := b["id"].(string); ok {
			w.ids[x] = y
		}
	}
	learnIDs(w, a["transfer"], b["transfer"])
}

// expected are differences that come from the data, not from the platform's behaviour.
func expected(name, difference string) bool {
	for _, known := range [][2]string{
		{"exec_js_message", "message: is \"Hello Ravi"}, // names the organisation
		{"exec_", "toast.message: is \"Phone copied for"},
		{"contact_get_restricted_own", ".metadata"},
		{"", ".verified_name"},
	} {
		if strings.HasPrefix(name, known[0]) && strings.Contains(difference, known[1]) {
			return true
		}
	}
	return false
}

func TestRecordedEvents(t *testing.T) {
	if os.Getenv("KEYDESK_SAMPLES") == "" {
		t.Skip("KEYDESK_SAMPLES names no folder of recorded answers")
	}
	both(t, func(t *testing.T, generation string) {
		var recorded map[string]any
		readJSON(t, filepath.Join(os.Getenv("KEYDESK_SAMPLES"), generation, "ws_events.json"), &recorded)
		got := gatherEvents(t, generation)
		for name, event := range recorded {
			model := &schema{}
			model.learn(event)
			mine, ok := got[name]
			if !ok {
				t.Errorf("%s: no such event came", name)
				continue
			}
			for _, difference := range model.compare("", mine, false) {
				t.Errorf("%s%s", name, difference)
			}
		}
	})
}

// gatherEvents makes one event of each recorded kind happen.
func gatherEvents(t *testing.T, generation string) map[string]any {
	d := start(t, Options{Generation: generation})
	w := d.listen(d.manager())
	id, other := d.ContactIDs()[0], d.ContactIDs()[1]
	got := map[string]any{}
	take := func(name string) map[string]any {
		kind, p := w.read()
		got[name] = map[string]any{"type": kind, "payload": p}
		m, _ := p.(map[string]any)
		return m
	}
	w.write(`{"type":"ping","payload":{}}`)
	take("pong")
	first := d.Receive(id, "live hello नमस्ते 👋")
	take("new_message_incoming")
	d.ReceiveMessage(id, traffic.Incoming{Type: "image", Text: "cap", MIME: "image/png"})
	take("new_message_incoming_image")
	d.ReceiveMessage(id, traffic.Incoming{Text: "a reply", ReplyTo: first})
	take("new_message_incoming_reply")
	send := func(body any) { d.do(d.agent(), "POST", "/api/contacts/"+id+"/messages", body).want(t, 200, "") }
	send(map[string]any{"type": "text", "content": map[string]string{"body": "agent says hi"}})
	mine := take("new_message_outgoing")["id"].(string)
	d.SettleSends()
	take("status_update_sent")
	take("status_update_delivered")
	take("status_update_read")
	d.SetStatus(mine, "failed", "Receiver incapable")
	take("status_update_failed")
	send(map[string]any{"type": "text", "content": map[string]string{"body": "agent reply"}, "reply_to_message_id": mine})
	take("new_message_outgoing_reply")
	send(map[string]any{"type": "interactive", "interactive": map[string]any{"type": "button", "body": "choose", "buttons": []map[string]string{{"id": "a", "title": "A"}}}})
	take("new_message_outgoing_interactive")
	d.ReactAs(mine, "❤️")
	take("reaction_update")
	d.do(d.manager(), "POST", "/api/messages/template", map[string]any{
		"contact_id": id, "template_name": "order_update", "template_params": map[string]string{"1": "A", "2": "B"},
	}).want(t, 200, "")
	take("new_message_outgoing_template")
	note := d.do(d.manager(), "POST", "/api/contacts/"+id+"/notes", map[string]string{"content": "ws note"}).text("id")
	take("conversation_note_created")
	d.Advance(time.Second)
	d.drain(w)
	d.do(d.manager(), "PUT", "/api/contacts/"+id+"/notes/"+note, map[string]string{"content": "ws note 2"})
	take("conversation_note_updated")
	d.do(d.manager(), "DELETE", "/api/contacts/"+id+"/notes/"+note, nil)
	take("conversation_note_deleted")
	account := "Main Line"
	transfer := d.do(d.manager(), "POST", "/api/chatbot/transfers", map[string]any{
		"contact_id": other, "whatsapp_account": account, "whatsapp_account_id": d.api.Accounts[0].ID, "notes": "ws",
	}).want(t, 200, "").text("transfer.id")
	take("agent_transfer")
	d.do(d.manager(), "PUT", "/api/chatbot/transfers/"+transfer+"/assign", map[string]any{"agent_id": d.Users()[2].ID})
	take("agent_transfer_assign")
	d.do(d.manager(), "PUT", "/api/chatbot/transfers/"+transfer+"/resume", nil)
	take("agent_transfer_resume")
	d.UpdateRights("manager", []string{"chat:read"})
	take("permissions_updated")
	return got
}

// drain reads events up to a pong.
func (d *desk) drain(w *wire) {
	w.write(`{"type":"ping","payload":{}}`)
	for {
		if kind, _ := w.read(); kind == "pong" {
			return
		}
	}
}

func TestRecordedMessageTypes(t *testing.T) {
	if os.Getenv("KEYDESK_SAMPLES") == "" {
		t.Skip("KEYDESK_SAMPLES names no folder of recorded answers")
	}
	both(t, func(t *testing.T, generation string) {
		var recorded map[string]map[string]any
		readJSON(t, filepath.Join(os.Getenv("KEYDESK_SAMPLES"), generation, "message_types.json"), &recorded)
		d := start(t, Options{Generation: generation})
		mine := map[string]map[string]any{}
		for _, id := range d.ContactIDs() {
			for _, m := range d.do(d.admin(), "GET", "/api/contacts/"+id+"/messages?limit=100", nil).list("messages") {
				v := m.(map[string]any)
				mine[messageKey(v)] = v
			}
		}
		for name, m := range recorded {
			// Their data holds combinations the demo's does not need.
			key := strings.TrimSuffix(messageKey(m), "+reply")
			got := mine[messageKey(m)]
			for _, other := range []string{key, key + "+reply"} {
				if got == nil {
					got = mine[other]
				}
			}
			if got == nil {
				t.Errorf("%s (%s): no such message in the demo", name, key)
				continue
			}
			model := &schema{}
			model.learn(m)
			for _, difference := range model.compare("", got, true) {
				t.Errorf("%s%s", name, difference)
			}
		}
	})
}

// messageKey says what sort of message it is.
func messageKey(m map[string]any) string {
	key := m["direction"].(string) + " " + m["message_type"].(string)
	if it, ok := m["interactive_data"].(map[string]any); ok && m["message_type"] == "interactive" {
		key += " " + it["type"].(string)
	}
	if m["reactions"] != nil && m["message_type"] == "text" {
		key += "+reaction"
	}
	if m["is_reply"] == true {
		key += "+reply"
	}
	return key
}

func readJSON(t *testing.T, file string, v any) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		t.Fatal(err)
	}
}
