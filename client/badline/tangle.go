package badline

import "slices"

// Tangle says what becomes of an event of a WebSocket: the frames that go on in its place, none to
// hold it back. It gets nil when nothing followed for a while: whatever is held has to go on then.
// One connection alone asks it.
type Tangle func(Frame) []Frame

// Tangle gives every WebSocket that is opened from now on a Tangle of its own; nil lets events pass.
func (l *Line) Tangle(fresh func() Tangle) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fresh = fresh
}

func (l *Line) tangled() Tangle {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fresh == nil {
		return nil
	}
	return l.fresh()
}

// Doubled sends every event twice.
func Doubled() Tangle {
	return func(f Frame) []Frame {
		if f == nil {
			return nil
		}
		return []Frame{f, f}
	}
}

// Backwards sends events in groups of n, the last of each group first.
func Backwards(n int) Tangle {
	var held []Frame
	return func(f Frame) []Frame {
		if f != nil {
			held = append(held, f)
		}
		if f != nil && len(held) < n {
			return nil
		}
		group := held
		held = nil
		slices.Reverse(group)
		return group
	}
}
