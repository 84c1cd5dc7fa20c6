package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// hub is the realtime side of a platform (contract §15): fresh tokens, the
// sign-in as first frame, no acknowledgement, pongs, 512 bytes inward.
type hub struct {
	t       *testing.T
	mu      sync.Mutex
	tokens  int
	conns   []*websocket.Conn
	frames  []string // what clients said, sign-ins apart
	mute    bool     // answers no pings
	dials   atomic.Int64
	tokened atomic.Int64
	refuse  atomic.Int64 // status for upgrades, 0 to accept
}

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/api/auth/ws-token":
		h.tokened.Add(1)
		h.mu.Lock()
		h.tokens++
		token := h.tokens
		h.mu.Unlock()
		fmt.Fprintf(w, `{"status":"success","data":{"token":"ws%d"}}`, token)
	case "/ws":
		h.dials.Add(1)
		if status := h.refuse.Load(); status != 0 {
			w.WriteHeader(int(status))
			return
		}
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		h.talk(r.Context(), conn)
	default:
		w.WriteHeader(404)
	}
}

func (h *hub) talk(ctx context.Context, conn *websocket.Conn) {
	defer conn.CloseNow()
	conn.SetReadLimit(512)
	_, raw, err := conn.Read(ctx)
	h.mu.Lock()
	fresh := fmt.Sprintf(`{"payload":{"token":"ws%d"},"type":"auth"}`, h.tokens)
	h.mu.Unlock()
	if err != nil || string(raw) != fresh {
		_ = conn.Close(websocket.StatusPolicyViolation, "authentication failed")
		return
	}
	h.mu.Lock()
	h.conns = append(h.conns, conn)
	h.mu.Unlock()
	for {
		_, raw, err := conn.Read(ctx)
		if err != nil {
			return
		}
		h.mu.Lock()
		mute := h.mute
		h.frames = append(h.frames, string(raw))
		h.mu.Unlock()
		if strings.Contains(string(raw), `"ping"`) && !mute {
			_ = conn.Write(ctx, websocket.MessageText, []byte(`{"type":"pong","payload":null}`))
		}
	}
}

// say sends a frame to the newest connection.
func (h *hub) say(frames ...string) {
	h.mu.Lock()
	conn := h.conns[len(h.conns)-1]
	h.mu.Unlock()
	for _, f := range frames {
		if err := conn.Write(context.Background(), websocket.MessageText, []byte(f)); err != nil {
			h.t.Errorf("saying %s: %v", f, err)
		}
	}
}

func (h *hub) drop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, conn := range h.conns {
		_ = conn.CloseNow()
	}
	h.conns = nil
}

func (h *hub) said() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	frames := h.frames
	h.frames = nil
	return frames
}

// run starts the stream of a client of h until the test ends.
func run(t *testing.T, c *Client) *Stream {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- c.Stream().Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) && KindOf(err) != KindCancelled {
			t.Errorf("the stream ended with %v", err)
		}
	})
	return c.Stream()
}

// next returns the next events, which must come within two minutes.
func next(t *testing.T, s *Stream) []Event {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	events, err := s.Next(ctx)
	if err != nil {
		t.Fatalf("no event: %v", err)
	}
	return events
}

// wantState waits for one change of state and checks it.
func wantState(t *testing.T, s *Stream, state Liveness, resync bool) StreamState {
	t.Helper()
	events := next(t, s)
	got, ok := events[0].(StreamState)
	if !ok || len(events) != 1 || got.State != state || got.Resync != resync {
		t.Fatalf("got %+v, want %s (resync %v)", events, state, resync)
	}
	return got
}

func newMessage(id string) string {
	return `{"type":"new_message","payload":{"id":"` + id + `","contact_id":"c1","content":{"body":"hi"},"direction":"incoming","profile_name":"Aarav"}}`
}
