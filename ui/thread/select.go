package thread

import "keydesk/client"

// SelectMove moves the selection by messages, down (towards the newest) when positive, and keeps it
// in view. With nothing selected it begins at the newest message on screen.
func (p *Pane) SelectMove(delta int) {
	if delta == 0 || len(p.items) == 0 {
		return
	}
	pos := len(p.items) - 1
	switch {
	case p.selected != nil:
		pos = min(max(p.position(p.selected)+delta, 0), len(p.items)-1)
	case p.ready():
		pos = p.lastRead()
	}
	p.choose(p.items[pos])
}

// Select selects a message by id and brings it into view; an unknown id changes nothing.
func (p *Pane) Select(id string) {
	if it := p.byID[id]; it != nil {
		p.choose(it)
	}
}

// Selected is the selected message as it was received; false without one.
func (p *Pane) Selected() (client.Message, bool) { return received(p.selected) }

// Selecting tells whether anything is selected, a message or an event.
func (p *Pane) Selecting() bool { return p.selected != nil }

// ClearSelection ends the selection. The view stays.
func (p *Pane) ClearSelection() {
	if p.selected != nil {
		p.selected = nil
		p.stale()
	}
}

func (p *Pane) choose(it *item) {
	if p.selected != it {
		p.selected = it
		p.stale()
	}
	p.show(it)
}

// show moves the view as little as brings the whole message into it, or its start when it is taller
// than the view. The rows that stand before the oldest message come into view with it.
func (p *Pane) show(it *item) {
	if !p.ready() {
		return
	}
	pos := p.position(it)
	it = p.render(pos)
	start, end := spot{pos, it.own}, spot{pos, len(it.rows) - 1}
	if pos == 0 {
		start.row = 0
	}
	if later(p.first, start) || end.row-start.row >= p.h {
		p.moveTo(start)
		return
	}
	if later(end, p.last) {
		at, _ := p.up(end, p.h-1)
		p.moveTo(at)
	}
}

// later tells whether a is below b.
func later(a, b spot) bool { return a.pos > b.pos || a.pos == b.pos && a.row > b.row }

// selectionShown tells whether the view follows the newest with the selected message in it.
func (p *Pane) selectionShown() bool {
	if p.selected == nil || !p.follow || !p.ready() {
		return false
	}
	pos := p.position(p.selected)
	return pos >= p.first.pos && pos <= p.last.pos && p.selected != p.items[len(p.items)-1]
}

// keepSelection stops following when arriving messages would push the selected one, which was in
// view, out of it: somebody is about to answer it.
func (p *Pane) keepSelection(shown bool) {
	if !shown || p.selected == nil || !p.ready() {
		return
	}
	pos := p.position(p.selected)
	own := p.render(pos).own
	if start := (spot{pos, own}); later(p.first, start) {
		p.moveTo(start)
	}
}

// HitTest is the message drawn at row y of the pane, for the mouse; false where there is none.
func (p *Pane) HitTest(y int) (id string, ok bool) {
	if !p.ready() || y < p.blank || y >= p.h {
		return "", false
	}
	at, short := p.down(p.first, y-p.blank)
	if short > 0 || at.row < p.items[at.pos].own {
		return "", false
	}
	return p.items[at.pos].msg.ID, true
}

// Pictures lists the messages with a picture that the platform keeps, oldest
// first.
func (p *Pane) Pictures() []client.Message {
	var list []client.Message
	for _, it := range p.items {
		if it.msg.MediaURL != "" && (it.msg.Type == "image" || it.msg.Type == "sticker") {
			list = append(list, it.msg)
		}
	}
	return list
}

// OnScreen lists the messages of which something is on screen, oldest first.
func (p *Pane) OnScreen() []client.Message {
	if !p.ready() {
		return nil
	}
	var list []client.Message
	for pos := p.first.pos; pos <= p.last.pos && pos < len(p.items); pos++ {
		if p.items[pos].event == nil {
			list = append(list, p.items[pos].msg)
		}
	}
	return list
}
