package inbox

import (
	"fmt"
	"slices"

	"keydesk/client"
)

// marks are the conversations that the person marked to do something with all of them. A mark stays
// whatever is shown: what a filter hides is marked all the same, and counted.
type marks struct {
	of     map[string]bool
	anchor string // was marked or unmarked last: a range begins there
}

// ToggleMark marks the selected conversation, or takes its mark away, and moves on.
func (p *Pane) ToggleMark() {
	if p.selected == nil {
		return
	}
	id := p.selected.ID()
	p.mark(id, !p.marks.of[id])
	p.marks.anchor = id
	p.Move(1)
}

// MarkTo marks everything from the conversation that was marked last to the selected one, both
// included. Without one it marks the selected one alone.
func (p *Pane) MarkTo() {
	if p.selected == nil {
		return
	}
	list, to := p.Shown(), p.place()
	from := slices.IndexFunc(list, func(it *item) bool { return it.ID() == p.marks.anchor })
	if from < 0 {
		from = to
	}
	for _, it := range list[min(from, to) : max(from, to)+1] {
		p.mark(it.ID(), true)
	}
	p.marks.anchor = p.selected.ID()
}

// MarkAll marks everything that is shown; if all of it is marked, it takes those marks away.
func (p *Pane) MarkAll() {
	list := p.Shown()
	all := !slices.ContainsFunc(list, func(it *item) bool { return !p.marks.of[it.ID()] })
	for _, it := range list {
		p.mark(it.ID(), !all)
	}
}

// ClearMarks takes every mark away.
func (p *Pane) ClearMarks() { p.marks = marks{} }

// Unmark takes the mark of one conversation away.
func (p *Pane) Unmark(contactID string) { p.mark(contactID, false) }

func (p *Pane) mark(id string, on bool) {
	if p.marks.of == nil {
		p.marks.of = map[string]bool{}
	}
	if p.marks.of[id] = on; !on {
		delete(p.marks.of, id)
	}
}

// Marked are the marked conversations: what is shown first, in its order, then the others, newest
// first. One that is gone is marked no more.
func (p *Pane) Marked() []client.Contact {
	list := make([]client.Contact, 0, len(p.marks.of))
	taken := make(map[string]bool, len(p.marks.of))
	for _, it := range p.Shown() {
		if p.marks.of[it.ID()] {
			list, taken[it.ID()] = append(list, it.Contact()), true
		}
	}
	shown := len(list)
	for id := range p.marks.of {
		if taken[id] {
			continue
		}
		if it := p.Item(id); it != nil {
			list = append(list, it.Contact())
		}
	}
	slices.SortStableFunc(list[shown:], func(a, b client.Contact) int { return b.LastMessageAt.Compare(a.LastMessageAt) })
	return list
}

// Marks is how many conversations are marked, and how many of them are not shown.
func (p *Pane) Marks() (all, hidden int) {
	for id := range p.marks.of {
		it := p.Item(id)
		switch {
		case it == nil:
			delete(p.marks.of, id)
			continue
		case !p.shows(it):
			hidden++
		}
		all++
	}
	return all, hidden
}

// shows says whether a conversation is among what is shown.
func (p *Pane) shows(it *item) bool {
	if p.Searching() {
		return slices.Contains(p.Shown(), it)
	}
	return p.Place(it) >= 0
}

// marksWords count the marks for the head of the list, "" without any.
func (p *Pane) marksWords() string {
	all, hidden := p.Marks()
	switch {
	case all == 0:
		return ""
	case hidden > 0 && p.width >= 36:
		return fmt.Sprintf(" %d marked, %d not shown ", all, hidden)
	case hidden > 0:
		return fmt.Sprintf(" %d marked (%d) ", all, all-hidden)
	}
	return fmt.Sprintf(" %d marked ", all)
}
