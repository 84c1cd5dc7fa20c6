package badline

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
)

// Line is a proxy between a client and one platform. Use it from any number of goroutines; Close
// ends everything it began.
type Line struct {
	dial   func(ctx context.Context) (net.Conn, error)
	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	done   sync.WaitGroup
	listen net.Listener

	mu       sync.Mutex
	faults   []*Fault
	requests int
	down     bool
	frozen   chan struct{} // closed when the line moves again; nil while it moves
	open     map[net.Conn]struct{}
	fresh    func() Tangle
}

// New makes a line that takes clients from listener and dials the platform for each.
func New(listener net.Listener, dial func(ctx context.Context) (net.Conn, error)) *Line {
	ctx, cancel := context.WithCancel(context.Background())
	l := &Line{dial: dial, ctx: ctx, cancel: cancel, listen: listener, open: map[net.Conn]struct{}{}}
	l.done.Go(l.accept)
	return l
}

// Listen makes a line over TCP on loopback to a platform at addr, as "127.0.0.1:8080".
func Listen(ctx context.Context, addr string) (*Line, error) {
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listening for a bad line: %w", err)
	}
	var d net.Dialer
	return New(listener, func(ctx context.Context) (net.Conn, error) { return d.DialContext(ctx, "tcp", addr) }), nil
}

// Addr is where clients dial.
func (l *Line) Addr() string { return l.listen.Addr().String() }

// Close cuts every connection and returns when nothing of the line is left.
func (l *Line) Close() {
	l.cancel()
	_ = l.listen.Close()
	l.Cut()
	l.done.Wait()
}

// Requests is how many requests came over the line.
func (l *Line) Requests() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.requests
}

// Down cuts every connection and lets none in until Up: a cable that is pulled, seen from a
// machine that notices.
func (l *Line) Down() {
	l.mu.Lock()
	l.down = true
	l.mu.Unlock()
	l.Cut()
}

// Up ends Down.
func (l *Line) Up() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = false
}

// Freeze leaves the line half open until Thaw: connections stand, new ones are let in, and not a
// byte moves.
func (l *Line) Freeze() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.frozen == nil {
		l.frozen = make(chan struct{})
	}
}

// Thaw ends Freeze. As after a silence that a router between forgot, what stood then is cut.
func (l *Line) Thaw() {
	l.Cut()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.frozen != nil {
		close(l.frozen)
		l.frozen = nil
	}
}

// Cut breaks every connection without a word.
func (l *Line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.open {
		reset(c)
	}
}

// reset closes a connection as a broken one does: over TCP the other side meets a reset.
func reset(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}

// moving waits while the line is frozen; false means that it is closed.
func (l *Line) moving() bool {
	l.mu.Lock()
	frozen := l.frozen
	l.mu.Unlock()
	if frozen == nil {
		return l.ctx.Err() == nil
	}
	select {
	case <-frozen:
		return true
	case <-l.ctx.Done():
		return false
	}
}

// hold registers a connection, so that Cut meets it; release forgets and closes it. It fails while
// the line is down.
func (l *Line) hold(c net.Conn) (release func(), ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down || l.ctx.Err() != nil {
		reset(c)
		return nil, false
	}
	l.open[c] = struct{}{}
	return func() {
		l.mu.Lock()
		delete(l.open, c)
		l.mu.Unlock()
		_ = c.Close()
	}, true
}

func (l *Line) accept() {
	for {
		c, err := l.listen.Accept()
		if err != nil {
			return
		}
		release, ok := l.hold(c)
		if !ok {
			continue
		}
		l.done.Go(func() {
			defer release()
			l.serve(c)
		})
	}
}

// serve relays what one client asks, one request after the other.
func (l *Line) serve(c net.Conn) {
	k := &client{line: l, conn: c, in: bufio.NewReader(c)}
	defer k.hangUp()
	for {
		r, err := http.ReadRequest(k.in)
		if err != nil || !l.moving() {
			return
		}
		if err := k.exchange(r); err != nil {
			if errors.Is(err, errBroken) {
				reset(c)
			}
			return
		}
	}
}
