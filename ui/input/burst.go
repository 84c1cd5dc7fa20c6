package input

import (
	"bytes"
	"time"
	"unicode/utf8"
)

// burstPause is how soon after pasted lines more text still belongs to them. It is less than a finger
// takes from one key to the next.
const burstPause = 50 * time.Millisecond

// Marks of a bracketed paste.
const (
	pasteBegins = "\x1b[200~"
	pasteEnds   = "\x1b[201~"
)

// burst finds what was pasted into a terminal, or a multiplexer, that does not mark pastes: its line
// breaks would be enter keys, of which one can open a conversation and the next one send.
type burst struct {
	at   time.Time // of the last bytes of one; zero: there was none
	tail []byte    // the beginning of a character whose rest comes with the next read
}

// marked returns what came with one read, between the marks of a paste if it is one: lines of text come
// in one read from no finger. What goes on with it belongs to it.
func (b *burst) marked(in []byte, now time.Time) []byte {
	if len(b.tail) > 0 {
		in, b.tail = append(b.tail, in...), nil
	}
	goesOn := !b.at.IsZero() && now.Sub(b.at) < burstPause
	if !plain(in) || !goesOn && !lines(in) {
		b.at = time.Time{}
		return in
	}
	b.at = now
	if cut := incomplete(in); cut > 0 {
		b.tail = bytes.Clone(in[len(in)-cut:])
		in = in[:len(in)-cut]
	}
	return append(append([]byte(pasteBegins), in...), pasteEnds...)
}

// plain reports whether bytes are text and line breaks only.
func plain(in []byte) bool {
	for _, c := range in {
		if c < 0x20 && c != '\r' && c != '\n' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return len(in) > 0
}

// lines reports whether there is text on both sides of a line break.
func lines(in []byte) bool {
	text := bytes.Trim(in, "\r\n\t ")
	return bytes.ContainsAny(text, "\r\n")
}

// incomplete is how many bytes at the end are the beginning of a character.
func incomplete(in []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(in); n++ {
		if last := in[len(in)-n:]; utf8.RuneStart(last[0]) {
			if utf8.FullRune(last) {
				return 0
			}
			return n
		}
	}
	return 0
}
