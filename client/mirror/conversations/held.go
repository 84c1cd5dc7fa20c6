package conversations

import (
	"time"

	"keydesk/client"
)

// countEvery is how long counts stand still that only the index changes, also while other things are
// drawn: four numbers and the window's title are five times what a typed letter costs on a slow line.
const countEvery = 10 * time.Second

// held is by how much the counts that are shown lag behind what the index brought, or the list as it was
// kept: parts of them come every second or faster, and a count that changes is not worth a frame of its
// own. What happens meanwhile, as a conversation that was read, is counted at once.
type held struct {
	tabs, sieved []int     // by tab
	since        time.Time // when they were last shown whole
}

// MergeIndexed is MergePageSince for a page that nobody waits for: its conversations
// are there at once, and counted with the next CountDue, or when the index is complete.
func (l *List) MergeIndexed(mark Mark, page client.ContactPage) {
	l.aside(func() { l.MergePageSince(mark, page) })
}

// aside runs what brings conversations that nobody waits for.
func (l *List) aside(bring func()) {
	tabs, sieved := l.index.tabs.sizes(), l.index.sieved.sizes()
	bring()
	if l.complete {
		l.CountAll()
		return
	}
	l.held.tabs = l.index.tabs.grownBy(tabs, l.held.tabs)
	l.held.sieved = l.index.sieved.grownBy(sieved, l.held.sieved)
}

// CountAll shows the counts as they are: the index stands still.
func (l *List) CountAll() { l.held = held{since: l.now()} }

// CountDue is CountAll for when something else is drawn, unless the counts were shown whole just now.
func (l *List) CountDue() {
	if l.now().Sub(l.held.since) >= countEvery {
		l.CountAll()
	}
}

// sizes are how many conversations each tab holds.
func (sh shelf) sizes() []int {
	n := make([]int, len(sh))
	for t := range sh {
		n[t] = len(sh[t].items)
	}
	return n
}

// grownBy adds to held what each tab got since it had those sizes.
func (sh shelf) grownBy(sizes, held []int) []int {
	if len(sh) != len(sizes) {
		return nil
	}
	if len(held) != len(sh) {
		held = make([]int, len(sh))
	}
	for t := range sh {
		held[t] += len(sh[t].items) - sizes[t]
	}
	return held
}

// Size is how many conversations a tab shows that it has.
func (l *List) Size(t Tab) int {
	held := l.held.tabs
	if l.index.sieved != nil {
		held = l.held.sieved
	}
	return max(0, len(l.index.shown()[t].items)-heldOf(held, t))
}

// UnreadShown is UnreadTotal as the tabs show it.
func (l *List) UnreadShown() int { return max(0, l.UnreadTotal()-heldOf(l.held.tabs, Unread)) }

func heldOf(held []int, t Tab) int {
	if int(t) >= len(held) {
		return 0
	}
	return held[t]
}
