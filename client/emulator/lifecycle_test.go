package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestRestartKeepsState(t *testing.T) {
	d := start(t, Options{})
	id := d.ContactIDs()[4]
	d.do(d.agent(), "POST", "/api/contacts/"+id+"/messages", `{"type":"text","content":{"body":"kept"}}`).want(t, 200, "")
	w := d.listen(d.agent())
	addr := strings.TrimPrefix(d.base, "http://")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if code, _ := w.closing(); code == 1000 {
		t.Error("the socket ended politely")
	}
	if _, err := d.http.Get(d.base + "/health"); err == nil {
		t.Fatal("still answering")
	}
	base, err := d.Start(t.Context(), addr)
	if err != nil || base != d.base {
		t.Fatalf("restarted at %s: %v", base, err)
	}
	got := d.do(d.agent(), "GET", "/api/contacts/"+id+"/messages?limit=1", nil).want(t, 200, "")
	if got.at("messages.0.content.body") != "kept" || d.ContactIDs()[0] != id {
		t.Errorf("after the restart: %s", got.raw)
	}
	d.listen(d.agent())
	if _, err := d.Start(t.Context(), addr); err == nil {
		t.Error("started twice")
	}
}

func TestCloseEndsAll(t *testing.T) {
	e, err := New(Options{Rate: 500, Answer: true, Contacts: 100})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	base, err := e.Start(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{Emulator: e, t: t, base: base, http: &http.Client{Transport: &http.Transport{}}}
	w := d.listen(d.agent())
	w.event("new_message") // customers write by themselves
	d.http.CloseIdleConnections()
	cancel() // the context ends it as well as Close
	w.closing()
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal("closing twice:", err)
	}
}

func TestSendsSettleByThemselves(t *testing.T) {
	e, err := New(Options{SettleAfter: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	base, err := e.Start(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{Emulator: e, t: t, base: base, http: &http.Client{Transport: &http.Transport{}}}
	w := d.listen(d.agent())
	d.do(d.agent(), "POST", "/api/contacts/"+d.ContactIDs()[0]+"/messages", `{"type":"text","content":{"body":"x"}}`).want(t, 200, "")
	w.event("new_message")
	for _, want := range []string{"sent", "delivered", "read"} {
		if p := w.event("status_update"); p["status"] != want {
			t.Errorf("%v, want %s", p, want)
		}
	}
	d.http.CloseIdleConnections()
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestUsersAsJSON(t *testing.T) {
	d := start(t, Options{})
	raw, err := json.Marshal(d.Users()[3])
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]string
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 4 || got["role"] != "restricted" || got["email"] == "" || got["password"] == "" || !strings.HasPrefix(got["api_key"], "whm_") || len(got["api_key"]) != 36 {
		t.Errorf("user: %s", raw)
	}
}

func TestBadOptions(t *testing.T) {
	for _, o := range []Options{{Generation: "third"}, {Contacts: -2}, {Messages: -1}, {Rate: -1}, {Contacts: 1 << 30}} {
		if _, err := New(o); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
}

func TestLogsOnlyToItsLogger(t *testing.T) {
	var out bytes.Buffer
	d := start(t, Options{Logger: slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	d.execute(d.make("javascript", map[string]string{"code": "throw 1"}))
	if !strings.Contains(out.String(), "script failed") {
		t.Errorf("log: %s", out.String())
	}
}

func TestAPlatformOnWhichNobodyHasWrittenYet(t *testing.T) {
	for _, generation := range []string{Upstream, Fork} {
		d := start(t, Options{Generation: generation, Contacts: NoContacts, Rate: 500})
		got := d.do(d.agent(), "GET", "/api/contacts", nil).want(t, 200, "")
		if got.at("total") != float64(0) || len(d.ContactIDs()) != 0 {
			t.Errorf("%s: %s", generation, got.raw)
		}
		d.do(d.agent(), "GET", "/api/chatbot/transfers", nil).want(t, 200, "")
	}
}
