package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold makes s comparable as people search: without regard to case, to accents
// on letters and to wide or compatible forms ("Zoë" and "zoe", "ＡＢＣ" and
// "abc"). Signs that are letters of their own in their script, such as the
// vowels of Devanagari, stay.
func Fold(s string) string {
	if plainASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		foldRune(r, func(f rune) { b.WriteRune(f) })
	}
	return b.String()
}

// foldRune tells what r becomes: nothing for an accent, several runes for some.
func foldRune(r rune, put func(rune)) {
	if r < utf8.RuneSelf {
		put(unicode.ToLower(r))
		return
	}
	var buf [utf8.UTFMax]byte
	n := utf8.EncodeRune(buf[:], r)
	d := norm.NFKD.Properties(buf[:n]).Decomposition()
	if d == nil || unicode.Is(unicode.Hangul, r) {
		d = buf[:n]
	}
	for len(d) > 0 {
		f, size := utf8.DecodeRune(d)
		d = d[size:]
		if f == 'ß' || f == 'ẞ' {
			put('s')
			put('s')
		} else if !accent(f) {
			put(unicode.ToLower(f))
		}
	}
}

// accent says whether r is a sign on a letter that people leave out when they
// search: Latin, Greek and Cyrillic accents, the points of Hebrew and Arabic.
func accent(r rune) bool {
	switch {
	case r >= 0x300 && r <= 0x36f, r >= 0x591 && r <= 0x5bd, r >= 0x5bf && r <= 0x5c7, r >= 0x64b && r <= 0x65f, r == 0x670, r == 0x640:
		return true
	}
	return false
}

// Match is a place in a text, in bytes.
type Match struct{ Start, End int }

// Matches are the places in s where folded, which [Fold] made and is not empty,
// stands; they do not overlap. An accent belongs to the letter before it.
func Matches(s, folded string) []Match {
	if folded == "" {
		return nil
	}
	if plainASCII(s) {
		return matchesIn(strings.ToLower(s), folded, func(i int) int { return i }, len(s))
	}
	var b strings.Builder
	var from []int // the byte of s from which each byte of b comes
	for i, r := range s {
		foldRune(r, func(f rune) {
			b.WriteRune(f)
			for len(from) < b.Len() {
				from = append(from, i)
			}
		})
	}
	return matchesIn(b.String(), folded, func(i int) int {
		if i >= len(from) {
			return len(s)
		}
		return from[i]
	}, len(s))
}

// matchesIn finds folded in a folded text whose bytes come from other places.
func matchesIn(text, folded string, from func(int) int, length int) []Match {
	var found []Match
	for at := 0; ; {
		i := strings.Index(text[at:], folded)
		if i < 0 {
			return found
		}
		start, end := from(at+i), length
		for j := at + i + len(folded); j < len(text); j++ { // to the end of the letter it ends in
			if next := from(j); next > from(at+i+len(folded)-1) {
				end = next
				break
			}
		}
		found = append(found, Match{start, end})
		at += i + len(folded)
	}
}

func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
