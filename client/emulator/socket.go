package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/coder/websocket"
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

// socket serves one WebSocket from upgrade to end.
func (e *Emulator) socket(w http.ResponseWriter, r *http.Request) {
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		return // Accept has answered
	}
	defer func() { _ = conn.CloseNow() }()
	if !e.hub.enter(conn) {
		return
	}
	defer e.hub.leave(conn)
	conn.SetReadLimit(64 << 10) // far above frameLimit, which readFrame enforces
	person, ok := e.socketAuth(r.Context(), conn)
	if !ok {
		return
	}
	e.mu.Lock()
	role := e.roles[e.people[person].role].name
	e.mu.Unlock()
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	l := &listener{person: person, role: role, out: make(chan []byte, e.o.SocketBuffer), cancel: cancel}
	e.hub.join(l)
	defer e.hub.part(l)
	e.hub.done.Add(1)
	go func() {
		defer e.hub.done.Done()
		defer cancel()
		l.write(ctx, conn)
	}()
	e.listen(ctx, conn, l)
}

// socketAuth wants the auth frame. No frame in time: the line is cut without a word; a bad one:
// 1008 (contract §15.2).
func (e *Emulator) socketAuth(ctx context.Context, conn *websocket.Conn) (person int, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, e.authWithin)
	defer cancel()
	data, err := readFrame(ctx, conn)
	if err != nil {
		return 0, false
	}
	var f struct {
		Type    string `json:"type"`
		Payload struct {
			Token string `json:"token"`
		} `json:"payload"`
	}
	if json.Unmarshal(data, &f) == nil && f.Type == "auth" {
		e.mu.Lock()
		person, _, ok = e.openAny(f.Payload.Token)
		e.mu.Unlock()
	}
	if !ok {
		_ = conn.Close(websocket.StatusPolicyViolation, "authentication failed")
	}
	return person, ok
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
func (e *Emulator) listen(ctx context.Context, conn *websocket.Conn, l *listener) {
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
			if _, wellFormed := parseUUID(p.ContactID); wellFormed || p.ContactID == "" {
				e.hub.view(l, p.ContactID)
			}
		}
	}
}

// write sends frames and protocol pings until ctx ends or the client is gone.
func (l *listener) write(ctx context.Context, conn *websocket.Conn) {
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
func (l *listener) send(ctx context.Context, conn *websocket.Conn, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return conn.Write(ctx, websocket.MessageText, data)
}
