package actions

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// bubble runs f with a fake clock and an engine whose every connection is a pipe to serve. Names
// resolve to a public address; nothing touches the network.
func bubble(t *testing.T, serve func(n int, c net.Conn), f func(t *testing.T, e *Engine)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		fake := &fakeNet{names: map[string]string{"x.example": "8.8.8.8"}}
		g := fake.guard()
		var n atomic.Int32
		g.Dial = func(context.Context, string, string) (net.Conn, error) {
			client, server := net.Pipe()
			go serve(int(n.Add(1)), server)
			return client, nil
		}
		e := engine(t, func(c *Config) { c.Guard, c.Wait = g, nil })
		f(t, e)
		e.Close()
		synctest.Wait()
	})
}

// answer reads one request and writes a raw reply.
func answer(c net.Conn, reply string) {
	defer c.Close()
	r, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return
	}
	_, _ = io.Copy(io.Discard, r.Body)
	_, _ = io.WriteString(c, reply)
}

// drain reads whatever comes until the other side is gone.
func drain(c net.Conn) {
	defer c.Close()
	_, _ = io.Copy(io.Discard, c)
}

const okReply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

func TestNoAnswerInTimeMayHaveArrived(t *testing.T) {
	bubble(t, func(_ int, c net.Conn) { drain(c) }, func(t *testing.T, e *Engine) {
		start := time.Now()
		out := e.Run(t.Context(), mustPlan(t, e, webhook("http://x.example/", ""), sample(t)))
		if took := time.Since(start); took != 10*time.Second {
			t.Errorf("took %s", took)
		}
		if !out.Uncertain || out.Attempts != 1 || out.Message != "Create ticket: x.example did not answer in 10 s; it may have arrived" {
			t.Errorf("%+v", out)
		}
	})
}

func TestOwnTimeoutHolds(t *testing.T) {
	bubble(t, func(_ int, c net.Conn) { drain(c) }, func(t *testing.T, e *Engine) {
		d := webhook("http://x.example/", "")
		d.Options.Timeout = 1500 * time.Millisecond
		out := e.Run(t.Context(), mustPlan(t, e, d, sample(t)))
		if out.Took != 1500*time.Millisecond || !strings.Contains(out.Message, "in 1.5 s") {
			t.Errorf("%+v", out)
		}
	})
}

func TestCancelSaysWhetherItMayHaveArrived(t *testing.T) {
	bubble(t, func(_ int, c net.Conn) { drain(c) }, func(t *testing.T, e *Engine) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		out := e.Run(ctx, mustPlan(t, e, webhook("http://x.example/", ""), sample(t)))
		if !out.Cancelled || !out.Uncertain || !strings.Contains(out.Message, "may have arrived") || out.Took != time.Second {
			t.Errorf("%+v", out)
		}
		out = e.Run(ctx, mustPlan(t, e, webhook("http://x.example/", ""), sample(t)))
		if !out.Cancelled || out.Uncertain || !strings.Contains(out.Message, "nothing was sent") {
			t.Errorf("%+v", out)
		}
	})
}

func TestClosedWithoutAnswerIsUncertainAndNotRetried(t *testing.T) {
	for name, reply := range map[string]string{"nothing": "", "half a head": "HTTP/1.1 20", "no HTTP": "SSH-2.0-x\r\n\r\n"} {
		var conns atomic.Int32
		bubble(t, func(_ int, c net.Conn) { conns.Add(1); answer(c, reply) }, func(t *testing.T, e *Engine) {
			out := e.Run(t.Context(), mustPlan(t, e, webhook("http://x.example/", ""), sample(t)))
			if !out.Uncertain || out.Success || conns.Load() != 1 || !strings.Contains(out.Message, "may have arrived") {
				t.Errorf("%s: %+v after %d", name, out, conns.Load())
			}
		})
	}
}

func TestRetryAfterIsHonouredWithinTheLimit(t *testing.T) {
	busy := func(status int, wait string) string {
		return fmt.Sprintf("HTTP/1.1 %d Busy\r\nRetry-After: %s\r\nContent-Length: 0\r\n\r\n", status, wait)
	}
	for _, tc := range []struct {
		name     string
		replies  []string
		attempts int
		success  bool
		took     time.Duration
	}{
		{"once", []string{busy(429, "3"), okReply}, 2, true, 3 * time.Second},
		{"twice", []string{busy(503, "1"), busy(429, "2"), okReply}, 3, true, 3 * time.Second},
		{"not a third time", []string{busy(503, "1"), busy(503, "1"), busy(503, "1"), okReply}, 3, false, 2 * time.Second},
		{"too long", []string{busy(429, "60"), okReply}, 1, false, 0},
		{"without the header", []string{"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", okReply}, 1, false, 0},
		{"500 is no invitation", []string{"HTTP/1.1 500 No\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n", okReply}, 1, false, 0},
		{"a date", []string{busy(429, "Sat, 01 Jan 2000 00:00:04 GMT"), okReply}, 2, true, 4 * time.Second},
	} {
		ids := map[string]bool{}
		bubble(t, func(n int, c net.Conn) {
			defer c.Close()
			r, err := http.ReadRequest(bufio.NewReader(c))
			if err != nil {
				return
			}
			ids[r.Header.Get("Webhook-Id")+r.Header.Get("Idempotency-Key")] = true
			_, _ = io.Copy(io.Discard, r.Body)
			_, _ = io.WriteString(c, tc.replies[n-1])
		}, func(t *testing.T, e *Engine) {
			out := e.Run(t.Context(), mustPlan(t, e, webhook("http://x.example/", ""), sample(t)))
			if out.Attempts != tc.attempts || out.Success != tc.success || out.Took != tc.took || out.Uncertain {
				t.Errorf("%s: %d attempts in %s: %+v", tc.name, out.Attempts, out.Took, out)
			}
			if len(ids) != 1 {
				t.Errorf("%s: the ids differ: %v", tc.name, ids)
			}
		})
	}
}

func TestRefusedConnectionsAreRetried(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	e := engine(t, func(c *Config) { c.Guard.AllowHosts = []string{addr} })
	out := e.Run(t.Context(), mustPlan(t, e, webhook("http://"+addr+"/", ""), sample(t)))
	if out.Attempts != 3 || out.Uncertain || !strings.Contains(out.Message, "refused the connection; nothing was sent") {
		t.Errorf("%+v", out)
	}
}

func TestHugeRepliesAreCut(t *testing.T) {
	var written atomic.Int64
	srv, e := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
		chunk := make([]byte, 64<<10)
		for range 50 << 20 / len(chunk) {
			n, err := w.Write(chunk)
			written.Add(int64(n))
			if err != nil {
				return
			}
		}
	}, nil)
	out := e.Run(t.Context(), mustPlan(t, e, webhook(srv.URL, ""), sample(t)))
	if !out.Success || len(out.Response.Body) != 1<<20 || !out.Response.Truncated || len(out.Cut) != 1 {
		t.Errorf("success %v, %d bytes, cut %v", out.Success, len(out.Response.Body), out.Cut)
	}
	if written.Load() > 40<<20 {
		t.Errorf("%d bytes were taken off the wire", written.Load())
	}
}

func TestAReplyThatBreaksOffDidArrive(t *testing.T) {
	bubble(t, func(_ int, c net.Conn) {
		answer(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"clipboard\":\"x\"")
	}, func(t *testing.T, e *Engine) {
		out := e.Run(t.Context(), mustPlan(t, e, webhook("http://x.example/", ""), sample(t)))
		if out.Success || !out.Uncertain || len(out.Effects) != 0 || len(out.Cut) != 1 || !strings.Contains(out.Cut[0], "broke off") ||
			!strings.Contains(out.Message, "x.example answered 200, but its reply was not understood: it is not complete") {
			t.Errorf("%+v", out)
		}
	})
}

func TestTLSFaultsAreNotRetriedAndSentNothing(t *testing.T) {
	srv := httptest.NewUnstartedServer(http.NotFoundHandler())
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	t.Cleanup(srv.Close)
	host := strings.TrimPrefix(srv.URL, "https://")
	e := engine(t, func(c *Config) { c.Guard.AllowHosts = []string{host} })
	out := e.Run(t.Context(), mustPlan(t, e, webhook(srv.URL, ""), sample(t)))
	if out.Attempts != 1 || out.Uncertain || !strings.Contains(out.Message, "ca_file") {
		t.Errorf("%+v", out)
	}
	plain, e := receiver(t, http.NotFound, nil)
	out = e.Run(t.Context(), mustPlan(t, e, webhook("https://"+strings.TrimPrefix(plain.URL, "http://"), ""), sample(t)))
	if out.Attempts != 1 || out.Uncertain || !strings.Contains(out.Message, "does not speak TLS") {
		t.Errorf("%+v", out)
	}
}

func TestSecretsReachTheReceiverAndNothingElse(t *testing.T) {
	var got arrived
	srv, e := receiver(t, catch(&got), func(c *Config) {
		c.Secrets = func(ref string) (string, error) {
			if ref == "${env:BROKEN}" {
				return "", errors.New("it is not set")
			}
			return map[string]string{"${env:TOKEN}": "s3cr3t-value", "${keyring:hook}": "whsec_a2V5LWtleS1rZXk="}[ref], nil
		}
		c.Now = func() time.Time { return time.Unix(1700000000, 0) }
	})
	d := webhook(srv.URL, `{"a":1}`, Header{Name: "X-Token", Value: "overridden"})
	d.Options.Headers = []Header{{Name: "x-token", Value: "T ${env:TOKEN}"}}
	d.Options.SignSecret = "${keyring:hook}"
	p := mustPlan(t, e, d, sample(t))
	out := e.Run(t.Context(), p)
	if !out.Success || got.header.Get("X-Token") != "T s3cr3t-value" {
		t.Fatalf("%+v %v", out, got.header)
	}
	ts, sig := sign([]byte("key-key-key"), "press-1", time.Unix(1700000000, 0), []byte(`{"a":1}`))
	if got.header.Get("Webhook-Signature") != sig || got.header.Get("Webhook-Timestamp") != ts || ts != strconv.Itoa(1700000000) {
		t.Errorf("%v", got.header)
	}
	data, err := out.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(data), p.Masked().Text(), p.Curl(), fmt.Sprintf("%+v", p.Request())} {
		if strings.Contains(text, "s3cr3t") || strings.Contains(text, "a2V5") {
			t.Errorf("a secret is in %s", text)
		}
	}
	d.Options.SignSecret = "${env:BROKEN}"
	got = arrived{}
	out = e.Run(t.Context(), mustPlan(t, e, d, sample(t)))
	if !errors.Is(out.Err, ErrRefused) || !strings.Contains(out.Message, "${env:BROKEN} cannot be read: it is not set") || got.method != "" {
		t.Errorf("%+v", out)
	}
}

// The vector is the standard's own example.
func TestSignatureIsTheStandardsOwn(t *testing.T) {
	key, err := signingKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	_, got := sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("got %s", got)
	}
	if k, err := signingKey("plain text"); err != nil || string(k) != "plain text" {
		t.Error(k, err)
	}
	for _, bad := range []string{"", "whsec_", "whsec_%%%"} {
		if _, err := signingKey(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}
