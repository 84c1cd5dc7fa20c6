package emulator

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// hooks is what tests turn: faults, delays, and the record of requests.
type hooks struct {
	mu     sync.Mutex
	keep   int
	log    []Request
	first  int // number of the oldest entry in log
	fail   []plannedFault
	delay  func(method, path string) time.Duration
	custom func(w http.ResponseWriter, r *http.Request) bool
}

type plannedFault struct {
	status int
	body   string
}

// Request is one HTTP request the platform got. Status is 0 while it is being answered.
type Request struct {
	Method, Path, Query string
	Status              int
	At                  time.Time // the machine's clock
}

// begin records a request and returns its number.
func (h *hooks) begin(r *http.Request) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.log) >= h.keep {
		drop := max(h.keep/4, 1)
		h.log = append(h.log[:0], h.log[drop:]...)
		h.first += drop
	}
	h.log = append(h.log, Request{Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, At: time.Now()})
	return h.first + len(h.log) - 1
}

func (h *hooks) end(entry, status int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if at := entry - h.first; at >= 0 && at < len(h.log) {
		h.log[at].Status = status
	}
}

// intercept lets a planned fault or a test's own handler answer instead of the platform.
func (h *hooks) intercept(w http.ResponseWriter, r *http.Request) bool {
	h.mu.Lock()
	delay, custom := h.delay, h.custom
	var fault *plannedFault
	if len(h.fail) > 0 && r.URL.Path != "/health" {
		fault = &h.fail[0]
		h.fail = h.fail[1:]
	}
	h.mu.Unlock()
	if delay != nil {
		select {
		case <-time.After(delay(r.Method, r.URL.Path)):
		case <-r.Context().Done():
			return true
		}
	}
	if fault != nil {
		fault.write(w)
		return true
	}
	return custom != nil && custom(w, r)
}

func (f *plannedFault) write(w http.ResponseWriter) {
	body, kind := f.body, "text/plain; charset=utf-8"
	if body == "" {
		body = `{"status":"error","message":` + strconv.Quote(http.StatusText(f.status)) + `,"data":null}`
	}
	if body[0] == '{' || body[0] == '[' {
		kind = "application/json"
	}
	w.Header().Set("Content-Type", kind)
	if f.status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "1")
	}
	w.WriteHeader(f.status)
	_, _ = w.Write([]byte(body))
}

// FailNext makes the next n requests, health checks aside, answer status and body without
// reaching the platform. An empty body becomes the platform's error shape; 429 carries
// Retry-After: 1.
func (e *Emulator) FailNext(n, status int, body string) {
	e.hooks.mu.Lock()
	defer e.hooks.mu.Unlock()
	for range n {
		e.hooks.fail = append(e.hooks.fail, plannedFault{status, body})
	}
}

// Delay holds every request back as long as f says, before anything happens. nil ends it.
func (e *Emulator) Delay(f func(method, path string) time.Duration) {
	e.hooks.mu.Lock()
	defer e.hooks.mu.Unlock()
	e.hooks.delay = f
}

// Intercept lets f answer requests; those for which it returns false go on to the platform. nil
// ends it.
func (e *Emulator) Intercept(f func(w http.ResponseWriter, r *http.Request) bool) {
	e.hooks.mu.Lock()
	defer e.hooks.mu.Unlock()
	e.hooks.custom = f
}

// Requests gives the latest requests, oldest first.
func (e *Emulator) Requests() []Request {
	e.hooks.mu.Lock()
	defer e.hooks.mu.Unlock()
	return append([]Request(nil), e.hooks.log...)
}

// CountRequests tells how many of the remembered requests had this method and path; an empty
// method or path stands for any.
func (e *Emulator) CountRequests(method, path string) int {
	n := 0
	for _, r := range e.Requests() {
		if (method == "" || r.Method == method) && (path == "" || r.Path == path) {
			n++
		}
	}
	return n
}

// ForgetRequests empties the record.
func (e *Emulator) ForgetRequests() {
	e.hooks.mu.Lock()
	defer e.hooks.mu.Unlock()
	e.hooks.first += len(e.hooks.log)
	e.hooks.log = nil
}

// Advance moves the emulator's clock and does, on the caller's goroutine, what became due.
func (e *Emulator) Advance(d time.Duration) { e.clock.advance(d) }

// Now is the emulator's present.
func (e *Emulator) Now() time.Time { return e.clock.Now() }

// SetEnforce switches FORK's enforcement of permissions by route.
func (e *Emulator) SetEnforce(on bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.enforce = on
}

// DropSockets cuts every WebSocket without a close frame, as a broken line does.
func (e *Emulator) DropSockets() { e.hub.drop() }

// Sockets tells how many signed-in WebSockets are open.
func (e *Emulator) Sockets() int { return e.hub.size() }

// DroppedFrames tells how many frames were lost because a reader was too slow, one for each reader
// that lost it.
func (e *Emulator) DroppedFrames() int { return e.hub.dropped() }

// ExpireTokens makes every access and WebSocket token invalid; refresh tokens stay good.
func (e *Emulator) ExpireTokens() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.secrets.rotate(true, false)
}

// RevokeTokens makes every token invalid: only signing in again helps.
func (e *Emulator) RevokeTokens() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.secrets.rotate(true, true)
}

// ChangePassword gives a person another password; tokens stay good.
func (e *Emulator) ChangePassword(email, password string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for i := range e.people {
		if e.people[i].email == email {
			e.people[i].password = password
		}
	}
}

// ContactIDs gives the ids of all contacts in the list's order, newest first.
func (e *Emulator) ContactIDs() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	out := make([]string, 0, e.alive)
	for _, i := range e.order.page(0, len(e.order.list)) {
		out = append(out, e.contactID(i))
	}
	return out
}
