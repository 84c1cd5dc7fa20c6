package emulator

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"keydesk/client/emulator/api"
	"keydesk/client/emulator/uuid"
)

func TestErrorsOfPathsAndMethods(t *testing.T) {
	both(t, func(t *testing.T, generation string) {
		d := start(t, Options{Generation: generation})
		got := d.do(d.agent(), "DELETE", "/api/contacts", nil).want(t, 405, "Request method not allowed")
		if got.text("error_type") != "GeneralException" {
			t.Errorf("405: %s", got.raw)
		}
		d.do(d.agent(), "POST", "/api/nope", nil).want(t, 405, "")
		d.do("", "GET", "/api/nope", nil).want(t, 401, "Missing authorization")
		if got := d.do(d.agent(), "GET", "/api/nope", nil).want(t, 404, ""); string(got.raw) != "404 page not found" {
			t.Errorf("unknown path: %s", got.raw)
		}
		if got := d.do("", "GET", "/settings/anything", nil).want(t, 200, ""); !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
			t.Error("the web application does not answer")
		}
		if got.header.Get("Server") != "Whatomate" || got.header.Get("Content-Type") != "application/json" {
			t.Errorf("headers: %v", got.header)
		}
		for _, p := range [][3]string{
			{"/api/contacts/xyz", "400", "Invalid contact ID"}, {"/api/contacts/" + uuid.Zero, "404", "Contact not found"},
			{"/api/custom-actions/xyz", "400", "Invalid action ID"}, {"/api/custom-actions/" + uuid.Zero, "404", "Custom action not found"},
			{"/api/media/" + uuid.Zero, "404", "Message not found"},
		} {
			d.do(d.agent(), "GET", p[0], nil).want(t, api.Atoi(p[1], 0), p[2])
		}
		auditStatus := map[string]int{Upstream: 404, Fork: 200}[generation]
		d.do(d.admin(), "GET", "/api/audit-logs", nil).want(t, auditStatus, "")
	})
}

func TestLargeBodiesAreRefusedInPlainText(t *testing.T) {
	d := start(t, Options{})
	path := "/api/contacts/" + d.ContactIDs()[0] + "/messages"
	got := d.do(d.agent(), "POST", path, strings.Repeat(" ", (15<<20)+1))
	if got.status != 400 || string(got.raw) != "Error when parsing request" {
		t.Errorf("%d %.100s", got.status, got.raw)
	}
	d.do(d.agent(), "POST", path, `{"type":"text","content":{"body":"x"}}`+strings.Repeat(" ", (15<<20)-100)).want(t, 200, "")
}

func TestLargeHeaders(t *testing.T) {
	for generation, want := range map[string]int{Upstream: 431, Fork: 200} {
		d := start(t, Options{Generation: generation})
		if got := d.with("GET", "/health", nil, "X-Large", strings.Repeat("x", 8<<10)); got.status != want {
			t.Errorf("%s answers %d to 8 KB of headers, want %d", generation, got.status, want)
		}
	}
}

func TestRateLimits(t *testing.T) {
	d := start(t, Options{RateLimit: api.RateLimit{Login: 2, API: 5, Burst: 3, Headers: true}})
	login := func() answer {
		return d.do("", "POST", "/api/auth/login", map[string]string{"email": "a", "password": "b"})
	}
	login().want(t, 401, "")
	login().want(t, 401, "")
	if got := login().want(t, 429, "Too many requests. Please try again later."); got.header.Get("Retry-After") != "60" {
		t.Errorf("Retry-After %q", got.header.Get("Retry-After"))
	}
	me := func() answer { return d.do(d.agent(), "GET", "/api/me", nil) }
	for range 3 {
		me().want(t, 200, "")
	}
	if got := me().want(t, 429, ""); got.header.Get("Retry-After") != "1" { // the burst
		t.Errorf("Retry-After %q", got.header.Get("Retry-After"))
	}
	d.Advance(time.Second)
	if got := me().want(t, 200, ""); got.header.Get("X-RateLimit-Remaining") != "1" {
		t.Errorf("headers %v", got.header)
	}
	me().want(t, 200, "")
	me().want(t, 429, "")
	d.do(d.admin(), "GET", "/api/me", nil).want(t, 200, "") // another user
	d.Advance(time.Minute)
	me().want(t, 200, "")
}

func TestHooks(t *testing.T) {
	d := start(t, Options{})
	d.FailNext(2, 503, "")
	d.do(d.agent(), "GET", "/api/me", nil).want(t, 503, "Service Unavailable")
	d.do("", "GET", "/health", nil).want(t, 200, "")
	d.do(d.agent(), "GET", "/api/me", nil).want(t, 503, "")
	d.do(d.agent(), "GET", "/api/me", nil).want(t, 200, "")
	d.FailNext(1, 200, "<html>")
	if got := d.do(d.agent(), "GET", "/api/me", nil); string(got.raw) != "<html>" {
		t.Errorf("got %s", got.raw)
	}
	d.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/api/tags" {
			w.WriteHeader(http.StatusTeapot)
			return true
		}
		return false
	})
	d.do(d.agent(), "GET", "/api/tags", nil).want(t, http.StatusTeapot, "")
	d.Intercept(nil)
	var asked []string
	d.Delay(func(method, path string) time.Duration {
		asked = append(asked, method+" "+path)
		return 0
	})
	d.do(d.agent(), "GET", "/api/tags", nil).want(t, 200, "")
	d.Delay(nil)
	if len(asked) != 1 || asked[0] != "GET /api/tags" {
		t.Errorf("delayed %v", asked)
	}
	if n := d.CountRequests("GET", "/api/me"); n != 4 {
		t.Errorf("%d requests of me", n)
	}
	if all := d.Requests(); all[0].Status != 503 || all[len(all)-1].Path != "/api/tags" {
		t.Errorf("requests: %v", all)
	}
	d.ForgetRequests()
	if n := d.CountRequests("", ""); n != 0 {
		t.Errorf("%d requests after forgetting", n)
	}
}

func TestRequestLogIsBounded(t *testing.T) {
	d := start(t, Options{RequestLog: 8})
	for range 50 {
		d.do("", "GET", "/health", nil)
	}
	if n := len(d.Requests()); n > 8 {
		t.Errorf("%d requests kept", n)
	}
}
