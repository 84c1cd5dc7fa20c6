package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"go.uber.org/goleak"

	"keydesk/client/emulator/api"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk is a running platform and a client of it.
type desk struct {
	*Emulator
	t    *testing.T
	base string
	http *http.Client
}

// noon is the clock of tests that do not care about time.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 123456789, time.UTC)

func start(t *testing.T, o Options) *desk {
	t.Helper()
	if o.Now == nil {
		o.Now = func() time.Time { return noon }
	}
	o.Manual = true
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	base, err := e.Start(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &desk{Emulator: e, t: t, base: base, http: client}
}

// both runs a test on both generations.
func both(t *testing.T, f func(t *testing.T, generation string)) {
	for _, g := range []string{Upstream, Fork} {
		t.Run(g, func(t *testing.T) { f(t, g) })
	}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	raw    []byte
	body   any // payload, without the envelope
}

// do sends a request with an API key ("" none); a body that is no string is sent as JSON.
func (d *desk) do(key, method, path string, body any) answer {
	d.t.Helper()
	return d.send(d.request(key, method, path, body))
}

func (d *desk) request(key, method, path string, body any) *http.Request {
	d.t.Helper()
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			d.t.Fatal(err)
		}
		reader = bytes.NewReader(raw)
	}
	r, err := http.NewRequestWithContext(d.t.Context(), method, d.base+path, reader)
	if err != nil {
		d.t.Fatal(err)
	}
	if reader != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		r.Header.Set("X-API-Key", key)
	}
	return r
}

func (d *desk) send(r *http.Request) answer {
	d.t.Helper()
	response, err := d.http.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, raw, payload(raw)}
}

// payload takes the envelope off, if there is one.
func payload(raw []byte) any {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return string(raw)
	}
	if m, ok := v.(map[string]any); ok && m["status"] == "success" && len(m) == 2 {
		if data, has := m["data"]; has {
			return data
		}
	}
	return v
}

// at walks a path like "contacts.0.name".
func (a answer) at(path string) any {
	v := a.body
	for part := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[part]
		case []any:
			n := api.Atoi(part, -1)
			if n < 0 || n >= len(x) {
				return nil
			}
			v = x[n]
		default:
			return nil
		}
	}
	return v
}

func (a answer) text(path string) string {
	s, _ := a.at(path).(string)
	return s
}

func (a answer) list(path string) []any {
	l, _ := a.at(path).([]any)
	return l
}

// want checks status and, if it is not empty, the message.
func (a answer) want(t *testing.T, status int, message string) answer {
	t.Helper()
	if a.status != status || message != "" && a.text("message") != message {
		t.Fatalf("got %d %.300s, want %d %q", a.status, a.raw, status, message)
	}
	return a
}

func (d *desk) admin() string      { return d.Users()[0].APIKey }
func (d *desk) manager() string    { return d.Users()[1].APIKey }
func (d *desk) agent() string      { return d.Users()[2].APIKey }
func (d *desk) restricted() string { return d.Users()[3].APIKey }
func (d *desk) nothing() string    { return d.Nothing().APIKey }

// wire is a signed-in WebSocket.
type wire struct {
	t    *testing.T
	conn *websocket.Conn
}

func (d *desk) dial() *wire {
	d.t.Helper()
	conn, response, err := websocket.Dial(d.t.Context(), "ws"+strings.TrimPrefix(d.base, "http")+"/ws", nil)
	if err != nil {
		d.t.Fatal(err)
	}
	if response.Body != nil {
		_ = response.Body.Close()
	}
	conn.SetReadLimit(1 << 20)
	d.t.Cleanup(func() { _ = conn.CloseNow() })
	return &wire{d.t, conn}
}

// listen dials, signs in, and waits for a pong.
func (d *desk) listen(key string) *wire {
	d.t.Helper()
	w := d.dial()
	w.write(`{"type":"auth","payload":{"token":"` + d.do(key, "GET", "/api/auth/ws-token", nil).text("token") + `"}}`)
	w.sync()
	return w
}

// sync waits until everything written before was read by the platform.
func (w *wire) sync() {
	w.t.Helper()
	w.write(`{"type":"ping","payload":{}}`)
	if kind, payload := w.read(); kind != "pong" || payload != nil {
		w.t.Fatalf("got %s %v, want a pong", kind, payload)
	}
}

func (w *wire) write(text string) {
	w.t.Helper()
	if err := w.conn.Write(w.t.Context(), websocket.MessageText, []byte(text)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *wire) read() (string, any) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 10*time.Second)
	defer cancel()
	_, raw, err := w.conn.Read(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	var f struct {
		Type    string
		Payload any
	}
	if err := json.Unmarshal(raw, &f); err != nil {
		w.t.Fatal(err)
	}
	return f.Type, f.Payload
}

// event reads one event and checks its type.
func (w *wire) event(kind string) map[string]any {
	w.t.Helper()
	got, payload := w.read()
	m, _ := payload.(map[string]any)
	if got != kind {
		w.t.Fatalf("got event %s %v, want %s", got, payload, kind)
	}
	return m
}

// has tells whether a JSON object has a key.
func has(m any, key string) bool {
	object, ok := m.(map[string]any)
	if !ok {
		return false
	}
	_, ok = object[key]
	return ok
}
