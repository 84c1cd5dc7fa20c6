package emulator

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

const redirectFor = 30 * time.Second

// newRedirect stores a target and gives the path of its token.
func (e *server) newRedirect(target string) string {
	e.Lock()
	defer e.Unlock()
	token := strings.ReplaceAll(e.ids.make(kindOther, 3, e.nextSerial()), "-", "")
	e.redirects[token] = redirect{target, e.clock.Now().Add(redirectFor)}
	return "/api/custom-actions/redirect/" + token
}

// redirect answers a token on UPSTREAM. On FORK it always answers 401, whatever is sent.
func (c actions) redirect() {
	if c.e.fork {
		c.fail(http.StatusUnauthorized, "Unauthorized")
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	r, ok := e.redirects[c.args[0]]
	delete(e.redirects, c.args[0])
	switch {
	case !ok:
		c.fail(http.StatusNotFound, "Invalid or expired redirect token")
	case !e.clock.Now().Before(r.expires):
		c.fail(http.StatusGone, "Redirect token has expired")
	default:
		c.w.Header().Set("Location", c.location(r.target))
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
		return "http://" + c.r.Host + c.e.o.basePath + "/api/custom-actions/redirect/" + target
	}
	return target
}
