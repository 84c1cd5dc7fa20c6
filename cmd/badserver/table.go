package badserver

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"io"
	"net"
	"strings"
	"time"
)

// All are the servers that misbehave before a connection is anything but HTTP.
func All() []Server {
	head := "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	return []Server{
		{Name: "silent", reply: hold},
		{Name: "closes at once", reply: func(*connection) {}},
		{Name: "resets", reply: reset},
		{Name: "half a head", reply: says("HTTP/1.1 200 OK\r\nContent-Le", nil)},
		{Name: "half a head, then silent", reply: says("HTTP/1.1 200 OK\r\nContent-Le", hold)},
		{Name: "no HTTP", reply: says("SSH-2.0-OpenSSH_9.9\r\n\r\n", hold)},
		{Name: "trickling headers", reply: says("HTTP/1.1 200 OK\r\n", slowly("X-A: b\r\n", time.Second))},
		{Name: "endless headers", reply: says("HTTP/1.1 200 OK\r\n", endless("X-A: "+strings.Repeat("b", 4000)+"\r\n"))},
		{Name: "endless header line", reply: says("HTTP/1.1 200 OK\r\nX-A: ", endless(strings.Repeat("b", 4096)))},
		{Name: "endless 1xx", reply: endless("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")},
		{Name: "trickling 1xx", reply: slowly("HTTP/1.1 100 Continue\r\n\r\n", time.Second)},
		{Name: "1xx, then silent", reply: says("HTTP/1.1 102 Processing\r\n\r\n", hold)},
		{Name: "101, then silent", reply: says(switching, hold)},
		{Name: "101, then closes", reply: says(switching, nil)},
		{Name: "101, then endless", reply: says(switching, endless(strings.Repeat("x", 4096)))},
		{Name: "101 without Upgrade", reply: says("HTTP/1.1 101 Switching Protocols\r\n\r\n", hold)},
		{Name: "no body", Kept: true, reply: says(head+"Content-Length: 100\r\n\r\n", hold)},
		{Name: "body shorter than told", Kept: true, reply: says(head+"Content-Length: 100\r\n\r\n{\"a\":1}", nil)},
		{Name: "body longer than told", Kept: true, reply: says(head+"Content-Length: 7\r\n\r\n{\"a\":1}"+"{{{{", hold)},
		{Name: "two lengths", reply: says(head+"Content-Length: 7\r\nContent-Length: 9\r\n\r\n{\"a\":1}", hold)},
		{Name: "length below zero", reply: says(head+"Content-Length: -1\r\n\r\n{}", hold)},
		{Name: "length of an exbibyte", Kept: true, reply: says(head+"Content-Length: 1152921504606846976\r\n\r\n", endless(strings.Repeat(" ", 4096)))},
		{Name: "trickling body", Kept: true, reply: says(head+"Content-Length: 1000000000\r\n\r\n", slowly(" ", time.Second))},
		{Name: "endless body", Kept: true, reply: says(head+"\r\n", endless(strings.Repeat(" ", 16<<10)))},
		{Name: "endless chunks", Kept: true, reply: says(head+"Transfer-Encoding: chunked\r\n\r\n", endless("1000\r\n"+strings.Repeat(" ", 4096)+"\r\n"))},
		{Name: "broken chunks", Kept: true, reply: says(head+"Transfer-Encoding: chunked\r\n\r\nzz\r\n", hold)},
		{Name: "endless chunk line", Kept: true, reply: says(head+"Transfer-Encoding: chunked\r\n\r\n1;", endless(strings.Repeat("a", 4096)))},
		{Name: "endless trailers", Kept: true, reply: says(head+"Transfer-Encoding: chunked\r\nTrailer: X-A\r\n\r\n0\r\n", endless("X-A: "+strings.Repeat("b", 4000)+"\r\n"))},
		{Name: "compressed bomb", Kept: true, reply: says(head+"Content-Encoding: gzip\r\n\r\n"+bomb(), nil)},
		{Name: "endless compressed", Kept: true, reply: says(head+"Content-Encoding: gzip\r\n\r\n"+gzipHead(), endless(gzipMore()))},
		{Name: "no compression at all", Kept: true, reply: says(head+"Content-Encoding: gzip\r\nContent-Length: 7\r\n\r\n{\"a\":1}", hold)},
		{Name: "an error without an end", Kept: true, reply: says("HTTP/1.1 500 No\r\n\r\n", endless(strings.Repeat("no ", 4096)))},
		{Name: "an error that trickles", Kept: true, reply: says("HTTP/1.1 500 No\r\nContent-Length: 1000000000\r\n\r\n", slowly("n", time.Second))},
		{Name: "deep JSON", Kept: true, reply: says(head+"\r\n"+strings.Repeat("[", 9000)+strings.Repeat("]", 9000), nil)},
	}
}

// Sockets are those that misbehave once they are a WebSocket.
func Sockets() []Server {
	text := func(size uint64, body string) string {
		return "\x81\x7f" + string(binary.BigEndian.AppendUint64(nil, size)) + body
	}
	list := []Server{
		{Name: "silent socket", reply: hold},
		{Name: "closes its socket", reply: func(*connection) {}},
		{Name: "half a frame", reply: says("\x81\x05{", hold)},
		{Name: "trickling frame", reply: says(text(1<<20, ""), slowly("x", time.Second))},
		{Name: "frame of an exbibyte", reply: says(text(1<<60, ""), endless(strings.Repeat("x", 4096)))},
		{Name: "length below zero in a frame", reply: says(text(1<<63, ""), hold)},
		{Name: "endless pings", reply: slowly(strings.Repeat("\x89\x00", 100), 100*time.Millisecond)},
		{Name: "trickling pings", reply: slowly("\x89\x00", time.Second)},
		{Name: "endless pieces of a message", reply: says("\x01\x00", slowly(strings.Repeat("\x00\x00", 100), 100*time.Millisecond))},
		{Name: "trickling pieces of a message", reply: says("\x01\x00", slowly("\x00\x00", time.Second))},
		{Name: "endless events and no pong", reply: slowly("\x81\x0c"+`{"type":"x"}`, time.Second)},
		{Name: "masked frames", reply: says("\x81\x81aaaax", hold)},
		{Name: "frames of no kind", reply: says("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", hold)},
	}
	for i := range list {
		list[i].socket = true
	}
	return list
}

const switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n"

// says writes text and goes on with then, nil for closing.
func says(text string, then func(*connection)) func(*connection) {
	return func(c *connection) {
		if _, err := io.WriteString(c, text); err == nil && then != nil {
			then(c)
		}
	}
}

// endless writes text until the other side has had enough.
func endless(text string) func(*connection) {
	return func(c *connection) {
		for {
			if _, err := io.WriteString(c, text); err != nil {
				return
			}
		}
	}
}

// slowly writes text again and again with pauses.
func slowly(text string, pause time.Duration) func(*connection) {
	return func(c *connection) {
		for {
			if _, err := io.WriteString(c, text); err != nil {
				return
			}
			select {
			case <-time.After(pause):
			case <-c.ended:
				return
			}
		}
	}
}

// reset closes without a farewell where the connection is TCP.
func reset(c *connection) {
	if tcp, ok := c.Conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // closing is only gentler without
	}
}

// bomb is 64 MiB of spaces in 64 KiB.
func bomb() string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	space := bytes.Repeat([]byte(" "), 1<<20)
	for range 64 {
		_, _ = z.Write(space) // a buffer takes everything
	}
	_ = z.Close()
	return b.String()
}

// gzipHead and gzipMore are the begin of a compressed stream and a piece that may follow for ever.
func gzipHead() string { return "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" }

func gzipMore() string {
	var b bytes.Buffer
	z, _ := flate.NewWriter(&b, flate.BestCompression) // a level that exists
	_, _ = z.Write(bytes.Repeat([]byte(" "), 1<<20))   // a buffer takes everything
	_ = z.Flush()
	return b.String()
}
