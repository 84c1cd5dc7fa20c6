package thread

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"keydesk/ui/theme"
)

// attr is a set of text attributes. Plain mode shows WhatsApp's own signs instead.
type attr uint8

const (
	bold attr = 1 << iota
	italic
	struck
	faint // code, since every font of a terminal is monospaced already, and labels
	hit   // what is looked for
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

// unmark takes WhatsApp's signs out of a text and tells what they meant: *bold*, _italic_, ~struck~,
// `code` and ```code over lines```. A sign counts where WhatsApp lets it count: at the edge of
// a word, closed in the same line, with something between. All other signs are text.
func unmark(s string) (string, []span) {
	if !strings.ContainsAny(s, "*_~`") {
		return s, nil
	}
	u := unmarker{}
	u.out.Grow(len(s))
	for s != "" {
		before, rest, found := strings.Cut(s, "```")
		code, after, closed := strings.Cut(rest, "```")
		if !found || !closed || strings.TrimSpace(code) == "" {
			u.lines(s)
			break
		}
		u.lines(before)
		u.mark(code, faint)
		s = after
	}
	return u.out.String(), u.spans
}

type unmarker struct {
	out   strings.Builder
	spans []span
}

// mark writes text that has attributes and holds no signs.
func (u *unmarker) mark(s string, a attr) {
	start := u.out.Len()
	u.out.WriteString(s)
	if a != 0 && s != "" {
		u.spans = append(u.spans, span{start, u.out.Len(), a})
	}
}

func (u *unmarker) lines(s string) {
	for line := range strings.SplitAfterSeq(s, "\n") {
		u.line(line, 0, ' ')
	}
}

// signs are the markers with their meaning.
const signs = "*_~`"

func meaning(sign byte) attr {
	switch sign {
	case '*':
		return bold
	case '_':
		return italic
	case '~':
		return struck
	default:
		return faint
	}
}

// line writes one line under the attributes a. Each sign opens at most once around a text, so the
// depth is at most the number of signs.
func (u *unmarker) line(s string, a attr, before rune) {
	plain, open := 0, attr(0) // open: signs that nothing closes from here on
	for i := 0; i < len(s); i++ {
		at := strings.IndexAny(s[i:], signs)
		if at < 0 {
			break
		}
		i += at
		m := meaning(s[i])
		if (a|open)&m != 0 || !opens(s[i:], runeBefore(s[:i], before)) {
			continue
		}
		end := closing(s[i+1:], s[i])
		if end < 0 {
			open |= m
			continue
		}
		u.mark(s[plain:i], a)
		inner := s[i+1 : i+1+end]
		if m == faint {
			u.mark(inner, a|faint)
		} else {
			u.line(inner, a|m, ' ')
		}
		i += 1 + end
		plain = i + 1
	}
	u.mark(s[plain:], a)
}

// opens tells whether the sign that s begins with stands before a word, and after none.
func opens(s string, before rune) bool {
	return !wordy(before) && len(s) > 1 && s[1] != s[0] && s[1] != ' ' && s[1] != '\n'
}

// closing finds the sign that ends a marked text, -1 without one.
func closing(s string, sign byte) int {
	for i := 1; i < len(s); i++ {
		if s[i] != sign || s[i-1] == ' ' {
			continue
		}
		if next, _ := utf8.DecodeRuneInString(s[i+1:]); i+1 == len(s) || !wordy(next) {
			return i
		}
	}
	return -1
}

func runeBefore(s string, otherwise rune) rune {
	if s == "" {
		return otherwise
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// wordy tells whether r is a part of a word, so that snake_case_names stay as they are.
func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

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
