package thread

import (
	"strings"

	"keydesk/ui/markup"
	"keydesk/ui/theme"
)

// attr is a set of text attributes. Plain mode shows WhatsApp's own signs instead.
type attr uint8

const (
	bold   = attr(markup.Bold)
	italic = attr(markup.Italic)
	struck = attr(markup.Struck)
	faint  = attr(markup.Code) // code, since every font of a terminal is monospaced already, and labels
	hit    = attr(1 << 7)      // what is looked for
)

// span gives attributes to the bytes from start to end.
type span struct {
	start, end int
	attr       attr
}

const reset = "\x1b[m"

// style draws s with attributes. What the theme has a style for is the theme's.
func (d *brush) style(s string, a attr) string {
	switch {
	case a == 0 || s == "":
		return s
	case a&hit != 0:
		return d.over(a &^ hit).With(d.th.Reverse).Render(s)
	case a&faint != 0:
		return d.th.Faint.Render(s)
	case a == bold:
		return d.th.Strong.Render(s)
	}
	codes := make([]string, 0, 3)
	for i, code := range [...]string{"1", "3", "9"} {
		if a&(1<<i) != 0 {
			codes = append(codes, code)
		}
	}
	return "\x1b[" + strings.Join(codes, ";") + "m" + s + reset
}

// over is the style below a hit: what is reversed keeps its weight, and loses its slant.
func (d *brush) over(a attr) theme.Style {
	switch {
	case a&faint != 0:
		return d.th.Faint
	case a&bold != 0:
		return d.th.Strong
	}
	return theme.Style{}
}

// unmark takes WhatsApp's signs out of a text and tells what they meant.
func unmark(s string) (string, []span) {
	said, marked := markup.Strip(s)
	if marked == nil {
		return s, nil
	}
	spans := make([]span, len(marked))
	for i, m := range marked {
		spans[i] = span{m.Start, m.End, attr(m.Attr)}
	}
	return said, spans
}

// shift moves spans when something is put before their text.
func shift(spans []span, by int) {
	for i := range spans {
		spans[i].start += by
		spans[i].end += by
	}
}

// paint draws one line that begins at byte from of the text that spans, in order, belong to.
func (d *brush) paint(line string, from int, spans []span) string {
	var b strings.Builder
	at, end := from, from+len(line)
	for _, sp := range spans {
		start, stop := max(sp.start, at), min(sp.end, end)
		if start >= stop {
			continue
		}
		b.WriteString(d.style(line[at-from:start-from], d.bold))
		b.WriteString(d.style(line[start-from:stop-from], d.bold|sp.attr))
		at = stop
	}
	b.WriteString(d.style(line[at-from:], d.bold))
	return b.String()
}
