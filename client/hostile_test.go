package client

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"keydesk/cmd/badserver"
)

// hostile runs do in a bubble against a client whose every connection leads to s.
func hostile(t *testing.T, s badserver.Server, good badserver.Good, do func(t *testing.T, c *Client)) {
	log.SetOutput(io.Discard) // where net/http tells of what comes behind an answer
	defer log.SetOutput(os.Stderr)
	t.Run(s.Name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			dial := func(context.Context, string, string) (net.Conn, error) {
				ours, theirs := net.Pipe()
				go s.Serve(theirs, good)
				return ours, nil
			}
			transport := newTransport(nil)
			transport.DialContext = dial
			c, err := New(Options{BaseURL: "http://desk.test", Credentials: Credentials{APIKey: "whm_test"}, Transport: transport})
			if err != nil {
				t.Fatal(err)
			}
			do(t, c)
			c.Close()
			synctest.Wait()
		})
	})
}

// Whatever a server does, a call ends within its own limit, and with the caller's.
func TestEveryCallEndsWhateverTheServerDoes(t *testing.T) {
	calls := map[string]struct {
		within time.Duration
		do     func(context.Context, *Client) error
	}{
		"read":    {(retryMost + 1) * (readLimit + time.Second), func(ctx context.Context, c *Client) error { _, err := c.Me(ctx); return err }},
		"health":  {(retryMost + 1) * (readLimit + time.Second), func(ctx context.Context, c *Client) error { return c.Health(ctx) }},
		"sign in": {(retryMost + 1) * (readLimit + time.Second) * 2, func(ctx context.Context, c *Client) error { _, err := c.Connect(ctx); return err }},
		"send": {writeLimit, func(ctx context.Context, c *Client) error {
			_, err := c.Send(ctx, "c1", OutgoingMessage{Text: "hi"})
			return err
		}},
		"upload": {3 * mediaStall, func(ctx context.Context, c *Client) error {
			_, err := c.SendMedia(ctx, "c1", Upload{Filename: "a.pdf", Body: strings.NewReader(strings.Repeat("x", 1<<20))})
			return err
		}},
		"download": {3 * mediaStall, func(ctx context.Context, c *Client) error {
			_, err := c.Download(ctx, "m1", io.Discard, DownloadOptions{Limit: 16 << 20})
			return err
		}},
		"execute": {executeLimit, func(ctx context.Context, c *Client) error { _, err := c.Execute(ctx, "a1", "c1"); return err }},
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			for _, s := range badserver.All() {
				hostile(t, s, nil, func(t *testing.T, c *Client) {
					began := time.Now()
					err := call.do(t.Context(), c)
					if took := time.Since(began); took > call.within {
						t.Errorf("it took %s, more than %s: %v", took, call.within, err)
					}
					if err == nil && !s.Kept {
						t.Error("it counts as an answer")
					}
					began = time.Now()
					ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
					defer cancel()
					err = call.do(ctx, c)
					if took := time.Since(began); took > 2*time.Second {
						t.Errorf("it ended %s after the caller's time was over: %v", took-2*time.Second, err)
					}
				})
			}
		})
	}
}

// Whatever a server does, a connection of the stream that does not become live ends, and so does Run.
func TestTheStreamEndsWhateverTheServerDoes(t *testing.T) {
	for _, s := range append(badserver.All(), badserver.Sockets()...) {
		hostile(t, s, badserver.IsToken, func(t *testing.T, c *Client) {
			began := time.Now()
			live, err := c.Stream().connect(t.Context(), false)
			if took := time.Since(began); took > confirmLimit+4*time.Second || !live.IsZero() || err == nil {
				t.Errorf("it took %s, live %v: %v", took, live, err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			began = time.Now()
			err = c.Stream().Run(ctx)
			if took := time.Since(began); took > 5*time.Second || err == nil {
				t.Errorf("Run ended after %s: %v", took, err)
			}
		})
	}
}

// A server that becomes something else than HTTP has not answered, and may have taken the request.
func TestASwitchOfProtocolsIsNoAnswer(t *testing.T) {
	c := connectTo(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		t.Cleanup(func() { _ = conn.Close() })
		_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n")
	}), Options{})
	_, err := c.Me(t.Context())
	wantKind(t, err, KindProtocol)
	if _, err = c.Send(t.Context(), "c1", OutgoingMessage{Text: "hi"}); !IsUncertain(err) || KindOf(err) != KindProtocol {
		t.Errorf("%v", err)
	}
}
