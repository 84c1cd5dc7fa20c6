package input

import (
	"io"
	"os"
	"runtime"
	"time"
)

// Terminal is a terminal that is read through a Filter. It stays a file: Bubble Tea sets its modes and
// waits for it by its descriptor.
type Terminal struct {
	*os.File
	reader Reader
}

// Reader reads a terminal's bytes through a Filter.
type Reader struct {
	from    io.Reader
	filter  Filter
	burst   burst
	waiting []byte // passed, and not read yet
	buffer  [4096]byte
}

// NewReader reads a terminal that is no file here, such as that of an SSH client.
func NewReader(from io.Reader) *Reader { return &Reader{from: from} }

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
	return &Terminal{File: f, reader: Reader{from: f}}
}

// Read reads as Reader does.
func (t *Terminal) Read(p []byte) (int, error) { return t.reader.Read(p) }

// Read returns the next bytes that may pass; none, without an error, if all that came was dropped or is
// the beginning of a sequence.
func (t *Reader) Read(p []byte) (int, error) {
	if len(t.waiting) == 0 {
		n, err := t.from.Read(t.buffer[:min(len(p), len(t.buffer))])
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
