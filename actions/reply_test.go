package actions

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestReplies(t *testing.T) {
	var status int
	var reply string
	srv, e := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = fmt.Fprint(w, reply)
	}, nil)
	p := mustPlan(t, e, webhook(srv.URL+"/hook", ""), sample(t))
	host := strings.TrimPrefix(srv.URL, "http://")
	for _, tc := range []struct {
		status  int
		reply   string
		success bool
		message string // after the action's name
		effects string
	}{
		{201, `{"ticket_id":"TCK-1042"}`, true, "TCK-1042 · done 201, ", ""},
		{200, `{"ticket_id":7}`, true, "7 · done 200, ", ""},
		{200, `{"id":"8d6c-uuid","status":"ok"}`, true, "done 200, ", ""},
		{200, `{"message":"Saved\nit"}`, true, "Saved it · done 200, ", ""},
		{200, `not JSON`, true, "done 200, ", ""},
		{204, ``, true, "done 204, ", ""},
		{200, `["clipboard"]`, true, "done 200, ", ""},
		{200, `{"clipboard":"c","toast":{"message":"m","type":"purple"},"redirect_url":"https://x.example/a b","insert":"i"}`, true, "done 200",
			"[{c} {https://x.example/a%20b} {info m} {i}]"},
		{200, `{"toast":"t","url":"/tickets/1"}`, true, "done", "[{" + srv.URL + "/tickets/1} {info t}]"},
		{200, `{"url":"javascript:alert(1)","clipboard":7,"toast":{"type":"x"}}`, true, "done", "[]"},
		{200, `{"success":false,"message":"no stock"}`, false, host + " says that it failed: no stock", ""},
		{200, `{"ok":false,"error":"not_authed"}`, false, host + " says that it failed: not_authed", ""},
		{200, `{"status":"error","message":"bad"}`, false, host + " says that it failed: bad", ""},
		{200, `{"errors":[{"message":"No such field"}],"data":null}`, false, host + " says that it failed: No such field", ""},
		{200, `{"errors":[],"data":{"x":1},"ok":true,"status":"ok","message":"fine"}`, true, "fine", ""},
		{500, `{"error":"boom"}`, false, host + " answered 500 Internal Server Error: boom", ""},
		{422, `{"error":{"message":"bad phone"}}`, false, host + " answered 422 Unprocessable Entity: bad phone", ""},
		{401, `x`, false, "answered 401 Unauthorized; check the action's credentials", ""},
		{404, ``, false, "check the action's URL", ""},
		{503, ``, false, "try again later", ""},
		{304, ``, false, "answered 304", ""},
	} {
		status, reply = tc.status, tc.reply
		out := e.Run(t.Context(), p)
		if out.Success != tc.success || !strings.Contains(out.Message, tc.message) || out.Uncertain || out.Response.Status != tc.status {
			t.Errorf("%d %s: %+v", tc.status, tc.reply, out)
		}
		if tc.effects != "" {
			if got := fmt.Sprint(out.Effects); got != tc.effects {
				t.Errorf("%s: effects %s", tc.reply, got)
			}
		}
		if strings.Contains(tc.reply, "javascript:") && (len(out.Cut) != 1 || !strings.Contains(out.Cut[0], "not allowed")) {
			t.Errorf("nothing says that the link was dropped: %v", out.Cut)
		}
	}
}

func TestRepliesCannotFloodOrLeak(t *testing.T) {
	srv, e := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(400)
		_, _ = fmt.Fprintf(w, `{"message":"%s %s","clipboard":"%s"}`, r.Header.Get("Authorization"), strings.Repeat("x", 5000), strings.Repeat("é", 60000))
	}, nil)
	p := mustPlan(t, e, webhook(srv.URL, "", Header{Name: "Authorization", Value: "Bearer topsecret"}), sample(t))
	out := e.Run(t.Context(), p)
	if strings.Contains(out.Message, "topsecret") || strings.Contains(out.Err.Error(), "topsecret") || len(out.Message) > 1000 {
		t.Errorf("%s", out.Message)
	}
	c := out.Effects[0].(Copy)
	if len(c.Text) > maxCopy || len(out.Cut) != 1 || strings.ContainsRune(c.Text, '\uFFFD') {
		t.Errorf("%d bytes, cut %v", len(c.Text), out.Cut)
	}
}

func TestShowTellsWhatABodyIs(t *testing.T) {
	for _, tc := range []struct {
		contentType, body, text string
		kind                    BodyKind
	}{
		{"application/json", `{"a":[1]}`, "{\n  \"a\": [\n    1\n  ]\n}", BodyJSON},
		{"", `[1,2]`, "[\n  1,\n  2\n]", BodyJSON},
		{"application/json", `{"a":`, `{"a":`, BodyText},
		{"text/html", "<p>é\x1b[31m</p>", "<p>é\x1b[31m</p>", BodyText},
		{"text/plain", "caf\xe9 au lait, s'il vous plait", "caf\uFFFD au lait, s'il vous plait", BodyText},
		{"image/png", "\x89PNG\x00\x01", "image/png, 6 bytes", BodyBinary},
		{"", "\x1f\x8b\x08\x00", "application/x-gzip, 4 bytes", BodyBinary},
		{"", "", "", BodyEmpty},
	} {
		r := &Response{Body: []byte(tc.body), Header: []Header{{Name: "Content-Type", Value: tc.contentType}}}
		if text, kind := r.Show(); text != tc.text || kind != tc.kind {
			t.Errorf("%q: got %q, %s", tc.body, text, kind)
		}
	}
}
