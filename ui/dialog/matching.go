package dialog

import (
	"slices"
	"strings"
	"unicode"

	"keydesk/ui/command"
	"keydesk/ui/text"
)

// How well a line matches what was typed, the best first.
const (
	matchName     = iota // it is the line's own name, or another name of it
	matchNames           // its words begin those of a name, from the first one on
	matchSomeName        // its words begin words of the names
	matchWords           // its words begin words of what the line says
	matchPart            // its words stand somewhere in what the line says
	matchNone
)

// Words are the letters and digits of a text, folded, in pieces.
func words(s string) []string {
	return strings.FieldsFunc(text.Fold(s), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsPunct(r) && r != '\'' || r == '|' || r == '+' || r == '='
	})
}

// match is how well what was typed fits the choice. Words are matched at their
// beginnings, never by letters scattered over a sentence.
func (x *Choice) match(typed string) int {
	want := words(typed)
	if len(want) == 0 {
		if strings.Contains(x.Label, strings.TrimSpace(typed)) { // a sign, an emoji
			return matchWords
		}
		return matchNone
	}
	best := matchNone
	var all []string
	for _, name := range x.called() {
		own := words(name)
		all = append(all, own...)
		switch {
		case slices.Equal(want, own):
			return matchName
		case len(want) <= len(own) && slices.EqualFunc(want, own[:len(want)], func(w, o string) bool { return strings.HasPrefix(o, w) }):
			best = min(best, matchNames)
		}
	}
	said := x.Label + " " + x.Search
	switch {
	case best < matchNone:
		return best
	case beginAll(want, all):
		return matchSomeName
	case beginAll(want, append(all, words(said)...)):
		return matchWords
	case !x.careful() && text.Search(want).In(said):
		return matchPart
	}
	return matchNone
}

// careful says whether choosing the line sends or destroys something.
func (x *Choice) careful() bool { return x.Class == command.Sends || x.Class == command.Destroys }

// called are the names of a choice: what it was given, else what it says.
func (x *Choice) called() []string {
	if len(x.Names) > 0 {
		return x.Names
	}
	return []string{x.Label}
}

// beginAll says whether every word begins one of the words in a text.
func beginAll(want, in []string) bool {
	return !slices.ContainsFunc(want, func(w string) bool {
		return !slices.ContainsFunc(in, func(word string) bool { return strings.HasPrefix(word, w) })
	})
}

// named says whether what was typed is enough to mean a line that sends or
// destroys: one of its names, of which only the last word may be unfinished.
func (x *Choice) named(typed string) bool {
	want := words(typed)
	last := len(want) - 1
	return last >= 0 && slices.ContainsFunc(x.called(), func(name string) bool {
		own := words(name)
		return slices.Equal(want, own) ||
			last > 0 && len(own) == len(want) && slices.Equal(want[:last], own[:last]) && strings.HasPrefix(own[last], want[last])
	})
}
