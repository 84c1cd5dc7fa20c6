package input

// limit is the last look at what passes: behind anything that the decoder may take for the introducer
// of a sequence, whatever stands before it, no more parameters pass than it can hold. The filter has
// dropped whole sequences by then; what is left are bytes that come together because something between
// them was dropped.
type limit struct {
	escaped bool // an ESC, and perhaps intermediates
	counts  bool // in the parameters behind an introducer
	count   int  // separators among them
}

// pass appends b to out, unless it is one separator too many.
func (l *limit) pass(out []byte, b byte) []byte {
	switch {
	case b == 0x9b, b == 0x90, l.escaped && (b == '[' || b == 'P'):
		l.escaped, l.counts, l.count = false, true, 0
	case b == 0x1b:
		l.escaped, l.counts = true, false
	case b >= 0x20 && b <= 0x2f && l.escaped:
	case b < 0x30 || b > 0x3f:
		l.escaped, l.counts = false, false
	case l.counts && (b == ';' || b == ':'):
		if l.count >= maxParams {
			return out
		}
		l.count++
	default:
		l.escaped = false
	}
	return append(out, b)
}
