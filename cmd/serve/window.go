package serve

import (
	"sync"

	"charm.land/ssh"
)

// The largest screen that is drawn for somebody else: two cell buffers of 300 by 80 cost 6.8 MiB, and a
// client may claim any size.
const maxColumns, maxRows = 400, 150

// window is the size of a client's terminal.
type window struct {
	mu      sync.Mutex
	w, h    int
	changed chan struct{} // holds one: that there is another size
}

func newWindow(first ssh.Window) *window {
	w := &window{changed: make(chan struct{}, 1)}
	w.set(first)
	return w
}

func (w *window) set(to ssh.Window) {
	w.mu.Lock()
	w.w, w.h = min(max(to.Width, 1), maxColumns), min(max(to.Height, 1), maxRows)
	w.mu.Unlock()
	select {
	case w.changed <- struct{}{}:
	default: // it is known already that there is another one
	}
}

// follow takes the client's sizes until there are no more. The channel holds one and blocks every other
// request of the client while it is full, so nothing else is done here.
func (w *window) follow(sizes <-chan ssh.Window) {
	for size := range sizes {
		w.set(size)
	}
}

func (w *window) size() (columns, rows int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.w, w.h
}
