package emulator

import (
	"context"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// hub is everyone who listens on a WebSocket.
type hub struct {
	buffer     int           // frames that wait for a slow reader before frames are dropped
	authWithin time.Duration // how long the first frame may take
	auth       func(token string) (person int, role string, ok bool)

	mu      sync.Mutex
	closed  bool
	clients map[*listener]struct{}
	raw     map[*websocket.Conn]struct{} // connections that did not sign in yet, too
	lost    int                          // frames that slow readers never got
	done    sync.WaitGroup
}

// listener is one signed-in connection.
type listener struct {
	person  int
	role    string
	out     chan []byte
	cancel  context.CancelFunc
	viewing string // contact id set by set_contact; guarded by hub.mu
	dropped int    // frames lost in a row; guarded by hub.mu
}

// dropLimit is how many frames in a row FORK lets a slow reader lose before it cuts the line.
const dropLimit = 32

func newHub(buffer int) *hub {
	return &hub{buffer: buffer, authWithin: authWithin, clients: make(map[*listener]struct{}), raw: make(map[*websocket.Conn]struct{})}
}

// open lets connections in again after close.
func (h *hub) open() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = false
}

// enter registers a fresh connection, for drop. It fails while the platform is shutting down.
func (h *hub) enter(c *websocket.Conn) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	h.raw[c] = struct{}{}
	h.done.Add(1)
	return true
}

// close cuts every line, lets none in any more, and waits for their goroutines.
func (h *hub) close() {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	h.drop()
	h.done.Wait()
}

func (h *hub) leave(c *websocket.Conn) {
	h.mu.Lock()
	delete(h.raw, c)
	h.mu.Unlock()
	h.done.Done()
}

func (h *hub) join(l *listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clients[l] = struct{}{}
}

func (h *hub) part(l *listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.clients, l)
}

func (h *hub) size() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.clients)
}

// dropped counts the frames that did not fit into a slow reader's buffer.
func (h *hub) dropped() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.lost
}

// people counts the users with at least one connection.
func (h *hub) people() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	seen := make(map[int]bool)
	for l := range h.clients {
		seen[l.person] = true
	}
	return len(seen)
}

// drop cuts every line without a close frame.
func (h *hub) drop() {
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
func (h *hub) view(l *listener, contactID string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	l.viewing = contactID
}

// tell sends a frame to everyone whom want accepts; nil means all. What does not fit into a slow
// reader's buffer is lost, as on the platform (contract §15.4).
func (h *hub) tell(frame []byte, fork bool, want func(*listener) bool) {
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
