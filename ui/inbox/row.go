package inbox

import (
	"strconv"
	"strings"
	"time"

	"keydesk/client"
	"keydesk/client/mirror/conversations"
	"keydesk/ui/remind"
	"keydesk/ui/text"
	"keydesk/ui/theme"
	"keydesk/ui/thread"
)

// rowsPerItem is the height of one conversation: name and last message.
const rowsPerItem = 2

// mostWarm bounds how many conversations remember their rows, so that going
// through all of them does not keep them all drawn.
const mostWarm = 512

// rowCache remembers the rows of conversations, those drawn first in front: each as it is drawn in one
// order, so that going from tab to tab draws none anew.
type rowCache struct {
	of    map[orderedRow]*drawnRows
	order []orderedRow
}

// orderedRow is a conversation in a tab of one order.
type orderedRow struct {
	it   *item
	sort Sort
}

// drawnRows are the two rows of an item for one way of drawing them.
type drawnRows struct {
	key   rowKey
	lines [rowsPerItem]string
}

type rowKey struct {
	width    int
	selected bool
	marked   bool
	open     bool
	day      int // the time column changes at midnight
	look     int // counts theme and name changes
	edition  uint32
	minute   int64 // where the row tells how long something lasts
}

// drawing is what all rows of one frame share.
type drawing struct {
	theme    *theme.Theme
	width    int
	now      time.Time
	location *time.Location
	look     int
	assignee func(userID string) string
	sort     Sort
	waits    Waits
	marks    map[string]bool
}

func (d drawing) key(it *item, selected, open bool) rowKey {
	key := rowKey{width: d.width, selected: selected, marked: d.marks[it.ID()], open: open, day: d.now.In(d.location).YearDay(), look: d.look, edition: it.Edition()}
	if _, _, reminded := it.Reminder(); reminded {
		key.minute = int64(key.day)
	}
	if left := it.WindowLeft(d.now); d.sort != conversations.ByNewest || left > 0 && left <= closingSoon {
		key.minute = d.now.Unix() / 60
	}
	return key
}

// draw returns the rows of it, each exactly d.width cells.
func (d drawing) draw(rows *rowCache, it *item, selected, open bool) [rowsPerItem]string {
	key := d.key(it, selected, open)
	row := orderedRow{it, d.sort}
	drawn := rows.of[row]
	if drawn == nil {
		drawn = rows.add(row)
	}
	if drawn.key != key {
		*drawn = drawnRows{key: key, lines: [rowsPerItem]string{d.top(it, selected, open), d.bottom(it, selected)}}
	}
	return drawn.lines
}

// add makes room for the rows of a conversation, and lets those forget theirs that were drawn
// longest ago.
func (c *rowCache) add(row orderedRow) *drawnRows {
	if c.of == nil {
		c.of = make(map[orderedRow]*drawnRows, mostWarm)
	}
	if len(c.order) >= mostWarm {
		for _, old := range c.order[:mostWarm/2] {
			delete(c.of, old)
		}
		c.order = c.order[:copy(c.order, c.order[mostWarm/2:])]
	}
	c.order = append(c.order, row)
	drawn := &drawnRows{}
	c.of[row] = drawn
	return drawn
}

// when is the time of a row: of the newest message, or how long the customer waits or the window is
// open yet, where that is the order.
func (d drawing) when(it *item) string {
	switch since, exactly := it.Waiting(); {
	case d.sort == ByWaiting && !since.IsZero():
		return d.waits.style(d.theme, since, d.now).Render(waitWords(d.now.Sub(since), exactly))
	case d.sort == ByWindow:
		left := it.WindowLeft(d.now)
		return d.closing(left).Render(lasting(left))
	}
	return d.theme.Faint.Render(ShortTime(it.At(), d.now, d.location, d.width < 30))
}

// top is: bar, mark, name, time, unread count.
func (d drawing) top(it *item, selected, open bool) string {
	when := d.when(it)
	unread := ""
	if it.Unread() > 0 {
		unread = strconv.Itoa(min(it.Unread(), 999))
	} else if it.KeptUnread() {
		unread = d.theme.Glyphs.Live // the platform counts none
	}
	gap := max(1, 3-text.Width(unread))
	room := d.width - 1 - 1 - text.Width(when) - max(4, gap+text.Width(unread)+1)
	marked := ""
	if d.marks[it.ID()] {
		marked = d.theme.Glyphs.Check + " "
		room -= text.Width(marked)
	}
	style := d.theme.Text
	if unread != "" {
		style = d.theme.Strong
	}
	var b strings.Builder
	b.WriteString(d.bar(selected, open))
	b.WriteString(d.theme.Accent.Render(marked))
	b.WriteString(d.column(style, it.Name(), room))
	b.WriteString(" ")
	b.WriteString(when)
	if unread == "" {
		b.WriteString("    ")
	} else {
		b.WriteString(strings.Repeat(" ", gap))
		b.WriteString(d.theme.Title.Render(unread))
		b.WriteString(" ")
	}
	return text.Pad(b.String(), d.width)
}

// bottom is: bar, the newest message, when the window closes if that is soon, who answers.
func (d drawing) bottom(it *item, selected bool) string {
	closes := d.closes(it)
	words, style := d.said(it)
	if until := d.until(it); until != "" {
		closes = until
	}
	who := ""
	if id := it.Assignee(); id != "" {
		who = d.theme.Glyphs.To + " " + text.CutWith(d.assignee(id), max(4, d.width/4), d.theme.Glyphs.Cut)
	}
	mark := d.mark(it.Sent())
	room := d.width - 1 - 1 - text.Width(mark)
	if who != "" {
		room -= text.Width(who) + 1
	}
	if closes != "" {
		room -= text.Width(closes) + 1
	}
	var b strings.Builder
	b.WriteString(d.bar(selected, false))
	b.WriteString(mark)
	b.WriteString(d.column(style, text.CutWords(words, max(0, room), d.theme.Glyphs.Cut), room))
	if closes != "" {
		b.WriteString(" " + closes)
	}
	if who != "" {
		b.WriteString(" ")
		b.WriteString(d.theme.Faint.Render(who))
	}
	b.WriteString(" ")
	return text.Pad(b.String(), d.width)
}

// said is what the second row says: the newest message, or what somebody wanted to be reminded of now.
func (d drawing) said(it *item) (string, theme.Style) {
	if r, due, ok := it.Reminder(); ok && due {
		if r.Words == "" {
			return "you wanted to be reminded", d.theme.Warn
		}
		return r.Words, d.theme.Warn
	}
	if it.Unread() > 0 || it.KeptUnread() {
		return it.Preview(), d.theme.Text
	}
	return it.Preview(), d.theme.Faint
}

// until is when a conversation comes back that was put off, "" if it was not.
func (d drawing) until(it *item) string {
	r, due, ok := it.Reminder()
	if !ok || due || d.width < 30 {
		return ""
	}
	return d.theme.Accent.Render(d.theme.Glyphs.Pending + " " + remind.When(r.Due, d.now.In(d.location)))
}

// column is s in exactly width cells. The filling is not styled: a styled space
// is another cell to the renderer, and would be sent again with every change of
// style.
func (d drawing) column(style theme.Style, s string, width int) string {
	s = text.CutWith(s, max(0, width), d.theme.Glyphs.Cut)
	return style.Render(s) + text.Spaces(width-text.Width(s))
}

// bar marks the selected conversation, on both its rows; the open one has
// another mark, before its name only. The name does not change with the
// selection: bold is for unread, and a step costs half the bytes.
func (d drawing) bar(selected, open bool) string {
	switch {
	case selected:
		return d.theme.Accent.Render(d.theme.Glyphs.Bar)
	case open:
		return d.theme.Accent.Render(d.theme.Glyphs.Prompt)
	default:
		return " "
	}
}

// mark tells how far our own newest message got.
func (d drawing) mark(s client.Status) string {
	g := d.theme.Glyphs
	switch s {
	case client.StatusPending, thread.StatusWaiting:
		return d.theme.Faint.Render(g.Pending) + " "
	case client.StatusSent:
		return d.theme.Faint.Render(g.Sent) + " "
	case client.StatusDelivered:
		return d.theme.Faint.Render(g.Delivered) + " "
	case client.StatusRead:
		return d.theme.Accent.Render(g.Read) + " "
	case thread.StatusHeld:
		return d.theme.Warn.Render(g.Warn) + " "
	case client.StatusFailed:
		return d.theme.Bad.Render(g.Failed) + " "
	default:
		return ""
	}
}

// ShortTime is a moment as a list shows it: 10:42 today, then "yesterday" (or
// the weekday where there is no room), the weekday within six days, then the
// date. The zero time is empty.
func ShortTime(at, now time.Time, location *time.Location, narrow bool) string {
	if at.IsZero() {
		return ""
	}
	at, now = at.In(location), now.In(location)
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, location)
	switch {
	case !at.Before(midnight):
		return at.Format("15:04")
	case !at.Before(midnight.AddDate(0, 0, -1)) && !narrow:
		return "yesterday"
	case !at.Before(midnight.AddDate(0, 0, -6)):
		return at.Format("Mon")
	case at.Year() == now.Year():
		return at.Format("2 Jan")
	default:
		return at.Format("2 Jan 2006")
	}
}
