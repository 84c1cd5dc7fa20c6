package compose

import (
	"sort"
	"strings"

	"keydesk/ui/text"
)

// row is a part of the text that is drawn on one row: the bytes from start to end. hard tells that
// a line feed or the end of the text follows, so that the cursor can stand behind the last byte.
type row struct {
	start, end int
	hard       bool
}

// fit is text.Next for the room there is: a cluster wider than a row is drawn as the sign of a cut.
func (p *Pane) fit(s string) (n int, drawn string, cells int) {
	n, drawn, cells = text.Next(s)
	if cells > p.room {
		drawn = text.CutWith(p.th.Glyphs.Cut, p.room, "")
		cells = text.Width(drawn)
	}
	return n, drawn, cells
}

// lay breaks the text into rows, at spaces, and within a word where it is longer than a row.
func (p *Pane) lay() {
	if !p.stale {
		return
	}
	p.stale = false
	p.rows = p.rows[:0]
	start := 0
	for {
		end := p.lineEnd(start)
		p.layLine(start, end)
		if end == len(p.value) {
			return
		}
		start = end + 1
	}
}

func (p *Pane) layLine(start, end int) {
	used, good := 0, start // good: where the row would best break
	last := class(0)
	for at := start; at < end; {
		n, _, cells := p.fit(p.value[at:])
		this := classOf(p.runeAt(at), cells)
		if last.breaks(this) {
			good = at
		}
		switch {
		case used+cells <= p.room:
			used += cells
			at += n
			last = this
			continue
		case this == space && used == p.room: // the space at which it breaks hangs behind the row
			at += n
		case good > start:
			at = good
		}
		p.rows = append(p.rows, row{start, at, false})
		start, used, good, last = at, 0, at, 0
	}
	p.rows = append(p.rows, row{start, end, true})
}

// class is what a cluster means for breaking rows.
type class uint8

const (
	letter   class = iota + 1
	space          // a row ends behind it
	wide           // of a script that writes without spaces: a row may end before and behind it
	clinging       // no row begins with it
)

func classOf(r rune, cells int) class {
	switch {
	case r == ' ':
		return space
	case strings.ContainsRune("。、，．：；？！）」』】》〉”’ー…,.:;?!)]", r):
		return clinging
	case cells == 2 && r >= 0x2E80: // below, two cells are a letter with a mark of one cell
		return wide
	default:
		return letter
	}
}

// breaks tells whether a row may end between two clusters.
func (c class) breaks(next class) bool {
	switch next {
	case space, clinging:
		return false
	case wide:
		return c != 0
	default:
		return c == space || c == wide
	}
}

// drawn is what the bytes from start to end look like.
func (p *Pane) drawn(start, end int) string {
	s := p.value[start:end]
	if plain(s) {
		return s
	}
	var b strings.Builder
	for s != "" {
		n, drawn, _ := p.fit(s)
		b.WriteString(drawn)
		s = s[n:]
	}
	return b.String()
}

func plain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return false
		}
	}
	return true
}

// rowOf is the row in which the cursor stands at a byte: at a break, the row that begins there.
func (p *Pane) rowOf(at int) int {
	return sort.Search(len(p.rows), func(i int) bool { return p.rows[i].start > at }) - 1
}
