package catcher

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"time"

	"keydesk/actions"
)

// Limits of one catcher. A run repeats a request twice at most.
const (
	maxBody     = 1 << 20  // bytes of a body that are kept
	maxCounted  = 64 << 20 // bytes of a body that are counted
	maxArrivals = 8
)

// Answer is what the catcher says to every request.
type Answer struct {
	Status int // 200 when 0
	// ContentType is application/json when empty.
	ContentType string
	Body        string
}

// Check says in a sentence what is wrong with an answer.
func (a Answer) Check() error {
	if a.Status != 0 && (a.Status < 200 || a.Status > 599) {
		return fmt.Errorf("%d is no status of an answer; write e.g. 200, 404 or 503", a.Status)
	}
	return nil
}

// Options say what to wait for and what to answer.
type Options struct {
	Answer Answer
	// Key is the Idempotency-Key that the request must bring.
	Key string
	// Now replaces the clock in tests.
	Now func() time.Time
}

// Catcher is one running server. Its owner closes it; it also ends with the context it was started
// with.
type Catcher struct {
	o       Options
	address netip.AddrPort
	server  *http.Server
	stop    func() bool
	done    chan struct{}

	mu   sync.Mutex
	list []Arrival
}

// Start listens on a free port of the loopback address.
func Start(ctx context.Context, o Options) (*Catcher, error) {
	if err := o.Answer.Check(); err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	var listener net.Listener
	var failed error
	for _, address := range []string{"127.0.0.1:0", "[::1]:0"} {
		l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
		if err == nil {
			listener = l
			break
		}
		failed = errors.Join(failed, err)
	}
	if listener == nil {
		return nil, fmt.Errorf("starting the catcher on this machine: %w", failed)
	}
	c := &Catcher{o: o, address: listener.Addr().(*net.TCPAddr).AddrPort(), done: make(chan struct{})}
	c.server = &http.Server{
		Handler: http.HandlerFunc(c.serve), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: 30 * time.Second, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	go func() {
		defer close(c.done)
		_ = c.server.Serve(listener) // ends with ErrServerClosed
	}()
	c.stop = context.AfterFunc(ctx, func() { _ = c.server.Close() })
	return c, nil
}

// Address is where the catcher listens.
func (c *Catcher) Address() netip.AddrPort { return c.address }

// Close ends the server and waits until it has.
func (c *Catcher) Close() {
	c.stop()
	_ = c.server.Close() // what is cut off was not waited for
	<-c.done
}

// Arrivals are the requests that came so far, in their order.
func (c *Catcher) Arrivals() []Arrival {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.list)
}

// serve keeps a request and answers it.
func (c *Catcher) serve(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Idempotency-Key") != c.o.Key {
		http.Error(w, "this is not the request that is waited for", http.StatusNotFound)
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	rest, _ := io.Copy(io.Discard, io.LimitReader(r.Body, maxCounted)) // what breaks off is told below
	status := c.o.Answer.Status
	if status == 0 {
		status = http.StatusOK
	}
	x := Arrival{
		At: c.o.Now(), Method: r.Method, Target: r.RequestURI, Host: r.Host, Proto: r.Proto,
		Header: actions.ReceivedHeaders(r.Header), Body: body, Size: int64(len(body)) + rest, Broken: err != nil, Answered: status,
	}
	if !c.keep(x) {
		http.Error(w, "too many requests for one run", http.StatusTooManyRequests)
		return
	}
	if c.o.Answer.Body != "" {
		contentType := c.o.Answer.ContentType
		if contentType == "" {
			contentType = "application/json"
		}
		w.Header().Set("Content-Type", contentType)
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, c.o.Answer.Body) // the run tells itself if the answer did not arrive
}

// keep notes a request; false when there were too many.
func (c *Catcher) keep(x Arrival) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.list) == maxArrivals {
		return false
	}
	c.list = append(c.list, x)
	return true
}
