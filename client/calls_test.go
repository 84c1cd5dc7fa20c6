package client

import (
	"bytes"
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"
)

// on returns a client that takes the platform for g, and the platform.
func on(t *testing.T, g Generation, answer func(seen) (int, string)) (*Client, *recorder) {
	t.Helper()
	p := &recorder{answer: answer}
	c := connectTo(t, p, Options{})
	c.generation.Store(g)
	c.names.keep([]Account{{ID: "e4f9374a-e7b0-4e69-8bb9-285d053ebee1", Name: "Main Line"}})
	return c, p
}

const message = `{"id":"m1","contact_id":"c1","direction":"outgoing","message_type":"text","content":{"body":"x"},"status":"pending"}`

// What each call sends, on both generations: method, path and body.
func TestRequests(t *testing.T) {
	const uuid = "e4f9374a-e7b0-4e69-8bb9-285d053ebee1"
	text := func(s string) *string { return &s }
	tests := []struct {
		name   string
		g      Generation
		answer string
		call   func(context.Context, *Client) error
		want   string // method path?query body
	}{
		{"send", Upstream, message, send(OutgoingMessage{Text: "hi\x00", ReplyTo: "m0"}),
			`POST /api/contacts/c1/messages {"content":{"body":"hi"},"reply_to_message_id":"m0","type":"text"}`},
		{"send from a name", Upstream, message, send(OutgoingMessage{Text: "hi", Account: "Main Line"}),
			`POST /api/contacts/c1/messages {"content":{"body":"hi"},"type":"text","whatsapp_account":"Main Line"}`},
		{"send from a UUID to upstream", Upstream, message, send(OutgoingMessage{Text: "hi", Account: uuid}),
			`POST /api/contacts/c1/messages {"content":{"body":"hi"},"type":"text","whatsapp_account":"Main Line"}`},
		{"send from a name to fork", Fork, message, send(OutgoingMessage{Text: "hi", Account: "Main Line"}),
			`POST /api/contacts/c1/messages {"content":{"body":"hi"},"type":"text","whatsapp_account_id":"` + uuid + `"}`},
		{"peek", Upstream, `{"messages":[]}`, messages(MessageQuery{Limit: 500}),
			`GET /api/contacts/c1/messages?before_id=` + peekBefore + `&limit=100 `},
		{"read", Upstream, `{"messages":[]}`, messages(MessageQuery{MarkRead: true}), `GET /api/contacts/c1/messages?limit=50 `},
		{"older", Upstream, `{"messages":[]}`, messages(MessageQuery{Before: "m7", MarkRead: true, Limit: 20}),
			`GET /api/contacts/c1/messages?before_id=m7&limit=20 `},
		{"of an account", Fork, `{"messages":[]}`, messages(MessageQuery{Account: "Main Line"}),
			`GET /api/contacts/c1/messages?account=` + uuid + `&before_id=` + peekBefore + `&limit=50 `},
		{"mark read upstream", Upstream, `{"messages":[]}`, func(ctx context.Context, c *Client) error { return c.MarkRead(ctx, "c1") },
			`GET /api/contacts/c1/messages?limit=1 `},
		{"mark read fork", Fork, `{"status":"ok"}`, func(ctx context.Context, c *Client) error { return c.MarkRead(ctx, "c1") },
			`POST /api/contacts/c1/mark-read {}`},
		{"contacts", Upstream, `{"contacts":[]}`, func(ctx context.Context, c *Client) error {
			_, err := c.Contacts(ctx, ContactQuery{Search: " +91 98100-1 ", Tags: []string{"vip", "a b"}, Page: 3, Limit: 200})
			return err
		}, `GET /api/contacts?limit=100&page=3&search=91981001&tags=vip%2Ca+b `},
		{"react", Fork, `{"reactions":null}`, func(ctx context.Context, c *Client) error {
			r, err := c.React(ctx, "c1", "m1", "🔥")
			if r != nil {
				return errors.New("reactions out of null")
			}
			return err
		}, `POST /api/contacts/c1/messages/m1/reaction {"emoji":"🔥"}`},
		{"assign", Fork, `{}`, func(ctx context.Context, c *Client) error { return c.Assign(ctx, "c1", "u1") }, `PUT /api/contacts/c1/assign {"user_id":"u1"}`},
		{"unassign", Fork, `{}`, func(ctx context.Context, c *Client) error { return c.Assign(ctx, "c1", "") }, `PUT /api/contacts/c1/assign {"user_id":null}`},
		{"no tags", Fork, `{"tags":[]}`, func(ctx context.Context, c *Client) error { _, err := c.SetTags(ctx, "c1", nil); return err },
			`PUT /api/contacts/c1/tags {"tags":[]}`},
		{"rename", Upstream, `{"id":"c1"}`, func(ctx context.Context, c *Client) error {
			_, err := c.UpdateContact(ctx, "c1", ContactChange{Name: text("Aarav"), Account: text("Main Line")})
			return err
		}, `PUT /api/contacts/c1 {"profile_name":"Aarav","whatsapp_account":"Main Line"}`},
		{"canned use", Upstream, `{}`, func(ctx context.Context, c *Client) error { return c.UseCannedResponse(ctx, "r1") }, `POST /api/canned-responses/r1/use {}`},
		{"canned", Upstream, `{"canned_responses":[]}`, func(ctx context.Context, c *Client) error { _, err := c.CannedResponses(ctx); return err },
			`GET /api/canned-responses?active_only=true&limit=100&page=1 `},
		{"note", Upstream, `{"id":"n1"}`, func(ctx context.Context, c *Client) error { _, err := c.AddNote(ctx, "c1", "x\x00"); return err },
			`POST /api/contacts/c1/notes {"content":"x"}`},
		{"edit note", Upstream, `{"id":"n1"}`, func(ctx context.Context, c *Client) error { _, err := c.EditNote(ctx, "c1", "n1", "y"); return err },
			`PUT /api/contacts/c1/notes/n1 {"content":"y"}`},
		{"delete note", Upstream, ``, func(ctx context.Context, c *Client) error { return c.DeleteNote(ctx, "c1", "n1") }, `DELETE /api/contacts/c1/notes/n1 `},
		{"older notes", Upstream, `{"notes":[]}`, func(ctx context.Context, c *Client) error { _, err := c.Notes(ctx, "c1", "n9", 30); return err },
			`GET /api/contacts/c1/notes?before=n9&limit=30 `},
		{"template", Fork, message, func(ctx context.Context, c *Client) error {
			_, err := c.SendTemplate(ctx, "c1", "order", map[string]string{"1": "A"}, "Main Line")
			return err
		}, `POST /api/messages/template {"account_name":"` + uuid + `","contact_id":"c1","template_name":"order","template_params":{"1":"A"}}`},
		{"transfer", Fork, `{"transfer":{"id":"t1"}}`, func(ctx context.Context, c *Client) error {
			_, err := c.CreateTransfer(ctx, NewTransfer{ContactID: "c1", TeamID: "team", Account: "Main Line"})
			return err
		}, `POST /api/chatbot/transfers {"contact_id":"c1","source":"manual","team_id":"team","whatsapp_account_id":"` + uuid + `"}`},
		{"pick", Fork, `{"transfer":null}`, func(ctx context.Context, c *Client) error {
			_, ok, err := c.PickTransfer(ctx, GeneralQueue)
			if ok {
				return errors.New("picked out of an empty queue")
			}
			return err
		}, `POST /api/chatbot/transfers/pick?team_id=general {}`},
		{"back to the queue", Fork, `{}`, func(ctx context.Context, c *Client) error { return c.AssignTransfer(ctx, "t1", "", "") },
			`PUT /api/chatbot/transfers/t1/assign {"agent_id":""}`},
		{"resume", Fork, `{}`, func(ctx context.Context, c *Client) error { return c.ResumeTransfer(ctx, "t1") }, `PUT /api/chatbot/transfers/t1/resume {}`},
		{"away", Fork, `{"is_available":false,"status":"away","transfers_to_queue":2}`, func(ctx context.Context, c *Client) error {
			a, err := c.SetAvailable(ctx, false)
			if a.Requeued != 2 || a.Status != "away" {
				return errors.New("not away")
			}
			return err
		}, `PUT /api/me/availability {"is_available":false}`},
	}
	for _, tt := range tests {
		c, p := on(t, tt.g, func(seen) (int, string) {
			if tt.answer == "" {
				return 204, ""
			}
			if tt.g == Upstream {
				return 200, `{"status":"success","data":` + tt.answer + `}`
			}
			return 200, tt.answer
		})
		if err := tt.call(t.Context(), c); err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		r := p.last(t)
		path := r.Path
		if r.Query != "" {
			path += "?" + r.Query
		}
		if got := r.Method + " " + path + " " + r.Body; got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
		if r.Body != "" && r.ContentType != "application/json" {
			t.Errorf("%s: content type %q", tt.name, r.ContentType)
		}
	}
}

func send(m OutgoingMessage) func(context.Context, *Client) error {
	return func(ctx context.Context, c *Client) error { _, err := c.Send(ctx, "c1", m); return err }
}

func messages(q MessageQuery) func(context.Context, *Client) error {
	return func(ctx context.Context, c *Client) error { _, err := c.Messages(ctx, "c1", q); return err }
}

// A fork without mark-read, or that keeps it from agents, is read in the old way.
func TestMarkReadFallsBack(t *testing.T) {
	for status, kind := range map[int]Kind{405: KindUnknown, 403: KindUnknown, 404: KindNotFound, 500: KindServer} {
		c, p := on(t, Fork, func(r seen) (int, string) {
			if r.Method == "POST" {
				return status, `{"status":"error","message":"no"}`
			}
			return 200, `{"messages":[]}`
		})
		err := c.MarkRead(t.Context(), "c1")
		wantKind(t, err, kind)
		if r := p.last(t); err == nil && (r.Method != "GET" || r.Query != "limit=1") {
			t.Errorf("asked %+v", r)
		}
	}
}

func TestRefusedBeforeSending(t *testing.T) {
	c, p := on(t, Upstream, always(200, message))
	for name, call := range map[string]func() error{
		"empty text": func() error { return send(OutgoingMessage{Text: " \n\x00"})(t.Context(), c) },
		"long text":  func() error { return send(OutgoingMessage{Text: strings.Repeat("ä", 4097)})(t.Context(), c) },
		"empty note": func() error { _, err := c.AddNote(t.Context(), "c1", " "); return err },
		"no digits":  func() error { _, err := c.FindContactByPhone(t.Context(), "hello"); return err },
		"empty file": func() error {
			_, err := c.SendMedia(t.Context(), "c1", Upload{Body: strings.NewReader("")})
			return err
		},
		"large file": func() error {
			_, err := c.SendMedia(t.Context(), "c1", Upload{Body: bytes.NewReader(make([]byte, UploadLimit))})
			return err
		},
		"foreign URL": func() error { _, err := c.Redirect(t.Context(), "https://evil.example/api/x"); return err },
	} {
		if err := call(); KindOf(err) != KindInvalid || IsUncertain(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(p.all()); n != 0 {
		t.Errorf("%d requests", n)
	}
	if _, err := c.Send(t.Context(), "c1", OutgoingMessage{Text: strings.Repeat("ä", 4096)}); err != nil {
		t.Errorf("the longest text: %v", err)
	}
}

func TestWindowOfASingleContact(t *testing.T) {
	open := Contact{ServiceWindowOpen: true, LastInboundAt: time.Unix(1, 0)}
	for _, tt := range []struct {
		g       Generation
		body    string
		unknown bool
	}{
		{Upstream, `{"id":"c1","service_window_open":false}`, true},
		{Upstream, `{"id":"c1","service_window_open":true}`, false},
		{Fork, `{"id":"c1","service_window_open":false}`, false},
	} {
		c, _ := on(t, tt.g, always(200, tt.body))
		got, err := c.Contact(t.Context(), "c1")
		if err != nil || got.WindowUnknown != tt.unknown {
			t.Errorf("%s %s: %v, %v", tt.g, tt.body, got.WindowUnknown, err)
		}
		if kept := got.KeepWindow(open); kept.ServiceWindowOpen != (tt.unknown || got.ServiceWindowOpen) || kept.WindowUnknown {
			t.Errorf("%s %s: kept %+v", tt.g, tt.body, kept)
		}
	}
}

func TestFindContactByPhone(t *testing.T) {
	contacts := func(total string, numbers ...string) string {
		var items []string
		for i, n := range numbers {
			items = append(items, `{"id":"c`+itoa(i)+`","phone_number":"`+n+`"}`)
		}
		return `{"contacts":[` + strings.Join(items, ",") + `],"total":` + total + `}`
	}
	tests := []struct{ name, phone, body, want string }{
		{"digits", "919810000000", contacts("2", "9198100000001", "919810000000"), "c1"},
		{"as written", "+91 98100-00000", contacts("1", "+919810000000"), "c0"},
		{"only a part", "98100", contacts("1", "919810000000"), ""},
		{"masked", "919810003757", contacts("1", "********3757"), "c0"},
		{"masked, two of them", "919810003757", contacts("2", "********3757", "********3757"), ""},
		{"masked, another", "919810003757", contacts("1", "********0000"), ""},
		{"none", "1", contacts("0"), ""},
	}
	for _, tt := range tests {
		c, p := on(t, Upstream, always(200, tt.body))
		got, err := c.FindContactByPhone(t.Context(), tt.phone)
		if tt.want == "" {
			if KindOf(err) != KindNotFound {
				t.Errorf("%s: %v, %v", tt.name, got.ID, err)
			}
		} else if err != nil || got.ID != tt.want {
			t.Errorf("%s: %q, %v", tt.name, got.ID, err)
		}
		if q, _ := url.ParseQuery(p.last(t).Query); strings.ContainsAny(q.Get("search"), "+- ") {
			t.Errorf("%s: searched %q", tt.name, q.Get("search"))
		}
	}
}
