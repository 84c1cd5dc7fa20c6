package badline

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

// socket relays a WebSocket after the platform has switched to it: what the client says as it is,
// what the platform says frame by frame, so that events can be tangled.
func (k *client) socket(resp *http.Response) error {
	var head bytes.Buffer
	head.WriteString("HTTP/1.1 101 Switching Protocols\r\n")
	_ = resp.Header.Write(&head) // into memory
	head.WriteString("\r\n")
	if _, err := k.conn.Write(head.Bytes()); err != nil {
		return err
	}
	var both sync.WaitGroup
	both.Go(func() {
		defer reset(k.up)
		k.inward()
	})
	k.outward()
	reset(k.conn)
	reset(k.up)
	both.Wait()
	return errBroken
}

// inward carries what the client says to the platform.
func (k *client) inward() {
	buffer := make([]byte, 4<<10)
	for {
		n, err := k.in.Read(buffer)
		if err != nil || !k.line.moving() {
			return
		}
		if _, err := k.up.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// outward carries the platform's frames to the client.
func (k *client) outward() {
	frames := make(chan Frame)
	var reader sync.WaitGroup
	defer reader.Wait()
	reader.Go(func() {
		defer close(frames)
		for {
			f, err := readFrame(k.upIn)
			if err != nil {
				return
			}
			frames <- f
		}
	})
	if !k.relay(frames, k.line.tangled()) {
		reset(k.up)
		for range frames { // lets the reader go
		}
	}
}

// relay passes frames on, tangled if t says so, until there are no more. False means that the
// client is gone.
func (k *client) relay(frames <-chan Frame, t Tangle) bool {
	quiet := time.NewTimer(heldMost)
	defer quiet.Stop()
	for {
		var out []Frame
		select {
		case f, ok := <-frames:
			switch {
			case !ok:
				return true
			case t == nil || !f.event():
				out = []Frame{f}
			default:
				out = t(f)
				quiet.Reset(heldMost)
			}
		case <-quiet.C:
			if t != nil {
				out = t(nil)
			}
		}
		if !k.line.moving() {
			return false
		}
		for _, f := range out {
			if _, err := k.conn.Write(f); err != nil {
				return false
			}
		}
	}
}

// heldMost is how long a Tangle may hold events back when nothing follows them.
const heldMost = 250 * time.Millisecond

// Frame is one frame of a WebSocket, head included.
type Frame []byte

// Opcodes and bits of RFC 6455, section 5.2.
const (
	opcodeText   = 1
	finalBit     = 0x80
	maskBit      = 0x80
	lengthBits   = 0x7f
	length16     = 126
	length64     = 127
	longestFrame = 16 << 20
)

// event says whether a frame tells something: a whole text that is no pong.
func (f Frame) event() bool {
	return f[0] == finalBit|opcodeText && !bytes.Contains(f, []byte(`"type":"pong"`))
}

var errFrame = errors.New("a frame that no platform sends")

// readFrame reads one frame of the platform's, which are never masked.
func readFrame(r io.Reader) (Frame, error) {
	f := make(Frame, 2, 512)
	if _, err := io.ReadFull(r, f); err != nil {
		return nil, err
	}
	length, more := uint64(f[1]&lengthBits), 0
	switch length {
	case length16:
		more = 2
	case length64:
		more = 8
	}
	f = append(f, make([]byte, more)...)
	if _, err := io.ReadFull(r, f[2:]); err != nil {
		return nil, err
	}
	switch more {
	case 2:
		length = uint64(binary.BigEndian.Uint16(f[2:]))
	case 8:
		length = binary.BigEndian.Uint64(f[2:])
	}
	if f[1]&maskBit != 0 || length > longestFrame {
		return nil, errFrame
	}
	head := len(f)
	f = append(f, make([]byte, length)...)
	_, err := io.ReadFull(r, f[head:])
	return f, err
}
