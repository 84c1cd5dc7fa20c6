package actions

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"
)

// hosts answers connections by the Host of the request; every request is kept as "METHOD host path" with
// its header and body.
type hosts struct {
	replies map[string]string // "x.example/path" to a raw reply
	seen    []string
	headers []http.Header
	bodies  []string
}

func (h *hosts) serve(c net.Conn) {
	defer c.Close()
	r, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return
	}
	body, _ := io.ReadAll(r.Body)
	h.seen = append(h.seen, r.Method+" "+r.Host+r.URL.RequestURI())
	h.headers, h.bodies = append(h.headers, r.Header), append(h.bodies, string(body))
	reply, ok := h.replies[r.Host+r.URL.Path]
	if !ok {
		reply = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
	}
	_, _ = io.WriteString(c, reply)
}

// engine reaches any name but private.example, which stands for an address of the local network.
func (h *hosts) engine(t *testing.T) *Engine {
	return engine(t, func(c *Config) {
		c.Guard.Resolve = func(_ context.Context, host string) ([]netip.Addr, error) {
			switch host {
			case "private.example":
				return []netip.Addr{netip.MustParseAddr("10.0.0.1")}, nil
			case "gone.example":
				return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
			}
			return []netip.Addr{netip.MustParseAddr("8.8.8.8")}, nil
		}
		c.Guard.Dial = func(context.Context, string, string) (net.Conn, error) {
			client, server := net.Pipe()
			go h.serve(server)
			return client, nil
		}
		c.Secrets = func(string) (string, error) { return "whsec_a2V5LWtleS1rZXk=", nil }
	})
}

func redirect(status, to string) string {
	return "HTTP/1.1 " + status + " There\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n"
}

func replyOf(status, contentType, body string) string {
	return "HTTP/1.1 " + status + " X\r\nConnection: close\r\nContent-Type: " + contentType + "\r\n\r\n" + body
}

// TestTheAnswerAtAnotherHostIsFetchedWithNothingOfTheRequest is what a spreadsheet's script does: it
// answers 302, and the reply lies at another host.
func TestTheAnswerAtAnotherHostIsFetchedWithNothingOfTheRequest(t *testing.T) {
	for _, status := range []string{"301", "302", "303"} {
		h := &hosts{replies: map[string]string{
			"script.example/exec":  redirect(status, "http://user.example/echo?key=1#frag"),
			"user.example/echo":    redirect("307", "http://script.example/again"),
			"script.example/again": replyOf("200", "application/json", `{"message":"row 7 added","url":"/row/7"}`),
		}}
		e := h.engine(t)
		d := webhook("http://script.example/exec", `{"phone":"{{contact.phone_number}}"}`, Header{Name: "X-Token", Value: "t0ken"}, Header{Name: "Authorization", Value: "Bearer abcdef"}, Header{Name: "X-Plain", Value: "p"})
		d.Options.SignSecret = "${env:KEY}"
		out := e.Run(t.Context(), mustPlan(t, e, d, sample(t)))
		if !out.Success || out.Uncertain || !strings.Contains(out.Message, "row 7 added · done 200") || out.Effects[0] != (Open{"http://script.example/row/7"}) {
			t.Errorf("%s: %+v", status, out)
		}
		if !slices.Equal(h.seen, []string{"POST script.example/exec", "GET user.example/echo?key=1", "GET script.example/again"}) {
			t.Errorf("%s: %q", status, h.seen)
		}
		for i, header := range h.headers[1:] {
			delete(header, "User-Agent")
			delete(header, "Accept-Encoding")
			delete(header, "Connection")
			if len(header) != 0 || h.bodies[i+1] != "" {
				t.Errorf("%s: request %d has %v and %q", status, i+2, header, h.bodies[i+1])
			}
		}
	}
}

// TestRedirectsThatEndNowhere: the request was taken, and that is told with where the answer lies.
func TestRedirectsThatEndNowhere(t *testing.T) {
	page := replyOf("200", "text/html", "<!doctype html><title>Sign in</title><input name=p type='password'>")
	for name, tc := range map[string]struct {
		replies   map[string]string
		url       string
		says      []string
		link      string
		uncertain bool
	}{
		"a private address": {map[string]string{"x.example/hook": redirect("302", "http://private.example/echo")}, "http://x.example/hook",
			[]string{"x.example took the request and answered 302: it was processed there, and its answer lies at “http://private.example/echo”", "may not reach"}, "http://private.example/echo", true},
		"the metadata service": {map[string]string{"x.example/hook": redirect("303", "http://169.254.169.254/latest")}, "http://x.example/hook",
			[]string{"its answer lies at “http://169.254.169.254/latest”", "may not reach"}, "http://169.254.169.254/latest", true},
		"a name that is none": {map[string]string{"x.example/hook": redirect("302", "http://gone.example/echo")}, "http://x.example/hook",
			[]string{"its answer lies at", "gone.example could not be resolved"}, "http://gone.example/echo", true},
		"an answer that is gone": {map[string]string{"x.example/hook": redirect("302", "http://y.example/nothing")}, "http://x.example/hook",
			[]string{"it was processed there", "reading it there gave 404 Not Found"}, "http://y.example/nothing", true},
		"a busy answer": {map[string]string{"x.example/hook": redirect("302", "http://y.example/busy"),
			"y.example/busy": "HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"}, "http://x.example/hook",
			[]string{"it was processed there", "reading it there gave 503"}, "http://y.example/busy", true},
		"a busy answer at home": {map[string]string{"x.example/hook": redirect("303", "/busy"),
			"x.example/busy": "HTTP/1.1 429 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"}, "http://x.example/hook",
			[]string{"it was processed there", "reading it there gave 429"}, "http://x.example/busy", true},
		"a page to sign in": {map[string]string{"x.example/hook": redirect("302", "http://accounts.example/ServiceLogin?continue=x"), "accounts.example/ServiceLogin": page}, "http://x.example/hook",
			[]string{"a page to sign in", "whether the request was processed is not known"}, "http://accounts.example/ServiceLogin?continue=x", true},
		"a page to sign in at home": {map[string]string{"x.example/hook": redirect("302", "/start"), "x.example/start": page}, "http://x.example/hook",
			[]string{"a page to sign in", "is not known"}, "http://x.example/start", true},
		"a page": {map[string]string{"x.example/hook": redirect("302", "http://www.example/"), "www.example/": replyOf("200", "text/html; charset=utf-8", "<h1>Welcome</h1>")}, "http://x.example/hook",
			[]string{"a web page, not at an answer", "is not known"}, "http://www.example/", true},
		"a page without a type": {map[string]string{"x.example/hook": redirect("302", "http://www.example/"), "www.example/": replyOf("200", "text/plain", "<!DOCTYPE html><h1>Welcome</h1>")}, "http://x.example/hook",
			[]string{"a web page, not at an answer"}, "http://www.example/", true},
		"an unreadable answer": {map[string]string{"x.example/hook": redirect("302", "http://y.example/echo"), "y.example/echo": replyOf("200", "application/json", `{"success":`)}, "http://x.example/hook",
			[]string{"y.example answered 200, but its reply was not understood"}, "", true},
		"a refusal": {map[string]string{"x.example/hook": redirect("302", "http://y.example/echo"), "y.example/echo": replyOf("200", "application/json", `{"success":false,"message":"no stock"}`)}, "http://x.example/hook",
			[]string{"y.example says that it failed: no stock"}, "", false},
		"307": {map[string]string{"x.example/hook": redirect("307", "http://y.example/hook")}, "http://x.example/hook",
			[]string{"x.example answered 307, that the request belongs to another host, y.example, which is not followed: it was not repeated there"}, "http://y.example/hook", false},
		"308": {map[string]string{"x.example/hook": redirect("308", "http://y.example/other")}, "http://x.example/hook",
			[]string{"another host, y.example", "write “http://y.example/other” into the action's URL"}, "http://y.example/other", false},
		"a site that moved": {map[string]string{"x.example/hook": redirect("301", "http://www.x.example/hook/")}, "http://x.example/hook",
			[]string{"the address has moved to “http://www.x.example/hook/”; the request was not repeated"}, "http://www.x.example/hook/", false},
		"a site that moved for now": {map[string]string{"x.example/hook": redirect("302", "https://x.example/hook")}, "http://x.example/hook",
			[]string{"has moved"}, "https://x.example/hook", false},
		"a loop": {map[string]string{"x.example/hook": redirect("302", "http://y.example/a"), "y.example/a": redirect("302", "http://x.example/b"), "x.example/b": redirect("302", "http://y.example/a")}, "http://x.example/hook",
			[]string{"keeps redirecting"}, "", true},
		"a login in the address": {map[string]string{"x.example/hook": redirect("302", "http://u:p@y.example/a")}, "http://x.example/hook",
			[]string{"its answer lies at “http://y.example/a”"}, "http://y.example/a", true},
	} {
		h := &hosts{replies: tc.replies}
		e := h.engine(t)
		out := e.Run(t.Context(), mustPlan(t, e, webhook(tc.url, `{"a":1}`), sample(t)))
		if out.Success || out.Uncertain != tc.uncertain || out.Link != tc.link || out.Attempts != 1 {
			t.Errorf("%s: uncertain %v, link %q, %d attempts: %s", name, out.Uncertain, out.Link, out.Attempts, out.Message)
		}
		for _, want := range tc.says {
			if !strings.Contains(out.Message, want) {
				t.Errorf("%s: %q is not in %s", name, want, out.Message)
			}
		}
		if strings.Contains(out.Message, "nothing was sent") {
			t.Errorf("%s: %s", name, out.Message)
		}
		for i, seen := range h.seen {
			if i > 0 && !strings.HasPrefix(seen, "GET ") {
				t.Errorf("%s: %q", name, h.seen)
			}
		}
	}
}

// TestTheAnswerIsNotReadOutsideTLS: what lies behind http after https can have been changed on the way.
func TestTheAnswerIsNotReadOutsideTLS(t *testing.T) {
	from := hop{method: "POST", url: mustURL(t, "https://x.example/hook"), body: []byte("x"), secrets: true}
	_, err := from.follow(302, "http://y.example/echo")
	link, took := asNotFollowed(err)
	if link != "http://y.example/echo" || !took || !strings.Contains(err.Error(), "its answer lies at “http://y.example/echo”") {
		t.Errorf("%v, %q, %v", err, link, took)
	}
	next, err := from.follow(302, "https://y.example/echo")
	if err != nil || !next.bare || next.secrets || next.body != nil || next.method != "GET" {
		t.Errorf("%+v, %v", next, err)
	}
}
