package thread

import (
	"keydesk/client"
	"keydesk/ui/text"
)

// topState is what the row above the oldest message says.
type topState uint8

const (
	notTop topState = iota
	topBlank
	topLoading
	topEnd
)

// look is everything a message's rows depend on besides its content. Equal looks draw equal rows.
type look struct {
	rev      uint64
	day      int // the day row, 0 for none
	today    int // what the day row calls today
	unread   int // the count in the unread line, 0 for none
	top      topState
	head     bool
	selected bool
}

// manyWarm bounds how many messages remember their rows, so that reading a long thread to its start
// does not keep it all drawn.
const manyWarm = 1024

// render makes sure that the item at pos has its rows as they are to be drawn now.
func (p *Pane) render(pos int) *item {
	it := p.items[pos]
	l := p.lookOf(pos)
	if it.rows != nil && it.look == l {
		return it
	}
	if it.rows == nil {
		if len(p.warm) >= manyWarm {
			p.cool()
		}
		p.warm = append(p.warm, it)
	}
	it.look = l
	p.draw(it)
	return it
}

// cool forgets the older half of the remembered rows. What is visible was drawn or checked just now
// and is at worst drawn once more.
func (p *Pane) cool() {
	half := len(p.warm) / 2
	for _, it := range p.warm[:half] {
		it.rows = nil
	}
	p.warm = append(p.warm[:0], p.warm[half:]...)
}

func (p *Pane) lookOf(pos int) look {
	it := p.items[pos]
	l := look{rev: p.rev, selected: it == p.selected}
	var prev *item
	if pos > 0 {
		prev = p.items[pos-1]
	} else {
		l.top = p.top()
	}
	if it.day != 0 && (prev == nil || prev.day != it.day) && !(it.local && prev != nil && it.day < prev.day) {
		l.day, l.today = it.day, p.today
	}
	if p.unreadID != "" && it.msg.ID == p.unreadID && p.unread > 0 {
		l.unread = p.unread
	}
	l.head = l.unread > 0 || !it.shares(prev) || p.words(it) != p.words(prev)
	return l
}

func (p *Pane) top() topState {
	switch {
	case p.loading:
		return topLoading
	case p.end:
		return topEnd
	default:
		return topBlank
	}
}

// draw makes all rows of an item: what stands before it, its header, text and end.
func (p *Pane) draw(it *item) {
	d := newBrush(p.th, p.w, false, false)
	d.rows = make([]string, 0, 4)
	switch it.look.top {
	case topBlank:
		d.centre("")
	case topLoading:
		d.centre("loading older" + p.th.Glyphs.Cut)
	case topEnd:
		d.centre("start of the conversation")
	}
	if it.look.day != 0 {
		d.centre(dayLabel(it.look.day, it.look.today))
	}
	if it.look.unread > 0 {
		d.unreadLine(it.look.unread)
	}
	it.own = len(d.rows)
	if it.event != nil {
		p.drawEvent(newBrush(p.th, p.w, it.look.selected, false), it, d.rows)
		return
	}
	p.drawMessage(newBrush(p.th, p.w, it.look.selected, it.msg.Direction == client.Outgoing), it, d.rows)
}

// drawMessage adds the message itself to the rows before it.
func (p *Pane) drawMessage(d *brush, it *item, before []string) {
	c := it.content()
	d.rows, d.needle, d.bar = before, p.needle, it.look.selected
	state := p.state(it)
	if it.look.head {
		p.drawHead(d, it, state)
	} else if c.quote != "" {
		d.quote(c.quote)
	}
	it.lead = len(d.rows)
	tail := tail{reacts: c.reacts, state: state}
	if it.look.head || c.reason != "" {
		tail.state = stateMark{} // told by the header, or by the reason below
	}
	if it.msg.MediaURL != "" {
		hint := p.hints.Media
		if it.msg.Type == "image" || it.msg.Type == "sticker" {
			hint = p.hints.Picture
		}
		if tail.reacts != "" && hint != "" {
			tail.reacts += "  "
		}
		tail.reacts += hint
	}
	d.body(c, tail)
	if c.reason != "" {
		d.failure(it.msg.Status, c.reason, p.hints.Failed)
	}
	it.rows = d.rows
}

// words tell who a message is from and by which number, as far as that is known: one
// header speaks for those of one sender only.
func (p *Pane) words(it *item) string {
	if p.speaker == nil {
		return ""
	}
	return text.Line(p.speaker(it.msg))
}

// drawHead draws "10:31 Aarav  ↪ quote" or "10:33  ↪ quote      team  ✓✓ read".
func (p *Pane) drawHead(d *brush, it *item, state stateMark) {
	clock := "     "
	if !it.msg.CreatedAt.IsZero() {
		clock = it.msg.CreatedAt.In(p.loc).Format("15:04")
	}
	who := p.name
	if it.msg.Direction == client.Outgoing {
		who = ""
		if p.th.Glyphs.Ours == "" { // nothing at an edge tells whose it is
			who = "from here"
		}
	}
	d.head(clock, who, p.words(it), it.content().quote, state)
}

// state is the mark and word of an outgoing message; incoming ones have none.
func (p *Pane) state(it *item) stateMark {
	if it.msg.Direction != client.Outgoing {
		return stateMark{}
	}
	g := p.th.Glyphs
	switch it.msg.Status {
	case client.StatusPending:
		return stateMark{g.Pending, "pending", p.th.Faint}
	case StatusWaiting:
		return stateMark{g.Pending, "waiting", p.th.Warn}
	case StatusHeld:
		return stateMark{g.Warn, "not sent", p.th.Warn}
	case client.StatusSent:
		return stateMark{g.Sent, "sent", p.th.Faint}
	case client.StatusDelivered:
		return stateMark{g.Delivered, "delivered", p.th.Faint}
	case client.StatusRead:
		return stateMark{g.Read, "read", p.th.Faint}
	case client.StatusFailed:
		return stateMark{g.Failed, "failed", p.th.Bad}
	default:
		return stateMark{}
	}
}
