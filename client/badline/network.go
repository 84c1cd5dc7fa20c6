package badline

import (
	"context"
	"errors"
	"net"
	"sync"
)

// Network is a network in memory: hosts by name, no ports, no latency but what a Line adds.
type Network struct {
	mu    sync.Mutex
	hosts map[string]*host
}

var (
	errRefused = errors.New("connection refused")
	errInUse   = errors.New("the name is taken")
)

// Listen makes name, as "desk.test:80", a host that can be dialled until its listener is closed.
func (n *Network) Listen(name string) (net.Listener, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.hosts[name] != nil {
		return nil, &net.OpError{Op: "listen", Net: "memory", Err: errInUse}
	}
	h := &host{net: n, name: name, waiting: make(chan net.Conn), closed: make(chan struct{})}
	if n.hosts == nil {
		n.hosts = map[string]*host{}
	}
	n.hosts[name] = h
	return h, nil
}

// Dial connects to a host, as http.Transport.DialContext wants it.
func (n *Network) Dial(ctx context.Context, _, name string) (net.Conn, error) {
	n.mu.Lock()
	h := n.hosts[name]
	n.mu.Unlock()
	refused := &net.OpError{Op: "dial", Net: "memory", Err: errRefused}
	if h == nil {
		return nil, refused
	}
	ours, theirs := net.Pipe()
	select {
	case h.waiting <- theirs:
		return ours, nil
	case <-h.closed:
		return nil, refused
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// host is one listener of a Network.
type host struct {
	net     *Network
	name    string
	waiting chan net.Conn
	closed  chan struct{}
	once    sync.Once
}

func (h *host) Accept() (net.Conn, error) {
	select {
	case c := <-h.waiting:
		return c, nil
	case <-h.closed:
		return nil, net.ErrClosed
	}
}

func (h *host) Close() error {
	h.once.Do(func() {
		close(h.closed)
		h.net.mu.Lock()
		defer h.net.mu.Unlock()
		delete(h.net.hosts, h.name)
	})
	return nil
}

func (h *host) Addr() net.Addr { return address(h.name) }

// address is a host's name as an address.
type address string

func (a address) Network() string { return "memory" }
func (a address) String() string  { return string(a) }
