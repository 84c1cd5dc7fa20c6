package badserver

import (
	"bufio"
	"context"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
)

// Server is one way to misbehave.
type Server struct {
	Name string
	// Kept says that a client that bounds what it reads, in time and bytes, may still get an answer.
	Kept   bool
	socket bool // it becomes a WebSocket first
	reply  func(c *connection)
}

// Good answers the requests at which a server behaves: a JSON body, or false for misbehaving.
type Good func(r *http.Request) (body string, ok bool)

// Serve answers the requests of one connection until it misbehaves. It closes the connection.
func (s Server) Serve(c net.Conn, good Good) {
	defer func() { _ = c.Close() }() // the other side may have closed it
	in := bufio.NewReader(c)
	for {
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, r.Body) // what of it is missing makes no difference
		body, ok := "", false
		if good != nil {
			body, ok = good(r)
		}
		if !ok {
			if s.socket && upgrade(c, r) != nil {
				return
			}
			// Only what is taken off the line keeps the other side from waiting; this ends with the connection.
			taken := make(chan struct{})
			go func() { defer close(taken); _, _ = io.Copy(io.Discard, in) }()
			s.reply(&connection{Conn: c, ended: taken})
			_ = c.Close() // the other side may have closed it
			<-taken
			return
		}
		if _, err := fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body); err != nil {
			return
		}
	}
}

// Listen serves on a port of loopback until ctx ends and every connection is closed, and returns its
// address. arrived is called with each request at which it misbehaves.
func (s Server) Listen(ctx context.Context, good Good, arrived func(*http.Request)) (address string, wait func(), err error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	var serving sync.WaitGroup
	told := func(r *http.Request) (string, bool) {
		if good != nil {
			if body, ok := good(r); ok {
				return body, true
			}
		}
		arrived(r)
		return "", false
	}
	serving.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			serving.Go(func() {
				defer context.AfterFunc(ctx, func() { _ = c.Close() })()
				s.Serve(c, told)
			})
		}
	})
	context.AfterFunc(ctx, func() { _ = l.Close() })
	return l.Addr().String(), serving.Wait, nil
}

// IsToken picks the request for a token of the realtime channel, which comes before it.
func IsToken(r *http.Request) (body string, ok bool) {
	return `{"token":"t"}`, strings.HasSuffix(r.URL.Path, "/ws-token")
}

// connection is the server's side; ended is closed when the other side has gone.
type connection struct {
	net.Conn
	ended <-chan struct{}
}

// hold keeps a connection open until the other side closes it.
func hold(c *connection) { <-c.ended }

// upgrade answers a WebSocket's first request as RFC 6455 says.
func upgrade(c net.Conn, r *http.Request) error {
	sum := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	_, err := fmt.Fprintf(c, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: %s\r\n\r\n",
		base64.StdEncoding.EncodeToString(sum[:]))
	return err
}
