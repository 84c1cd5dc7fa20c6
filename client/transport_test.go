package client

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestStatusDecidesTheKind(t *testing.T) {
	tests := []struct {
		status int
		body   string
		kind   Kind
		says   string
	}{
		{400, `{"status":"error","message":"Name is required","data":null}`, KindInvalid, "Name is required"},
		{400, "Error when parsing request", KindInvalid, "Error when parsing request"},
		{401, `{"status":"error","message":"Invalid API key","data":null}`, KindNotSignedIn, "Invalid API key"},
		{403, `{"status":"error","message":"CSRF token mismatch"}`, KindNotAllowed, "CSRF token mismatch"},
		{404, "404 page not found", KindNotFound, "404 page not found"},
		{404, "<html><body>nginx</body></html>", KindProtocol, "a web page"},
		{405, `{"status":"error","message":"Request method not allowed","data":null,"error_type":"GeneralException"}`, KindInvalid, "not allowed"},
		{409, `{"status":"error","message":"Contact already has an active transfer"}`, KindInvalid, "active transfer"},
		{410, `{"status":"error","message":"Redirect token has expired"}`, KindNotFound, "expired"},
		{431, "Too big request header", KindInvalid, "Too big"},
		{500, `{"success":false,"error":{"code":"x","message":"boom"}}`, KindServer, "boom"},
		{500, "", KindServer, "Internal Server Error"},
		{501, `{"message":"Not implemented yet"}`, KindServer, "Not implemented"},
		{302, "", KindProtocol, "it sends us on"},
		{200, "<!doctype html><html></html>", KindProtocol, "a web page instead of data"},
		{200, "", KindProtocol, "an empty answer"},
		{200, "pong", KindProtocol, "text instead of data"},
		{200, `{"status":"success","data":null}`, KindProtocol, "unexpected shape"},
		{200, `[]`, KindProtocol, "unexpected shape"},
	}
	for _, tt := range tests {
		c := connectTo(t, answers(tt.status, tt.body), Options{})
		_, err := c.Me(t.Context())
		if KindOf(err) != tt.kind || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%d %q: %v %v", tt.status, tt.body, KindOf(err), err)
		}
	}
}

func TestRedirectIsToldAndNotFollowed(t *testing.T) {
	var foreign atomic.Int64
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { foreign.Add(1) }))
	defer elsewhere.Close()
	c := connectTo(t, http.RedirectHandler(elsewhere.URL+"/api/me", http.StatusMovedPermanently), Options{})
	_, err := c.Me(t.Context())
	if KindOf(err) != KindProtocol || !strings.Contains(err.Error(), elsewhere.URL) || foreign.Load() != 0 {
		t.Errorf("%v, %d requests elsewhere", err, foreign.Load())
	}
}

func TestTooLarge(t *testing.T) {
	huge := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		chunk := bytes.Repeat([]byte(" "), 1<<20)
		for range 50 {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	c := connectTo(t, huge, Options{})
	_, err := c.Me(t.Context())
	wantKind(t, err, KindProtocol)
	if IsUncertain(err) || !strings.Contains(err.Error(), "8 MiB") {
		t.Errorf("a read: %v", err)
	}
	_, err = c.Execute(t.Context(), "a", "c")
	if KindOf(err) != KindProtocol || !IsUncertain(err) {
		t.Errorf("an action that ran: %v", err)
	}
	told := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "52428800") })
	_, err = connectTo(t, told, Options{}).Me(t.Context())
	wantKind(t, err, KindProtocol)
}

func TestHang(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hang := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		})
		c := connectTo(t, hang, Options{})
		began := time.Now()
		_, err := c.Me(t.Context())
		if KindOf(err) != KindUnreachable || time.Since(began) != readLimit || !strings.Contains(err.Error(), "within 15s") {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		began = time.Now()
		_, err = c.Execute(t.Context(), "a", "c")
		if KindOf(err) != KindUnreachable || time.Since(began) != executeLimit || !IsUncertain(err) {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err = c.Execute(ctx, "a", "c")
		if KindOf(err) != KindCancelled || !IsUncertain(err) {
			t.Errorf("stopped: %v", err)
		}
	})
}

// A platform that restarts is a pause for reads; a send is never tried twice.
func TestRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newMemoryListener()
		var fail atomic.Int64
		var posts atomic.Int64
		l.serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			if r.Method == http.MethodPost {
				posts.Add(1)
			}
			if fail.Add(-1) >= 0 {
				conn, _, _ := w.(http.Hijacker).Hijack()
				_ = conn.Close()
				return
			}
			fmt.Fprint(w, `{"id":"m1"}`)
		}))
		c := connectOver(t, l, Options{})
		fail.Store(3)
		if _, err := c.Me(t.Context()); err != nil {
			t.Errorf("three faults: %v", err)
		}
		fail.Store(100)
		_, err := c.Me(t.Context())
		wantKind(t, err, KindUnreachable)
		fail.Store(1)
		_, err = c.Send(t.Context(), "c1", OutgoingMessage{Text: "hello"})
		if KindOf(err) != KindUnreachable || !IsUncertain(err) || posts.Load() != 1 {
			t.Errorf("%v after %d sends", err, posts.Load())
		}
	})
}

func TestProxyWithoutItsPlatform(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int64
		c := connectTo(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if asked.Add(1) <= 2 {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			fmt.Fprint(w, `{"id":"u"}`)
		}), Options{})
		if _, err := c.Me(t.Context()); err != nil || asked.Load() != 3 {
			t.Errorf("%v after %d", err, asked.Load())
		}
		asked.Store(0)
		_, err := c.Send(t.Context(), "c1", OutgoingMessage{Text: "x"})
		if KindOf(err) != KindServer || !IsUncertain(err) || asked.Load() != 1 {
			t.Errorf("%v after %d", err, asked.Load())
		}
	})
}

func TestUnreachable(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + listener.Addr().String()
	_ = listener.Close()
	plain := httptest.NewServer(answers(200, "{}"))
	defer plain.Close()
	tls := httptest.NewTLSServer(answers(200, "{}"))
	defer tls.Close()
	tls.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	tests := []struct{ name, url, says string }{
		{"nobody there", address, "nothing answers there"},
		{"no TLS there", strings.Replace(plain.URL, "http://", "https://", 1), "TLS"},
		{"unknown certificate", tls.URL, "certificate"},
	}
	for _, tt := range tests {
		c, err := New(Options{BaseURL: tt.url, Credentials: Credentials{APIKey: "k"}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Send(t.Context(), "c", OutgoingMessage{Text: "x"})
		if KindOf(err) != KindUnreachable || IsUncertain(err) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", tt.name, err)
		}
		c.Close()
	}
	noName := &net.DNSError{Err: "no such host", Name: "desk.invalid", IsNotFound: true}
	c := connectOver(t, newMemoryListener(), Options{Transport: &http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, noName }}})
	if _, err := c.Me(t.Context()); !strings.Contains(err.Error(), "its name was not found") {
		t.Errorf("no such name: %v", err)
	}
}

func TestConnect(t *testing.T) {
	bodies := map[string]string{
		"/health": `{"service":"whatomate","status":"ok"}`,
		"/api/me": `{"id":"u1","full_name":"Ravi","email":"r@lab.test","organization_id":"o1","is_available":true,
			"role":{"name":"agent","permissions":[{"resource":"chat","action":"read"},{"resource":"chat.assign","action":"write"}]}}`,
		"/api/organizations/current": `{"id":"o1","name":"Chai & Co."}`,
		"/api/accounts":              `{"accounts":[{"id":"e4f9374a-e7b0-4e69-8bb9-285d053ebee1","name":"Main Line"}]}`,
	}
	for _, g := range []Generation{Upstream, Fork} {
		p := &recorder{answer: func(r seen) (int, string) {
			body, ok := bodies[strings.TrimPrefix(r.Path, "/base")]
			if !ok {
				return 404, "404 page not found"
			}
			if g == Upstream {
				body = `{"status":"success","data":` + body + `}`
			}
			return 200, body
		}}
		c := connectTo(t, p, Options{BaseURL: "http://desk.test/base/"})
		id, err := c.Connect(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if id.Generation != g || id.User.Name != "Ravi" || id.User.Role != "agent" || id.Organization.Name != "Chai & Co." || !id.User.Available {
			t.Errorf("%s: %+v", g, id)
		}
		if !id.User.Can("chat", "read") || !id.User.Can("chat.assign", "write") || id.User.Can("contacts", "write") {
			t.Errorf("permissions %v", id.User.Permissions)
		}
		if got := c.AccountName("e4f9374a-e7b0-4e69-8bb9-285d053ebee1"); got != "Main Line" {
			t.Errorf("the account is called %q", got)
		}
	}
}

func TestConnectToSomethingElse(t *testing.T) {
	tests := map[string]http.Handler{
		"web app":  answers(200, "<!doctype html><html>app</html>"),
		"nothing":  answers(404, "404 page not found"),
		"other":    answers(200, `"hello"`),
		"object":   answers(200, `{"url":"http://desk.test/anything","headers":{}}`),
		"status":   answers(200, `{"status":"ok","id":""}`),
		"an id":    answers(200, `{"status":"success","data":{"id":"7"}}`),
		"web 404s": answers(404, "<html>nginx</html>"),
	}
	for name, h := range tests {
		for _, credentials := range []Credentials{{APIKey: "k"}, ravi} {
			_, err := connectTo(t, h, Options{Credentials: credentials}).Connect(t.Context())
			if KindOf(err) != KindProtocol || !strings.HasPrefix(err.Error(), "Could not connect:") {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// What is logged never holds a secret or a customer's words.
func TestLogKeepsSecrets(t *testing.T) {
	var log bytes.Buffer
	d := newDoor(time.Hour)
	c := connectTo(t, d, Options{Credentials: ravi, Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	_, _ = c.Contacts(t.Context(), ContactQuery{Search: "Aarav"})
	_, _ = c.Send(t.Context(), "c1", OutgoingMessage{Text: "my card is 4111"})
	_ = c.Logout(t.Context())
	for _, secret := range []string{"right", "Aarav", "4111", "Bearer", "e30.", "r1"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log tells %q:\n%s", secret, log.String())
		}
	}
	if log.Len() == 0 {
		t.Error("nothing was logged")
	}
}
