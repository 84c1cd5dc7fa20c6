package text

import (
	"strings"
	"unicode/utf8"
)

// Paste is text from outside as it may lie in a clipboard, from where it is
// pasted into a shell or a form: without terminal sequences, control characters
// and the bidi controls that turn a line around. Everything that people write
// stays as it was, joined emoji and tabs included.
func Paste(s string) string {
	if !strings.ContainsFunc(s, acts) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if n := sequence(s[i:]); n > 0 {
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !acts(r) {
			b.WriteRune(r) // U+FFFD for a byte that is no character
		}
		i += n
	}
	return b.String()
}

// acts reports whether a rune does something to what is around it rather than
// show itself.
func acts(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return false
	case r < 0x20, r >= 0x7f && r < 0xa0:
		return true
	}
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
