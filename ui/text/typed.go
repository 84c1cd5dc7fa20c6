package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Typed is the door for typed and pasted text: it takes away what nobody means to write (terminal
// sequences, control characters, broken bytes) and leaves every letter as it is, since that is what
// gets sent or saved. All line ends become line feeds.
func Typed(s string) string {
	if isTyped(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == 0x1b:
			n = typedSequence(s[i:])
		case r == '\r' && strings.HasPrefix(s[i+1:], "\n"):
		case r == '\r', r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
			b.WriteByte('\n')
		case r == '\n', r == '\t':
			b.WriteRune(r)
		case unicode.IsControl(r):
		default:
			b.WriteRune(r) // U+FFFD for a broken byte
		}
		i += n
	}
	return b.String()
}

func isTyped(s string) bool {
	for i := range len(s) {
		if b := s[i]; b < 0x20 && b != '\n' && b != '\t' || b > 0x7e {
			return isTypedUnicode(s[i:])
		}
	}
	return true
}

func isTypedUnicode(s string) bool {
	for i, r := range s {
		switch {
		case r == '\n' || r == '\t':
		case unicode.IsControl(r), r == 0x2028, r == 0x2029:
			return false
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			return false
		}
	}
	return true
}

// typedSequence is the length of the terminal sequence that s begins with. One without an end is just its
// first byte: the text behind it was meant.
func typedSequence(s string) int {
	if len(s) < 2 {
		return 1
	}
	switch s[1] {
	case '[':
		for i := 2; i < len(s) && s[i] >= 0x20 && s[i] < 0x7f; i++ {
			if s[i] >= 0x40 {
				return i + 1
			}
		}
	case ']', 'P', 'X', '^', '_':
		for i := 2; i < len(s); i++ {
			switch {
			case s[i] == '\a':
				return i + 1
			case s[i] == 0x1b && i+1 < len(s) && s[i+1] == '\\':
				return i + 2
			case s[i] == '\n':
				return 1
			}
		}
	}
	return 1
}

// First is the first n characters of s.
func First(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// Next is the cluster that typed text begins with: its length in bytes, and what is drawn for it in
// how many cells. The two differ from the text where terminals disagree about it, as with families.
// s must not be empty.
func Next(s string) (n int, drawn string, cells int) {
	if b := s[0]; b >= 0x20 && b < 0x7f && (len(s) == 1 || s[1] < 0x80) {
		return 1, s[:1], 1
	}
	if s[0] == '\n' {
		return 1, "", 0
	}
	cluster, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	if cluster == "" {
		cluster = s[:1]
	}
	drawn = Safe(cluster)
	if strings.IndexByte(drawn, '\n') >= 0 {
		drawn = Line(drawn)
	}
	return len(cluster), drawn, Width(drawn)
}
