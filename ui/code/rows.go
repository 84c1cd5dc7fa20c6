package code

import (
	"strconv"

	"keydesk/ui/text"
)

// place is a row of the text: the line, and which of its rows.
type place struct{ line, sub int }

func (a place) before(b place) bool { return a.line < b.line || a.line == b.line && a.sub < b.sub }

// measure works out the columns: a mark, the number and a space before the text; one cell behind it is
// kept for the cursor. A narrow pane does without.
func (p *Pane) measure() {
	gutter := 0
	if p.width >= 16 {
		gutter = 2 + max(2, len(strconv.Itoa(len(p.lines))))
	}
	room := max(p.width-gutter-1, 1)
	if room != p.room {
		for i := range p.lines {
			p.lines[i].breaks, p.lines[i].broken = nil, false
		}
	}
	p.gutter, p.room = gutter, room
}

// invisible is drawn for what would be drawn as nothing, so that nothing hides in a script.
const invisible = "?"

// cluster is what a line begins with: its length in bytes, and what is drawn for it in how many cells,
// at least one.
func (p *Pane) cluster(s string) (n int, drawn string, cells int) {
	if s[0] == '\t' {
		return 1, indent[:min(len(indent), p.room)], min(len(indent), p.room)
	}
	n, drawn, cells = text.Next(s)
	switch {
	case cells == 0:
		return n, invisible, 1
	case cells > p.room:
		return n, p.th.Glyphs.Cut, 1
	}
	return n, drawn, cells
}

// rowsOf are the bytes at which the rows of a line begin but for the first, which is byte 0.
func (p *Pane) rowsOf(n int) []int {
	l := &p.lines[n]
	if l.broken {
		return l.breaks
	}
	at, used := 0, 0
	if k := len(l.breaks); k > 0 {
		at = l.breaks[k-1]
	}
	for at < len(l.s) {
		size, _, cells := p.cluster(l.s[at:])
		if used+cells > p.room {
			l.breaks = append(l.breaks, at)
			used = 0
		}
		used += cells
		at += size
	}
	l.broken = true
	return l.breaks
}

// Wanted is how many rows of a pane so wide the text takes, what is wrong, what is offered and a row to
// write on in included, at most so many.
func (p *Pane) Wanted(width, most int) int {
	p.Resize(width, p.height)
	_, n := p.popup.Size()
	n++
	for i := 0; i < len(p.lines) && n < most; i++ {
		n += 1 + len(p.rowsOf(i)) + len(p.problemRows(i))
	}
	return min(n, most)
}

// row is the bytes of a row; last tells that the line ends with it.
func (p *Pane) row(at place) (start, end int, last bool) {
	breaks := p.rowsOf(at.line)
	end = len(p.lines[at.line].s)
	if at.sub > 0 {
		start = breaks[at.sub-1]
	}
	if at.sub < len(breaks) {
		return start, breaks[at.sub], false
	}
	return start, end, true
}

// placeOf is the row in which the cursor stands at a place: at a break, the row that begins there.
func (p *Pane) placeOf(at pos) place {
	breaks := p.rowsOf(at.line)
	lo, hi := 0, len(breaks)
	for lo < hi {
		if mid := (lo + hi) / 2; breaks[mid] <= at.col {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return place{at.line, lo}
}

// column is how many cells of a row are drawn before a byte of its line.
func (p *Pane) column(row place, col int) int {
	start, _, _ := p.row(row)
	s, x := p.lines[row.line].s, 0
	for start < col {
		n, _, cells := p.cluster(s[start:])
		x += cells
		start += n
	}
	return x
}

// step is the row so many rows further on; moved tells whether there is any.
func (p *Pane) step(at place, by int) (to place, moved bool) {
	for ; by > 0; by-- {
		switch {
		case at.sub < len(p.rowsOf(at.line)):
			at.sub++
		case at.line < len(p.lines)-1:
			at = place{at.line + 1, 0}
		default:
			return at, moved
		}
		moved = true
	}
	for ; by < 0; by++ {
		switch {
		case at.sub > 0:
			at.sub--
		case at.line > 0:
			at = place{at.line - 1, len(p.rowsOf(at.line - 1))}
		default:
			return at, moved
		}
		moved = true
	}
	return at, moved
}

// shown is one visible row: a row of the text, or, with problem set, what is wrong with its line.
type shown struct {
	place
	problem string
}

// visible are the rows of the pane from the first one on, at most its height. The cursor's is among
// them, and what is wrong with its line as far as there is room.
func (p *Pane) visible() []shown {
	if p.width == 0 || p.height == 0 {
		return nil
	}
	p.scroll()
	var out []shown
	for at, more := p.top, true; more && len(out) < p.height; {
		out = append(out, shown{place: at})
		if at.sub == len(p.rowsOf(at.line)) {
			for _, row := range p.problemRows(at.line) {
				out = append(out, shown{at, row})
			}
		}
		at, more = p.step(at, 1)
	}
	return out[:min(len(out), p.height)]
}

// scroll moves the first visible row as little as it takes to have the cursor's row visible.
func (p *Pane) scroll() {
	p.top.line = min(p.top.line, len(p.lines)-1)
	p.top.sub = min(p.top.sub, len(p.rowsOf(p.top.line)))
	cursor := p.placeOf(p.at)
	if cursor.before(p.top) {
		p.top = cursor
		return
	}
	below := 0 // what stands under the cursor's row and should be seen with it
	if cursor.sub == len(p.rowsOf(cursor.line)) {
		below = min(len(p.problemRows(cursor.line)), p.height-1)
	}
	free, at := p.height-below, cursor
	for {
		if free--; at == p.top {
			return // it fits
		}
		above, moved := p.step(at, -1)
		if !moved {
			break
		}
		if above.line != at.line {
			free -= len(p.problemRows(above.line))
		}
		if free <= 0 {
			break
		}
		at = above
	}
	p.top = at
}
