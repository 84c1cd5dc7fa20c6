package text

import (
	"strings"
	"unicode/utf8"
)

// Wrap breaks safe text without styles into rows of at most width cells: at
// spaces, between wide characters, and inside a word only where the word does
// not fit on a row of its own. Spaces at a break go, all else stays. A
// character wider than width is shown as an ellipsis. width ≤ 0 gives nil.
func Wrap(s string, width int) []string {
	if width <= 0 {
		return nil
	}
	var rows []string
	for {
		line, rest, more := strings.Cut(s, "\n")
		rows = wrapLine(rows, line, width)
		if !more {
			return rows
		}
		s = rest
	}
}

func wrapLine(rows []string, line string, width int) []string {
	if len(line) <= width || Width(line) <= width {
		return append(rows, strings.TrimRight(line, " "))
	}
	for {
		end, next := breakAt(line, width)
		if end == 0 && next > 0 && strings.TrimSpace(line[:next]) != "" {
			rows = append(rows, Ellipsis)
		} else if row := strings.TrimRight(line[:end], " "); row != "" || next >= len(line) {
			rows = append(rows, row)
		}
		if next >= len(line) {
			return rows
		}
		line = line[next:]
	}
}

// breakAt is where the row at the start of line ends and where the next one
// begins. The two differ by the spaces at the break.
func breakAt(line string, width int) (end, next int) {
	used, good := 0, 0 // good: the last place where a break looks right
	wide := false
	for i := 0; i < len(line); {
		n, cells := unit(line[i:])
		isSpace := line[i] == ' '
		if i > 0 && (isSpace || (wide || cells == 2) && line[i-1] != ' ' && !clings(line[i:])) {
			good = i
		}
		if i > 0 && line[i-1] == ' ' && !isSpace {
			good = i
		}
		if used+cells > width {
			return finish(line, width, good, i)
		}
		used += cells
		wide = cells == 2
		i += n
	}
	return len(line), len(line)
}

// finish breaks at good, else at hard, else inside a cluster that is wider
// than a whole row.
func finish(line string, width, good, hard int) (end, next int) {
	end = good
	if end == 0 || strings.TrimLeft(line[:end], " ") == "" {
		end = hard
	}
	if end == 0 {
		return inside(line, width)
	}
	next = end
	for next < len(line) && line[next] == ' ' {
		next++
	}
	return end, next
}

// inside breaks by rune. A zero-width rune is never left at a row's start.
func inside(line string, width int) (end, next int) {
	used := 0
	for end < len(line) {
		n, cells := step(line[end:])
		if used+cells > width {
			break
		}
		used += cells
		end += n
	}
	next = end
	if end == 0 {
		next, _ = step(line)
		for next < len(line) {
			n, cells := step(line[next:])
			if cells > 0 {
				break
			}
			next += n
		}
	}
	return end, next
}

// clings reports whether s begins with a sign that must not begin a row.
func clings(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	switch r {
	case '。', '、', '，', '．', '：', '；', '？', '！', '）', '」', '』', '】', '》', '〉', '”', '’', 'ー', '…',
		',', '.', ':', ';', '?', '!', ')', ']':
		return true
	}
	return false
}

// CutWords is s in at most width cells, cut behind a word rather than within one,
// unless that would leave less than half of the room in use.
func CutWords(s string, width int, tail string) string {
	if len(s) <= width && plain(s) || Width(s) <= width {
		return s
	}
	rows := Wrap(CutWith(s, width, ""), max(1, width-Width(tail)-1))
	if Width(rows[0])*2 < width {
		return CutWith(s, width, tail)
	}
	return rows[0] + " " + tail
}
