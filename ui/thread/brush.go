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
	gutter int // the selection's bar
	indent int // before the text, under the time
	margin int // right of everything
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

// newBrush fits the layout to the width: below 24 cells the indent shrinks, below 12 it goes.
func newBrush(th *theme.Theme, w int, selected bool) *brush {
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
	return d
}

// room is the width between gutter and margin.
func (d *brush) room() int { return d.w - d.gutter - d.margin }

// add appends a row: the gutter, left after indent cells, right at the right edge. When both do not
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
		b.WriteString(d.pad(left, d.room()-indent-text.Width(right)))
		b.WriteString(right)
	}
	d.rows = append(d.rows, d.pad(b.String(), d.w))
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

// head adds the header row, and the quote below it where it does not fit beside.
func (d *brush) head(clock, who, by, quote string, state stateMark) {
	right, reserve := "", 0
	if !state.none() {
		right = d.stateText(state, d.room() >= roomyHead)
		reserve = d.stateRoom()
	}
	if by != "" && d.room() >= roomyHead {
		by = d.cut(by, longestBy)
		if right != "" {
			right = "  " + right
			reserve += 2
		}
		right = d.th.Faint.Render(by) + right
		reserve += text.Width(by)
	}
	left := d.th.Faint.Render(clock)
	if d.bold != 0 {
		left = d.th.Selected.Render(clock)
	}
	used := text.Width(clock)
	if who != "" {
		who = d.cut(who, max(d.room()-used-1, 0))
		if quote != "" && d.room() >= roomyHead {
			who = d.cut(who, d.room()/2)
		}
		used += 1 + text.Width(who)
		left += " " + d.th.Strong.Render(who)
	}
	const shortest = 16 // cells of a quote that are worth it
	if free := d.room() - used - 2 - reserve - 1; quote != "" && free >= shortest {
		left += "  " + d.th.Faint.Render(d.cut(d.th.Glyphs.Reply+" "+quote, free))
		quote = ""
	}
	d.add(0, left, right)
	if quote != "" {
		d.quote(quote)
	}
}

// quote adds what the message answers as a row of its own.
func (d *brush) quote(s string) {
	s = d.cut(d.th.Glyphs.Reply+" "+s, d.textWidth())
	d.add(d.indent, d.th.Faint.Render(s), "")
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
func (d *brush) textWidth() int { return max(d.room()-d.indent, 1) }
