package thread

import "time"

// place is where the view is anchored: a message and the row of it that is at the top. Rows are
// counted from the message's own text, negative above it, so that a header or a day row that comes
// or goes with an older page moves nothing on screen.
type place struct {
	it  *item
	off int
}

// spot is a row of a message by their numbers.
type spot struct{ pos, row int }

// settle works out which rows are visible. It walks over these and no others.
func (p *Pane) settle() {
	if t := p.now().In(p.loc); !p.clean || p.today != dayOf(t) {
		p.today = dayOf(t)
		p.view = ""
	} else {
		return
	}
	p.clean = true
	p.first, p.last, p.blank = spot{}, spot{}, 0
	if p.w <= 0 || p.h <= 0 || len(p.items) == 0 {
		return
	}
	if !p.follow {
		if p.anchor.it == nil {
			p.follow = true
		} else {
			p.first = p.resolve(p.anchor)
			p.last, p.blank = p.down(p.first, p.h-1)
			// At or past the last row: the view rests on the newest message from here on.
			p.follow = p.last == p.bottom()
			p.held = p.follow && p.resized
		}
	}
	if p.follow {
		p.last = p.bottom()
		p.first, p.blank = p.up(p.last, p.h-1)
	}
}

func dayOf(t time.Time) int {
	y, m, d := t.Date()
	return y*10000 + int(m)*100 + d
}

// bottom is the thread's last row.
func (p *Pane) bottom() spot {
	pos := len(p.items) - 1
	return spot{pos, len(p.render(pos).rows) - 1}
}

// resolve finds the row that an anchor means today.
func (p *Pane) resolve(at place) spot {
	pos := p.position(at.it)
	it := p.render(pos)
	return p.above(pos, min(it.lead+at.off, len(it.rows)-1))
}

// above turns a row number that may be negative into a spot, at most the very first row.
func (p *Pane) above(pos, row int) spot {
	for row < 0 && pos > 0 {
		pos--
		row += len(p.render(pos).rows)
	}
	return spot{pos, max(row, 0)}
}

// up walks n rows towards the start; short is how many there were too few.
func (p *Pane) up(from spot, n int) (at spot, short int) {
	row := from.row - n
	for row < 0 && from.pos > 0 {
		from.pos--
		row += len(p.render(from.pos).rows)
	}
	return spot{from.pos, max(row, 0)}, max(-row, 0)
}

// down walks n rows towards the end; short is how many there were too few.
func (p *Pane) down(from spot, n int) (at spot, short int) {
	row := from.row + n
	for {
		rows := len(p.render(from.pos).rows)
		if row < rows {
			return spot{from.pos, row}, 0
		}
		if from.pos == len(p.items)-1 {
			return spot{from.pos, rows - 1}, row - rows + 1
		}
		row -= rows
		from.pos++
	}
}

// moveTo anchors the view at a row.
func (p *Pane) moveTo(at spot) {
	it := p.render(at.pos)
	p.anchor, p.follow = place{it, at.row - it.lead}, false
	p.stale()
}

// headOf is the place that has a message's header at the top.
func (p *Pane) headOf(it *item) place {
	if p.w <= 0 {
		return place{it: it}
	}
	p.render(p.position(it))
	return place{it, it.own - it.lead}
}

// ready settles and tells whether anything is visible at all.
func (p *Pane) ready() bool {
	p.settle()
	return p.w > 0 && p.h > 0 && len(p.items) > 0
}

// Scroll moves the view by rows, down (towards the newest) when positive. The selection stays where
// it is, on screen or not.
func (p *Pane) Scroll(rows int) {
	if rows == 0 || !p.ready() {
		return
	}
	var at spot
	if rows > 0 {
		if p.follow {
			return
		}
		at, _ = p.down(p.first, rows)
	} else {
		at, _ = p.up(p.first, -rows)
	}
	p.moveTo(at)
}

// Page moves by n screens less one row, down when positive.
func (p *Pane) Page(n int) { p.Scroll(n * max(p.h-1, 1)) }

// HalfPage moves by n half screens, down when positive.
func (p *Pane) HalfPage(n int) { p.Scroll(n * max(p.h/2, 1)) }

// ToTop shows the oldest message that is here and selects it if one was selected.
func (p *Pane) ToTop() {
	if len(p.items) == 0 {
		return
	}
	if p.selected != nil {
		p.selected = p.items[0]
	}
	if p.ready() {
		p.moveTo(spot{})
		return
	}
	p.anchor, p.follow = place{it: p.items[0]}, false
	p.stale()
}

// ToNewest shows the newest message, follows from then on, and selects it if one was selected.
func (p *Pane) ToNewest() {
	if p.selected != nil && len(p.items) > 0 {
		p.selected = p.items[len(p.items)-1]
	}
	p.follow = true
	p.stale()
}

// ToUnread shows the unread line in the upper third of the pane. It reports whether there is one.
func (p *Pane) ToUnread() bool {
	it := p.byID[p.unreadID]
	if it == nil || !p.ready() {
		return false
	}
	pos := p.position(it)
	it = p.render(pos)
	p.moveTo(p.above(pos, it.own-1-p.h/3))
	return true
}

// NearTop tells that fewer messages than a screen has rows lie above the view: time to ask for
// older ones.
func (p *Pane) NearTop() bool { return !p.ready() || p.first.pos < max(p.h, 10) }

// AtNewest tells whether the last row is on screen, so that the view follows.
func (p *Pane) AtNewest() bool {
	p.settle()
	return p.follow
}

// Below is how many messages came below the view and have not been on screen yet.
func (p *Pane) Below() int {
	p.settle()
	if p.follow {
		return 0
	}
	p.noteSeen()
	known := len(p.items) - p.locals
	return p.messages(p.items[min(p.seenUntil(), known):known])
}

// seenUntil is the number of items up to and including the last one seen.
func (p *Pane) seenUntil() int {
	at := p.search(p.seen)
	if at < len(p.items) && p.items[at].msg.ID == p.seen.id {
		at++
	}
	return at
}

// noteSeen remembers the newest message that has been on screen. Local ones are the person's own
// and change their place, so they do not count.
func (p *Pane) noteSeen() {
	if len(p.items) == 0 || p.h <= 0 || p.w <= 0 {
		return
	}
	pos := p.lastRead()
	if pos >= len(p.items)-p.locals {
		pos = len(p.items) - p.locals - 1
	}
	if pos < 0 {
		return
	}
	if k := p.items[pos].key(); p.seen.before(k) {
		p.seen = k
	}
}

// lastRead is the last message of which a row of text is visible; its header alone is not enough.
func (p *Pane) lastRead() int {
	if p.last.pos > p.first.pos && p.last.row < p.items[p.last.pos].lead {
		return p.last.pos - 1
	}
	return p.last.pos
}

// Visible are the first and the last message whose text is on screen, "" twice without any: what
// may be called read.
func (p *Pane) Visible() (firstID, lastID string) {
	if !p.ready() {
		return "", ""
	}
	return p.items[p.first.pos].msg.ID, p.items[p.lastRead()].msg.ID
}
