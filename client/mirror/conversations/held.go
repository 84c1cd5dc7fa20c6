package conversations

import (
	"time"

	"keydesk/client"
)

// heldFor is how long the counts of the tabs stand still while the index fills, or
// the list as it was kept is read: parts of them come every second or faster, and
// drawing four numbers and the window's title with each is three times what a typed
// letter costs on a slow line.
const heldFor = 2 * time.Second

// held is by how much the counts that are shown lag behind what the index brought.
// What happens meanwhile, as a conversation that was read, is counted at once.
type held struct {
	tabs, sieved [standing]int
	since        time.Time // when they were last shown whole
}

// MergeIndexed is MergePageSince for a page that nobody waits for: its conversations
// are there at once, and counted by and by.
func (l *List) MergeIndexed(mark Mark, page client.ContactPage) {
	l.aside(func() { l.MergePageSince(mark, page) })
}

// aside runs what brings conversations that nobody waits for.
func (l *List) aside(bring func()) {
	tabs, sieved := l.index.tabs.sizes(), l.index.sieved.sizes()
	bring()
	if l.complete || l.now().Sub(l.held.since) >= heldFor {
		l.CountAll()
		return
	}
	for t := range tabs {
		l.held.tabs[t] += len(l.index.tabs[t].items) - tabs[t]
		if l.index.sieved != nil {
			l.held.sieved[t] += len(l.index.sieved[t].items) - sieved[t]
		}
	}
}

// CountAll shows the counts as they are: the index stands still.
func (l *List) CountAll() { l.held = held{since: l.now()} }

// sizes are how many conversations the standing tabs hold.
func (sh shelf) sizes() (n [standing]int) {
	for t := range min(len(sh), len(n)) {
		n[t] = len(sh[t].items)
	}
	return n
}

// Size is how many conversations a tab shows that it has.
func (l *List) Size(t Tab) int {
	n, held := len(l.index.shown()[t].items), &l.held.tabs
	if l.index.sieved != nil {
		held = &l.held.sieved
	}
	if t < standing {
		n -= held[t]
	}
	return max(0, n)
}

// UnreadShown is UnreadTotal as the tabs show it.
func (l *List) UnreadShown() int { return max(0, l.UnreadTotal()-l.held.tabs[Unread]) }
