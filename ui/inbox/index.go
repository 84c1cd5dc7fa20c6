package inbox

import (
	"slices"
	"sort"
	"strings"
)

// Tab is a standing filter over the known conversations.
type Tab int

// The tabs, in the order in which they are shown.
const (
	All Tab = iota
	Unread
	Mine
	Unassigned
	tabCount
)

// String is the tab's label.
func (t Tab) String() string {
	return [...]string{"All", "Unread", "Mine", "Unassigned"}[t]
}

// index holds every known conversation once by id and once a tab in display
// order. A change costs a binary search and one move within a slice, whatever
// the number of conversations.
type index struct {
	byID map[string]*item
	tabs [tabCount][]*item
	me   string // id of the signed-in user, for Mine
}

// precedes is the display order: newest first, then the younger contact, then
// the id so that the order is total and nothing flickers.
func precedes(a, b *item) int {
	if c := b.at.Compare(a.at); c != 0 {
		return c
	}
	if c := b.contact.CreatedAt.Compare(a.contact.CreatedAt); c != 0 {
		return c
	}
	return strings.Compare(a.contact.ID, b.contact.ID)
}

func (x *index) member(it *item, t Tab) bool {
	switch t {
	case Unread:
		return it.unread > 0
	case Mine:
		return x.me != "" && it.contact.AssignedUserID == x.me
	case Unassigned:
		return it.contact.AssignedUserID == ""
	default:
		return true
	}
}

// change takes it out of every tab, lets edit alter it, and puts it where it
// now belongs. The item must already be known.
func (x *index) change(it *item, edit func()) {
	for t := range x.tabs {
		x.tabs[t] = without(x.tabs[t], it)
	}
	edit()
	x.place(it)
}

// add takes in a conversation that was not known before.
func (x *index) add(it *item) {
	if x.byID == nil {
		x.byID = map[string]*item{}
	}
	x.byID[it.contact.ID] = it
	x.place(it)
}

func (x *index) place(it *item) {
	for t := range x.tabs {
		if x.member(it, Tab(t)) {
			x.tabs[t] = with(x.tabs[t], it)
		}
	}
}

// with inserts it in order. Pages arrive oldest last, so the end is tried first.
func with(list []*item, it *item) []*item {
	if n := len(list); n == 0 || precedes(list[n-1], it) < 0 {
		return append(list, it)
	}
	i := sort.Search(len(list), func(i int) bool { return precedes(it, list[i]) < 0 })
	return slices.Insert(list, i, it)
}

func without(list []*item, it *item) []*item {
	if i := position(list, it); i >= 0 {
		return slices.Delete(list, i, i+1)
	}
	return list
}

// position is where it stands in list, or -1.
func position(list []*item, it *item) int {
	if it == nil {
		return -1
	}
	i := sort.Search(len(list), func(i int) bool { return precedes(list[i], it) >= 0 })
	if i < len(list) && list[i] == it {
		return i
	}
	return -1
}

// retab rebuilds the tabs; needed only when the signed-in user becomes known.
func (x *index) retab() {
	all := x.tabs[All]
	for t := range x.tabs {
		if Tab(t) == All {
			continue
		}
		x.tabs[t] = nil
		for _, it := range all {
			if x.member(it, Tab(t)) {
				x.tabs[t] = append(x.tabs[t], it)
			}
		}
	}
}
