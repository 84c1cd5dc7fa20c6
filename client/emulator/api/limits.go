package api

import (
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// RateLimit says how many requests pass. Zero fields do not limit.
type RateLimit struct {
	// Login limits login, refresh and SSO per address and Window.
	Login int
	// API limits everything below /api/ per user and Window (FORK; hosted platforms too).
	API int
	// Burst limits everything below /api/ per user and second.
	Burst int
	// Window defaults to a minute.
	Window time.Duration
	// Headers adds X-RateLimit-Limit, -Remaining and -Reset as the hosted relative does (§23).
	Headers bool
}

// limiter counts requests in fixed windows.
type limiter struct {
	mu      sync.Mutex
	windows map[string]*window
}

type window struct {
	ends time.Time
	used int
}

// take counts one request under key. left is what remains, wait how long the window still runs.
func (l *limiter) take(key string, limit int, length time.Duration, now time.Time) (left int, wait time.Duration, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.windows == nil {
		l.windows = make(map[string]*window)
	}
	w := l.windows[key]
	if w == nil || !now.Before(w.ends) {
		w = &window{ends: now.Add(length)}
		l.windows[key] = w
	}
	if w.used >= limit {
		return 0, w.ends.Sub(now), false
	}
	w.used++
	return limit - w.used, w.ends.Sub(now), true
}

// login limits the sign-in endpoints per address (contract §16).
func (l *limiter) login(c *call, path string) bool {
	limit := c.e.o.Limit
	if limit.Login == 0 || !strings.HasPrefix(path, "auth/login") && !strings.HasPrefix(path, "auth/refresh") &&
		!strings.HasPrefix(path, "auth/sso") {
		return true
	}
	host, _, _ := net.SplitHostPort(c.r.RemoteAddr)
	key := "login " + host + " " + path
	_, wait, ok := l.take(key, limit.Login, limit.Window, c.e.Clock.Now())
	if !ok {
		c.tooMany(wait)
	}
	return ok
}

// api limits everything else per user.
func (l *limiter) api(c *call) bool {
	limit, now := c.e.o.Limit, c.e.Clock.Now()
	if limit.Burst > 0 {
		if _, wait, ok := l.take("burst "+c.who.Email, limit.Burst, time.Second, now); !ok {
			c.tooMany(wait)
			return false
		}
	}
	if limit.API == 0 {
		return true
	}
	left, wait, ok := l.take("api "+c.who.Email, limit.API, limit.Window, now)
	if limit.Headers {
		h := c.w.Header()
		h.Set("X-RateLimit-Limit", strconv.Itoa(limit.API))
		h.Set("X-RateLimit-Remaining", strconv.Itoa(left))
		h.Set("X-RateLimit-Reset", strconv.FormatInt(now.Add(wait).Unix(), 10))
	}
	if !ok {
		c.tooMany(wait)
	}
	return ok
}

func (c *call) tooMany(wait time.Duration) {
	seconds := int((wait + time.Second - 1) / time.Second)
	c.w.Header().Set("Retry-After", strconv.Itoa(max(seconds, 1)))
	c.fail(http.StatusTooManyRequests, "Too many requests. Please try again later.")
}
