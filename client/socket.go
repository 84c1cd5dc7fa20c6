package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"sync"
	"time"

	"github.com/coder/websocket"
)

const (
	frameOut     = 512              // the platform cuts the line above it (contract §15.2)
	frameIn      = 4 << 20          // of one event
	confirmLimit = 10 * time.Second // from dialling to the first pong
	pingEvery    = 20 * time.Second // the platform drops the silent after 60 s
	silenceLimit = 30 * time.Second // without any frame: the line is half open
	writeWait    = 10 * time.Second // for one frame
)

const opStream = "open the realtime channel"

// socket is one connection of the stream.
type socket struct {
	s     *Stream
	conn  *websocket.Conn
	doubt doubt
}

// connect opens a connection, keeps it until it breaks and returns why.
// liveSince is zero unless it was live. resync is set for all but the first.
func (s *Stream) connect(ctx context.Context, resync bool) (liveSince time.Time, err error) {
	conn, gauge, err := s.dial(ctx)
	if err != nil {
		return time.Time{}, err
	}
	defer conn.CloseNow()
	conn.SetReadLimit(frameIn)
	k := &socket{s: s, conn: conn, doubt: doubt{gauge: gauge}}

	// The writer lives as long as the reader: ended by cancel, waited for here.
	ctx, cancel := context.WithCancelCause(ctx)
	var writer sync.WaitGroup
	defer writer.Wait()
	defer cancel(nil)
	err = k.readAll(ctx, func() {
		liveSince = s.c.now()
		s.queue.putState(StreamState{State: Live, Since: liveSince, Resync: resync})
		writer.Go(func() {
			err := s.c.guarded(opStream, func() error { k.keepAlive(ctx, cancel); return nil })
			if err != nil {
				cancel(err)
			}
		})
	})
	return liveSince, err
}

// dial fetches a fresh token, opens the socket and says who we are. The token
// lives for 30 s, so none is ever kept (contract §15.2).
func (s *Stream) dial(ctx context.Context) (conn *websocket.Conn, below *gauge, err error) {
	token, err := s.c.streamToken(ctx)
	if err != nil {
		return nil, nil, err
	}
	hello, err := frame(frameAuth, map[string]string{"token": token})
	if err != nil {
		return nil, nil, err
	}
	limited, cancel := context.WithTimeout(ctx, confirmLimit)
	defer cancel()
	traced := httptrace.WithClientTrace(limited, gotGauge(func(g *gauge) { below = g }))
	conn, resp, err := websocket.Dial(traced, s.c.address.websocket(), &websocket.DialOptions{
		HTTPClient: s.c.http,
		HTTPHeader: http.Header{"User-Agent": {userAgent}},
	})
	if err != nil {
		return nil, nil, s.c.upgradeFault(ctx, resp, err)
	}
	if err := conn.Write(limited, websocket.MessageText, hello); err != nil {
		conn.CloseNow()
		return nil, nil, s.c.streamFault(ctx, err)
	}
	return conn, below, nil
}

// streamToken fetches the token for one connection.
func (c *Client) streamToken(ctx context.Context) (string, error) {
	payload, err := c.read(ctx, opStream, nil, "auth", "ws-token")
	if err != nil {
		return "", err
	}
	return decoded(opStream, payload, func(raw json.RawMessage) (string, error) {
		var w struct {
			Token string `json:"token"`
		}
		err := decodeObject(raw, &w)
		if err == nil && w.Token == "" {
			err = errShape
		}
		return w.Token, err
	})
}

// frame builds an outgoing frame and refuses one the platform would hang up on.
func frame(kind string, payload any) ([]byte, error) {
	raw, err := json.Marshal(map[string]any{"type": kind, "payload": payload})
	if err == nil && len(raw) > frameOut {
		err = &Error{Kind: KindInvalid, Op: opStream, Message: fmt.Sprintf("a %s frame of %d bytes is more than the platform takes", kind, len(raw))}
	}
	return raw, err
}

// readAll reads frames until the connection breaks. There is no acknowledgement
// of the sign-in, so a ping goes first and its pong says that we are live.
func (k *socket) readAll(ctx context.Context, live func()) error {
	if err := k.greet(ctx); err != nil {
		return k.s.c.streamFault(ctx, err)
	}
	confirmed := false
	// Before the pong all frames together have its time: a server may send others for ever.
	for end := time.Now().Add(confirmLimit); ; {
		wait := silenceLimit
		if !confirmed {
			wait = time.Until(end)
		}
		limited, cancel := context.WithTimeout(ctx, wait)
		_, raw, err := k.conn.Read(limited)
		if since, missing := k.doubt.read(); missing {
			k.s.queue.mistrust(since)
		}
		silent := limited.Err() != nil && ctx.Err() == nil
		cancel()
		switch {
		case silent && confirmed:
			return k.fault("the line went silent", err)
		case silent:
			return k.fault("the sign-in was not answered", err)
		case err != nil:
			return k.s.c.streamFault(ctx, err)
		}
		kind, event, err := decodeFrame(raw)
		switch {
		case errors.Is(err, errUnknownFrame):
		case err != nil:
			k.s.noteMalformed(kind, len(raw))
		case kind == framePong && !confirmed:
			confirmed = true
			live()
		case event != nil:
			k.doubt.hear(event)
			k.s.queue.put(event, len(raw))
		}
	}
}

// noteMalformed counts an unreadable frame. The log gets the first, second,
// fourth, …: a broken platform must not fill the disk.
func (s *Stream) noteMalformed(kind string, size int) {
	if n := s.malformed.Add(1); n&(n-1) == 0 {
		s.c.log.Warn("unreadable realtime frame", "type", oneLine([]byte(kind)), "bytes", size, "count", n)
	}
}

// greet sends what follows the sign-in: the open conversation and a ping.
func (k *socket) greet(ctx context.Context) error {
	if contact := k.s.openContact(); contact != "" {
		if err := k.write(ctx, frameSetContact, map[string]string{"contact_id": contact}); err != nil {
			return err
		}
	}
	return k.write(ctx, framePing, struct{}{})
}

// keepAlive pings, so that the platform keeps us and a half-open line shows,
// and tells which conversation is open. When it cannot write, it cancels the
// reader.
func (k *socket) keepAlive(ctx context.Context, cancel context.CancelCauseFunc) {
	ticker := time.NewTicker(pingEvery)
	defer ticker.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			err = k.write(ctx, framePing, struct{}{})
		case <-k.s.changed:
			err = k.write(ctx, frameSetContact, map[string]string{"contact_id": k.s.openContact()})
		}
		if err != nil && KindOf(err) != KindInvalid { // an id too long for a frame only costs its notes
			cancel(err)
			return
		}
	}
}

func (k *socket) write(ctx context.Context, kind string, payload any) error {
	raw, err := frame(kind, payload)
	if err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, writeWait)
	defer cancel()
	return k.conn.Write(limited, websocket.MessageText, raw)
}

func (k *socket) fault(message string, err error) error {
	return &Error{Kind: KindUnreachable, Op: "keep the realtime channel", Message: message, Err: err}
}

// upgradeFault names why no socket was opened. Any answer but a switch of
// protocols is a refusal, except that of a proxy whose platform is away.
func (c *Client) upgradeFault(ctx context.Context, resp *http.Response, err error) error {
	k := call{op: opStream, method: http.MethodGet, limit: confirmLimit, url: c.address.join("/ws", nil)}
	if resp == nil || resp.StatusCode == http.StatusSwitchingProtocols {
		return c.transportFault(ctx, k, err)
	}
	if resp.StatusCode < 300 {
		return &Error{Kind: KindProtocol, Op: opStream, Status: resp.StatusCode, Err: err, Message: "a web page answers where the channel should be"}
	}
	body := []byte(nil)
	if resp.Body != nil {
		body, _ = readBody(resp) // coder/websocket keeps the first kilobyte of it
	}
	return c.refusal(k, &reply{status: resp.StatusCode, header: resp.Header, body: body})
}

// streamFault names why a connection broke.
func (c *Client) streamFault(ctx context.Context, err error) error {
	if status := websocket.CloseStatus(err); status != -1 {
		return &Error{Kind: KindUnreachable, Op: "keep the realtime channel", Err: err,
			Message: fmt.Sprintf("the platform closed it with %d", status)}
	}
	return c.transportFault(ctx, call{op: "keep the realtime channel", method: http.MethodGet, limit: writeWait}, err)
}
