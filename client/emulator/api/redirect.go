package api

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

const redirectFor = 30 * time.Second

// newRedirect stores a target and gives the path of its token.
func (e *Server) newRedirect(target string) string {
	e.Lock()
	defer e.Unlock()
	token := strings.ReplaceAll(e.IDs.Make(uuid.Other, 3, e.NextSerial()), "-", "")
	e.Redirects[token] = state.Redirect{Target: target, Expires: e.Clock.Now().Add(redirectFor)}
	return "/api/custom-actions/redirect/" + token
}

// redirect answers a token on UPSTREAM. On FORK it always answers 401, whatever is sent.
func (c actions) redirect() {
	if c.e.Fork {
		c.fail(http.StatusUnauthorized, "Unauthorized")
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	r, ok := e.Redirects[c.args[0]]
	delete(e.Redirects, c.args[0])
	switch {
	case !ok:
		c.fail(http.StatusNotFound, "Invalid or expired redirect token")
	case !e.Clock.Now().Before(r.Expires):
		c.fail(http.StatusGone, "Redirect token has expired")
	default:
		c.w.Header().Set("Location", c.location(r.Target))
		c.answer(http.StatusFound, "text/plain; charset=utf-8", nil)
	}
}

// location writes the raw target; anything but http and https comes out mangled, as a path on
// the platform itself (contract §8.6).
func (c actions) location(target string) string {
	target = strings.Map(func(r rune) rune {
		if r == '\r' || r == '\n' {
			return -1
		}
		return r
	}, target)
	if u, err := url.Parse(target); err == nil && u.Scheme != "http" && u.Scheme != "https" {
		return "http://" + c.r.Host + c.e.o.BasePath + "/api/custom-actions/redirect/" + target
	}
	return target
}
