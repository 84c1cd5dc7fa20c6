package client

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// faulty panics in place of every n-th answer of a path.
type faulty struct {
	path  string
	left  atomic.Int32
	inner http.RoundTripper
}

func (f *faulty) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.Contains(r.URL.Path, f.path) && f.left.Add(-1) >= 0 {
		panic("a fault of our own at " + f.path)
	}
	return f.inner.RoundTrip(r)
}

// syncLog may be written by several goroutines.
type syncLog struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *syncLog) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(b)
}

// A panic while signing in, which happens in a goroutine of the client's own, is an error to those who
// wait for it; the next try goes on.
func TestAPanicInAGoroutineIsAnError(t *testing.T) {
	d := newDoor(3600e9)
	var log syncLog
	c := connectTo(t, d, Options{Credentials: ravi, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	f := &faulty{path: "/auth/login", inner: c.http.Transport}
	f.left.Store(1)
	c.http.Transport = f
	if _, err := c.Me(t.Context()); err == nil || !strings.Contains(err.Error(), "the log has more") {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(log.String(), "a task panicked") || !strings.Contains(log.String(), "guarded_test.go") {
		t.Errorf("the log has %q", log.String())
	}
	if _, err := c.Me(t.Context()); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// A panic while the stream reads is a broken line: it is opened again.
func TestAPanicInTheStreamIsABrokenLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hub{t: t}
		c := connectTo(t, h, Options{})
		f := &faulty{path: "/ws", inner: c.http.Transport}
		f.left.Store(2)
		c.http.Transport = f
		s := run(t, c)
		wantState(t, s, Reconnecting, false)
		wantState(t, s, Live, true)
	})
}
