package inbox

import (
	"time"

	"keydesk/client"
	"keydesk/ui/theme"
)

// Bounds of what is told of conversations above the screen.
const (
	maxAbove  = 100 // so many are counted
	roomAbove = 24  // narrower lists have no room to tell
)

// Pane is the conversation list. It does no I/O: the desk gives it contacts and
// events, and asks it what to fetch.
type Pane struct {
	index    index
	tab      Tab
	search   *found   // nil while no search is shown
	searches uint32   // how many there were
	rest     *resting // where the list stood before the search
	selected *item
	top      int   // first conversation on screen
	sighted  int64 // of the newest conversation when the list last stood at its top
	open     string

	named       *naming   // what was asked of Named last
	counts      *counting // what was asked of Count last
	hint        int       // where the selection stood in a search
	filterWords string
	sievedAt    time.Time
	closing     *sweep // looks which windows have closed
	words       Words

	total    int  // conversations on the platform, 0 until told
	covered  int  // so many from the platform's top have been fetched
	told     bool // the platform has answered
	complete bool
	again    bool // all pages are to be fetched once more, when they are through
	loading  bool
	kept     kept
	ours     ours
	bumps    bumps
	held     held

	theme    *theme.Theme
	location *time.Location
	now      func() time.Time
	assignee func(userID string) string
	look     int
	warm     []*item // remember their rows, those drawn first in front
	width    int
	height   int
}

// New returns an empty list that is waiting for its first page. assignee turns
// a user id into a short printable name.
func New(th *theme.Theme, now func() time.Time, location *time.Location, assignee func(string) string) *Pane {
	return &Pane{theme: th, now: now, location: location, assignee: assignee, loading: true, index: index{now: now, stride: sweepStep}}
}

// Words are the keys that the list names in its sentences, as they are shown.
type Words struct{ ClearSearch, ClearFilter, NextTab string }

// SetWords tells the keys.
func (p *Pane) SetWords(w Words) { p.words = w }

// SetTheme redraws everything in another look; also call it when names of
// assignees became known.
func (p *Pane) SetTheme(th *theme.Theme) { p.theme, p.look = th, p.look+1 }

// SetMe tells who is signed in, for the Mine tab.
func (p *Pane) SetMe(userID string) {
	p.index.me = userID
	p.index.retab()
	p.look++
}

// Resize sets the pane's size in cells, head row included.
func (p *Pane) Resize(width, height int) {
	p.width, p.height = max(0, width), max(0, height)
	p.reveal()
}

// Merge takes in one contact, known before or not. The selection stays on its
// conversation, and on its row of the screen unless the list stands at its top.
func (p *Pane) Merge(c client.Contact) {
	p.steady(func() {
		if it, known := p.index.byID[c.ID]; known {
			before := *it
			p.index.change(it, func() { it.update(c, &p.index.common) })
			if it.equal(&before) {
				it.rows = before.rows
				p.confirm(it)
			} else {
				p.note(it, true)
			}
			return
		}
		it := newItem(c, &p.index.common)
		p.index.add(it)
		p.note(it, true)
		p.joins(it)
		p.total = max(p.total, len(p.index.byID))
	})
}

// Bump records a new message of a conversation: it moves up, and counts as
// unread if it is incoming and read is false. It reports false if the
// conversation is not known yet and has to be fetched.
func (p *Pane) Bump(m client.Message, read bool) bool {
	it, known := p.index.byID[m.ContactID]
	if !known {
		return false
	}
	unread := m.Direction == client.Incoming && !read && !it.counted(m)
	p.steady(func() {
		p.index.change(it, func() {
			it.bump(m)
			if it.at == nanos(m.CreatedAt) {
				p.ours.forget(m.ContactID)
				if m.Direction == client.Outgoing {
					p.ours.add(m.ContactID, m.ID)
				}
			}
			if unread {
				it.unread++
				it.rows = nil
			}
		})
		p.note(it, false)
	})
	if unread {
		p.bumps.add(m.ContactID, m.CreatedAt, false)
	}
	return true
}

// SetRead records that every message of a conversation was read.
func (p *Pane) SetRead(contactID string) {
	p.bumps.add(contactID, time.Time{}, true)
	if it, known := p.index.byID[contactID]; known && it.unread > 0 {
		p.steady(func() { p.index.change(it, func() { it.unread, it.rows = 0, nil }) })
		p.note(it, false)
	}
}

// SetStatus records how far our newest message got.
func (p *Pane) SetStatus(contactID string, s client.Status) {
	if it, known := p.index.byID[contactID]; known && it.sent != "" && it.sent != s {
		it.sent, it.rows = s, nil
		p.note(it, false)
	}
}

// steady runs a change and keeps the selected conversation on its screen row.
func (p *Pane) steady(change func()) {
	before := p.place()
	change()
	after := p.place()
	switch {
	case after < 0 && before >= 0: // left this tab: its neighbour takes over
		p.selected = at(p.list(), min(before, len(p.list())-1))
	case before >= 0 && p.top > 0:
		p.top = max(0, p.top+after-before)
	}
	p.reveal()
}

// searching says whether the answer of a search is shown rather than a tab.
func (p *Pane) searching() bool { return p.search != nil && !p.search.whole }

// list is what is shown: the search's answer, else the tab.
func (p *Pane) list() []*item {
	if p.searching() {
		return p.search.items
	}
	return p.index.shown()[p.tab]
}

func at(list []*item, i int) *item {
	if i < 0 || i >= len(list) {
		return nil
	}
	return list[i]
}

// place is the selected conversation's index in what is shown, or -1. A
// search's answer is in the platform's order, so it is looked through.
func (p *Pane) place() int {
	if !p.searching() {
		return position(p.list(), p.selected)
	}
	if at(p.search.items, p.hint) == p.selected && p.selected != nil {
		return p.hint
	}
	for i, it := range p.search.items {
		if it == p.selected {
			p.hint = i
			return i
		}
	}
	return -1
}

// Selected is the contact under the bar, without its raw answer.
func (p *Pane) Selected() (client.Contact, bool) {
	if p.selected == nil {
		return client.Contact{}, false
	}
	return p.selected.whole(), true
}

// Contact is a known contact, without its raw answer.
func (p *Pane) Contact(id string) (client.Contact, bool) {
	it, known := p.index.byID[id]
	if !known {
		return client.Contact{}, false
	}
	return it.whole(), true
}

// SetOpen marks the conversation that is open on the right.
func (p *Pane) SetOpen(contactID string) { p.open = contactID }

// Tab is the tab shown; ShowTab changes it and keeps the selection if it can.
func (p *Pane) Tab() Tab { return p.tab }

// ShowTab shows tab t, wrapping around at both ends.
func (p *Pane) ShowTab(t Tab) {
	p.tab = (t + tabCount) % tabCount
	if position(p.list(), p.selected) < 0 {
		p.selected, p.top = at(p.list(), 0), 0
	}
	p.reveal()
}

// UnreadTotal is the number of known conversations with unread messages.
func (p *Pane) UnreadTotal() int { return len(p.index.tabs[Unread]) }

// Known is the number of conversations fetched so far.
func (p *Pane) Known() int { return len(p.index.byID) }

// fits is the number of conversations on screen.
func (p *Pane) fits() int { return max(0, (p.height-p.heads())/rowsPerItem) }

// heads is the number of rows above the conversations: tabs or search, and what
// the list is narrowed to.
func (p *Pane) heads() int {
	if p.index.filter.Empty() || p.height < 3 {
		return 1
	}
	return 2
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
	p.top = max(0, min(p.top, len(p.list())-fits))
}

// Scroll moves the view by n conversations (the mouse wheel); the selection
// goes along only when it would leave the screen.
func (p *Pane) Scroll(n int) {
	list := p.list()
	p.top = max(0, min(p.top+n, len(list)-p.fits()))
	if len(list) == 0 || p.fits() == 0 {
		return
	}
	i := min(max(p.place(), p.top), p.top+p.fits()-1)
	p.selected = list[min(i, len(list)-1)]
}

// HitTest is the conversation at row y of the pane.
func (p *Pane) HitTest(y int) (contactID string, ok bool) {
	y -= p.heads()
	if y < 0 || y >= p.fits()*rowsPerItem {
		return "", false
	}
	it := at(p.list(), p.top+y/rowsPerItem)
	if it == nil {
		return "", false
	}
	return it.words.id(), true
}

// First are the first n conversations in the order of the All tab.
func (p *Pane) First(n int) []client.Contact {
	all := p.index.tabs[All]
	list := make([]client.Contact, 0, min(n, len(all)))
	for _, it := range all[:min(n, len(all))] {
		list = append(list, it.whole())
	}
	return list
}

// Told is what a row tells besides the contact: how many messages are unread and
// the newest one in a line; nothing for an unknown conversation.
func (p *Pane) Told(contactID string) (unread int, preview string) {
	if it := p.index.byID[contactID]; it != nil {
		return int(it.unread), it.preview
	}
	return 0, ""
}
