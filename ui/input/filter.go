package input

import (
	"bytes"
	"unicode/utf8"
)

// Bounds of what a terminal sends. Each lies well above what terminals send and below what hurts.
const (
	maxParams = 24      // in one sequence; the decoder panics above 32, a kitty key report has up to 20
	maxDigits = 7       // in one parameter; the largest there is, a code point, has seven
	maxHeader = 192     // bytes of a control sequence, or of a string up to its text
	maxString = 1 << 20 // bytes of an OSC, DCS, APC, PM or SOS string, such as a clipboard
	maxPaste  = 4 << 20 // bytes of a bracketed paste; the composer takes far less, and says so
)

type state int

const (
	ground     state = iota
	escape           // after ESC
	header           // in the parameters of a control sequence, or of a DCS
	dropHeader       // in those of one that is too long: nothing of it passes
	inString         // in the text of a string
	dropString       // in that of one that is too long
	stringEnd        // after an ESC in a string
	continuing       // inside a UTF-8 character
	mouse            // in the three bytes behind CSI M
)

// Filter bounds the sequences in a stream of bytes from a terminal. The zero Filter is at the start of
// a stream. It never holds back a lone ESC, nor ESC and one byte: those are keys.
type Filter struct {
	state   state
	held    []byte // a sequence whose end has not come yet
	passed  bool   // its introducer left with an earlier Write
	dcs     bool   // the header is that of a string
	dropped bool   // what the string under way belongs to does not pass
	char    []byte // what came of the character under way
	size    int    // how long that will be
	length  int    // of the string under way
	marks   int    // separators in it behind a CSI or DCS in one byte; -1: none began
	last    limit
	pasting bool
	pasted  int // bytes of the paste under way
}

// Write takes the next bytes and appends to out what may pass.
func (f *Filter) Write(out, in []byte) []byte {
	for _, b := range in {
		out = f.take(out, b)
	}
	// ESC [ alone is a key, alt+[: it is not held back for what may never come.
	if f.state == escape || f.state == header && len(params(f.held)) == 0 {
		out, f.passed = f.release(out), true
	}
	return out
}

// atRest reports whether the next byte begins something, outside of a paste.
func (f *Filter) atRest() bool { return f.state == ground && !f.pasting }

// take handles one byte.
func (f *Filter) take(out []byte, b byte) []byte {
	switch f.state {
	case escape:
		return f.afterEscape(out, b)
	case header, dropHeader:
		return f.inHeader(out, b)
	case inString, dropString, stringEnd:
		return f.text(out, b)
	case continuing:
		return f.character(out, b)
	}
	return f.start(out, b)
}

// character handles a byte inside a UTF-8 character. The decoder takes a broken one byte by byte, so
// that what looked like the inside of a character may begin a sequence.
func (f *Filter) character(out []byte, b byte) []byte {
	if b&0xC0 == 0x80 {
		out = f.pass(out, b)
		f.char = append(f.char, b)
		if len(f.char) < f.size {
			return out
		}
		f.state = ground
		if utf8.Valid(f.char) {
			f.last.counts = false // its last byte only looks like an introducer
			return out
		}
		f.broken()
		return out
	}
	f.state = ground
	f.broken()
	return f.take(out, b)
}

// broken goes on after a character that is none.
func (f *Filter) broken() {
	if last := f.char[len(f.char)-1]; last == 0x9b || last == 0x90 {
		f.begin(header, last)
		f.held, f.passed, f.dcs = f.held[:0], true, last == 0x90
	}
}

// start handles a byte where none is expected of a sequence.
func (f *Filter) start(out []byte, b byte) []byte {
	switch {
	case b == 0x1b:
		f.begin(escape, b)
	case b == 0x9b, b == 0x90: // CSI and DCS in one byte
		f.begin(header, b)
		f.dcs = b == 0x90
	case b == 0x98, b == 0x9d, b == 0x9e, b == 0x9f: // SOS, OSC, PM, APC
		f.begin(inString, b)
		return f.beginString(out, false)
	case b >= 0xC2 && b <= 0xF4:
		f.state, f.size, f.char = continuing, utf8Len(b), append(f.char[:0], b)
		return f.pass(out, b)
	default:
		return f.pass(out, b)
	}
	return out
}

// utf8Len is how many bytes a character has, by its first one.
func utf8Len(b byte) int {
	switch {
	case b >= 0xF0:
		return 4
	case b >= 0xE0:
		return 3
	}
	return 2
}

func (f *Filter) begin(s state, b byte) {
	f.state, f.passed, f.dropped, f.dcs = s, false, false, false
	f.held = append(f.held[:0], b)
}

// beginString begins a string whose introducer is held, or was dropped.
func (f *Filter) beginString(out []byte, dropped bool) []byte {
	f.state, f.length, f.marks, f.dropped = inString, 0, -1, dropped
	if dropped {
		f.state = dropString
	}
	return f.release(out)
}

// afterEscape handles the byte behind ESC.
func (f *Filter) afterEscape(out []byte, b byte) []byte {
	switch {
	case b == '[', b == 'P':
		f.state, f.dcs = header, b == 'P'
		f.held = append(f.held, b)
		return out
	case b == ']', b == '_', b == '^', b == 'X':
		f.held = append(f.held, b)
		return f.beginString(out, false)
	case b >= 0x20 && b <= 0x2f: // the decoder lets these stand before a [ too
		return f.pass(f.release(out), b)
	}
	out = f.release(out)
	f.state = ground
	return f.take(out, b)
}

// inHeader handles a byte of the parameters.
func (f *Filter) inHeader(out []byte, b byte) []byte {
	switch {
	case b >= 0x20 && b <= 0x3f:
		if f.state == dropHeader {
			return out
		}
		f.held = append(f.held, b)
		if len(f.held) > maxHeader || !bounded(f.held) {
			f.state, f.held = dropHeader, f.held[:0]
			return f.abort(out)
		}
		return out
	case b >= 0x40 && b <= 0x7e:
		return f.endHeader(out, b)
	}
	// Not of a sequence any more: what was held goes as it stands, and the byte starts anew.
	if f.state == header {
		out = f.release(out)
	}
	f.state, f.held = ground, f.held[:0]
	return f.take(out, b)
}

// endHeader handles the last byte of a header.
func (f *Filter) endHeader(out []byte, b byte) []byte {
	// Key reports of Windows consoles, which no other terminal sends unasked: a few bytes make 65,535
	// events, and the decoder loses its place among them.
	// Mouse reports of the oldest kind, which the desk never asks for, make it read behind its buffer.
	dropped := f.state == dropHeader || b == '_' || b == 'M' && !bytes.HasPrefix(params(f.held), []byte("<"))
	switch {
	case f.state == dropHeader:
	case dropped:
		out, f.held = f.abort(out), f.held[:0]
	default:
		f.held = append(f.held, b)
	}
	if f.dcs {
		return f.beginString(out, dropped)
	}
	f.state = ground
	switch string(params(f.held)) {
	case "200~":
		f.pasting, f.pasted = true, -len(f.held)
	case "201~":
		f.pasting = false
	}
	return f.release(out)
}

// aborted is an answer without a meaning to the desk, "ready".
var aborted = []byte("\x1b[0n")

// abort ends a sequence whose introducer has passed and whose rest does not: the decoder would take
// what comes next for its parameters.
func (f *Filter) abort(out []byte) []byte {
	if !f.passed {
		return out
	}
	return f.pass(out, aborted...)
}

// text handles a byte of a string.
func (f *Filter) text(out []byte, b byte) []byte {
	if f.state == stringEnd {
		if b != '\\' {
			f.state = escape
			return f.afterEscape(out, b)
		}
		f.state = ground
		return f.ended(out)
	}
	switch b {
	case 0x1b: // whether it ends the string tells the next byte
		f.state, f.passed = stringEnd, false
		f.held = append(f.held[:0], b)
		return out
	case 0x07, 0x18, 0x1a, 0x9c: // BEL, CAN, SUB, ST
		f.state = ground
		if f.dropped {
			return out
		}
		return f.pass(out, b)
	}
	if f.state == dropString || f.marked(b) {
		return out
	}
	if f.length++; f.length > maxString {
		f.state = dropString
		return out
	}
	return f.pass(out, b)
}

// marked reports whether a byte of a string is one parameter too many, were the decoder to take that
// string for ended: it gives up on one that is slow.
func (f *Filter) marked(b byte) bool {
	switch {
	case b == 0x9b || b == 0x90:
		f.marks = 0
	case b < 0x30 || b > 0x3f:
		f.marks = -1
	case f.marks >= 0 && (b == ';' || b == ':'):
		f.marks++
	}
	return f.marks >= maxParams
}

// ended passes the end of a string, unless nothing of the string did.
func (f *Filter) ended(out []byte) []byte {
	if f.dropped {
		f.held = f.held[:0]
		return out
	}
	f.held = append(f.held, '\\')
	return f.release(out)
}

// release passes what was held back.
func (f *Filter) release(out []byte) []byte {
	out = f.pass(out, f.held...)
	f.held = f.held[:0]
	return out
}

// pass appends bytes, unless they are of a paste that has no end.
func (f *Filter) pass(out []byte, bs ...byte) []byte {
	if f.pasting {
		if f.pasted += len(bs); f.pasted > maxPaste {
			return out
		}
	}
	for _, b := range bs {
		out = f.last.pass(out, b)
	}
	return out
}

// bounded reports whether a header has no more parameters, and no longer ones, than a terminal sends.
func bounded(header []byte) bool {
	params, digits := 1, 0
	for _, b := range header {
		switch {
		case b == ';' || b == ':':
			params, digits = params+1, 0
		case b >= '0' && b <= '9':
			digits++
		}
		if params > maxParams || digits > maxDigits {
			return false
		}
	}
	return true
}

// params is a header without its introducer.
func params(header []byte) []byte {
	for _, intro := range []string{"\x1b[", "\x1bP", "[", "P", "\x9b", "\x90"} {
		if rest, ok := bytes.CutPrefix(header, []byte(intro)); ok {
			return rest
		}
	}
	return header
}
