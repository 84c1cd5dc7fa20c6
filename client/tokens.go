package client

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// tokens are what signing in gives. Both are secrets of full value: a refresh
// token is even accepted as an access token (contract §2.7).
type tokens struct {
	access, refresh string
	// renewAt and expires are by our own clock; zero when the lifetime is not
	// known, and then only a 401 tells.
	renewAt, expires time.Time
}

// The cookies that carry the tokens; no answer has them in its body
// (contract §2.1).
const (
	accessCookie  = "whm_access"
	refreshCookie = "whm_refresh"
)

// readTokens takes the tokens out of the cookies of a login or refresh.
func readTokens(h http.Header, now time.Time) (tokens, bool) {
	var t tokens
	lifetime := time.Duration(0)
	for _, cookie := range (&http.Response{Header: h}).Cookies() {
		switch {
		case cookie.MaxAge < 0 || cookie.Value == "":
		case cookie.Name == accessCookie:
			t.access = cookie.Value
			lifetime = time.Duration(cookie.MaxAge) * time.Second
		case cookie.Name == refreshCookie:
			t.refresh = cookie.Value
		}
	}
	if own := jwtLifetime(t.access); own > 0 {
		lifetime = own
	}
	if lifetime > 0 {
		t.expires = now.Add(lifetime)
		t.renewAt = t.expires.Add(-min(time.Minute, lifetime/5))
	}
	return t, t.access != ""
}

// jwtLifetime reads how long a JWT lives, exp minus iat, so that a clock that
// differs from the platform's does no harm. 0 means it does not tell.
func jwtLifetime(token string) time.Duration {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return 0
	}
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return 0
	}
	var claims struct {
		Issued  float64 `json:"iat"`
		Expires float64 `json:"exp"`
	}
	const month = 31 * 24 * 3600
	if json.Unmarshal(raw, &claims) != nil || claims.Issued <= 0 || claims.Expires <= claims.Issued ||
		claims.Expires-claims.Issued > month {
		return 0
	}
	return time.Duration((claims.Expires - claims.Issued) * float64(time.Second))
}
