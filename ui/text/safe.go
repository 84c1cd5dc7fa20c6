package text

import (
	"strings"
	"unicode/utf8"
)

const (
	// replacement stands for a byte or rune that must not reach a terminal.
	replacement = '\uFFFD'
	// carrier carries a combining mark that has nothing to sit on.
	carrier = '\u25CC'
	// tab is what a tab becomes: stops depend on the column, which text at the
	// door does not know.
	tab = "    "
	// maxMarks bounds the marks on one base. Four of the longest still fit into
	// one cell of tmux (21 bytes), and no living script stacks more.
	maxMarks = 4
)

// Safe makes text from outside printable and keeps its lines. Escape sequences
// go, other controls become U+FFFD, bidi controls and everything invisible go,
// emoji sequences shrink to their first emoji, flags become two letters, runs
// of combining marks are capped, and every space is a plain one. Safe of a
// Safe text is that text, without an allocation.
func Safe(s string) string {
	if plain(s) {
		return s
	}
	return (&cleaner{in: s}).run()
}

// Line is Safe for a place one row high: every run of white space, line breaks
// included, is one space, and none is left at the ends.
func Line(s string) string {
	if !plain(s) {
		s = (&cleaner{in: s}).run()
	}
	if tidy(s) {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// plain reports whether s holds printable ASCII and line feeds only.
func plain(s string) bool {
	for i := range len(s) {
		if b := s[i]; (b < 0x20 && b != '\n') || b > 0x7e {
			return false
		}
	}
	return true
}

// tidy reports whether Line has nothing to do on safe text.
func tidy(s string) bool {
	space := true // a leading space counts as a second one
	for i := range len(s) {
		switch s[i] {
		case '\n':
			return false
		case ' ':
			if space {
				return false
			}
			space = true
		default:
			space = false
		}
	}
	return !space || s == ""
}

// cleaner is one pass over one text. out stays nil while everything so far can
// stand as it is, so clean text costs no allocation.
type cleaner struct {
	in  string
	pos int    // next byte of in
	out []byte // nil: in[:same] is the result so far

	same   int
	last   rune  // the rune marks would sit on; 0 at the start of a row
	lastAt int   // where it begins in the result
	kind   class // its class
	marks  int   // zero-width marks on it
	joined bool  // a joiner came after an emoji: the next emoji belongs to it
}

func (c *cleaner) run() string {
	for c.pos < len(c.in) {
		if b := c.in[c.pos]; b >= 0x20 && b < 0x7f {
			c.base(rune(b), 1, letter)
			continue
		}
		if n := sequence(c.in[c.pos:]); n > 0 {
			c.drop(n)
			continue
		}
		r, n := utf8.DecodeRuneInString(c.in[c.pos:])
		if r == utf8.RuneError && n == 1 {
			c.invalid()
			continue
		}
		c.rune(r, n)
	}
	if c.out == nil {
		return c.in[:c.same]
	}
	return string(c.out)
}

// rune takes one valid rune of n bytes that begins no escape sequence.
func (c *cleaner) rune(r rune, n int) {
	k := classOf(r)
	if c.joined && (k == emoji || k == newEmoji || pictograph(r)) {
		c.joined = false
		c.drop(n)
		return
	}
	switch k {
	case lineBreak:
		c.newline(n)
	case blank:
		c.put(" ", n)
		c.reset(' ', blank)
	case tabulator:
		c.put(tab, n)
		c.reset(' ', blank)
	case invisible:
		c.drop(n)
	case joiner:
		c.joined = c.kind == emoji
		c.drop(n)
	case skinTone:
		if c.kind == emoji {
			c.drop(n)
			return
		}
		c.base(replacement, n, letter)
	case flagLetter:
		c.base('A'+r-0x1F1E6, n, letter)
	case mark, spacingMark:
		c.mark(r, n, k)
	case jamoVowel, jamoTail:
		c.jamo(r, n)
	case newEmoji:
		name, _ := newName(r)
		c.put(":"+name+":", n)
		c.reset(r, emoji)
	case unprintable:
		c.base(replacement, n, letter)
	default:
		c.base(r, n, k)
	}
}

// base writes a rune that marks can sit on in place of n bytes of input.
func (c *cleaner) base(r rune, n int, k class) {
	if r == ' ' {
		k = blank
	}
	at := c.length()
	c.putRune(r, n)
	c.reset(r, k)
	c.lastAt = at
}

// mark writes a combining mark, on a carrier where there is nothing under it.
// Marks beyond the limit are dropped: they would cover the rows around.
func (c *cleaner) mark(r rune, n int, k class) {
	if c.last == 0 || c.kind == blank {
		c.put(string(carrier), 0)
		c.reset(carrier, letter)
	}
	if c.marks == maxMarks {
		c.drop(n)
		return
	}
	c.marks++
	c.joined = false
	c.putRune(r, n)
	if k == spacingMark { // has a cell of its own, but is still no new base
		c.last = r
	}
}

func (c *cleaner) newline(n int) {
	if c.in[c.pos] == '\r' && c.pos+1 < len(c.in) && c.in[c.pos+1] == '\n' {
		n = 2
	}
	c.put("\n", n)
	c.reset(0, blank)
}

// invalid replaces one run of bytes that are no UTF-8 by one U+FFFD.
func (c *cleaner) invalid() {
	n := 0
	for c.pos+n < len(c.in) {
		r, size := utf8.DecodeRuneInString(c.in[c.pos+n:])
		if r != utf8.RuneError || size != 1 || n > 0 && sequence(c.in[c.pos+n:]) > 0 {
			break
		}
		n++
	}
	c.base(replacement, n, letter)
}

func (c *cleaner) reset(r rune, k class) {
	c.last, c.kind, c.marks, c.joined = r, k, 0, false
}

func (c *cleaner) length() int {
	if c.out == nil {
		return c.same
	}
	return len(c.out)
}

// drop skips n bytes of input.
func (c *cleaner) drop(n int) {
	c.fork()
	c.pos += n
}

// put writes text in place of n bytes of input.
func (c *cleaner) put(text string, n int) {
	if c.out == nil && c.pos == c.same && c.in[c.pos:c.pos+n] == text {
		c.pos += n
		c.same = c.pos
		return
	}
	c.fork()
	c.out = append(c.out, text...)
	c.pos += n
}

func (c *cleaner) putRune(r rune, n int) {
	if c.out == nil && utf8.RuneLen(r) == n {
		if got, size := utf8.DecodeRuneInString(c.in[c.pos:]); got == r && size == n {
			c.pos += n
			c.same = c.pos
			return
		}
	}
	c.fork()
	c.out = utf8.AppendRune(c.out, r)
	c.pos += n
}

// fork gives up on returning the input as it is.
func (c *cleaner) fork() {
	if c.out == nil {
		c.out = make([]byte, c.same, len(c.in)+utf8.UTFMax)
		copy(c.out, c.in)
	}
}
