package thread

import (
	"strings"
	"time"

	"keydesk/client"
	"keydesk/ui/text"
)

// Event is what happened in a conversation besides its messages. The customer sees none of it, so
// none of it looks like a message.
type Event struct {
	ID    string // its own among events and messages
	At    time.Time
	Note  bool   // a private note; else one row, as of a run
	Who   string // who did it, "" if that is not known
	Words string // the note, or what was done
	Mark  string // before the words of what is no note: how it ended
	State EventState
}

// EventState is how well something ended.
type EventState uint8

// The states of an event.
const (
	EventDone EventState = iota
	EventDoubt
	EventFailed
)

// longestNote is how many rows of a note stand in the thread.
const longestNote = 8

// SetEvent takes in an event, or a newer version of it. One from before the oldest message here waits
// until that part of the conversation is fetched.
func (p *Pane) SetEvent(e Event) {
	if e.ID == "" {
		return
	}
	if it := p.byID[e.ID]; it != nil {
		if it.event == nil || *it.event == e {
			return
		}
		p.RemoveEvent(e.ID)
	}
	p.early = append(p.early, e)
	p.admit()
}

// RemoveEvent takes an event away, as a note that was deleted. An unknown id is fine.
func (p *Pane) RemoveEvent(id string) {
	for i := range p.early {
		if p.early[i].ID == id {
			p.early = append(p.early[:i], p.early[i+1:]...)
			break
		}
	}
	if it := p.byID[id]; it != nil && it.event != nil {
		p.Remove(id)
	}
}

// SelectedEvent is the selected event; false without one.
func (p *Pane) SelectedEvent() (Event, bool) {
	if p.selected == nil || p.selected.event == nil {
		return Event{}, false
	}
	return *p.selected.event, true
}

// admit puts the events where they happened whose part of the conversation is here.
func (p *Pane) admit() {
	if len(p.early) == 0 {
		return
	}
	oldest, known := p.Oldest()
	var fresh []*item
	waits := p.early[:0]
	for _, e := range p.early {
		if _, twice := p.byID[e.ID]; twice {
			continue
		}
		if !p.end && (!known || e.At.Before(oldest.CreatedAt)) {
			waits = append(waits, e)
			continue
		}
		it := p.add(client.Message{ID: e.ID, CreatedAt: e.At})
		it.event = &e
		p.events++
		fresh = append(fresh, it)
	}
	p.early = waits
	if len(fresh) == 0 {
		return
	}
	pinned := p.selectionShown()
	p.insert(fresh)
	p.stale()
	p.keepSelection(pinned)
}

// messages counts those of some items that are messages.
func (p *Pane) messages(items []*item) int {
	n := len(items)
	if p.events == 0 {
		return n
	}
	for _, it := range items {
		if it.event != nil {
			n--
		}
	}
	return n
}

// drawEvent adds an event to the rows before it: a note in a frame of its own, anything else on one
// faint row.
func (p *Pane) drawEvent(d *brush, it *item, before []string) {
	d.rows, d.needle, d.bar = before, p.needle, it.look.selected
	clock := "     "
	if !it.event.At.IsZero() {
		clock = it.event.At.In(p.loc).Format("15:04")
	}
	if it.event.Note {
		d.note(clock, text.Line(it.event.Who), it.content().text)
	} else {
		d.happened(clock, *it.event, it.content().text)
	}
	it.lead, it.rows = it.own, d.rows
}

// note draws a private note: that it is one stands first, and a rule and an edge keep it apart.
func (d *brush) note(clock, who, words string) {
	g := d.th.Glyphs
	title := "NOTE"
	if who != "" {
		title += " " + who
	}
	room := max(d.edge()-text.Width(clock)-1, 0)
	if text.Width(title)+len(", only your team sees it")+8 <= room {
		title += ", only your team sees it"
	}
	row := title
	if g.NoteSide != "" {
		row = g.NoteRule + g.NoteRule + " " + d.cut(title, max(room-6, 0)) + " "
		row += strings.Repeat(g.NoteRule, max(room-text.Width(row), 0))
	}
	d.add(0, d.clock(clock)+" "+d.th.Note.Render(d.cut(row, room)), "")
	side := ""
	if g.NoteSide != "" {
		side = d.th.Note.Render(g.NoteSide) + " "
	}
	width := max(d.reach-text.Width(side), 1)
	lines := text.Wrap(words, width)
	if len(lines) > longestNote {
		lines = append(lines[:longestNote-1], g.Cut)
	}
	for _, line := range d.lit(lines, words) {
		d.add(d.indent, side+line, "")
	}
}

// happened draws what was done, how it ended and by whom.
func (d *brush) happened(clock string, e Event, words string) {
	style := d.th.Good
	switch e.State {
	case EventDoubt:
		style = d.th.Warn
	case EventFailed:
		style = d.th.Bad
	}
	mark := d.cut(text.Line(e.Mark), 2)
	who := text.Line(e.Who)
	room := max(d.edge()-text.Width(clock)-text.Width(mark)-2, 0)
	if who != "" && room >= roomyHead {
		who = " " + d.th.Glyphs.Dot + " " + d.cut(who, longestBy)
	} else {
		who = ""
	}
	line := d.cut(words, max(room-text.Width(who), 0))
	row := d.clock(clock) + " " + style.Render(mark) + " "
	if d.needle != "" {
		row += d.lit([]string{line}, words)[0]
	} else {
		row += d.faintly(line)
	}
	d.add(0, row+d.th.Faint.Render(who), "")
}

func (d *brush) faintly(s string) string {
	if d.bold != 0 {
		return d.th.Strong.Render(s)
	}
	return d.th.Faint.Render(s)
}

// Speaks tells by whom an event was, for ears.
func (e Event) Speaks() string {
	words := text.Line(e.Words)
	if e.Note {
		return "NOTE by " + text.Line(e.Who) + ", only your team sees it: " + words
	}
	return words + ", by " + text.Line(e.Who)
}
