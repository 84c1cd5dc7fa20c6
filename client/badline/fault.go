package badline

import (
	"net/http"
	"strings"
	"time"
)

// Fault is what happens to some requests. The zero value does nothing to any. What a fault does
// comes in the order of its fields.
type Fault struct {
	When  func(*http.Request) bool // picks requests; nil takes every one
	Times int                      // how many are taken before the fault is over; 0 is all

	Before func()        // is called when the request is here, before anything else
	Delay  time.Duration // holds the request back, and the answer as long again

	Refuse  bool   // the connection breaks before the platform sees anything
	Half    bool   // the platform gets half of the request, then both sides break
	Swallow bool   // nobody answers, and the platform never sees it
	Answer  *Reply // is said in the platform's place
	Deaf    bool   // the platform carries it out, and its answer never comes
	Lost    bool   // the platform carries it out, and the connection breaks without a word of it
	Torn    bool   // the platform carries it out, and the connection breaks within the answer

	Spoil func(body []byte) []byte // changes the body of the platform's answer

	After func() // is called when the platform has carried the request out
}

// Reply is an answer in the platform's place.
type Reply struct {
	Status int
	Header http.Header
	Body   string
}

// TooMany is a refusal for asking too often, until so many seconds have passed.
func TooMany(seconds string) *Reply {
	return &Reply{
		Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {seconds}, "Content-Type": {"application/json"}},
		Body: `{"status":"error","message":"Too many requests. Please try again later.","data":null}`,
	}
}

// To picks requests by method, "" for any, and the end of their path.
func To(method, path string) func(*http.Request) bool {
	return func(r *http.Request) bool {
		return (method == "" || r.Method == method) && strings.HasSuffix(strings.TrimSuffix(r.URL.Path, "/"), path)
	}
}

// API picks everything but the opening of a WebSocket.
func API(r *http.Request) bool { return !strings.HasSuffix(r.URL.Path, "/ws") }

// Set puts faults on the line in place of those it had. A request takes the first that picks it.
// None mends it.
func (l *Line) Set(faults ...Fault) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.faults = make([]*Fault, len(faults))
	for i, f := range faults {
		if f.Times == 0 {
			f.Times = -1
		}
		l.faults[i] = &f
	}
}

// Left is how many requests the faults with a number still wait for.
func (l *Line) Left() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, f := range l.faults {
		n += max(f.Times, 0)
	}
	return n
}

// faultFor takes a request's fault, the zero one for none.
func (l *Line) faultFor(r *http.Request) Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests++
	for _, f := range l.faults {
		if f.Times != 0 && (f.When == nil || f.When(r)) {
			f.Times = max(f.Times-1, -1)
			return *f
		}
	}
	return Fault{}
}
