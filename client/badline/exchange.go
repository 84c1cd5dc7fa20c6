package badline

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// errBroken ends a connection as a fault wanted it.
var errBroken = errors.New("broken on purpose")

// client is one connection of a client, with the one to the platform that serves it.
type client struct {
	line    *Line
	conn    net.Conn
	in      *bufio.Reader
	up      net.Conn // to the platform; nil before the first request
	upIn    *bufio.Reader
	release func()
}

// hangUp drops the connection to the platform.
func (k *client) hangUp() {
	if k.up != nil {
		k.release()
		k.up = nil
	}
}

// platform dials the platform, once a client's connection.
func (k *client) platform() error {
	if k.up != nil {
		return nil
	}
	up, err := k.line.dial(k.line.ctx)
	if err != nil {
		return errBroken
	}
	release, ok := k.line.hold(up)
	if !ok {
		return errBroken
	}
	k.up, k.upIn, k.release = up, bufio.NewReader(up), release
	return nil
}

// exchange carries out one request under its fault. An error ends the client's connection.
func (k *client) exchange(r *http.Request) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	f := k.line.faultFor(r)
	if f.Before != nil {
		f.Before()
	}
	if !k.hold(f.Delay) {
		return errBroken
	}
	switch {
	case f.Refuse:
		return errBroken
	case f.Swallow:
		return k.silence()
	case f.Answer != nil:
		return k.answer(r, f.Answer)
	}
	if err := k.platform(); err != nil {
		return err
	}
	if f.Half {
		return k.half(r, body)
	}
	if err := k.forward(r, body); err != nil {
		return errBroken
	}
	resp, err := http.ReadResponse(k.upIn, r)
	if err != nil {
		return errBroken
	}
	if resp.StatusCode == http.StatusSwitchingProtocols {
		return k.socket(resp)
	}
	return k.back(resp, f)
}

// hold keeps a request back. False means that nobody waits for it any more: what is under way is
// dropped with the connection, as in a queue that a reset passes.
func (k *client) hold(d time.Duration) bool {
	if d <= 0 {
		return k.line.ctx.Err() == nil
	}
	until := time.Now().Add(d)
	_ = k.conn.SetReadDeadline(until) // a connection that is gone says so when it is read
	_, err := k.in.Peek(1)
	_ = k.conn.SetReadDeadline(time.Time{})
	var timeout net.Error
	if err != nil && !(errors.As(err, &timeout) && timeout.Timeout()) {
		return false
	}
	return k.line.wait(time.Until(until))
}

// back brings an answer of the platform's to the client.
func (k *client) back(resp *http.Response, f Fault) error {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return errBroken
	}
	if f.After != nil {
		f.After()
	}
	if !k.line.wait(f.Delay) || !k.line.moving() || f.Lost {
		return errBroken
	}
	if f.Deaf {
		return k.silence()
	}
	if f.Spoil != nil {
		body = f.Spoil(body)
	}
	raw := render(resp, body)
	if f.Torn {
		raw = raw[:len(raw)-len(body)/2-1]
	}
	if _, err := k.conn.Write(raw); err != nil || f.Torn {
		return errBroken
	}
	if resp.Close {
		return io.EOF
	}
	return nil
}

// render writes an answer with a body of known length.
func render(resp *http.Response, body []byte) []byte {
	resp.Body, resp.ContentLength, resp.TransferEncoding = io.NopCloser(bytes.NewReader(body)), int64(len(body)), nil
	var raw bytes.Buffer
	_ = resp.Write(&raw) // into memory
	return raw.Bytes()
}

// answer says something in the platform's place.
func (k *client) answer(r *http.Request, a *Reply) error {
	resp := &http.Response{StatusCode: a.Status, ProtoMajor: 1, ProtoMinor: 1, Header: a.Header.Clone(), Request: r}
	if resp.Header == nil {
		resp.Header = http.Header{}
	}
	_, err := k.conn.Write(render(resp, []byte(a.Body)))
	return err
}

// forward sends a request on as it came.
func (k *client) forward(r *http.Request, body []byte) error {
	_, err := k.up.Write(wire(r, body))
	return err
}

// half sends the platform the first half of a request and hangs up on both.
func (k *client) half(r *http.Request, body []byte) error {
	raw := wire(r, body)
	_, _ = k.up.Write(raw[:len(raw)-len(body)/2-1])
	reset(k.up)
	return errBroken
}

// wire is a request as it goes over the line.
func wire(r *http.Request, body []byte) []byte {
	var raw bytes.Buffer
	raw.WriteString(r.Method + " " + r.URL.RequestURI() + " HTTP/1.1\r\nHost: " + r.Host + "\r\n")
	h := r.Header.Clone()
	h.Del("Content-Length")
	if len(body) > 0 || r.Method != http.MethodGet {
		h.Set("Content-Length", strconv.Itoa(len(body)))
	}
	_ = h.Write(&raw) // into memory
	raw.WriteString("\r\n")
	raw.Write(body)
	return raw.Bytes()
}

// silence keeps the connection until the client or the line gives it up.
func (k *client) silence() error {
	one := make([]byte, 1)
	for {
		if _, err := k.in.Read(one); err != nil {
			return errBroken
		}
	}
}

// wait holds something back; false means that the line is closed.
func (l *Line) wait(d time.Duration) bool {
	if d <= 0 {
		return l.ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-l.ctx.Done():
		return false
	}
}

// HTML is a web page, as a proxy or a sign-in portal answers in the platform's place.
func HTML(words string) string {
	return "<!doctype html><html><body><h1>" + words + "</h1><script>alert(1)</script>" + strings.Repeat("<p>…</p>", 20) + "</body></html>"
}
