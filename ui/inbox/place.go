package inbox

import (
	"keydesk/client"
	"keydesk/client/store"
)

// steady runs a change and keeps the selected conversation on its screen row. A search goes on
// with its first line selected while it is.
func (p *Pane) steady(change func()) {
	before := p.place()
	first := p.Searching() && p.selected == at(p.Shown(), 0)
	change()
	if first {
		p.selected, p.top = at(p.Shown(), 0), 0
		return
	}
	after := p.place()
	switch {
	case after < 0 && before >= 0: // left this tab: its neighbour takes over
		p.selected = at(p.Shown(), min(before, len(p.Shown())-1))
	case before >= 0 && p.top > 0:
		p.top = max(0, p.top+after-before)
	}
	p.reveal()
}

// place is the selected conversation's index in what is shown, or -1. A
// search's answer is in an order of its own, so it is looked through.
func (p *Pane) place() int {
	if !p.Searching() {
		return p.Place(p.selected)
	}
	found := p.Shown()
	if at(found, p.hint) == p.selected && p.selected != nil {
		return p.hint
	}
	for i, it := range found {
		if it == p.selected {
			p.hint = i
			return i
		}
	}
	return -1
}

// begin selects the first conversation if none is selected.
func (p *Pane) begin() {
	if p.selected == nil {
		p.selected = at(p.Shown(), 0)
	}
}

// keepOrFirst selects the first conversation if the selected one is not in the tab.
func (p *Pane) keepOrFirst() {
	if p.Place(p.selected) < 0 {
		p.selected, p.top = at(p.Shown(), 0), 0
	}
}

// MergePageSince takes in a page, see [conversations.List.MergePageSince].
func (p *Pane) MergePageSince(mark Mark, page client.ContactPage) {
	p.List.MergePageSince(mark, page)
	p.begin()
}

// MergePage takes in a page, see [conversations.List.MergePage].
func (p *Pane) MergePage(page client.ContactPage) {
	p.List.MergePage(page)
	p.begin()
}

// MergeIndexed takes in a page, see [conversations.List.MergeIndexed].
func (p *Pane) MergeIndexed(mark Mark, page client.ContactPage) {
	p.List.MergeIndexed(mark, page)
	p.begin()
}

// Refresh takes in a page, see [conversations.List.Refresh].
func (p *Pane) Refresh(mark Mark, page client.ContactPage) {
	p.List.Refresh(mark, page)
	if page.Page == 1 {
		p.begin()
	}
}

// Seed takes in what was kept, see [conversations.List.Seed].
func (p *Pane) Seed(list []store.Contact, total int) {
	p.List.Seed(list, total)
	if len(list) > 0 {
		p.begin()
	}
}

// resting is where the list stood before the search.
type resting struct {
	tab      Tab
	selected *item
	top      int
}

// Find shows what matches a query, see [conversations.List.Find].
func (p *Pane) Find(query string) {
	if _, shown := p.Search(); !shown {
		p.rest = &resting{tab: p.Tab(), selected: p.selected, top: p.top}
	}
	p.selected, p.top, p.hint = nil, 0, 0
	p.List.Find(query)
	p.selected = at(p.Shown(), 0)
}

// Answer adds a page of the platform's answer, see [conversations.List.Answer].
func (p *Pane) Answer(query string, page client.ContactPage) {
	p.List.Answer(query, page)
	if shown, ok := p.Search(); ok && shown == query {
		p.begin()
	}
}

// EndSearch goes back to where the list stood before the search and reports
// whether one was shown. With stay the selection stays where it is, if the tab
// has it.
func (p *Pane) EndSearch(stay bool) bool {
	if !p.List.EndSearch() {
		return false
	}
	before := p.rest
	p.rest = nil
	if !stay || p.Place(p.selected) < 0 {
		p.List.ShowTab(before.tab)
		p.selected, p.top = before.selected, before.top
	}
	p.keepOrFirst()
	p.reveal()
	return true
}

// fits is the number of conversations on screen.
func (p *Pane) fits() int { return max(0, (p.height-p.heads())/rowsPerItem) }

// heads is the number of rows above the conversations: tabs or search, and what
// the list is narrowed to.
func (p *Pane) heads() int {
	if p.Filter().Empty() || p.height < 3 {
		return 1
	}
	return 1 + len(p.filterRows())
}

// reveal shows the selection. When it leaves the screen the list turns by a
// page, one row kept for context: a step at the edge then repaints the list
// once a page and not once a step, which is what a slow line feels.
func (p *Pane) reveal() {
	fits, i := p.fits(), p.place()
	switch {
	case i < 0 || fits == 0:
		p.top = 0
		return
	case i >= p.top+fits:
		p.top = i - min(1, fits-1)
	case i < p.top:
		p.top = i - max(0, fits-2)
	}
	p.top = max(0, min(p.top, len(p.Shown())-fits))
}

func at(list []*item, i int) *item {
	if i < 0 || i >= len(list) {
		return nil
	}
	return list[i]
}
