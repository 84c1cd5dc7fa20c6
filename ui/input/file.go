package input

import (
	"os"
	"runtime"
	"time"
)

// Terminal is a terminal that is read through a Filter. It stays a file: Bubble Tea sets its modes and
// waits for it by its descriptor.
type Terminal struct {
	*os.File
	filter  Filter
	burst   burst
	waiting []byte // passed, and not read yet
	buffer  [4096]byte
}

// NewTerminal wraps f. On Windows f comes back as it is: there the console hands over events, not bytes.
func NewTerminal(f *os.File) interface {
	Read([]byte) (int, error)
	Write([]byte) (int, error)
	Close() error
	Fd() uintptr
	Name() string
} {
	if runtime.GOOS == "windows" {
		return f
	}
	return &Terminal{File: f}
}

// Read returns the next bytes that may pass; none, without an error, if all that came was dropped or is
// the beginning of a sequence.
func (t *Terminal) Read(p []byte) (int, error) {
	if len(t.waiting) == 0 {
		n, err := t.File.Read(t.buffer[:min(len(p), len(t.buffer))])
		if n > 0 {
			came := t.buffer[:n]
			if t.filter.atRest() {
				came = t.burst.marked(came, time.Now())
			}
			t.waiting = t.filter.Write(t.waiting[:0], came)
		}
		if err != nil {
			return 0, err
		}
	}
	n := copy(p, t.waiting)
	t.waiting = t.waiting[n:]
	return n, nil
}
