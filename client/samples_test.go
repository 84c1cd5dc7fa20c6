package client

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sample is one recorded answer of a real platform.
type sample struct {
	name, method, path string
	status             int
	body               []byte
	payload            json.RawMessage // without the envelope, of a success
}

// samples reads the recorded answers of a generation from the folder named by
// KEYDESK_SAMPLES.
func samples(t *testing.T, g Generation) []sample {
	t.Helper()
	root := os.Getenv("KEYDESK_SAMPLES")
	if root == "" {
		t.Skip("KEYDESK_SAMPLES names no folder of recorded answers")
	}
	var index map[string]struct {
		Method, Path string
		Status       int
	}
	readJSON(t, filepath.Join(root, string(g), "_index.json"), &index)
	var all []sample
	for name, entry := range index {
		body, err := os.ReadFile(filepath.Join(root, string(g), name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		s := sample{name: name, method: entry.Method, path: entry.Path, status: entry.Status, body: body}
		if s.status < 300 {
			if s.payload, _, err = envelope(body); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		all = append(all, s)
	}
	if len(all) < 300 {
		t.Fatalf("only %d samples", len(all))
	}
	return all
}

func readJSON(t *testing.T, file string, v any) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

var generations = []Generation{Upstream, Fork}

// Every recorded success is unwrapped as its generation wraps it.
func TestSamplesEnvelope(t *testing.T) {
	for _, g := range generations {
		for _, s := range samples(t, g) {
			if s.status >= 300 {
				continue
			}
			_, wrapped, _ := envelope(s.body)
			if wrapped != (g == Upstream) {
				t.Errorf("%s/%s: wrapped %v", g, s.name, wrapped)
			}
			if !wrapped {
				continue
			}
			var outer struct{ Data json.RawMessage }
			if err := json.Unmarshal(s.body, &outer); err != nil || string(outer.Data) != string(s.payload) {
				t.Errorf("%s/%s: payload differs, %v", g, s.name, err)
			}
		}
	}
}

// Every recorded refusal comes out with its status's kind and the platform's
// own words.
func TestSamplesRefusals(t *testing.T) {
	for _, g := range generations {
		refusals := 0
		for _, s := range samples(t, g) {
			if s.status < 400 {
				continue
			}
			refusals++
			c, err := New(Options{BaseURL: "http://desk.test"})
			if err != nil {
				t.Fatal(err)
			}
			k := call{op: "try", method: s.method, url: c.address.join(s.path, nil)}
			var e *Error
			if !asError(c.refusal(k, &reply{status: s.status, header: http.Header{}, body: s.body}), &e) {
				t.Fatal("no error")
			}
			var told struct{ Message string }
			_ = json.Unmarshal(s.body, &told) // plain text has none
			if want := oneLine([]byte(told.Message)); e.Message != want || want == "" || e.Kind != kindOfStatus(s.status) {
				t.Errorf("%s/%s: %v %q, want %q", g, s.name, e.Kind, e.Message, want)
			}
			c.Close()
		}
		if refusals < 90 {
			t.Errorf("%s: only %d refusals", g, refusals)
		}
	}
}

// Every recorded object is decoded, and every field of it comes out as it went in.
func TestSamplesObjects(t *testing.T) {
	for _, g := range generations {
		counts := map[string]int{}
		check := func(where, kind string, raw json.RawMessage) {
			counts[kind]++
			fields, err := subjects[kind].decode(raw)
			if err != nil {
				t.Errorf("%s: %v", where, err)
				return
			}
			compare(t, where, raw, fields)
		}
		for _, s := range samples(t, g) {
			if s.status >= 300 || s.method == http.MethodDelete {
				continue
			}
			var keys map[string]json.RawMessage
			if json.Unmarshal(s.payload, &keys) != nil {
				continue
			}
			path, _, _ := strings.Cut(s.path, "?")
			for kind, sub := range subjects {
				where := fmt.Sprintf("%s/%s (%s)", g, s.name, kind)
				if items, ok := keys[sub.list]; ok && sub.list != "" && items[0] == '[' && !isText(items) {
					var raws []json.RawMessage
					_ = json.Unmarshal(items, &raws) // checked to be a list
					for _, raw := range raws {
						check(where, kind, raw)
					}
				} else if sub.single != nil && sub.single.MatchString(path) {
					check(where, kind, s.payload)
				}
			}
			if transfer, ok := keys["transfer"]; ok && string(transfer) != "null" {
				check(g.in(s.name), "transfer", transfer)
			}
			if user, ok := keys["user"]; ok && strings.HasPrefix(path, "/api/auth/") {
				check(g.in(s.name), "user", user)
			}
		}
		for kind := range subjects {
			if counts[kind] == 0 {
				t.Errorf("%s: no %s was recorded", g, kind)
			}
		}
		t.Logf("%s: %v", g, counts)
	}
}

func (g Generation) in(name string) string { return string(g) + "/" + name }

// Every recorded realtime event is decoded, field by field.
func TestSamplesEvents(t *testing.T) {
	for _, g := range generations {
		root := os.Getenv("KEYDESK_SAMPLES")
		if root == "" {
			t.Skip("KEYDESK_SAMPLES names no folder of recorded answers")
		}
		var events map[string]json.RawMessage
		readJSON(t, filepath.Join(root, string(g), "ws_events.json"), &events)
		for name, raw := range events {
			where := g.in("ws_events/" + name)
			kind, event, err := decodeFrame(raw)
			if err != nil || event == nil != (kind == framePong) {
				t.Errorf("%s: %v, %v", where, event, err)
				continue
			}
			var frame struct{ Payload json.RawMessage }
			_ = json.Unmarshal(raw, &frame) // decoded before
			switch e := event.(type) {
			case MessageReceived:
				fields := messageFields(e.Message)
				fields["profile_name"], fields["assigned_user_id"] = e.ContactName, e.AssignedUserID
				if !e.Message.IsReply {
					delete(fields, "is_reply") // sparse events leave it out
				}
				compare(t, where, frame.Payload, fields)
			case StatusChanged:
				compare(t, where, frame.Payload, map[string]any{"message_id": e.MessageID, "contact_id": e.ContactID,
					"status": string(e.Status), "wamid": e.WAMID, "error_message": e.Error})
			case ReactionsChanged:
				fields := messageFields(Message{Reactions: e.Reactions})
				compare(t, where, frame.Payload, map[string]any{"message_id": e.MessageID, "contact_id": e.ContactID, "reactions": fields["reactions"]})
			case NoteChanged:
				if e.Deleted != strings.HasSuffix(name, "deleted") {
					t.Errorf("%s: deleted %v", where, e.Deleted)
				}
				compare(t, where, frame.Payload, noteFields(e.Note))
			case TransferChanged:
				compare(t, where, frame.Payload, transferFields(e.Transfer))
			}
		}
		if len(events) < 14 {
			t.Errorf("%s: only %d events", g, len(events))
		}
	}
}

// Every recorded type of message is decoded, field by field.
func TestSamplesMessageTypes(t *testing.T) {
	for _, g := range generations {
		root := os.Getenv("KEYDESK_SAMPLES")
		if root == "" {
			t.Skip("KEYDESK_SAMPLES names no folder of recorded answers")
		}
		var types map[string]json.RawMessage
		readJSON(t, filepath.Join(root, string(g), "message_types.json"), &types)
		for name, raw := range types {
			m, err := decodeMessage(raw)
			if err != nil {
				t.Errorf("%s: %v", g.in(name), err)
				continue
			}
			compare(t, g.in("message_types/"+name), raw, messageFields(m))
		}
		if len(types) < 15 {
			t.Errorf("%s: only %d types", g, len(types))
		}
	}
}
