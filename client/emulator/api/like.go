package api

import "strings"

// like is an SQL "%text%" in which % and _ of the text are wildcards too, as the platform does
// not escape them (contract §4.1).
type like struct {
	text string // lower case
	wild bool
}

func newLike(text string) like {
	return like{text: strings.ToLower(text), wild: strings.ContainsAny(text, "%_")}
}

// all tells that everything matches.
func (l like) all() bool { return l.text == "" }

// matches wants lower case text.
func (l like) matches(s string) bool {
	if !l.wild {
		return strings.Contains(s, l.text)
	}
	return glob([]rune("%"+l.text+"%"), []rune(s))
}

// glob matches greedily with one point of return, so its cost is bounded by the product of the
// lengths.
func glob(pattern, s []rune) bool {
	p, at, star, mark := 0, 0, -1, 0
	for at < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '%':
			star, mark = p, at
			p++
		case p < len(pattern) && (pattern[p] == '_' || pattern[p] == s[at]):
			p++
			at++
		case star >= 0:
			mark++
			p, at = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '%' {
		p++
	}
	return p == len(pattern)
}
