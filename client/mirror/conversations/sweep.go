package conversations

import (
	"slices"
	"sort"
)

// sweepStep is how many conversations are looked at in one go: about a millisecond,
// so that no key waits for all of them. After each the screen is drawn anew, which
// costs about as much.
const sweepStep = 20_000

// sweep is a look at every conversation, newest first, in steps. What moves up
// past it, or comes in there, is shown to it then and there.
type sweep struct {
	see    func(*Item)
	step   func(see func()) // wraps a step, nil: nothing does
	ending bool             // the step is the last one
	last   *Item            // the order's place up to which all were seen; nil before the first
	closed bool
	before map[*Item]bool // were seen and moved down since, to where others were not
}

// show lets it be seen, unless it was.
func (s *sweep) show(it *Item) {
	if !s.before[it] {
		s.see(it)
	}
}

// again takes note that one that was seen will be met once more.
func (s *sweep) again(it *Item) {
	if s.before == nil {
		s.before = map[*Item]bool{}
	}
	s.before[it] = true
}

// Sweeping says whether something looks at all conversations and is not through.
// Sweep goes on with it; until then what it finds is not all there is.
func (l *List) Sweeping() bool { return len(l.index.sweeps) > 0 }

// Sweep looks at some more conversations.
func (l *List) Sweep() {
	for _, s := range slices.Clone(l.index.sweeps) {
		l.index.goOn(s, l.index.stride)
	}
}

// start begins a sweep and does its first step, a short one: a key waits for it, and
// what is looked for mostly stands among the newest.
func (x *index) start(s *sweep) *sweep {
	x.sweeps = append(x.sweeps, s)
	x.goOn(s, max(1, x.stride/4))
	return s
}

// stop ends a sweep; nil is fine.
func (x *index) stop(s *sweep) {
	if s != nil && !s.closed {
		s.closed = true
		x.sweeps = slices.DeleteFunc(x.sweeps, func(other *sweep) bool { return other == s })
	}
}

// runs says whether a sweep is under way; nil is none.
func (s *sweep) runs() bool { return s != nil && !s.closed }

// goOn does one step, of so many conversations.
func (x *index) goOn(s *sweep, stride int) {
	if s.closed {
		return
	}
	all := x.tabs[All].items
	from := 0
	if s.last != nil {
		from = sort.Search(len(all), func(i int) bool { return precedes(s.last, all[i]) < 0 })
	}
	to := min(from+stride, len(all))
	s.ending = to == len(all)
	see := func() {
		for _, it := range all[from:to] {
			if s.show(it); s.closed {
				return
			}
		}
	}
	if s.step != nil {
		s.step(see)
	} else {
		see()
	}
	if s.ending {
		x.stop(s)
	} else if to > 0 {
		s.last = placeOf(all[to-1])
	}
}

// placeOf is a stand-in for an item in the order, which stays where it is when
// the item moves.
func placeOf(it *Item) *Item {
	stand := &Item{at: it.at}
	stand.created, stand.words = it.created, it.words
	return stand
}

// passed says whether a sweep is beyond a place in the order.
func (s *sweep) passed(it *Item) bool { return s.last != nil && precedes(it, s.last) <= 0 }

// counting counts the conversations that pass a filter, and those whose window
// is open.
type counting struct {
	filter        Filter
	passing, open int
	sweep         *sweep
}

// Count begins to count what passes f; Counted tells the numbers.
func (l *List) Count(f Filter) {
	c, now := &counting{filter: f}, l.now()
	if l.counts != nil {
		l.index.stop(l.counts.sweep)
	}
	l.counts = c
	c.sweep = &sweep{see: func(it *Item) {
		if it.windowOpen(now) {
			c.open++
		}
		if f.passes(it, l.index.me, now) {
			c.passing++
		}
	}}
	l.index.start(c.sweep)
}

// Counted is how many known conversations pass the filter of the last Count,
// whatever the list shows, and how many have an open window; all is false while
// some were not looked at yet.
func (l *List) Counted() (passing, open int, all bool) {
	return l.counts.passing, l.counts.open, !l.counts.sweep.runs()
}
