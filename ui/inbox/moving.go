package inbox

import "sort"

// Move moves the selection by n conversations.
func (p *Pane) Move(n int) {
	list := p.list()
	if len(list) == 0 {
		return
	}
	p.selected = list[min(max(p.place()+n, 0), len(list)-1)]
	p.reveal()
}

// Page moves the selection by n screens.
func (p *Pane) Page(n int) { p.Move(n * max(1, p.fits()-1)) }

// ToTop and ToEnd select the first and the last known conversation.
func (p *Pane) ToTop() { p.Move(-len(p.list())) }

// ToEnd selects the last known conversation; more may be fetched after it.
func (p *Pane) ToEnd() { p.Move(len(p.list())) }

// Select selects a known conversation.
func (p *Pane) Select(contactID string) {
	if it := p.index.byID[contactID]; it != nil {
		p.selected = it
		p.reveal()
	}
}

// NextUnread selects the next conversation below (or from the top) that has
// unread messages, and reports whether there is one.
func (p *Pane) NextUnread() bool {
	list, start := p.index.shown()[Unread], 0
	if p.searching() {
		list, start = p.list(), p.place()+1
	} else if p.selected != nil {
		start = sort.Search(len(list), func(i int) bool { return precedes(p.selected, list[i]) < 0 })
	}
	for i := range list {
		it := list[(start+i)%len(list)]
		if it.unread > 0 && it != p.selected && (p.searching() || p.index.member(it, p.tab)) {
			p.selected = it
			p.reveal()
			return true
		}
	}
	return false
}
