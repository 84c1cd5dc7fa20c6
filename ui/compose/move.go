package compose

import (
	"unicode"

	"keydesk/ui/text"
)

// moveTo puts the cursor at a byte. It reports whether it moved.
func (p *Pane) moveTo(at int) bool {
	p.typing, p.goal = false, -1
	if at == p.at {
		return false
	}
	p.at = at
	return true
}

// wordLeft is the start of the word before at, wordRight the end of the one behind it. A word is
// what belongs tells.
func (p *Pane) wordLeft(at int, belongs func(rune) bool) int {
	for at > 0 && !belongs(p.runeAt(p.before(at))) {
		at = p.before(at)
	}
	for at > 0 && belongs(p.runeAt(p.before(at))) {
		at = p.before(at)
	}
	return at
}

func (p *Pane) wordRight(at int, belongs func(rune) bool) int {
	for at < len(p.value) && !belongs(p.runeAt(at)) {
		at = p.after(at)
	}
	for at < len(p.value) && belongs(p.runeAt(at)) {
		at = p.after(at)
	}
	return at
}

// inWord makes words of letters and digits; solid makes them of everything but space.
func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func solid(r rune) bool { return !unicode.IsSpace(r) }

// vertical moves by visible rows and keeps the column it started from, as far as rows are long
// enough. At the first and last row it reports false: the key is the owner's there.
func (p *Pane) vertical(by int) bool {
	p.lay()
	y := p.rowOf(p.at)
	to := y + by
	if to < 0 || to >= len(p.rows) {
		return false
	}
	goal := p.goal
	if goal < 0 {
		goal = text.Width(p.drawn(p.rows[y].start, p.at))
	}
	p.typing = false
	p.at = p.atColumn(to, goal)
	p.goal = goal
	return true
}

// atColumn is the byte of row y that is drawn at column x, or the last one where the cursor can
// stand in that row.
func (p *Pane) atColumn(y, x int) int {
	r := p.rows[y]
	at, used := r.start, 0
	for at < r.end {
		n, _, cells := p.fit(p.value[at:])
		if used+cells > x || at+n >= r.end && !r.hard {
			break
		}
		used += cells
		at += n
	}
	return at
}

// Click puts the cursor where the pane was clicked. It reports whether that is in the text.
func (p *Pane) Click(x, y int) bool {
	head, body, _ := p.split()
	if y < head || y >= head+body || p.width == 0 {
		return false
	}
	p.moveTo(p.atColumn(min(p.top+y-head, len(p.rows)-1), max(x-p.indent, 0)))
	return true
}

// AtFirstRow and AtLastRow tell whether up and down would leave the text.
func (p *Pane) AtFirstRow() bool {
	p.lay()
	return p.rowOf(p.at) == 0
}

// AtLastRow is the counterpart of AtFirstRow.
func (p *Pane) AtLastRow() bool {
	p.lay()
	return p.rowOf(p.at) == len(p.rows)-1
}
