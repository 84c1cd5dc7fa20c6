package shot

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// run is a piece of a row that is drawn as one text.
type run struct {
	x, width int // in cells
	text     string
	style    style
	middle   bool // drawn in the middle of its cells
}

// kind says with what a cell may share a run: letters that join or that a
// reader's font gives other widths must stay together, all else must not.
type kind int

const (
	alone   kind = iota // a cell of its own: symbols, wide characters
	latin               // as wide as a cell in every monospaced font
	joining             // scripts whose letters join
	drawn               // lines and blocks, which are shapes
)

func kindOf(c cell) kind {
	r, _ := utf8.DecodeRuneInString(c.text)
	switch {
	case isShape(r):
		return drawn
	case len(c.text) == 1:
		return latin
	case unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi,
		unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Thai,
		unicode.Lao, unicode.Myanmar, unicode.Khmer, unicode.Tibetan):
		return joining
	}
	return alone
}

// runs cuts a row into pieces. A word ends a piece, so that no difference of
// fonts adds up; a space between joining words does not, because right-to-left
// words change places with it.
func runs(row []cell) []run {
	var list []run
	var open *run
	last := alone
	for x := 0; x < len(row); x++ {
		c := row[x]
		if c.width == 0 {
			continue
		}
		k := kindOf(c)
		if c.text == " " && last == joining && x+1 < len(row) && kindOf(row[x+1]) == joining && row[x+1].text != " " {
			k = joining
		}
		switch {
		case k == drawn, c.text == " " && k != joining && !c.style.under && !c.style.strike:
			open = nil
		case open != nil && k == last && k != alone && c.style == open.style:
			open.text += c.text
			open.width += c.width
		default:
			list = append(list, run{x: x, width: c.width, text: c.text, style: c.style, middle: k == alone})
			open = &list[len(list)-1]
		}
		last = k
	}
	for i := range list {
		list[i].text = strings.TrimRight(list[i].text, " ")
	}
	return list
}
