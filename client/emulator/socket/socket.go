package socket

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/coder/websocket"

	"keydesk/client/emulator/uuid"
)

const (
	// frameLimit is the largest frame a client may send (contract §15.2).
	frameLimit = 512
	// authWithin is how long the first frame may take.
	authWithin = 5 * time.Second
	// pingEvery and silentAfter are the platform's keep-alive (contract §15.3).
	pingEvery   = 54 * time.Second
	silentAfter = 6 * time.Second
)

// frame is what both sides send.
type frame struct {
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload"`
}

// Serve serves one WebSocket from upgrade to end.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request) {
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		return // Accept has answered
	}
	defer func() { _ = conn.CloseNow() }()
	if !h.enter(conn) {
		return
	}
	defer h.leave(conn)
	conn.SetReadLimit(64 << 10) // far above frameLimit, which readFrame enforces
	person, role, ok := h.signIn(r.Context(), conn)
	if !ok {
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	l := &Listener{person: person, Role: role, out: make(chan []byte, h.buffer), cancel: cancel}
	h.join(l)
	defer h.part(l)
	h.done.Add(1)
	go func() {
		defer h.done.Done()
		defer cancel()
		l.write(ctx, conn)
	}()
	h.listen(ctx, conn, l)
}

// auth wants the auth frame. No frame in time: the line is cut without a word; a bad one:
// 1008 (contract §15.2).
func (h *Hub) signIn(ctx context.Context, conn *websocket.Conn) (person int, role string, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, h.AuthWithin)
	defer cancel()
	data, err := readFrame(ctx, conn)
	if err != nil {
		return 0, "", false
	}
	var f struct {
		Type    string `json:"type"`
		Payload struct {
			Token string `json:"token"`
		} `json:"payload"`
	}
	if json.Unmarshal(data, &f) == nil && f.Type == "auth" {
		person, role, ok = h.Auth(f.Payload.Token)
	}
	if !ok {
		_ = conn.Close(websocket.StatusPolicyViolation, "authentication failed")
	}
	return person, role, ok
}

// readFrame reads one frame. One over the limit is answered with 1009 and no reason.
func readFrame(ctx context.Context, conn *websocket.Conn) ([]byte, error) {
	_, data, err := conn.Read(ctx)
	if err == nil && len(data) > frameLimit {
		_ = conn.Close(websocket.StatusMessageTooBig, "")
		err = errors.New("frame too large")
	}
	return data, err
}

// listen obeys what the client sends; anything it does not know is ignored without an answer.
func (h *Hub) listen(ctx context.Context, conn *websocket.Conn, l *Listener) {
	for {
		data, err := readFrame(ctx, conn)
		if err != nil {
			return
		}
		var f frame
		if json.Unmarshal(data, &f) != nil {
			continue
		}
		switch f.Type {
		case "ping":
			select {
			case l.out <- []byte(`{"type":"pong","payload":null}`):
			default:
			}
		case "set_contact":
			var p struct {
				ContactID string `json:"contact_id"`
			}
			if json.Unmarshal(f.Payload, &p) != nil {
				continue
			}
			if _, wellFormed := uuid.Parse(p.ContactID); wellFormed || p.ContactID == "" {
				h.view(l, p.ContactID)
			}
		}
	}
}

// write sends frames and protocol pings until ctx ends or the client is gone.
func (l *Listener) write(ctx context.Context, conn *websocket.Conn) {
	pings := time.NewTicker(pingEvery)
	defer pings.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case data := <-l.out:
			if err := l.send(ctx, conn, data); err != nil {
				return
			}
		case <-pings.C:
			pctx, cancel := context.WithTimeout(ctx, silentAfter)
			err := conn.Ping(pctx)
			cancel()
			if err != nil {
				_ = conn.CloseNow()
				return
			}
		}
	}
}

// send writes one frame; a client that does not read for ten seconds is cut.
func (l *Listener) send(ctx context.Context, conn *websocket.Conn, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return conn.Write(ctx, websocket.MessageText, data)
}
