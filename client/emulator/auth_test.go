package emulator

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestLoginGivesTokensOnlyInCookies(t *testing.T) {
	both(t, func(t *testing.T, generation string) {
		d := start(t, Options{Generation: generation, BasePath: "/desk/"})
		for _, u := range append(d.Users(), d.Nothing()) {
			got := d.do("", "POST", "/api/auth/login", map[string]string{"email": u.Email, "password": u.Password}).want(t, 200, "")
			if strings.Contains(string(got.raw), "eyJ") {
				t.Fatalf("a token in the body: %s", got.raw)
			}
			c := cookies(got)
			if len(c["whm_access"]) < 200 || len(c["whm_csrf"]) != 43 {
				t.Fatalf("cookies: %v", c)
			}
			if auth := len(`{"type":"auth","payload":{"token":""}}`) + len(c["whm_access"]); auth > 512 {
				t.Errorf("the access token makes an auth frame of %d bytes", auth)
			}
			me := d.with("GET", "/api/me", nil, "Authorization", "Bearer "+c["whm_access"]).want(t, 200, "")
			if me.text("email") != u.Email || me.text("id") != u.ID || me.text("full_name") != u.Name {
				t.Fatalf("me: %s", me.raw)
			}
			for _, cookie := range got.header["Set-Cookie"] {
				if !strings.Contains(cookie, "Path=/desk/") {
					t.Errorf("cookie outside of the base path: %s", cookie)
				}
			}
		}
	})
}

func TestTokensEnd(t *testing.T) {
	d := start(t, Options{})
	sign := func() (access, refresh string) {
		u := d.Users()[2]
		c := cookies(d.do("", "POST", "/api/auth/login", map[string]string{"email": u.Email, "password": u.Password}))
		return "Bearer " + c["whm_access"], c["whm_refresh"]
	}
	me := func(access string) answer { return d.with("GET", "/api/me", nil, "Authorization", access) }
	again := func(refresh string) answer {
		return d.do("", "POST", "/api/auth/refresh", map[string]string{"refresh_token": refresh})
	}
	access, refresh := sign()
	d.Advance(15*time.Minute - time.Second)
	me(access).want(t, 200, "")
	d.Advance(2 * time.Second)
	me(access).want(t, 401, "Invalid or expired token")
	renewed := again(refresh).want(t, 200, "")
	if has(renewed.at("user"), "role") {
		t.Error("refresh tells the role")
	}
	again(refresh).want(t, 401, "Refresh token has been revoked")

	access, refresh = sign()
	d.ExpireTokens()
	me(access).want(t, 401, "Invalid or expired token")
	access = "Bearer " + cookies(again(refresh).want(t, 200, ""))["whm_access"]
	me(access).want(t, 200, "")

	access, refresh = sign()
	d.RevokeTokens()
	me(access).want(t, 401, "")
	again(refresh).want(t, 401, "Invalid refresh token")

	access, refresh = sign()
	d.do("", "POST", "/api/auth/logout", map[string]string{"refresh_token": refresh}).want(t, 200, "")
	me(access).want(t, 200, "") // lives on (contract §2.4)
	again(refresh).want(t, 401, "Refresh token has been revoked")

	_, refresh = sign()
	d.Advance(25 * time.Hour)
	again(refresh).want(t, 401, "Invalid refresh token")
}

func TestForgedTokensAreRefused(t *testing.T) {
	d := start(t, Options{})
	u := d.Users()[2]
	token := cookies(d.do("", "POST", "/api/auth/login", map[string]string{"email": u.Email, "password": u.Password}))["whm_access"]
	parts := strings.Split(token, ".")
	for _, forged := range []string{
		parts[0] + "." + parts[1] + ".", parts[0] + "." + parts[1], token + "x", "a.b.c", "..",
		parts[0] + "." + parts[1] + "x." + parts[2],
	} {
		d.with("GET", "/api/me", nil, "Authorization", "Bearer "+forged).want(t, 401, "Invalid or expired token")
	}
}

func TestSchemesAreTriedInOrder(t *testing.T) {
	d := start(t, Options{})
	d.with("GET", "/api/me", nil, "X-API-Key", "whm_bad", "Authorization", "Bearer x").want(t, 401, "Invalid API key")
	d.with("GET", "/api/me", nil, "Authorization", "Token x", "Cookie", "whm_access=y").want(t, 401, "Invalid authorization header format")
	d.with("GET", "/api/me", nil, "Cookie", "whm_access=y").want(t, 401, "Invalid or expired token")
	d.do("", "GET", "/api/me", nil).want(t, 401, "Missing authorization")
}

func TestCSRF(t *testing.T) {
	d := start(t, Options{})
	u := d.Users()[2]
	c := cookies(d.do("", "POST", "/api/auth/login", map[string]string{"email": u.Email, "password": u.Password}))
	jar := "whm_access=" + c["whm_access"] + "; whm_csrf=" + c["whm_csrf"]
	put := func(headers ...string) answer {
		return d.with("PUT", "/api/me/availability", `{"is_available":true}`, headers...)
	}
	got := put("Cookie", jar).want(t, http.StatusForbidden, "CSRF token mismatch")
	if has(got.body, "data") {
		t.Errorf("the body has data: %s", got.raw)
	}
	put("Cookie", jar, "X-CSRF-Token", "wrong").want(t, 403, "CSRF token mismatch")
	put("Cookie", jar, "X-CSRF-Token", c["whm_csrf"]).want(t, 200, "")
	put("Cookie", jar, "X-API-Key", u.APIKey).want(t, 200, "")
	put("Cookie", jar, "Authorization", "Bearer "+c["whm_access"]).want(t, 200, "")
	d.with("GET", "/api/me", nil, "Cookie", jar).want(t, 200, "")
}

func TestRolesAndRights(t *testing.T) {
	both(t, func(t *testing.T, generation string) {
		d := start(t, Options{Generation: generation})
		total := func(key string) any { return d.do(key, "GET", "/api/contacts", nil).want(t, 200, "").at("total") }
		for key, want := range map[string]any{d.admin(): 40.0, d.manager(): 40.0, d.agent(): 40.0, d.restricted(): 5.0, d.nothing(): 0.0} {
			if got := total(key); got != want {
				t.Errorf("sees %v contacts, want %v", got, want)
			}
		}
		foreign := "/api/contacts/" + d.ContactIDs()[0]
		d.do(d.restricted(), "GET", foreign, nil).want(t, 404, "Contact not found")
		d.do(d.restricted(), "GET", foreign+"/messages", nil).want(t, 404, "Contact not found")
		d.do(d.restricted(), "GET", foreign+"/notes", nil).want(t, 200, "") // the leak of contract §3
		d.do(d.manager(), "GET", "/api/users", nil).want(t, 403, "Insufficient permissions")
		// No right is asked for custom actions.
		if n := len(d.do(d.nothing(), "GET", "/api/custom-actions", nil).want(t, 200, "").list("custom_actions")); n == 0 {
			t.Error("no actions")
		}
	})
}

func TestForkEnforcesRightsByRoute(t *testing.T) {
	d := start(t, Options{Generation: Fork, Enforce: true})
	key, contact := d.agent(), "/api/contacts/"+d.ContactIDs()[0]
	for _, path := range []string{
		"/api/contacts", contact, contact + "/messages", "/api/canned-responses", "/api/tags", contact + "/notes",
		"/api/chatbot/transfers", "/api/accounts", "/api/me", "/api/auth/ws-token",
	} {
		d.do(key, "GET", path, nil).want(t, 200, "")
	}
	for _, path := range []string{"/api/teams", "/api/templates", "/api/custom-actions", "/api/users", "/api/org/settings", "/api/chatbot/settings"} {
		d.do(key, "GET", path, nil).want(t, 403, "Insufficient permissions")
	}
	d.do(key, "POST", contact+"/messages", `{"type":"text","content":{"body":"x"}}`).want(t, 403, "Insufficient permissions")
	d.do(key, "POST", contact+"/mark-read", nil).want(t, 403, "Insufficient permissions")
	d.do(d.manager(), "GET", "/api/custom-actions", nil).want(t, 200, "")
	d.SetEnforce(false)
	d.do(key, "GET", "/api/custom-actions", nil).want(t, 200, "")
}

func TestOtherOrganisation(t *testing.T) {
	d := start(t, Options{})
	d.api.Lock()
	second := d.api.Orgs[1].ID
	d.api.Unlock()
	total := func(key, org string) any {
		return d.with("GET", "/api/contacts", nil, "X-API-Key", key, "X-Organization-ID", org).want(t, 200, "").at("total")
	}
	if total(d.manager(), second) != 0.0 || total(d.agent(), second) != 40.0 || total(d.agent(), "garbage") != 40.0 {
		t.Error("the header must work for members and be ignored for others")
	}
	c := cookies(d.do(d.manager(), "POST", "/api/auth/switch-org", map[string]string{"organization_id": second}).want(t, 200, ""))
	me := d.with("GET", "/api/me", nil, "Authorization", "Bearer "+c["whm_access"]).want(t, 200, "")
	if me.text("organization_id") != second || me.text("role.name") != "agent" {
		t.Errorf("me after the switch: %s", me.raw)
	}
}
