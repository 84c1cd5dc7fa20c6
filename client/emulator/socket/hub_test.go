package socket

import (
	"testing"
)

func TestSlowReaderLosesEvents(t *testing.T) {
	h := New(2)
	cut := false
	l := &Listener{out: make(chan []byte, 2), cancel: func() { cut = true }}
	h.join(l)
	for range 2 + dropLimit - 1 {
		h.Tell([]byte("x"), true, nil)
	}
	if len(l.out) != 2 || cut {
		t.Fatalf("%d frames wait, cut %v", len(l.out), cut)
	}
	if n := h.Dropped(); n != dropLimit-1 {
		t.Fatalf("%d frames count as dropped, not %d", n, dropLimit-1)
	}
	h.Tell([]byte("x"), false, nil) // UPSTREAM never cuts
	if cut {
		t.Fatal("UPSTREAM cut the line")
	}
	h.Tell([]byte("x"), true, nil)
	if !cut {
		t.Fatal("FORK must cut after 32 lost frames in a row")
	}
}
