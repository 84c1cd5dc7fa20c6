package studio

import (
	"cmp"
	"slices"
	"strings"

	"keydesk/actions"
	"keydesk/ui/text"
)

// Sort is what the list is sorted by.
type Sort int

// The sorts, in the order of the key that changes them. Only ByOrder can be moved in.
const (
	ByOrder Sort = iota
	ByName
	ByState
	ByProblems
	ByLastRun
	sorts
)

func (s Sort) String() string {
	return [...]string{"order", "name", "state", "problems", "last run"}[s]
}

// List is all actions, active or not, and what is shown of them.
type List struct {
	all    []Entry // in the platform's order
	shown  []int   // indexes into all
	filter string
	sort   Sort
	at     int // index into shown
	top    int
	rows   int
}

// Set replaces the actions; the bar stays on its action.
func (l *List) Set(all []Entry) {
	id := l.selectedID()
	l.all = slices.Clone(all)
	l.arrange()
	l.Select(id)
}

// All are all actions in the platform's order.
func (l *List) All() []Entry { return slices.Clone(l.all) }

// Find is an action by its id.
func (l *List) Find(id string) (Entry, bool) {
	for _, e := range l.all {
		if e.Stored.ID == id {
			return e, true
		}
	}
	return Entry{}, false
}

// Update changes one entry in place; the list is sorted again.
func (l *List) Update(id string, change func(*Entry)) {
	for i := range l.all {
		if l.all[i].Stored.ID == id {
			change(&l.all[i])
		}
	}
	kept := l.selectedID()
	l.arrange()
	l.Select(kept)
}

// Selected is the action under the bar.
func (l *List) Selected() (Entry, bool) {
	if l.at >= len(l.shown) {
		return Entry{}, false
	}
	return l.all[l.shown[l.at]], true
}

func (l *List) selectedID() string {
	e, _ := l.Selected()
	return e.Stored.ID
}

// Select puts the bar on an action, if it is shown.
func (l *List) Select(id string) {
	for i, n := range l.shown {
		if l.all[n].Stored.ID == id {
			l.at = i
			return
		}
	}
	l.at = min(l.at, max(0, len(l.shown)-1))
}

// Move, Page, ToTop and ToEnd move the bar.
func (l *List) Move(by int) { l.at = max(0, min(l.at+by, len(l.shown)-1)) }

// Page moves the bar by a screen.
func (l *List) Page(by int) { l.Move(by * max(1, l.rows-1)) }

// ToTop moves the bar to the first action.
func (l *List) ToTop() { l.at = 0 }

// ToEnd moves it to the last.
func (l *List) ToEnd() { l.at = max(0, len(l.shown)-1) }

// Filter shows only what matches a text in its name, type, target, state or problems.
func (l *List) Filter(s string) {
	id := l.selectedID()
	l.filter = s
	l.arrange()
	l.Select(id)
}

// Filtered is what is filtered by, "" for nothing.
func (l *List) Filtered() string { return l.filter }

// Sorting is what the list is sorted by.
func (l *List) Sorting() Sort { return l.sort }

// SortNext sorts by the next thing.
func (l *List) SortNext() {
	id := l.selectedID()
	l.sort = (l.sort + 1) % sorts
	l.arrange()
	l.Select(id)
}

// Shift moves the action under the bar up or down by one; it reports whether that changed the order.
func (l *List) Shift(by int) bool {
	to := l.at + by
	if l.sort != ByOrder || l.filter != "" || to < 0 || to >= len(l.shown) {
		return false
	}
	l.all[l.at], l.all[to] = l.all[to], l.all[l.at]
	l.at = to
	return true
}

// Counts are how many actions are on and off.
func (l *List) Counts() (on, off int) {
	for _, e := range l.all {
		if e.Stored.Active {
			on++
		} else {
			off++
		}
	}
	return on, off
}

// arrange chooses and sorts what is shown.
func (l *List) arrange() {
	l.shown = l.shown[:0]
	search := text.NewSearch(l.filter)
	for i, e := range l.all {
		if search.In(e.words()) {
			l.shown = append(l.shown, i)
		}
	}
	slices.SortStableFunc(l.shown, func(i, j int) int { return l.compare(l.all[i], l.all[j]) })
	l.at = max(0, min(l.at, len(l.shown)-1))
}

func (l *List) compare(a, b Entry) int {
	switch l.sort {
	case ByName:
		return cmp.Compare(text.Fold(a.Name()), text.Fold(b.Name()))
	case ByState:
		return cmp.Compare(stateRank(a), stateRank(b))
	case ByProblems:
		return cmp.Or(cmp.Compare(b.Problems(), a.Problems()), cmp.Compare(b.Doubts(), a.Doubts()))
	case ByLastRun:
		return cmp.Compare(lastRank(b), lastRank(a))
	}
	return 0
}

func stateRank(e Entry) int {
	if e.Stored.Active {
		return 0
	}
	return 1
}

func lastRank(e Entry) int64 {
	if e.Last == nil {
		return 0
	}
	return e.Last.Started.UnixNano()
}

// words are what an action is filtered by.
func (e Entry) words() string {
	words := []string{e.Name(), KindWord(e.Stored.Type), e.Target(), e.Stored.Icon, "off"}
	if e.Stored.Active {
		words[4] = "on"
	}
	if e.Unsaved {
		words = append(words, "unsaved")
	}
	if e.Last != nil {
		words = append(words, string(e.Last.State))
	}
	for _, x := range e.Findings {
		words = append(words, text.Line(x.String()))
	}
	return strings.Join(words, " ")
}

// Sorted puts actions into the platform's order.
func Sorted(all []Entry) []Entry {
	list := slices.Clone(all)
	slices.SortStableFunc(list, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Stored.Order, b.Stored.Order), b.Created.Compare(a.Created))
	})
	return list
}

// Wanted is the order behind all others, for a new action.
func (l *List) Wanted() int {
	order := -1
	for _, e := range l.all {
		order = max(order, e.Stored.Order)
	}
	return order + 1
}

// ActiveDefinitions are what the desk shows as buttons, in order.
func (l *List) ActiveDefinitions() []actions.Definition {
	var list []actions.Definition
	for _, e := range l.all {
		if e.Stored.Active {
			list = append(list, e.Meaning)
		}
	}
	return list
}
