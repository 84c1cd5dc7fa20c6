package inbox

import (
	"strconv"
	"strings"
	"time"

	"keydesk/client"
	"keydesk/ui/text"
	"keydesk/ui/theme"
	"keydesk/ui/thread"
)

// rowsPerItem is the height of one conversation: name and last message.
const rowsPerItem = 2

// rowCache remembers the two rows of an item for one way of drawing them.
type rowCache struct {
	key   rowKey
	lines [rowsPerItem]string
}

type rowKey struct {
	width    int
	selected bool
	open     bool
	day      int // the time column changes at midnight
	look     int // counts theme and name changes
}

// drawing is what all rows of one frame share.
type drawing struct {
	theme    *theme.Theme
	width    int
	now      time.Time
	location *time.Location
	look     int
	assignee func(userID string) string
}

func (d drawing) key(selected, open bool) rowKey {
	return rowKey{width: d.width, selected: selected, open: open, day: d.now.In(d.location).YearDay(), look: d.look}
}

// draw returns the rows of it, each exactly d.width cells.
func (d drawing) draw(it *item, selected, open bool) [rowsPerItem]string {
	key := d.key(selected, open)
	if it.rows == nil || it.rows.key != key {
		it.rows = &rowCache{key: key, lines: [rowsPerItem]string{d.top(it, selected, open), d.bottom(it, selected)}}
	}
	return it.rows.lines
}

// top is: bar, name, time, unread count.
func (d drawing) top(it *item, selected, open bool) string {
	when := ShortTime(moment(it.at), d.now, d.location, d.width < 30)
	unread := ""
	if it.unread > 0 {
		unread = strconv.Itoa(int(min(it.unread, 999)))
	}
	gap := max(1, 3-len(unread))
	room := d.width - 1 - 1 - text.Width(when) - max(4, gap+len(unread)+1)
	style := d.theme.Text
	if it.unread > 0 {
		style = d.theme.Strong
	}
	var b strings.Builder
	b.WriteString(d.bar(selected, open))
	b.WriteString(d.column(style, it.words.name(), room))
	b.WriteString(" ")
	b.WriteString(d.theme.Faint.Render(when))
	if unread == "" {
		b.WriteString("    ")
	} else {
		b.WriteString(strings.Repeat(" ", gap))
		b.WriteString(d.theme.Title.Render(unread))
		b.WriteString(" ")
	}
	return text.Pad(b.String(), d.width)
}

// bottom is: bar, the newest message, who answers.
func (d drawing) bottom(it *item, selected bool) string {
	who := ""
	if id := it.traits.user; id != "" {
		who = d.theme.Glyphs.To + " " + text.CutWith(d.assignee(id), max(4, d.width/4), d.theme.Glyphs.Cut)
	}
	mark := d.mark(it.sent)
	room := d.width - 1 - 1 - text.Width(mark)
	if who != "" {
		room -= text.Width(who) + 1
	}
	var b strings.Builder
	b.WriteString(d.bar(selected, false))
	b.WriteString(mark)
	style := d.theme.Faint
	if it.unread > 0 {
		style = d.theme.Text
	}
	b.WriteString(d.column(style, it.preview, room))
	if who != "" {
		b.WriteString(" ")
		b.WriteString(d.theme.Faint.Render(who))
	}
	b.WriteString(" ")
	return text.Pad(b.String(), d.width)
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
