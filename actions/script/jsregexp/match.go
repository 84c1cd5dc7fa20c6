package jsregexp

import "errors"

// ErrStopped is what Exec gives when stop said so.
var ErrStopped = errors.New("the search was stopped")

// stopEvery is how many steps pass between two looks at stop.
const stopEvery = 4096

// run is one attempt on one text.
type run struct {
	text  []uint16
	wide  bool  // surrogate pairs are one character
	caps  []int // beginning and end of each group, -1 without
	steps int
	stop  func() bool
}

// A matcher matches at i and goes on with k; it undoes what it captured when k fails.
type matcher func(x *run, i int, k func(int) bool) bool

// Exec matches at the earliest place from start on, or at start alone. It gives the beginnings and
// ends of the match and of its groups, -1 for a group that took no part, or nil.
func (p *Program) Exec(text []uint16, start int, only bool, stop func() bool) (found []int, err error) {
	defer func() {
		if r := recover(); r != nil {
			if r != ErrStopped {
				panic(r)
			}
			found, err = nil, ErrStopped
		}
	}()
	x := &run{text: text, wide: p.wide, caps: make([]int, 2*p.groups+2), stop: stop}
	if p.wide && start > 0 && start < len(text) && isLow(text[start]) && isHigh(text[start-1]) {
		start--
	}
	for i := start; i <= len(text); {
		for c := range x.caps {
			x.caps[c] = -1
		}
		if p.match(x, i, func(end int) bool { x.caps[0], x.caps[1] = i, end; return true }) {
			return x.caps, nil
		}
		if only {
			break
		}
		_, w := x.at(i)
		i += max(w, 1)
	}
	return nil, nil
}

func (x *run) step() {
	if x.steps++; x.steps%stopEvery == 0 && x.stop() {
		panic(ErrStopped)
	}
}

func isHigh(c uint16) bool { return c >= 0xD800 && c < 0xDC00 }
func isLow(c uint16) bool  { return c >= 0xDC00 && c < 0xE000 }

// at is the character that begins at i and its width, 0 at the end.
func (x *run) at(i int) (rune, int) {
	if i >= len(x.text) {
		return -1, 0
	}
	c := x.text[i]
	if x.wide && isHigh(c) && i+1 < len(x.text) && isLow(x.text[i+1]) {
		return 0x10000 + (rune(c)-0xD800)<<10 + rune(x.text[i+1]) - 0xDC00, 2
	}
	return rune(c), 1
}

// before is the character that ends at i and its width, 0 at the beginning.
func (x *run) before(i int) (rune, int) {
	if i <= 0 {
		return -1, 0
	}
	c := x.text[i-1]
	if x.wide && isLow(c) && i > 1 && isHigh(x.text[i-2]) {
		return 0x10000 + (rune(x.text[i-2])-0xD800)<<10 + rune(c) - 0xDC00, 2
	}
	return rune(c), 1
}

// take moves over one character of the set, backwards in a lookbehind; it gives -1 without one.
func (x *run) take(i int, has func(rune) bool, back bool) int {
	x.step()
	if back {
		if r, w := x.before(i); w > 0 && has(r) {
			return i - w
		}
		return -1
	}
	if r, w := x.at(i); w > 0 && has(r) {
		return i + w
	}
	return -1
}

func one(has func(rune) bool, back bool) matcher {
	return func(x *run, i int, k func(int) bool) bool {
		j := x.take(i, has, back)
		return j >= 0 && k(j)
	}
}

func empty(_ *run, i int, k func(int) bool) bool { return k(i) }

func then(a, b matcher) matcher {
	return func(x *run, i int, k func(int) bool) bool {
		return a(x, i, func(j int) bool { return b(x, j, k) })
	}
}

func either(a, b matcher) matcher {
	return func(x *run, i int, k func(int) bool) bool { return a(x, i, k) || b(x, i, k) }
}

func assert(holds func(x *run, i int) bool) matcher {
	return func(x *run, i int, k func(int) bool) bool { return holds(x, i) && k(i) }
}

func capture(m matcher, n int) matcher {
	return func(x *run, i int, k func(int) bool) bool {
		return m(x, i, func(j int) bool {
			a, b := x.caps[2*n], x.caps[2*n+1]
			x.caps[2*n], x.caps[2*n+1] = min(i, j), max(i, j)
			if k(j) {
				return true
			}
			x.caps[2*n], x.caps[2*n+1] = a, b
			return false
		})
	}
}

func look(m matcher, not bool) matcher {
	return func(x *run, i int, k func(int) bool) bool {
		was := append([]int(nil), x.caps...)
		found := m(x, i, func(int) bool { return true })
		if not {
			copy(x.caps, was)
			return !found && k(i)
		}
		if found && k(i) {
			return true
		}
		copy(x.caps, was)
		return false
	}
}

// backreference matches what one of the groups matched; a group that took no part matches nothing.
func backreference(groups func() []int, fold func(rune) rune, back bool) matcher {
	return func(x *run, i int, k func(int) bool) bool {
		a, b := -1, -1
		for _, n := range groups() {
			if x.caps[2*n] >= 0 {
				a, b = x.caps[2*n], x.caps[2*n+1]
			}
		}
		if a < 0 {
			return k(i)
		}
		from, to := i, i+b-a
		if back {
			from, to = i-(b-a), i
		}
		if from < 0 || to > len(x.text) {
			return false
		}
		for n := 0; n < b-a; {
			r, w := x.at(a + n)
			s, v := x.at(from + n)
			if fold(r) != fold(s) || w != v {
				return false
			}
			n += w
		}
		if back {
			return k(from)
		}
		return k(to)
	}
}
