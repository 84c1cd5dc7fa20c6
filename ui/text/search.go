package text

import (
	"slices"
	"strings"
)

// Search is what somebody typed to find something in a list: its words, folded.
type Search []string

// NewSearch reads what was typed.
func NewSearch(typed string) Search { return strings.Fields(Fold(typed)) }

// In reports whether every word of the search stands somewhere in s, in any order, without regard to case
// and accents. The empty search is in everything.
func (q Search) In(s string) bool {
	if len(q) == 0 {
		return true
	}
	s = Fold(s)
	return !slices.ContainsFunc(q, func(word string) bool { return !strings.Contains(s, word) })
}
