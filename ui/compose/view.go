package compose

import (
	"strconv"
	"strings"

	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// Height is how many rows the pane takes now: the header rows, the text from one row on, and the
// count of characters near the limit, at most the height it may have.
func (p *Pane) Height() int {
	head, body, foot := p.split()
	return head + body + foot
}

// split shares the height out. The text keeps a row as long as there is one; the quote goes first.
func (p *Pane) split() (head, body, foot int) {
	if p.width == 0 || p.maxHeight == 0 {
		return 0, 0, 0
	}
	p.lay()
	free := p.maxHeight - 1
	if p.note != "" && free > 0 {
		head++
		free--
	}
	if p.counter() != "" && free > 0 {
		foot++
		free--
	}
	if p.quote != "" && free > 0 {
		head++
		free--
	}
	return head, min(len(p.rows), 1+free), foot
}

// scroll keeps the cursor among the visible rows, moving as little as that takes.
func (p *Pane) scroll(body int) {
	y := p.rowOf(p.at)
	p.top = min(p.top, y)
	p.top = max(p.top, y-body+1)
	p.top = max(min(p.top, len(p.rows)-body), 0)
}

// View draws exactly Height rows, joined by line feeds, each exactly as wide as the pane.
func (p *Pane) View() string {
	head, body, foot := p.split()
	if body == 0 {
		return ""
	}
	p.scroll(body)
	rows := make([]string, 0, head+body+foot)
	rows = p.header(rows, head)
	for y := p.top; y < p.top+body; y++ {
		r := p.rows[y]
		s := p.painted(r.start, r.end)
		if p.value == "" && p.placeholder != "" {
			s = p.th.Faint.Render(text.CutWith(p.placeholder, p.room, p.th.Glyphs.Cut))
		}
		rows = append(rows, text.Pad(p.prefix(y == p.top)+s, p.width))
	}
	if foot > 0 {
		rows = append(rows, p.styledCounter())
	}
	return strings.Join(rows, "\n")
}

// header adds the row that says note, and the one with the quote, as far as there is room.
func (p *Pane) header(rows []string, head int) []string {
	add := func(style theme.Style, s string) {
		if head > 0 {
			head--
			rows = append(rows, text.Pad(style.Render(text.CutWith(s, p.width, p.th.Glyphs.Cut)), p.width))
		}
	}
	if p.note != "" {
		add(p.th.Note, p.note)
	}
	if p.quote != "" {
		add(p.th.Faint, p.th.Glyphs.Reply+" "+p.quote)
	}
	return rows
}

// bar stands between label and text, another one in a note.
func (p *Pane) bar() string {
	if p.note != "" {
		return p.th.Glyphs.Bar
	}
	return p.th.Glyphs.V
}

// measure works out the columns: how many cells label and bar take, and how many the text has. One
// cell at the right is kept for the cursor behind the last character, or for the space at which
// a row breaks. A narrow pane does without the label, a very narrow one without the bar.
func (p *Pane) measure() {
	p.stale = true
	bar := text.Width(p.bar())
	switch {
	case p.width < 8:
		p.indent = 0
	case p.label == "" || p.width < 30:
		p.indent = bar
	default:
		p.indent = min(text.Width(p.label), p.width/3) + 1 + bar
	}
	p.room = max(p.width-p.indent-1, 1)
}

// prefix draws label and bar before the first visible row of text and the bar alone before the others.
func (p *Pane) prefix(first bool) string {
	if p.indent == 0 {
		return ""
	}
	style := p.th.Accent
	if p.note != "" {
		style = p.th.Note
	}
	bar := style.Render(p.bar())
	room := p.indent - text.Width(p.bar())
	if !first {
		return text.Spaces(room) + bar
	}
	label := text.Pad(text.CutWith(p.label, room-1, p.th.Glyphs.Cut), room)
	return style.Render(label) + bar
}

func characters(n int) string {
	if n == 1 {
		return "1 character"
	}
	return strconv.Itoa(n) + " characters"
}

// counter says how much room is left, once it is little.
func (p *Pane) counter() string {
	switch {
	case p.cut:
		return "too long: only the first " + strconv.Itoa(Most) + " characters were taken"
	case p.chars > Limit:
		return characters(p.chars-Limit) + " too many: WhatsApp takes " + strconv.Itoa(Limit)
	case p.chars >= near:
		return characters(Limit-p.chars) + " left"
	default:
		return ""
	}
}

func (p *Pane) styledCounter() string {
	style := p.th.Faint
	if p.cut || p.chars > Limit {
		style = p.th.Bad
	}
	s := text.CutWith(p.counter(), p.width, p.th.Glyphs.Cut)
	return text.Spaces(p.width-text.Width(s)) + style.Render(s)
}

// Cursor is where the terminal's cursor belongs, counted from the pane's upper left cell; ok is false
// when the pane draws nothing.
func (p *Pane) Cursor() (x, y int, ok bool) {
	head, body, _ := p.split()
	if body == 0 {
		return 0, 0, false
	}
	p.scroll(body)
	at := p.rowOf(p.at)
	x = p.indent + text.Width(p.drawn(p.rows[at].start, p.at))
	return min(x, p.width-1), head + at - p.top, true
}
