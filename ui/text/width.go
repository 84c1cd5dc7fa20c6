package text

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Ellipsis is the tail that Cut leaves where it cut.
const Ellipsis = "…"

// Prepare builds the tables that the first wide character would wait for: 2 MB, 8 ms. Call it beside
// what else a start has to do.
func Prepare() { Width("界") }

// Width is the number of cells s takes; escape sequences take none.
func Width(s string) int {
	w := 0
	for i := 0; i < len(s); {
		if b := s[i]; b >= 0x20 && b < 0x7f {
			w++
			i++
			continue
		}
		n, cells := step(s[i:])
		w += cells
		i += n
	}
	return w
}

// step is the length in bytes and cells of what s starts with: an escape
// sequence, an ASCII character, or one rune.
func step(s string) (n, cells int) {
	switch b := s[0]; {
	case b >= 0x20 && b < 0x7f:
		return 1, 1
	case b == 0x1b:
		if n := sequence(s); n > 0 {
			return n, 0
		}
		return 1, 0
	case b < 0x80:
		return 1, 0
	}
	_, n = utf8.DecodeRuneInString(s)
	return n, ansi.WcWidth.StringWidth(s[:n])
}

// unit is step for places that may break: a whole cluster in place of a rune.
func unit(s string) (n, cells int) {
	if b := s[0]; b < 0x80 && (len(s) == 1 || s[1] < 0x80) {
		return step(s)
	}
	cluster, cells := ansi.FirstGraphemeCluster(s, ansi.WcWidth)
	return max(1, len(cluster)), cells
}

// Cut is s in at most width cells, with an ellipsis where something was cut.
func Cut(s string, width int) string { return CutWith(s, width, Ellipsis) }

// CutWith is Cut with a tail of one's own, which counts as part of width and
// is itself cut where it is wider. Styles that begin before the cut also end.
func CutWith(s string, width int, tail string) string {
	if width <= 0 {
		return ""
	}
	if len(s) <= width && plain(s) || Width(s) <= width {
		return s
	}
	room := width - Width(tail)
	if room < 0 {
		return CutWith(tail, width, "")
	}
	end, used := 0, 0
	for end < len(s) {
		n, cells := unit(s[end:])
		if used+cells > room {
			break
		}
		used += cells
		end += n
	}
	return s[:end] + tail + sequences(s[end:])
}

// CutLeft is s in at most width cells, cut at its start.
func CutLeft(s string, width int) string {
	if width <= 0 {
		return ""
	}
	drop := Width(s) - width
	if drop <= 0 {
		return s
	}
	drop++ // the ellipsis
	at := 0
	for drop > 0 && at < len(s) {
		n, cells := unit(s[at:])
		drop -= cells
		at += n
	}
	return sequences(s[:at]) + Ellipsis + s[at:]
}

// sequences are the escape sequences in s.
func sequences(s string) string {
	if strings.IndexByte(s, 0x1b) < 0 {
		return ""
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		n := 1
		if s[i] == 0x1b {
			if m := sequence(s[i:]); m > 0 {
				n = m
				b.WriteString(s[i : i+n])
			}
		}
		i += n
	}
	return b.String()
}

// Pad is s in exactly width cells: cut, or filled with spaces on the right.
func Pad(s string, width int) string {
	s, gap := fit(s, width)
	if gap == 0 {
		return s
	}
	return s + Spaces(gap)
}

// PadLeft is Pad with the spaces on the left, for numbers.
func PadLeft(s string, width int) string {
	s, gap := fit(s, width)
	if gap == 0 {
		return s
	}
	return Spaces(gap) + s
}

// fit is s in at most width cells and how many are missing.
func fit(s string, width int) (string, int) {
	if width <= 0 {
		return "", 0
	}
	w := Width(s)
	if w > width {
		s = Cut(s, width)
		w = Width(s)
	}
	return s, width - w
}

const spaces = "                                                                                                                                "

// Spaces is n spaces.
func Spaces(n int) string {
	if n <= 0 {
		return ""
	}
	if n <= len(spaces) {
		return spaces[:n]
	}
	return strings.Repeat(" ", n)
}
