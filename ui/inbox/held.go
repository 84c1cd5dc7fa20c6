package inbox

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
	tabs, sieved [tabCount]int
	since        time.Time // when they were last shown whole
}

// MergeIndexed is MergePageSince for a page that nobody waits for: its conversations
// are there at once, and counted by and by.
func (p *Pane) MergeIndexed(mark Mark, page client.ContactPage) {
	p.aside(func() { p.MergePageSince(mark, page) })
}

// aside runs what brings conversations that nobody waits for.
func (p *Pane) aside(bring func()) {
	tabs, sieved := p.index.tabs, shelf{}
	if p.index.sieved != nil {
		sieved = *p.index.sieved
	}
	bring()
	if p.complete || p.now().Sub(p.held.since) >= heldFor {
		p.CountAll()
		return
	}
	for t := range tabs {
		p.held.tabs[t] += len(p.index.tabs[t]) - len(tabs[t])
		if p.index.sieved != nil {
			p.held.sieved[t] += len(p.index.sieved[t]) - len(sieved[t])
		}
	}
}

// CountAll shows the counts as they are: the index stands still.
func (p *Pane) CountAll() { p.held = held{since: p.now()} }

// size is how many conversations a tab shows that it has.
func (p *Pane) size(t Tab) int {
	if p.index.sieved != nil {
		return max(0, len(p.index.sieved[t])-p.held.sieved[t])
	}
	return max(0, len(p.index.tabs[t])-p.held.tabs[t])
}

// UnreadShown is UnreadTotal as the tabs show it.
func (p *Pane) UnreadShown() int { return max(0, p.UnreadTotal()-p.held.tabs[Unread]) }
