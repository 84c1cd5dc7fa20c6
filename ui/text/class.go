package text

import "unicode"

// class is what a rune means to a row of cells.
type class uint8

const (
	letter      class = iota // stands as it is
	emoji                    // two cells, may begin a sequence of joined emoji
	mark                     // no cell, sits on what is before it
	spacingMark              // a cell of its own, but belongs to what is before it
	blank                    // any space
	tabulator                // a tab
	lineBreak                // any end of a line
	invisible                // dropped
	joiner                   // ZERO WIDTH JOINER
	skinTone                 // emoji modifiers
	flagLetter               // regional indicators
	jamoVowel                // conjoining Hangul vowel
	jamoTail                 // conjoining Hangul final consonant
	newEmoji                 // younger than the tables of terminals in use
	unprintable              // becomes U+FFFD
)

// classOf sorts one rune. The ranges before the tables are a fast path for the
// scripts that most text is written in.
func classOf(r rune) class {
	switch {
	case r < 0xa0:
		return classOfControl(r)
	case r == 0xa0:
		return blank
	case r == 0xad:
		return invisible
	case r < 0x300, r >= 0x3041 && r <= 0x3096, r >= 0x30a1 && r <= 0x30fa,
		r >= 0x4e00 && r <= 0x9fff, r >= 0xac00 && r <= 0xd7a3:
		return letter
	}
	switch {
	case r == 0x200d:
		return joiner
	case r == 0x2028 || r == 0x2029:
		return lineBreak
	case r == 0x20e3:
		return invisible // keycap: the digit under it says it all
	case r >= 0x1f1e6 && r <= 0x1f1ff:
		return flagLetter
	case r >= 0x1f3fb && r <= 0x1f3ff:
		return skinTone
	case r >= 0x1161 && r <= 0x1175:
		return jamoVowel
	case r >= 0x11a8 && r <= 0x11c2:
		return jamoTail
	}
	return classByTable(r)
}

func classOfControl(r rune) class {
	switch {
	case r == '\t':
		return tabulator
	case r == '\n', r == '\v', r == '\f', r == '\r', r == 0x85:
		return lineBreak
	case r < 0x20, r >= 0x7f:
		return unprintable
	case r == ' ':
		return blank
	}
	return letter
}

func classByTable(r rune) class {
	switch {
	case unicode.Is(ignorable, r):
		return invisible
	case unicode.Is(disputed, r):
		if _, ok := newName(r); ok {
			return newEmoji
		}
		return unprintable
	case unicode.Is(unicode.Zs, r):
		return blank
	case unicode.In(r, unicode.Mn, unicode.Me):
		return mark
	case unicode.Is(unicode.Mc, r):
		return spacingMark
	case unicode.Is(unicode.Cf, r):
		return invisible
	case !unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S):
		return unprintable // private use, unassigned, noncharacters
	case pictograph(r):
		return emoji
	}
	return letter
}

// pictograph reports whether r may take part in a joined emoji sequence. It is
// the Extended_Pictographic property with gaps filled: it only decides which
// rune after a joiner goes with the emoji before it.
func pictograph(r rune) bool {
	return r >= 0x1f000 && r <= 0x1faff || r >= 0x2190 && r <= 0x21ff || r >= 0x2300 && r <= 0x23ff ||
		r >= 0x2600 && r <= 0x27bf || r >= 0x2b00 && r <= 0x2bff || r == 0x2139 || r == 0x2122
}

// ignorable are runes that draw nothing but are no format characters.
var ignorable = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x034f, Hi: 0x034f, Stride: 1}, // combining grapheme joiner
		{Lo: 0x115f, Hi: 0x1160, Stride: 1}, // Hangul fillers
		{Lo: 0x17b4, Hi: 0x17b5, Stride: 1}, // Khmer inherent vowels
		{Lo: 0x180b, Hi: 0x180f, Stride: 1}, // Mongolian selectors
		{Lo: 0x2060, Hi: 0x206f, Stride: 1}, // word joiner … deprecated controls
		{Lo: 0x3164, Hi: 0x3164, Stride: 1}, // Hangul filler
		{Lo: 0xfe00, Hi: 0xfe0f, Stride: 1}, // variation selectors
		{Lo: 0xffa0, Hi: 0xffa0, Stride: 1}, // half-width Hangul filler
	},
	R32: []unicode.Range32{
		{Lo: 0x1d159, Hi: 0x1d159, Stride: 1}, // null note head
		{Lo: 0xe0000, Hi: 0xe0fff, Stride: 1}, // tags, more selectors
	},
}
