package badline_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/coder/websocket"

	"keydesk/client/badline"
)

// platform counts what reaches it, echoes what was posted, and says three events
// on a WebSocket.
type platform struct {
	got   atomic.Int64
	whole atomic.Int64 // requests whose body came to its end
}

func (p *platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/ws" {
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer conn.CloseNow()
		for _, event := range []string{"one", "two", "three"} {
			_ = conn.Write(r.Context(), websocket.MessageText, []byte(`{"type":"`+event+`"}`))
		}
		_, _, _ = conn.Read(r.Context())
		return
	}
	p.got.Add(1)
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	p.whole.Add(1)
	_, _ = w.Write(body)
}

// over starts a platform and a line to it, over TCP.
func over(t *testing.T) (*badline.Line, *platform, *http.Client) {
	t.Helper()
	p := &platform{}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	l, err := badline.Listen(t.Context(), server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(func() { transport.CloseIdleConnections(); l.Close() })
	return l, p, &http.Client{Transport: transport}
}

func post(t *testing.T, c *http.Client, l *badline.Line, body string) (string, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+l.Addr()+"/api/x", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := c.Do(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	return string(got), err
}

// What each fault does to a request over TCP: what the client meets, and what
// the platform saw of it.
func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		fault      badline.Fault
		answer     string // "" is a broken connection
		got, whole int64
	}{
		"none":   {badline.Fault{}, "hello", 1, 1},
		"other":  {badline.Fault{When: badline.To("GET", "/x"), Refuse: true}, "hello", 1, 1},
		"delay":  {badline.Fault{Delay: time.Millisecond}, "hello", 1, 1},
		"refuse": {badline.Fault{Refuse: true}, "", 0, 0},
		"half":   {badline.Fault{Half: true}, "", 1, 0},
		"lost":   {badline.Fault{Lost: true}, "", 1, 1},
		"torn":   {badline.Fault{Torn: true}, "", 1, 1},
		"answer": {badline.Fault{Answer: badline.TooMany("7")}, badline.TooMany("7").Body, 0, 0},
		"spoil":  {badline.Fault{Spoil: func(b []byte) []byte { return b[:2] }}, "he", 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			l, p, client := over(t)
			var calls atomic.Int64
			c.fault.Before = func() { calls.Add(1) }
			c.fault.Times = 1
			l.Set(c.fault)
			got, err := post(t, client, l, "hello")
			if (err == nil) != (c.answer != "") || err == nil && got != c.answer {
				t.Errorf("the client got %q, %v", got, err)
			}
			if name == "other" {
				return
			}
			if calls.Load() != 1 || l.Left() != 0 {
				t.Errorf("called %d times, %d left", calls.Load(), l.Left())
			}
			if after, err := post(t, client, l, "again"); err != nil || after != "again" {
				t.Errorf("afterwards: %q, %v", after, err)
			}
			client.CloseIdleConnections()
			l.Close() // whatever reached the platform has reached it
			if got, whole := p.got.Load()-1, p.whole.Load()-1; got > c.got || whole != c.whole {
				t.Errorf("the platform saw %d requests, %d whole; want %d and %d", got, whole, c.got, c.whole)
			}
		})
	}
}

// A client that nobody answers gives up by itself; the line only keeps silent.
func TestSilence(t *testing.T) {
	for name, f := range map[string]badline.Fault{"swallow": {Swallow: true}, "deaf": {Deaf: true}} {
		l, p, client := over(t)
		carried := make(chan struct{})
		f.After = func() { close(carried) }
		l.Set(f)
		client.Timeout = 50 * time.Millisecond
		if name == "deaf" {
			client.Timeout = 5 * time.Second
			go func() { <-carried; l.Close() }()
		}
		_, err := post(t, client, l, "hello")
		if err == nil {
			t.Fatalf("%s: answered", name)
		}
		if want := map[string]int64{"swallow": 0, "deaf": 1}[name]; p.got.Load() != want {
			t.Errorf("%s: the platform saw %d requests", name, p.got.Load())
		}
	}
}

func TestDownAndUp(t *testing.T) {
	l, _, client := over(t)
	if _, err := post(t, client, l, "hello"); err != nil {
		t.Fatal(err)
	}
	l.Down()
	if _, err := post(t, client, l, "hello"); err == nil {
		t.Fatal("answered although it is down")
	}
	l.Up()
	if got, err := post(t, client, l, "hello"); err != nil || got != "hello" {
		t.Fatalf("%q, %v", got, err)
	}
}

// Half open, a connection stands and nothing comes; after the thaw it is gone,
// with a reset.
func TestFreezeAndThaw(t *testing.T) {
	l, p, client := over(t)
	l.Freeze()
	met := make(chan error, 1)
	go func() {
		_, err := post(t, client, l, "hello")
		met <- err
	}()
	conn, err := net.Dial("tcp", l.Addr())
	if err != nil {
		t.Fatalf("a half-open line lets nobody in: %v", err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	if p.got.Load() != 0 {
		t.Error("something came through")
	}
	l.Thaw()
	if err := <-met; err != nil && !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
		t.Errorf("met %v", err) // a request that had not been taken yet is carried out
	}
	if _, err := post(t, client, l, "hello"); err != nil {
		t.Errorf("after the thaw: %v", err)
	}
}

func TestTangledEvents(t *testing.T) {
	for name, c := range map[string]struct {
		tangle func() badline.Tangle
		want   string
	}{
		"none":      {nil, "one two three"},
		"doubled":   {badline.Doubled, "one one two two three three"},
		"backwards": {func() badline.Tangle { return badline.Backwards(2) }, "two one three"},
	} {
		l, _, client := over(t)
		l.Tangle(c.tangle)
		conn, _, err := websocket.Dial(t.Context(), "http://"+l.Addr()+"/ws", &websocket.DialOptions{HTTPClient: client})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for range strings.Fields(c.want) {
			_, raw, err := conn.Read(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, strings.TrimSuffix(strings.TrimPrefix(string(raw), `{"type":"`), `"}`))
		}
		_ = conn.CloseNow()
		if said := strings.Join(got, " "); said != c.want {
			t.Errorf("%s: %s", name, said)
		}
	}
}
