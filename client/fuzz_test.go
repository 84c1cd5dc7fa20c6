package client

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// What comes from outside may be anything. The decoders never panic, and what
// they accept keeps their promises.

func FuzzEnvelope(f *testing.F) {
	for _, s := range []string{`{"status":"success","data":{"a":1}}`, `{"status":"success","data":null}`, `{"status":"ok"}`, `[]`, `null`,
		`<html>`, ``, `{"status":"success","data":[1],"data":2}`, `{"status":["success"]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		payload, wrapped, err := envelope(raw)
		if err != nil {
			if json.Valid(raw) {
				t.Fatalf("valid JSON refused: %v", err)
			}
			return
		}
		if !json.Valid(payload) {
			t.Fatalf("payload %q is no JSON (wrapped %v)", payload, wrapped)
		}
		items, skipped, err := decodeList(payload, "contacts", decodeContact)
		if err != nil && (items != nil || skipped != 0) {
			t.Fatal("an error and items")
		}
		for _, c := range items {
			if c.ID == "" || !json.Valid(c.Raw) || c.UnreadCount < 0 {
				t.Fatalf("a contact without an id or with a broken body: %+v", c)
			}
		}
	})
}

func FuzzFault(f *testing.F) {
	for _, s := range []string{`{"message":"x"}`, `{"success":false,"error":{"message":"x","retry_after_seconds":5}}`, `{"error":"x"}`,
		"Error when parsing request", "<html>", "\x1b]0;x\x07 \u202e", `{"error":{"retry_after_seconds":"1e308"}}`, "retry in 99999 seconds"} {
		f.Add([]byte(s), "1")
	}
	f.Fuzz(func(t *testing.T, raw []byte, header string) {
		fault := decodeFault(raw)
		if !utf8.ValidString(fault.message) || len(fault.message) > messageLimit+len("…") {
			t.Fatalf("message %q", fault.message)
		}
		for _, r := range fault.message {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
				t.Fatalf("message %q holds %U", fault.message, r)
			}
		}
		now := time.Unix(1795348800, 0)
		h := http.Header{"Retry-After": {header}, "X-Ratelimit-Reset": {header}}
		if d := retryAfter(h, fault, now); d < 0 || d > 24*time.Hour {
			t.Fatalf("a wait of %v", d)
		}
	})
}

func FuzzMessage(f *testing.F) {
	for _, s := range []string{message, `{"id":"m","content":"x","reactions":null,"interactive_data":{"type":"list","rows":[{"id":"a"}]}}`,
		`{"id":"m","reply_to_message":{"content":"x"}}`, `{"id":7,"content":{"body":{"a":1}},"created_at":5}`, `{"id":"m","reactions":[null,{"emoji":1}]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := decodeMessage(raw)
		if err == nil && (m.ID == "" || m.ReplyToID != "" && !m.IsReply) {
			t.Fatalf("%+v", m)
		}
		if err == nil && !utf8.ValidString(m.Body) {
			t.Fatalf("body %q", m.Body)
		}
		if x, err := decodeExecution(raw); err == nil && x.Data != nil && !json.Valid(x.Data) {
			t.Fatalf("data %q", x.Data)
		}
		_, _ = decodeUser(raw)
		_, _ = decodeSessionData(raw)
		_, _ = decodeTransferAnswer(raw)
	})
}

func FuzzFrame(f *testing.F) {
	for _, s := range []string{newMessage("m1"), `{"type":"pong","payload":null}`, `{"type":"status_update","payload":{"message_id":"m","status":"sent"}}`,
		`{"type":"reaction_update","payload":{"message_id":"m","reactions":null}}`, `{"type":"conversation_note_deleted","payload":{"id":"n"}}`,
		`{"type":"agent_transfer","payload":{"id":"t","agent_id":null}}`, `{"type":"permissions_updated"}`, `{"type":"x"}`, `{}`, `[`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		kind, event, err := decodeFrame(raw)
		if err != nil {
			return
		}
		if (event == nil) != (kind == framePong) {
			t.Fatalf("%q gave %v", kind, event)
		}
		switch e := event.(type) {
		case MessageReceived:
			if e.Message.ID == "" || e.Message.ContactID == "" {
				t.Fatalf("%+v", e)
			}
		case StatusChanged:
			if e.MessageID == "" || e.Status == "" {
				t.Fatalf("%+v", e)
			}
		}
	})
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"https://desk.example.com/api/", "http://[::1]:80/x%2Fy", "http://a/%zz", "http://a/../api", "http://a//api"} {
		f.Add(s, "id")
	}
	f.Fuzz(func(t *testing.T, s, id string) {
		a, err := parseAddress(s)
		if err != nil {
			wantKind(t, err, KindInvalid)
			return
		}
		u := a.api(nil, "contacts", id)
		if u.Host != a.base.Host || !strings.HasPrefix(u.EscapedPath(), (a.api(nil, "contacts")).EscapedPath()) {
			t.Fatalf("%q with %q leads to %s", s, id, u)
		}
	})
}
