package conversations

import (
	"cmp"
	"slices"
)

// tally counts the values that conversations can be narrowed to. It is kept with
// every change, so that asking costs the values and not the conversations.
type tally struct{ tags, channels, users map[string]int }

// change counts a conversation under its new traits instead of its old ones; nil
// are those of none.
func (t *tally) change(from, to *traits) {
	if from == to {
		return
	}
	if t.tags == nil {
		t.tags, t.channels, t.users = map[string]int{}, map[string]int{}, map[string]int{}
	}
	t.count(from, -1)
	t.count(to, 1)
}

func (t *tally) count(of *traits, by int) {
	if of == nil {
		return
	}
	add := func(counts map[string]int, value string) {
		if counts[value] += by; counts[value] == 0 {
			delete(counts, value)
		}
	}
	for _, tag := range of.tags {
		add(t.tags, tag)
	}
	add(t.channels, of.channel)
	add(t.users, of.user)
}

// Facet is a value that conversations can be narrowed to, and how many have it
// among those known.
type Facet struct {
	Value string
	Count int
}

// Facets are the tags, channels and assignees (by user id) of all known
// conversations, most frequent first.
func (l *List) Facets() (tags, channels, assignees []Facet) {
	t := &l.index.tally
	channels = slices.DeleteFunc(facets(t.channels), func(f Facet) bool { return f.Value == "" })
	return facets(t.tags), channels, facets(t.users)
}

func facets(counts map[string]int) []Facet {
	list := make([]Facet, 0, len(counts))
	for value, n := range counts {
		list = append(list, Facet{value, n})
	}
	slices.SortFunc(list, func(a, b Facet) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return list
}
