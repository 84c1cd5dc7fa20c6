// Package markup reads WhatsApp's formatting: *bold*, _italic_, ~struck~, `code` and ```code over
// lines```. The thread draws it without its signs, the composer with them, so that what one writes
// looks like what arrives.
package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Attr is a set of what formatting means.
type Attr uint8

const (
	Bold Attr = 1 << iota
	Italic
	Struck
	Code
	Sign // no text but one of the signs themselves
)

// Span gives attributes to the bytes from Start to End.
type Span struct {
	Start, End int
	Attr       Attr
}

// signs are the markers with their meaning.
const signs = "*_~`"

func meaning(sign byte) Attr {
	switch sign {
	case '*':
		return Bold
	case '_':
		return Italic
	case '~':
		return Struck
	default:
		return Code
	}
}

// Read tells what is formatted in a text, signs included, in order; nil where nothing is. A sign
// counts where WhatsApp lets it count: at the edge of a word, closed in the same line, with something
// between. All other signs are text.
func Read(s string) []Span {
	if !strings.ContainsAny(s, signs) {
		return nil
	}
	r := reader{s: s}
	for at := 0; at < len(s); {
		before, rest, found := strings.Cut(s[at:], "```")
		code, _, closed := strings.Cut(rest, "```")
		if !found || !closed || strings.TrimSpace(code) == "" {
			r.lines(at, len(s))
			break
		}
		r.lines(at, at+len(before))
		at += len(before) + 3
		r.text(at, at+len(code), Code)
		at += len(code) + 3
	}
	r.gap(len(s))
	if len(r.spans) == 0 {
		return nil
	}
	return r.spans
}

// Strip takes the signs out of a text and tells what is formatted in the rest.
func Strip(s string) (string, []Span) {
	spans := Read(s)
	if spans == nil {
		return s, nil
	}
	var b strings.Builder
	b.Grow(len(s))
	var kept []Span
	at := 0
	for _, sp := range spans {
		b.WriteString(s[at:sp.Start])
		at = sp.End
		if sp.Attr == Sign {
			continue
		}
		start := b.Len()
		b.WriteString(s[sp.Start:sp.End])
		kept = append(kept, Span{start, b.Len(), sp.Attr})
	}
	b.WriteString(s[at:])
	return b.String(), kept
}

// reader goes through a text once. What it does not call text are signs.
type reader struct {
	s     string
	spans []Span
	at    int // up to here all is known
}

// text notes bytes that are no sign.
func (r *reader) text(start, end int, a Attr) {
	if start >= end {
		return
	}
	r.gap(start)
	if r.at = end; a != 0 {
		r.spans = append(r.spans, Span{start, end, a})
	}
}

// gap notes the signs before a byte.
func (r *reader) gap(before int) {
	if r.at < before {
		r.spans = append(r.spans, Span{r.at, before, Sign})
		r.at = before
	}
}

func (r *reader) lines(start, end int) {
	for line := range strings.SplitAfterSeq(r.s[start:end], "\n") {
		r.line(start, start+len(line), 0)
		start += len(line)
	}
}

// line reads one line, or a part of one, under the attributes a. Each sign opens at most once around
// a text, so the depth is at most the number of signs.
func (r *reader) line(start, end int, a Attr) {
	s := r.s[start:end]
	plain, open := 0, Attr(0) // open: signs that nothing closes from here on
	for i := 0; i < len(s); i++ {
		at := strings.IndexAny(s[i:], signs)
		if at < 0 {
			break
		}
		i += at
		m := meaning(s[i])
		if (a|open)&m != 0 || !opens(s[i:], runeBefore(s[:i])) {
			continue
		}
		length := closing(s[i+1:], s[i])
		if length < 0 {
			open |= m
			continue
		}
		r.text(start+plain, start+i, a)
		from, to := start+i+1, start+i+1+length
		if m == Code {
			r.text(from, to, a|Code)
		} else {
			r.line(from, to, a|m)
		}
		i += 1 + length
		plain = i + 1
	}
	r.text(start+plain, end, a)
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

func runeBefore(s string) rune {
	if s == "" {
		return ' '
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// wordy tells whether r is a part of a word, so that snake_case_names stay as they are.
func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
