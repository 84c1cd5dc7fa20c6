// Package fault is the line between a client and the emulated platform as a test wants it: planned answers,
// delays, and the record of requests.
package fault

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Line is the line between client and platform as a test wants it: planned answers, delays, and
// the record of requests.
type Line struct {
	mu     sync.Mutex
	Keep   int
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

// Wrap puts the faults before the platform.
func (h *Line) Wrap(platform http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Server", "Whatomate")
		recorder := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		entry := h.begin(r)
		defer func() { h.end(entry, recorder.status) }()
		if !h.intercept(recorder, r) {
			platform.ServeHTTP(recorder, r)
		}
	})
}

// begin records a request and returns its number.
func (h *Line) begin(r *http.Request) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.log) >= h.Keep {
		drop := max(h.Keep/4, 1)
		h.log = append(h.log[:0], h.log[drop:]...)
		h.first += drop
	}
	h.log = append(h.log, Request{Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, At: time.Now()})
	return h.first + len(h.log) - 1
}

func (h *Line) end(entry, status int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if at := entry - h.first; at >= 0 && at < len(h.log) {
		h.log[at].Status = status
	}
}

// intercept lets a planned fault or a test's own handler answer instead of the platform.
func (h *Line) intercept(w http.ResponseWriter, r *http.Request) bool {
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
func (h *Line) FailNext(n, status int, body string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for range n {
		h.fail = append(h.fail, plannedFault{status, body})
	}
}

// Delay holds every request back as long as f says, before anything happens. nil ends it.
func (h *Line) Delay(f func(method, path string) time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.delay = f
}

// Intercept lets f answer requests; those for which it returns false go on to the platform. nil
// ends it.
func (h *Line) Intercept(f func(w http.ResponseWriter, r *http.Request) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.custom = f
}

// Requests gives the latest requests, oldest first.
func (h *Line) Requests() []Request {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]Request(nil), h.log...)
}

// CountRequests tells how many of the remembered requests had this method and path; an empty
// method or path stands for any.
func (h *Line) CountRequests(method, path string) int {
	n := 0
	for _, r := range h.Requests() {
		if (method == "" || r.Method == method) && (path == "" || r.Path == path) {
			n++
		}
	}
	return n
}

// ForgetRequests empties the record.
func (h *Line) ForgetRequests() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.first += len(h.log)
	h.log = nil
}

// statusWriter remembers the status for the request log.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
