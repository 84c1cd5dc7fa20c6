package text

import "strings"

// maxSequence bounds how far the end of an escape sequence is looked for. What
// is longer is no sequence but text that pretends to be one.
const maxSequence = 1 << 20

// sequence is the length of the complete terminal sequence at the start of s,
// 0 where there is none. An introducer without its end is no sequence: it is
// replaced alone and the text behind it stays readable, so that nobody can
// hide the rest of a message.
func sequence(s string) int {
	kind, n := introducer(s)
	switch kind {
	case '[':
		return csi(s, n)
	case ']', 'P', 'X', '^', '_':
		return stringEnd(s, n)
	case 'N', 'O': // single shifts take one character more
		if n < len(s) && s[n] >= 0x20 && s[n] < 0x7f {
			return n + 1
		}
		return 0
	case 0:
		return 0
	}
	return escape(s, n-1)
}

// introducer is the final byte of the ESC form of what s starts with, and the
// length of the introducer: ESC x, a raw C1 byte, or a C1 rune.
func introducer(s string) (byte, int) {
	switch {
	case len(s) >= 2 && s[0] == 0x1b:
		return s[1], 2
	case len(s) >= 1 && s[0] >= 0x80 && s[0] < 0xa0:
		return c1(s[0]), 1
	case len(s) >= 2 && s[0] == 0xc2 && s[1] >= 0x80 && s[1] < 0xa0:
		return c1(s[1]), 2
	}
	return 0, 0
}

// c1 maps the C1 controls that begin a sequence to their ESC form.
func c1(b byte) byte {
	switch b {
	case 0x8e, 0x8f, 0x90, 0x98, 0x9b, 0x9d, 0x9e, 0x9f:
		return b - 0x40
	}
	return 0
}

// csi is the length of a control sequence whose introducer has n bytes.
func csi(s string, n int) int {
	for i := n; i < len(s) && i < maxSequence; i++ {
		switch b := s[i]; {
		case b >= 0x40 && b <= 0x7e:
			return i + 1
		case b < 0x20 || b > 0x3f:
			return 0
		}
	}
	return 0
}

// escape is the length of ESC, intermediates from byte n on, and a final byte.
func escape(s string, n int) int {
	for i := n; i < len(s) && i < n+4; i++ {
		switch b := s[i]; {
		case b >= 0x30 && b <= 0x7e:
			return i + 1
		case b < 0x20 || b > 0x2f:
			return 0
		}
	}
	return 0
}

// stringEnd is the length of an OSC, DCS, SOS, PM or APC string including its
// terminator: BEL, ESC \, or either form of ST.
func stringEnd(s string, n int) int {
	body := s[n:min(len(s), n+maxSequence)]
	i := strings.IndexAny(body, "\a\x1b\u009c")
	switch {
	case i < 0:
		return 0
	case body[i] == '\a':
		return n + i + 1
	case strings.HasPrefix(body[i:], "\x1b\\"), strings.HasPrefix(body[i:], "\u009c"):
		return n + i + 2
	}
	return 0 // another sequence begins inside: this one never ends
}
