package code

import (
	"strings"

	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// Marked is a part of a line that is shown as something of its own, such as a value that was filled
// in. Marks are in order and do not overlap.
type Marked struct{ Start, End int }

// PaintJSON colours one line of JSON by what its pieces are, and marks in the accent colour. What is
// returned is printable.
func PaintJSON(th *theme.Theme, line string, marks []Marked) string {
	var b strings.Builder
	put := func(from, to int, style theme.Style) {
		if from < to {
			b.WriteString(style.Render(strings.ReplaceAll(text.Safe(line[from:to]), "\n", " ")))
		}
	}
	at := 0
	upTo := func(end int, style theme.Style) { // what is marked on the way keeps its own colour
		for len(marks) > 0 && marks[0].Start < end {
			m := marks[0]
			put(at, max(at, m.Start), style)
			put(max(at, m.Start), min(m.End, end), th.Accent)
			at = max(at, min(m.End, end))
			if m.End > end {
				return
			}
			marks = marks[1:]
		}
		put(at, end, style)
		at = max(at, end)
	}
	for _, t := range lexJSON(line) {
		if t.start > at {
			upTo(t.start, th.Text)
		}
		upTo(t.end, styleOf(th, t.kind))
	}
	upTo(len(line), th.Text)
	return b.String()
}
