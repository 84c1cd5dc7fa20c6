package text

import "unicode/utf8"

// Conjoining jamo are written by some input methods and file systems in place
// of syllables. Terminals disagree about their cells, never about a syllable's.
const (
	syllables = 0xac00
	leads     = 0x1100
	vowels    = 0x1161
	tails     = 0x11a7 // one before the first: no tail is tail 0
	vowelsN   = 21
	tailsN    = 28
	compat    = 0x314f // the vowels again, as letters that stand alone
)

// jamo joins a vowel or a final consonant to the syllable before it. A vowel
// with nothing to join stands alone as a compatibility letter.
func (c *cleaner) jamo(r rune, n int) {
	joined := rune(0)
	switch l := c.last; {
	case c.marks > 0:
	case r < tails && l >= leads && l < leads+19:
		joined = syllables + ((l-leads)*vowelsN+(r-vowels))*tailsN
	case r > tails && l >= syllables && l <= 0xd7a3 && (l-syllables)%tailsN == 0:
		joined = l + r - tails
	}
	switch {
	case joined != 0:
		c.fork()
		c.out = utf8.AppendRune(c.out[:c.lastAt], joined)
		c.pos += n
		c.last = joined
	case r < tails:
		c.base(compat+r-vowels, n, letter)
	default:
		c.base(replacement, n, letter)
	}
}
