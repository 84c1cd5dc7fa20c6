package api

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

// session is signing in and out, and the tokens.
type session struct{ *call }

// can tells whether the caller's role has a right.
func (c *call) can(right string) bool { return c.who.Super || c.who.Role.Has[right] }

// need answers 403 with the message and false if the caller lacks the right.
func (c *call) need(right, message string) bool {
	if c.can(right) {
		return true
	}
	c.fail(http.StatusForbidden, message)
	return false
}

const insufficient = "Insufficient permissions"

// authenticate finds out who calls: X-API-Key, then Authorization, then the cookie (contract §2).
func (c *call) authenticate() bool {
	e := c.e
	e.Lock()
	defer e.Unlock()
	var person, org int
	var message string
	switch key, header := c.r.Header.Get("X-API-Key"), c.r.Header.Get("Authorization"); {
	case key != "":
		person, message = e.ByKey(key)
	case header != "":
		token, ok := strings.CutPrefix(header, "Bearer ")
		if !ok || token == "" {
			message = "Invalid authorization header format"
		} else if person, org, ok = e.OpenAny(token); !ok {
			message = "Invalid or expired token"
		}
	default:
		cookie, err := c.r.Cookie("whm_access")
		if err != nil || cookie.Value == "" {
			message = "Missing authorization"
			break
		}
		ok := false
		if person, org, ok = e.OpenAny(cookie.Value); !ok {
			message = "Invalid or expired token"
		}
	}
	if message == "" && !e.People[person].Active {
		message = "Account is disabled"
	}
	if message != "" {
		c.fail(http.StatusUnauthorized, message)
		return false
	}
	// Another organisation for one request: silently ignored unless the caller belongs to it (§2.8).
	if o, _, _, known := e.IDs.Parse(uuid.Org, c.r.Header.Get("X-Organization-ID")); known &&
		int(o) < len(e.Orgs) && e.Member(person, int(o)) {
		org = int(o)
	}
	c.who = e.CallerOf(person, org)
	return true
}

// csrf applies the rule of contract §2.2.
func (c *call) csrf() bool {
	switch c.r.Method {
	case http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch:
	default:
		return true
	}
	if c.r.Header.Get("Authorization") != "" || c.r.Header.Get("X-API-Key") != "" {
		return true
	}
	if access, err := c.r.Cookie("whm_access"); err != nil || access.Value == "" {
		return true
	}
	token, err := c.r.Cookie("whm_csrf")
	return err == nil && token.Value != "" && token.Value == c.r.Header.Get("X-CSRF-Token")
}

// login signs in; the tokens are only in cookies (contract §2.1).
func (c session) login() {
	var in struct{ Email, Password string }
	if !c.decodeStrict(&in) {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	for n := range e.People {
		p := &e.People[n]
		if p.Email != in.Email || !same(p.Password, in.Password) {
			continue
		}
		if !p.Active {
			c.fail(http.StatusUnauthorized, "Account is disabled")
			return
		}
		c.open(n, 0, true)
		return
	}
	c.fail(http.StatusUnauthorized, "Invalid credentials")
}

// same compares secrets without telling by time how much of them agrees.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// open sets the three cookies and answers who signed in. The lock is held.
func (c session) open(person, org int, withRole bool) {
	e := c.e
	c.setCookie("whm_access", e.Issue(person, org, e.o.AccessTTL, false), "/api", e.o.AccessTTL, true)
	c.setCookie("whm_refresh", e.Issue(person, org, e.o.RefreshTTL, true), "/api/auth/refresh", e.o.RefreshTTL, true)
	e.TokenSerial++
	random := sha256.Sum256([]byte(e.Issue(person, org, time.Hour, true)))
	c.setCookie("whm_csrf", base64.RawURLEncoding.EncodeToString(random[:]), "/", e.o.RefreshTTL, false)
	c.ok(map[string]any{
		"expires_in": int(e.o.AccessTTL / time.Second),
		"user":       e.loginUser(person, org, withRole),
	})
}

// setCookie writes a cookie with the attributes of contract §2.1; life 0 clears it.
func (c session) setCookie(name, value, path string, life time.Duration, httpOnly bool) {
	cookie := &http.Cookie{
		Name: name, Value: value, Path: c.e.o.BasePath + path, HttpOnly: httpOnly,
		SameSite: http.SameSiteLaxMode, MaxAge: int(life / time.Second),
	}
	if life == 0 {
		cookie.MaxAge = -1
	}
	http.SetCookie(c.w, cookie)
}

// refreshToken finds the token in the body or in the cookie.
func (c session) refreshToken() string {
	var in struct {
		Token string `json:"refresh_token"`
	}
	if v, err := state.DecodeAny(c.body); err == nil {
		if m, ok := v.(map[string]any); ok {
			in.Token, _ = m["refresh_token"].(string)
		}
	}
	if in.Token == "" {
		if cookie, err := c.r.Cookie("whm_refresh"); err == nil {
			in.Token = cookie.Value
		}
	}
	return in.Token
}

// refresh exchanges a refresh token for new cookies; each works once (contract §2.3).
func (c session) refresh() {
	token := c.refreshToken()
	if token == "" {
		c.fail(http.StatusUnauthorized, "Missing refresh token")
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	claims, ok := state.OpenToken(token, e.Secrets.Refresh, e.Clock.Now())
	person, org, known := e.Holder(claims)
	switch {
	case !ok || !known:
		c.fail(http.StatusUnauthorized, "Invalid refresh token")
	case e.Revoked[claims.ID]:
		c.fail(http.StatusUnauthorized, "Refresh token has been revoked")
	default:
		e.Revoked[claims.ID] = true
		c.open(person, org, false)
	}
}

// logout revokes the refresh token and clears the cookies; access tokens live on (§2.4).
func (c session) logout() {
	e := c.e
	e.Lock()
	if claims, ok := state.OpenToken(c.refreshToken(), e.Secrets.Refresh, e.Clock.Now()); ok {
		e.Revoked[claims.ID] = true
	}
	e.Unlock()
	c.setCookie("whm_access", "", "/api", 0, true)
	c.setCookie("whm_refresh", "", "/api/auth/refresh", 0, true)
	c.setCookie("whm_csrf", "", "/", 0, false)
	c.ok(map[string]string{"status": "logged_out"})
}

// switchOrg signs the caller into another organisation (contract §2.8).
func (c session) switchOrg() {
	var in struct {
		Org string `json:"organization_id"`
	}
	if !c.decode(&in) {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	org, _, _, known := e.IDs.Parse(uuid.Org, in.Org)
	switch {
	case !known || int(org) >= len(e.Orgs):
		c.fail(http.StatusNotFound, "Organization not found")
	case !e.Member(c.who.Person, int(org)):
		c.fail(http.StatusForbidden, "You are not a member of this organization")
	default:
		c.open(c.who.Person, int(org), true)
	}
}

// wsToken issues the 30-second token of the WebSocket (contract §15.2).
func (c session) wsToken() {
	c.e.Lock()
	token := c.e.Issue(c.who.Person, c.who.Org, 30*time.Second, false)
	c.e.Unlock()
	c.ok(map[string]string{"token": token})
}
