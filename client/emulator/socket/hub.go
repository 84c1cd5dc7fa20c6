// Package socket is the WebSocket side of the emulated platform: who listens, signing in, and frames out
// (contract §15).
package socket

import (
	"context"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// Hub is everyone who listens on a WebSocket.
type Hub struct {
	buffer     int           // frames that wait for a slow reader before frames are dropped
	AuthWithin time.Duration // how long the first frame may take
	Auth       func(token string) (person int, role string, ok bool)

	mu      sync.Mutex
	closed  bool
	clients map[*Listener]struct{}
	raw     map[*websocket.Conn]struct{} // connections that did not sign in yet, too
	lost    int                          // frames that slow readers never got
	done    sync.WaitGroup
}

// Listener is one signed-in connection.
type Listener struct {
	person  int
	Role    string
	out     chan []byte
	cancel  context.CancelFunc
	Viewing string // contact id set by set_contact; guarded by hub.mu
	dropped int    // frames lost in a row; guarded by hub.mu
}

// dropLimit is how many frames in a row FORK lets a slow reader lose before it cuts the line.
const dropLimit = 32

func New(buffer int) *Hub {
	return &Hub{buffer: buffer, AuthWithin: authWithin, clients: make(map[*Listener]struct{}), raw: make(map[*websocket.Conn]struct{})}
}

// Open lets connections in again after close.
func (h *Hub) Open() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = false
}

// enter registers a fresh connection, for drop. It fails while the platform is shutting down.
func (h *Hub) enter(c *websocket.Conn) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	h.raw[c] = struct{}{}
	h.done.Add(1)
	return true
}

// Close cuts every line, lets none in any more, and waits for their goroutines.
func (h *Hub) Close() {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	h.Drop()
	h.done.Wait()
}

func (h *Hub) leave(c *websocket.Conn) {
	h.mu.Lock()
	delete(h.raw, c)
	h.mu.Unlock()
	h.done.Done()
}

func (h *Hub) join(l *Listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clients[l] = struct{}{}
}

func (h *Hub) part(l *Listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.clients, l)
}

func (h *Hub) Size() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.clients)
}

// Dropped counts the frames that did not fit into a slow reader's buffer.
func (h *Hub) Dropped() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.lost
}

// People counts the users with at least one connection.
func (h *Hub) People() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	seen := make(map[int]bool)
	for l := range h.clients {
		seen[l.person] = true
	}
	return len(seen)
}

// Drop cuts every line without a close frame.
func (h *Hub) Drop() {
	h.mu.Lock()
	conns := make([]*websocket.Conn, 0, len(h.raw))
	for c := range h.raw {
		conns = append(conns, c)
	}
	for l := range h.clients {
		l.cancel()
	}
	h.mu.Unlock()
	for _, c := range conns {
		_ = c.CloseNow()
	}
}

// view sets which contact a connection looks at.
func (h *Hub) view(l *Listener, contactID string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	l.Viewing = contactID
}

// Tell sends a frame to everyone whom want accepts; nil means all. What does not fit into a slow
// reader's buffer is lost, as on the platform (contract §15.4).
func (h *Hub) Tell(frame []byte, fork bool, want func(*Listener) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.clients {
		if want != nil && !want(l) {
			continue
		}
		select {
		case l.out <- frame:
			l.dropped = 0
		default:
			h.lost++
			if l.dropped++; fork && l.dropped >= dropLimit {
				l.cancel()
			}
		}
	}
}
