package script

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"keydesk/actions/script/vm"
)

// What goes over the pipes: frames of a length (four bytes, big endian), a type and a body. A
// worker first sends a hello; each order from the parent gets one reply.
const (
	frameHello = 'h' // JSON: the walls
	frameOrder = 'o' // JSON: an order
	frameReply = 'r' // binary, see reply.go
)

const (
	maxHello = 16 << 10
	maxReply = MaxOutput + 16<<10 // the output, with room for what was cut and the failure
	maxOrder = MaxJob + MaxCode + MaxClipboard + 64<<10
)

var (
	errFrameSize = errors.New("a frame is longer than it may be")
	errFrameType = errors.New("a frame is of another type than expected")
)

// order is what the parent asks a worker to do.
type order struct {
	Check     bool            `json:"check,omitempty"` // syntax only; more orders may follow
	Code      string          `json:"code"`
	Bindings  json.RawMessage `json:"bindings,omitempty"`
	Limit     time.Duration   `json:"limit,omitempty"`
	AllowRead bool            `json:"allow_read,omitempty"`
	Clipboard string          `json:"clipboard,omitempty"`
}

// vmLimits are the output limits as the worker's recorder needs them.
func vmLimits() vm.Limits {
	return vm.Limits{Clipboard: MaxClipboard, Effects: MaxEffects, LogLines: MaxLogLines, LogLine: MaxLogLine, Output: MaxOutput}
}

// frame puts a header in front of body.
func frame(kind byte, body []byte) []byte {
	out := make([]byte, 0, 5+len(body))
	out = binary.BigEndian.AppendUint32(out, uint32(len(body)+1))
	return append(append(out, kind), body...)
}

// readFrame reads one frame of the wanted type whose body is at most limit bytes long.
func readFrame(r io.Reader, want byte, limit int) ([]byte, error) {
	var header [5]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return nil, err
	}
	size := binary.BigEndian.Uint32(header[:4])
	switch {
	case size < 1 || size > uint32(limit)+1:
		return nil, errFrameSize
	case header[4] != want:
		return nil, errFrameType
	}
	body := make([]byte, size-1)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, fmt.Errorf("a frame breaks off: %w", err)
	}
	return body, nil
}
