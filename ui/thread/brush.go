package thread

import (
	"strconv"
	"strings"

	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// brush draws the rows of one message. Every row goes through add, which makes it exactly as wide
// as the pane, so no row can be too wide whatever came before.
type brush struct {
	th     *theme.Theme
	w      int
	gutter int  // the selection's bar
	indent int  // before the text, under the time
	margin int  // right of everything
	reach  int  // how far a row's text goes from indent on
	ours   bool // set in from the left, with a mark at the right edge
	bar    bool
	bold   attr // bold while the message is selected
	needle string
	rows   []string
}

// stateMark is a delivery state: glyph, word and colour, since a state is never told by colour alone.
type stateMark struct {
	glyph, word string
	style       theme.Style
}

func (s stateMark) none() bool { return s.word == "" }

// tail stands at the right of a message's last row.
type tail struct {
	reacts string
	state  stateMark
}

// longestLine is how far a line of text runs: beyond, the eye does not find back to the next one.
const longestLine = 88

// newBrush fits the layout to the width: below 24 cells the indent shrinks, below 12 it goes. What
// is ours stands at the right, with a mark at its edge, where glyphs have one and there is room.
func newBrush(th *theme.Theme, w int, selected, ours bool) *brush {
	d := &brush{th: th, w: w}
	if selected {
		d.bold = bold
	}
	if w >= 2 {
		d.gutter = 1
	}
	switch {
	case w >= 24:
		d.indent, d.margin = 6, 1
	case w >= 12:
		d.indent = 2
	}
	if ours && w >= 24 && th.Glyphs.Ours != "" {
		d.ours, d.margin = true, 2
	}
	d.reach = max(min(d.room()-d.indent, longestLine), 1)
	if w >= 76 { // both sides are told by where their lines end, too
		d.reach = min(d.reach, d.room()-d.indent-d.room()/8)
	}
	return d
}

// room is the width between gutter and margin.
func (d *brush) room() int { return d.w - d.gutter - d.margin }

// add appends a row: the gutter, left after indent cells, right where text ends. When both do not
// fit, left is cut.
func (d *brush) add(indent int, left, right string) {
	var b strings.Builder
	if d.gutter > 0 {
		if d.bar {
			b.WriteString(d.th.Selected.Render(d.th.Glyphs.Bar))
		} else {
			b.WriteByte(' ')
		}
	}
	b.WriteString(text.Spaces(indent))
	if right == "" {
		b.WriteString(left)
	} else {
		b.WriteString(d.pad(left, d.edge()-indent-text.Width(right)))
		b.WriteString(right)
	}
	row := d.pad(b.String(), d.w-d.margin)
	if d.ours {
		row += " " + d.th.Ours.Render(d.th.Glyphs.Ours)
	}
	d.rows = append(d.rows, d.pad(row, d.w))
}

// edge is the column behind the text of a row, counted from the gutter.
func (d *brush) edge() int {
	if d.ours {
		return d.room()
	}
	return min(d.room(), max(d.indent+longestLine, roomyHead))
}

// block appends rows that belong together: at the left under the time, ours as far to the right as
// the widest of them goes.
func (d *brush) block(rows []string) {
	indent := d.indent
	if d.ours {
		indent = max(d.room()-widest(rows), 0)
	}
	for _, row := range rows {
		d.add(indent, row, "")
	}
}

// cut shortens with the theme's own sign.
func (d *brush) cut(s string, width int) string { return text.CutWith(s, width, d.th.Glyphs.Cut) }

func (d *brush) pad(s string, width int) string { return text.Pad(d.cut(s, width), width) }

// centre adds a faint row in the middle.
func (d *brush) centre(s string) {
	if s == "" {
		d.add(0, "", "")
		return
	}
	s = d.cut(s, d.room())
	d.add((d.room()-text.Width(s))/2, d.th.Faint.Render(s), "")
}

// unreadLine adds "── 2 new ─────".
func (d *brush) unreadLine(n int) {
	h := d.th.Glyphs.H
	line := h + h + " " + strconv.Itoa(n) + " new "
	if fill := d.room() - text.Width(line); fill > 0 && text.Width(h) == 1 {
		line += strings.Repeat(h, fill)
	}
	d.add(0, d.th.Accent.Render(d.cut(line, d.room())), "")
}

// roomyHead is the width from which a header has room for words.
const roomyHead = 36

// longestBy bounds the words about who an outgoing message is from, or which number an incoming one
// came to.
const longestBy = 18

// head adds the header row, and the quote below it where it does not fit beside: when, who and what
// is answered from the left; ours ends with when, from the right.
func (d *brush) head(clock, who, by, quote string, state stateMark) {
	if d.ours {
		d.ourHead(clock, by, quote, state)
		return
	}
	right, reserve := d.told(by, state)
	left := d.clock(clock)
	used := text.Width(clock)
	if who != "" {
		who = d.cut(who, max(d.room()-used-1, 0))
		if quote != "" && d.room() >= roomyHead {
			who = d.cut(who, d.room()/2)
		}
		used += 1 + text.Width(who)
		left += " " + d.th.Theirs.Render(who)
	}
	if free := d.edge() - used - 2 - reserve - 1; quote != "" && free >= shortestQuote {
		left += "  " + d.th.Faint.Render(d.cut(d.th.Glyphs.Reply+" "+quote, free))
		quote = ""
	}
	d.add(0, left, right)
	if quote != "" {
		d.quote(quote)
	}
}

// shortestQuote is how many cells of a quote are worth it.
const shortestQuote = 16

// ourHead is head for what was sent from here. The time keeps its column while the state changes.
func (d *brush) ourHead(clock, by, quote string, state stateMark) {
	told, reserve := d.told(by, state)
	row := d.clock(clock)
	if told != "" {
		row = told + "  " + row
	}
	if free := d.room() - d.indent - text.Width(clock) - reserve - 4; quote != "" && free >= shortestQuote {
		row = d.th.Faint.Render(d.cut(d.th.Glyphs.Reply+" "+quote, free)) + "  " + row
		quote = ""
	}
	d.block([]string{row})
	if quote != "" {
		d.quote(quote)
	}
}

// told is who a message is from or which number it came to, and how far it got; reserve is the room
// that it may ever need.
func (d *brush) told(by string, state stateMark) (words string, reserve int) {
	if !state.none() {
		words = d.stateText(state, d.room() >= roomyHead)
		reserve = d.stateRoom()
	}
	if by != "" && d.room() >= roomyHead {
		by = d.cut(by, longestBy)
		if words != "" {
			words = "  " + words
			reserve += 2
		}
		words = d.th.Faint.Render(by) + words
		reserve += text.Width(by)
	}
	return words, reserve
}

func (d *brush) clock(clock string) string {
	if d.bold != 0 {
		return d.th.Selected.Render(clock)
	}
	return d.th.Faint.Render(clock)
}

// quote adds what the message answers as a row of its own.
func (d *brush) quote(s string) {
	s = d.cut(d.th.Glyphs.Reply+" "+s, d.textWidth())
	d.block([]string{d.th.Faint.Render(s)})
}

func (d *brush) stateText(s stateMark, words bool) string {
	switch {
	case s.glyph == "":
		return s.style.Render(s.word)
	case !words:
		return s.style.Render(s.glyph)
	default:
		return s.style.Render(s.glyph + " " + s.word)
	}
}

// stateRoom is what the widest state takes. Rows are laid out for it, so that a message keeps its
// height while it goes from pending to read.
func (d *brush) stateRoom() int {
	g := d.th.Glyphs
	widest := 0
	for _, glyph := range [...]string{g.Pending, g.Warn, g.Sent, g.Delivered, g.Read, g.Failed} {
		widest = max(widest, text.Width(glyph))
	}
	if d.room() >= roomyHead {
		widest += 1 + len("delivered")
	}
	return widest
}

// textWidth is the width of a message's text.
func (d *brush) textWidth() int { return d.reach }
