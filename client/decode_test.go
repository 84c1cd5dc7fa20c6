package client

import (
	"encoding/json"
	"testing"
)

func TestUserShapes(t *testing.T) {
	tests := []struct {
		in   string
		role string
		can  bool
	}{
		{`{"id":"u","role":{"name":"agent","permissions":[{"resource":"chat","action":"write"}]}}`, "agent", true},
		{`{"id":"u","role":{"name":"agent","permissions":["chat:write"]}}`, "agent", true},
		{`{"id":"u","role":"agent","permissions":["chat:write"]}`, "agent", true},
		{`{"id":"u","role":"agent"}`, "agent", true}, // not told: the platform will say
		{`{"id":"u","role":{"name":"Nothing","permissions":[]}}`, "Nothing", false},
		{`{"id":"u","role":{"name":"x","permissions":[]},"is_super_admin":true}`, "x", true},
		{`{"id":"u","role":null}`, "", true},
	}
	for _, tt := range tests {
		u, err := decodeUser(json.RawMessage(tt.in))
		if err != nil || u.Role != tt.role || u.Can("chat", "write") != tt.can || !u.Active {
			t.Errorf("%s: %+v, %v", tt.in, u, err)
		}
	}
}

func TestMessageShapes(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"bare content", `{"id":"m","content":"hello"}`, `{"ID":"m","Body":"hello"}`},
		{"location", `{"id":"m","content":{"body":"{\"latitude\":19.07}"}}`, `{"ID":"m","Body":"{\"latitude\":19.07}"}`},
		{"reactions null", `{"id":"m","reactions":null}`, `{"ID":"m"}`},
		{"reply of an event", `{"id":"m","reply_to_message_id":"q","reply_to_message":{"id":"q","content":"said","message_type":"text","direction":"outgoing"}}`,
			`{"ID":"m","IsReply":true,"ReplyToID":"q","ReplyTo":{"ID":"q","Body":"said","Type":"text","Direction":"outgoing"}}`},
		{"template buttons", `{"id":"m","interactive_data":{"type":"button","buttons":[{"type":"URL","text":"Open","url":"https://x"}]}}`,
			`{"ID":"m","Interactive":{"Type":"button","Buttons":[{"Title":"Open","URL":"https://x"}]}}`},
		{"interactive null", `{"id":"m","interactive_data":null}`, `{"ID":"m"}`},
		{"interactive empty", `{"id":"m","interactive_data":{}}`, `{"ID":"m"}`},
		{"zero account", `{"id":"m","whatsapp_account_id":"00000000-0000-0000-0000-000000000000"}`, `{"ID":"m"}`},
	}
	for _, tt := range tests {
		got, err := decodeMessage(json.RawMessage(tt.in))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		var want Message
		if err := json.Unmarshal([]byte(tt.want), &want); err != nil {
			t.Fatal(err)
		}
		same(t, tt.name, got, want)
	}
}

// TestAMessageHasOneTime reads it as the line tells it and as a list does, which
// leaves out the nanoseconds (contract §1.2). Told by both, a newest message that
// seemed newer than its conversation's last one would count twice.
func TestAMessageHasOneTime(t *testing.T) {
	event, err := decodeEvent("new_message", json.RawMessage(`{"id":"m","contact_id":"c","created_at":"2026-11-22T19:21:36.476102842Z"}`))
	if err != nil {
		t.Fatal(err)
	}
	listed, err := decodeMessage(json.RawMessage(`{"id":"m","contact_id":"c","created_at":"2026-11-22T19:21:36.476102Z"}`))
	if err != nil {
		t.Fatal(err)
	}
	if told := event.(MessageReceived).Message.CreatedAt; !told.Equal(listed.CreatedAt) {
		t.Errorf("%v on the line, %v in the list", told, listed.CreatedAt)
	}
}
