package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// door is a platform that checks sessions as the contract says (§2): tokens in
// cookies, refresh tokens that work once, bearer tokens that expire.
type door struct {
	mu        sync.Mutex
	lifetime  time.Duration
	names     int
	valid     map[string]time.Time // access token → end
	refreshes map[string]bool      // refresh token → unused
	log       []string
	cookies   atomic.Int64 // requests that carried any
	// hangUp breaks the connection instead of answering a refresh.
	hangUp bool
	// during, when set, runs inside each refresh.
	during func()
	// refuseLogin is the status for logins, 0 to let them in.
	refuseLogin int
	// failRefresh is the status for refreshes, 0 to answer them.
	failRefresh int
}

func newDoor(lifetime time.Duration) *door {
	return &door{lifetime: lifetime, valid: map[string]time.Time{}, refreshes: map[string]bool{}}
}

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if len(r.Cookies()) > 0 {
		d.cookies.Add(1)
	}
	var in struct {
		Email, Password string
		Refresh         string `json:"refresh_token"`
	}
	_ = json.NewDecoder(r.Body).Decode(&in)
	switch r.URL.Path {
	case "/api/auth/login":
		d.note("login")
		switch {
		case d.refuseLogin != 0:
			d.fail(w, d.refuseLogin, "Not now")
		case in.Email != "ravi@lab.test" || in.Password != "right":
			d.fail(w, 401, "Invalid credentials")
		default:
			d.issue(w)
		}
	case "/api/auth/refresh":
		d.note("refresh")
		if d.during != nil {
			d.during()
		}
		d.mu.Lock()
		good := d.refreshes[in.Refresh]
		delete(d.refreshes, in.Refresh)
		d.mu.Unlock()
		switch {
		case d.hangUp:
			conn, _, _ := w.(http.Hijacker).Hijack()
			_ = conn.Close()
		case d.failRefresh != 0:
			d.fail(w, d.failRefresh, "Not now")
		case !good:
			d.fail(w, 401, "Refresh token has been revoked")
		default:
			d.issue(w)
		}
	case "/api/auth/logout":
		d.note("logout " + in.Refresh)
		fmt.Fprint(w, `{"status":"success","data":{"status":"logged_out"}}`)
	default:
		d.mu.Lock()
		end, ok := d.valid[r.Header.Get("Authorization")]
		d.mu.Unlock()
		if !ok || !time.Now().Before(end) {
			d.note("401")
			d.fail(w, 401, "Invalid or expired token")
			return
		}
		d.note("ok")
		fmt.Fprint(w, `{"status":"success","data":{"id":"u1","full_name":"Ravi"}}`)
	}
}

func (d *door) issue(w http.ResponseWriter) {
	d.mu.Lock()
	d.names++
	access, refresh := jwt(fmt.Sprintf("a%d", d.names), time.Now(), d.lifetime), fmt.Sprintf("r%d", d.names)
	d.valid["Bearer "+access] = time.Now().Add(d.lifetime)
	d.refreshes[refresh] = true
	d.mu.Unlock()
	http.SetCookie(w, &http.Cookie{Name: "whm_access", Value: access, MaxAge: int(d.lifetime.Seconds()), Path: "/api", HttpOnly: true})
	http.SetCookie(w, &http.Cookie{Name: "whm_refresh", Value: refresh, MaxAge: 86400, Path: "/api/auth/refresh", HttpOnly: true})
	http.SetCookie(w, &http.Cookie{Name: "whm_csrf", Value: "c", MaxAge: 86400, Path: "/"})
	fmt.Fprint(w, `{"status":"success","data":{"expires_in":900,"user":{"id":"u1"}}}`)
}

func (d *door) fail(w http.ResponseWriter, status int, message string) {
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"status":"error","message":%q,"data":null}`, message)
}

func (d *door) note(s string) {
	d.mu.Lock()
	d.log = append(d.log, s)
	d.mu.Unlock()
}

// seen returns what was asked since the last call.
func (d *door) seen() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	log := d.log
	d.log = nil
	return log
}

// revoke ends every access token, as a restart with a new key would.
func (d *door) revoke() {
	d.mu.Lock()
	clear(d.valid)
	d.mu.Unlock()
}

var ravi = Credentials{Email: "ravi@lab.test", Password: "right"}

func TestSessionByPassword(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(15 * time.Minute)
		c := connectTo(t, d, Options{Credentials: ravi})
		ask := func() {
			t.Helper()
			if _, err := c.Me(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		ask()
		ask()
		same(t, "first calls", d.seen(), []string{"login", "ok", "ok"})

		time.Sleep(14*time.Minute + 30*time.Second)
		ask()
		same(t, "a minute before the end", d.seen(), []string{"refresh", "ok"})

		d.revoke()
		ask()
		same(t, "after a 401", d.seen(), []string{"401", "refresh", "ok"})

		clear(d.refreshes)
		d.revoke()
		ask()
		same(t, "when the refresh token is gone", d.seen(), []string{"401", "refresh", "login", "ok"})

		if n := d.cookies.Load(); n != 0 {
			t.Errorf("%d requests carried cookies", n)
		}
	})
}

// However many calls meet the end of the token, one refresh is made.
func TestOneRefreshForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(15 * time.Minute)
		c := connectTo(t, d, Options{Credentials: ravi})
		if _, err := c.Me(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.seen()
		d.revoke()
		d.during = func() { time.Sleep(time.Second) }
		var calls sync.WaitGroup
		for range 50 {
			calls.Go(func() {
				if _, err := c.Me(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		calls.Wait()
		count := map[string]int{}
		for _, s := range d.seen() {
			count[s]++
		}
		if count["refresh"] != 1 || count["login"] != 0 || count["ok"] != 50 {
			t.Errorf("asked %v", count)
		}
	})
}

// A caller who gives up does not take the refresh with them: its token is
// spent, and the next call must profit from the answer.
func TestRefreshOutlivesItsCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(15 * time.Minute)
		c := connectTo(t, d, Options{Credentials: ravi})
		if _, err := c.Me(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.seen()
		d.revoke()
		d.during = func() { time.Sleep(time.Second) }
		ctx, cancel := context.WithCancel(t.Context())
		go func() { time.Sleep(500 * time.Millisecond); cancel() }()
		_, err := c.Me(ctx)
		wantKind(t, err, KindCancelled)
		if _, err := c.Me(t.Context()); err != nil {
			t.Fatal(err)
		}
		same(t, "asked", d.seen(), []string{"401", "refresh", "ok"})
	})
}

// A refresh that broke off may have been carried out. Its token is not shown a
// second time, which a platform might take for theft; the password serves.
func TestRefreshTokenIsUsedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(15 * time.Minute)
		c := connectTo(t, d, Options{Credentials: ravi})
		if _, err := c.Me(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.seen()
		d.revoke()
		d.hangUp = true
		_, err := c.Me(t.Context())
		wantKind(t, err, KindUnreachable)
		d.hangUp = false
		if _, err := c.Me(t.Context()); err != nil {
			t.Fatal(err)
		}
		same(t, "asked", d.seen(), []string{"401", "refresh", "login", "ok"})
	})
}

func TestWrongPasswordIsAskedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(15 * time.Minute)
		c := connectTo(t, d, Options{Credentials: Credentials{Email: "ravi@lab.test", Password: "wrong"}})
		for range 3 {
			_, err := c.Me(t.Context())
			wantKind(t, err, KindNotSignedIn)
		}
		same(t, "asked", d.seen(), []string{"login"})
		if _, err := c.Connect(t.Context()); KindOf(err) != KindNotSignedIn {
			t.Errorf("connect: %v", err)
		}
		same(t, "connecting anew asked", d.seen(), []string{"401", "login"}) // this door has no /health
	})
}

func TestNoCredentials(t *testing.T) {
	c := connectTo(t, newDoor(time.Hour), Options{Credentials: Credentials{Email: "ravi@lab.test"}})
	_, err := c.Me(t.Context())
	wantKind(t, err, KindNotSignedIn)
}

// While the platform cannot refresh, the old token serves to its very end.
func TestRefreshAheadMayFail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(15 * time.Minute)
		c := connectTo(t, d, Options{Credentials: ravi})
		if _, err := c.Me(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.seen()
		d.failRefresh, d.refuseLogin = 500, 500
		time.Sleep(14*time.Minute + 30*time.Second)
		if _, err := c.Me(t.Context()); err != nil {
			t.Fatal(err)
		}
		same(t, "asked", d.seen(), []string{"refresh", "login", "ok"})
		time.Sleep(time.Minute)
		_, err := c.Me(t.Context())
		wantKind(t, err, KindServer)
		d.failRefresh, d.refuseLogin = 0, 0
		if _, err := c.Me(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestLogout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(15 * time.Minute)
		c := connectTo(t, d, Options{Credentials: ravi})
		if _, err := c.Me(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := c.Logout(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, err := c.Me(t.Context())
		wantKind(t, err, KindNotSignedIn)
		if err := c.Logout(t.Context()); err != nil {
			t.Errorf("a second time: %v", err)
		}
		same(t, "asked", d.seen(), []string{"login", "ok", "logout r1"})
	})
}

func TestAPIKey(t *testing.T) {
	p := &recorder{answer: always(401, `{"status":"error","message":"Invalid API key","data":null}`)}
	c := connectTo(t, p, Options{Credentials: Credentials{APIKey: "ak_live_x", Email: "a@b.c", Password: "x"}})
	_, err := c.Me(t.Context())
	wantKind(t, err, KindNotSignedIn)
	all := p.all()
	if len(all) != 1 || all[0].Header.Get("X-Api-Key") != "ak_live_x" || all[0].Header.Get("Authorization") != "" {
		t.Errorf("asked %+v", all)
	}
	if err := c.Logout(t.Context()); err != nil || len(p.all()) != 1 {
		t.Errorf("logging out with a key: %v, %d requests", err, len(p.all()))
	}
}

func TestClosedClient(t *testing.T) {
	d := newDoor(time.Hour)
	c := connectTo(t, d, Options{Credentials: ravi})
	c.Close()
	_, err := c.Me(t.Context())
	wantKind(t, err, KindCancelled)
	if log := d.seen(); len(log) != 0 {
		t.Errorf("asked %v", log)
	}
}

func TestTokens(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	skewed := jwt("x", now.Add(-48*time.Hour), 10*time.Minute)
	tests := []struct {
		name, cookie string
		renew, end   time.Time
	}{
		{"clock of its own", "whm_access=" + skewed + "; max-age=900", now.Add(9 * time.Minute), now.Add(10 * time.Minute)},
		{"no JWT", "whm_access=opaque; max-age=900", now.Add(14 * time.Minute), now.Add(15 * time.Minute)},
		{"short", "whm_access=opaque; max-age=10", now.Add(8 * time.Second), now.Add(10 * time.Second)},
		{"no lifetime", "whm_access=opaque", time.Time{}, time.Time{}},
	}
	for _, tt := range tests {
		got, ok := readTokens(http.Header{"Set-Cookie": {tt.cookie, "whm_refresh=r; path=/api/auth/refresh"}}, now)
		if !ok || got.refresh != "r" || !got.renewAt.Equal(tt.renew) || !got.expires.Equal(tt.end) {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
	for _, none := range []string{"whm_access=; max-age=0; path=/api", "other=x", ""} {
		if _, ok := readTokens(http.Header{"Set-Cookie": {none}}, now); ok {
			t.Errorf("%q gave a token", none)
		}
	}
	for _, odd := range []string{"a.b", "a.!.c", "a.e30.c", "a.bnVsbA.c"} {
		if d := jwtLifetime(odd); d != 0 {
			t.Errorf("%q lives %v", odd, d)
		}
	}
}
