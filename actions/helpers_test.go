package actions

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"keydesk/actions/template"
)

// sample is a subject in the platform's own shapes.
func sample(t testing.TB) template.Subject {
	t.Helper()
	s, err := template.NewSubject(
		[]byte(`{"status":"success","data":{"id":"c1","phone_number":"919810000000","name":"Aarav \"A\" Sharma","profile_name":"Aarav",
			"tags":["vip","नया"],"metadata":{"city":"मुंबई","orders":0,"plan":{"tier":"gold"},"list":["a","b"],"odd.key":"dots"},
			"assigned_user_id":"u1","whatsapp_account":"Support line"}}`),
		[]byte(`{"id":"u1","email":"ravi@lab.test","full_name":"Ravi शर्मा","role":{"name":"agent"}}`),
		[]byte(`{"id":"o1","name":"Chai & Co."}`))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// engine is an engine without proxies and with a fixed press id.
func engine(t testing.TB, change func(*Config)) *Engine {
	t.Helper()
	c := Config{NewID: func() string { return "press-1" }, Proxy: func(*url.URL) (*url.URL, error) { return nil, nil },
		Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}
	if change != nil {
		change(&c)
	}
	e, err := NewEngine(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	return e
}

// receiver is a real server on loopback and an engine that may reach it.
func receiver(t testing.TB, h http.HandlerFunc, change func(*Config)) (*httptest.Server, *Engine) {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv, engine(t, func(c *Config) {
		c.Guard.AllowHosts = []string{strings.TrimPrefix(srv.URL, "http://")}
		if change != nil {
			change(c)
		}
	})
}

func webhook(url, body string, headers ...Header) Definition {
	return Definition{ID: "a1", Name: "Create ticket", Type: TypeWebhook, Active: true,
		Webhook: Webhook{URL: url, Body: body, Headers: headers}}
}

func link(url string) Definition {
	return Definition{ID: "a2", Name: "Open CRM", Type: TypeURL, Active: true, URL: URLTarget{URL: url}}
}

// mustPlan plans with the sample subject.
func mustPlan(t testing.TB, e *Engine, d Definition, s template.Subject) Plan {
	t.Helper()
	p, err := e.Plan(d, s, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// planFault is the *template.Error of a plan that must fail.
func planFault(t testing.TB, e *Engine, d Definition, s template.Subject) *template.Error {
	t.Helper()
	_, err := e.Plan(d, s, nil)
	var pe *template.Error
	if !errors.As(err, &pe) {
		t.Fatalf("got %v, want a template.Error", err)
	}
	return pe
}

// fakeNet resolves names from a table and records what is dialled; it never touches the network.
type fakeNet struct {
	names  map[string]string
	dialed []string
}

func (f *fakeNet) guard(allow ...string) Guard {
	return Guard{AllowHosts: allow,
		Resolve: func(_ context.Context, host string) ([]netip.Addr, error) {
			var out []netip.Addr
			for a := range strings.SplitSeq(f.names[host], " ") {
				if a != "" {
					out = append(out, netip.MustParseAddr(a))
				}
			}
			if out == nil {
				return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
			}
			return out, nil
		},
		Dial: func(_ context.Context, _, address string) (net.Conn, error) {
			f.dialed = append(f.dialed, address)
			return nil, fmt.Errorf("this test dials nothing")
		}}
}

func mustURL(t testing.TB, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
