package markdown

import (
	"strings"

	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// Style is how a part of a line is meant.
type Style int

const (
	Plain Style = iota
	Verbatim
	Strong
	Link
)

// Span is a part of a line in one style.
type Span struct {
	Text   string
	Style  Style
	Target string // of a link
}

// Spans reads the marks inside of a line. What begins as one and does not end is text.
func Spans(line string) []Span {
	var list []Span
	plain := ""
	add := func(s Span, rest string) string {
		if plain != "" {
			list, plain = append(list, Span{Text: plain}), ""
		}
		list = append(list, s)
		return rest
	}
	for line != "" {
		switch {
		case line[0] == '`':
			fence := line[:len(line)-len(strings.TrimLeft(line, "`"))]
			if code, rest, ok := strings.Cut(line[len(fence):], fence); ok {
				if len(fence) > 1 {
					code = strings.TrimSpace(code)
				}
				line = add(Span{Text: code, Style: Verbatim}, rest)
				continue
			}
		case strings.HasPrefix(line, "**"):
			if strong, rest, ok := strings.Cut(line[2:], "**"); ok {
				line = add(Span{Text: strong, Style: Strong}, rest)
				continue
			}
		case line[0] == '[':
			if label, rest, ok := strings.Cut(line[1:], "]("); ok && !strings.ContainsAny(label, "[]") {
				if target, rest, ok := strings.Cut(rest, ")"); ok {
					line = add(Span{Text: strings.Trim(label, "`"), Style: Link, Target: target}, rest)
					continue
				}
			}
		case line[0] == '\\' && len(line) > 1 && strings.IndexByte("\\`*_{}[]()#+-.!|<>~", line[1]) >= 0:
			line = line[1:]
		}
		plain, line = plain+line[:1], line[1:]
	}
	if plain != "" {
		list = append(list, Span{Text: plain})
	}
	return list
}

// Words is a line without its marks.
func Words(line string) string {
	var b strings.Builder
	for _, s := range Spans(line) {
		b.WriteString(s.Text)
	}
	return b.String()
}

// shown is a line as it is drawn, and its parts.
func shown(th *theme.Theme, line string) (spans []Span, whole string) {
	spans = Spans(line)
	for i := range spans {
		if spans[i].Style == Verbatim && th.Accent.IsPlain() { // its marks are all that tells it from the rest
			spans[i].Text = "`" + spans[i].Text + "`"
		}
		whole += spans[i].Text
	}
	return spans, whole
}

// cellsOf is how wide a line is where it needs no break.
func cellsOf(th *theme.Theme, line string) int {
	_, whole := shown(th, line)
	return text.Width(whole)
}

// in is a text as its style is drawn.
func (s Style) in(th *theme.Theme, part string) string {
	switch s {
	case Verbatim:
		return th.Accent.Render(part)
	case Strong:
		return th.Strong.Render(part)
	case Link:
		return th.Link.Render(part)
	}
	return th.Text.Render(part)
}

// wrap draws a line in rows of at most width cells: the rows that its words without marks have, styled.
func wrap(th *theme.Theme, line string, width int) []string {
	spans, whole := shown(th, line)
	rows := text.Wrap(whole, width)
	at := 0 // in spans[0]
	for i, row := range rows {
		var b strings.Builder
		for row != "" && len(spans) > 0 {
			left := spans[0].Text[at:]
			if n := common(left, row); n > 0 {
				b.WriteString(spans[0].Style.in(th, row[:n]))
				row, at = row[n:], at+n
				left = left[n:]
			} else if left != "" { // a space that went at a break
				at, left = at+1, left[1:]
			}
			if left == "" {
				spans, at = spans[1:], 0
			}
		}
		rows[i] = b.String()
	}
	return rows
}

// common is how many bytes two texts begin with alike.
func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
