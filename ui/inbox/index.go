package inbox

import (
	"slices"
	"sort"
	"strings"
	"time"
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

// shelf is the conversations of each tab in display order.
type shelf [tabCount][]*item

// index holds every known conversation once by id and once a tab in display
// order, and once more a tab behind a filter while there is one. A change costs
// a few binary searches and at most one move within a slice, whatever the number
// of conversations.
type index struct {
	byID   map[string]*item
	tabs   shelf
	sieved *shelf // what passes the filter; nil while there is none
	filter Filter
	now    func() time.Time // for the service window
	me     string           // id of the signed-in user, for Mine
	serial int              // counts conversations that were added
}

// shelves are the shelves that are kept up to date.
func (x *index) shelves() []*shelf {
	if x.sieved == nil {
		return []*shelf{&x.tabs}
	}
	return []*shelf{&x.tabs, x.sieved}
}

// shown is the shelf that the list shows.
func (x *index) shown() *shelf {
	if x.sieved != nil {
		return x.sieved
	}
	return &x.tabs
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

// belongs says whether it stands in tab t of a shelf.
func (x *index) belongs(sh *shelf, it *item, t Tab) bool {
	return x.member(it, t) && (sh == &x.tabs || x.filter.passes(it, x.me, x.now()))
}

// change lets edit alter it and puts it where it now belongs. The item must
// already be known. One that keeps its neighbours is not moved.
func (x *index) change(it *item, edit func()) {
	shelves := x.shelves()
	var places [2 * tabCount]int
	for s, sh := range shelves {
		for t := range sh {
			places[s*int(tabCount)+t] = position(sh[t], it)
		}
	}
	edit()
	for s, sh := range shelves {
		for t := range sh {
			was, is := places[s*int(tabCount)+t], x.belongs(sh, it, Tab(t))
			if was >= 0 && is && inPlace(sh[t], was) {
				continue
			}
			if was >= 0 {
				sh[t] = slices.Delete(sh[t], was, was+1)
			}
			if is {
				sh[t] = with(sh[t], it)
			}
		}
	}
}

// inPlace says whether the item at i still stands between its neighbours.
func inPlace(list []*item, i int) bool {
	return (i == 0 || precedes(list[i-1], list[i]) < 0) && (i == len(list)-1 || precedes(list[i], list[i+1]) < 0)
}

// add takes in a conversation that was not known before.
func (x *index) add(it *item) {
	if x.byID == nil {
		x.byID = map[string]*item{}
	}
	x.byID[it.contact.ID] = it
	x.serial++
	for _, sh := range x.shelves() {
		for t := range sh {
			if x.belongs(sh, it, Tab(t)) {
				sh[t] = with(sh[t], it)
			}
		}
	}
}

// sieve puts a filter before the tabs, or none. It looks at every conversation
// once.
func (x *index) sieve(f Filter) {
	x.filter, x.sieved = f, nil
	if f.Empty() {
		return
	}
	x.sieved = &shelf{}
	now := x.now()
	for _, it := range x.tabs[All] {
		if !f.passes(it, x.me, now) {
			continue
		}
		for t := range x.sieved {
			if x.member(it, Tab(t)) {
				x.sieved[t] = append(x.sieved[t], it)
			}
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
	x.sieve(x.filter)
}
