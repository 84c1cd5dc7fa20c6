package client

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"
)

// memoryListener is a network of one host in memory: with it whole
// conversations run inside a testing/synctest bubble, where time is free.
type memoryListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newMemoryListener() *memoryListener {
	return &memoryListener{conns: make(chan net.Conn), closed: make(chan struct{})}
}

func (l *memoryListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *memoryListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *memoryListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

func (l *memoryListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case l.conns <- theirs:
		return ours, nil
	case <-l.closed:
		return nil, fmt.Errorf("dial: %w", errRefusedForTest)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

var errRefusedForTest = fmt.Errorf("refused")

// serve starts h on the listener until the test ends.
func (l *memoryListener) serve(t *testing.T, h http.Handler) {
	t.Helper()
	server := &http.Server{Handler: h}
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close(); <-done })
}

// connectTo returns a client of a platform in memory, signed in by key unless
// the options say otherwise.
func connectTo(t *testing.T, h http.Handler, o Options) *Client {
	t.Helper()
	l := newMemoryListener()
	l.serve(t, h)
	return connectOver(t, l, o)
}

func connectOver(t *testing.T, l *memoryListener, o Options) *Client {
	t.Helper()
	if o.BaseURL == "" {
		o.BaseURL = "http://desk.test"
	}
	if o.Credentials == (Credentials{}) {
		o.Credentials.APIKey = "whm_test"
	}
	if o.Transport == nil {
		o.Transport = &http.Transport{DialContext: l.dial}
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// answers is a platform that gives one answer to everything.
func answers(status int, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

// recorder is a platform that keeps what it was asked.
type recorder struct {
	mu       sync.Mutex
	requests []seen
	answer   func(r seen) (status int, body string)
}

type seen struct {
	Method, Path, Query, ContentType, Body string
	Header                                 http.Header
}

func (p *recorder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s := seen{Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery, ContentType: r.Header.Get("Content-Type"),
		Body: string(body), Header: r.Header}
	p.mu.Lock()
	p.requests = append(p.requests, s)
	answer := p.answer
	p.mu.Unlock()
	status, reply := answer(s)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, reply)
}

func (p *recorder) all() []seen {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]seen(nil), p.requests...)
}

func (p *recorder) last(t *testing.T) seen {
	t.Helper()
	all := p.all()
	if len(all) == 0 {
		t.Fatal("the platform was not asked")
	}
	return all[len(all)-1]
}

// always answers the same.
func always(status int, body string) func(seen) (int, string) {
	return func(seen) (int, string) { return status, body }
}

// jwt is an unsigned token of a lifetime.
func jwt(name string, issued time.Time, lifetime time.Duration) string {
	claims, _ := json.Marshal(map[string]any{"iat": issued.Unix(), "exp": issued.Add(lifetime).Unix(), "n": name})
	return "e30." + base64.RawURLEncoding.EncodeToString(claims) + "." + name
}

func wantKind(t *testing.T, err error, kind Kind) {
	t.Helper()
	if KindOf(err) != kind {
		t.Fatalf("kind %v of %v, want %v", KindOf(err), err, kind)
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	g, _ := json.Marshal(got)
	w, _ := json.Marshal(want)
	if string(g) != string(w) {
		t.Errorf("%s:\n got %s\nwant %s", what, g, w)
	}
}
