package code

import (
	"unicode"
	"unicode/utf8"

	"keydesk/ui/text"
)

// moveTo puts the cursor somewhere. It reports whether it moved.
func (p *Pane) moveTo(to pos) bool {
	p.typing, p.goal = false, -1
	if to == p.at {
		return false
	}
	p.at = to
	return true
}

// edge is the first cluster's edge of a line at or after a byte.
func (p *Pane) edge(n, col int) int {
	s := p.lines[n].s
	col = min(max(col, 0), len(s))
	if col == len(s) || col == 0 || s[col] < 0x80 && s[col-1] < 0x80 {
		return col
	}
	i := p.rowStart(n, col)
	for i < col {
		size, _, _ := text.Next(s[i:])
		i += size
	}
	return i
}

// rowStart is a cluster's edge not far before a byte of a line: where the byte's row begins, as far
// as rows are worked out, so that nobody counts clusters from the start of a line of 64 KiB.
func (p *Pane) rowStart(n, col int) int {
	start := 0
	for _, b := range p.lines[n].breaks {
		if b > col-reach {
			break
		}
		start = b
	}
	return start
}

// prev is the edge of the cluster before a place, the end of the line above at a line's start; next
// is that of the cluster behind it.
func (p *Pane) prev(at pos) pos {
	if at.col == 0 {
		if at.line == 0 {
			return at
		}
		return pos{at.line - 1, len(p.lines[at.line-1].s)}
	}
	s := p.lines[at.line].s
	if b := s[at.col-1]; b < 0x80 && (at.col == 1 || s[at.col-2] < 0x80) {
		return pos{at.line, at.col - 1}
	}
	i := p.rowStart(at.line, at.col-1)
	for {
		n, _, _ := text.Next(s[i:])
		if i+n >= at.col {
			return pos{at.line, i}
		}
		i += n
	}
}

func (p *Pane) next(at pos) pos {
	s := p.lines[at.line].s
	if at.col >= len(s) {
		if at.line == len(p.lines)-1 {
			return at
		}
		return pos{at.line + 1, 0}
	}
	n, _, _ := text.Next(s[at.col:])
	return pos{at.line, at.col + n}
}

// runeAt is the first character behind a place; a line's end is a line feed, the text's end is 0.
func (p *Pane) runeAt(at pos) rune {
	s := p.lines[at.line].s
	if at.col < len(s) {
		r, _ := utf8.DecodeRuneInString(s[at.col:])
		return r
	}
	if at.line < len(p.lines)-1 {
		return '\n'
	}
	return 0
}

// wordLeft is the start of the word before a place, wordRight the end of the one behind it.
func (p *Pane) wordLeft(at pos) pos {
	for start := (pos{}); start.before(at) && !inWord(p.runeAt(p.prev(at))); {
		at = p.prev(at)
	}
	for start := (pos{}); start.before(at) && inWord(p.runeAt(p.prev(at))); {
		at = p.prev(at)
	}
	return at
}

func (p *Pane) wordRight(at pos) pos {
	for r := p.runeAt(at); r != 0 && !inWord(r); r = p.runeAt(at) {
		at = p.next(at)
	}
	for inWord(p.runeAt(at)) {
		at = p.next(at)
	}
	return at
}

func inWord(r rune) bool {
	return r == '_' || r == '$' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// home goes to where the line's text begins, and from there to its very start. A mark behind the white
// space joins its last blank to one cluster.
func (p *Pane) home() bool {
	lead := p.edge(p.at.line, len(leading(p.lines[p.at.line].s)))
	if p.at.col == lead {
		lead = 0
	}
	return p.moveTo(pos{p.at.line, lead})
}

// end goes to the end of the line.
func (p *Pane) end() bool { return p.moveTo(pos{p.at.line, len(p.lines[p.at.line].s)}) }

// vertical moves by rows and keeps the column it started from, as far as rows are long enough. At the
// first and the last row it reports false: the key is the owner's there.
func (p *Pane) vertical(by int) bool {
	if p.width == 0 {
		return false
	}
	from := p.placeOf(p.at)
	to, moved := p.step(from, by)
	if !moved {
		return false
	}
	goal := p.goal
	if goal < 0 {
		goal = p.column(from, p.at.col)
	}
	p.typing = false
	p.at = p.atColumn(to, goal)
	p.goal = goal
	return true
}

// atColumn is the place in a row that is drawn at column x, or the last one where the cursor can
// stand in that row.
func (p *Pane) atColumn(row place, x int) pos {
	s := p.lines[row.line].s
	start, end, last := p.row(row)
	at, used := start, 0
	for at < end {
		n, _, cells := p.cluster(s[at:])
		if used+cells > x || at+n >= end && !last {
			break
		}
		used += cells
		at += n
	}
	return pos{row.line, at}
}

// Click puts the cursor where the pane was clicked. It reports whether that is in the text.
func (p *Pane) Click(x, y int) bool {
	rows := p.visible()
	if y < 0 || y >= len(rows) || p.width == 0 {
		return false
	}
	p.popup.Close()
	if rows[y].problem != "" {
		p.moveTo(pos{rows[y].line, p.problemColumn(rows[y].line)})
		return true
	}
	p.moveTo(p.atColumn(rows[y].place, max(x-p.gutter, 0)))
	return true
}
