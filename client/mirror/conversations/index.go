package conversations

import (
	"cmp"
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
	TabCount // how many there are
)

// String is the tab's label.
func (t Tab) String() string {
	return [...]string{"All", "Unread", "Mine", "Unassigned"}[t]
}

// shelf is the conversations of each tab in display order.
type shelf [TabCount][]*Item

// index holds every known conversation once by id and once a tab in display
// order, and once more a tab behind a filter while there is one. A change costs
// a few binary searches and at most one move within a slice, whatever the number
// of conversations. What has to look at all of them is a sweep.
type index struct {
	byID   map[string]*Item
	tabs   shelf
	sieved *shelf // what passes the filter; nil while there is none
	filter Filter
	now    func() time.Time // for the service window
	me     string           // id of the signed-in user, for Mine
	sifts  *sweep           // fills sieved, while some were not looked at yet
	sweeps []*sweep         // all that are under way
	stride int              // conversations of a step of these
	tally  tally
	common common
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
func precedes(a, b *Item) int {
	if a.at != b.at {
		return cmp.Compare(b.at, a.at)
	}
	if a.created != b.created {
		return cmp.Compare(b.created, a.created)
	}
	return strings.Compare(a.words.id(), b.words.id())
}

func (x *index) member(it *Item, t Tab) bool {
	switch t {
	case Unread:
		return it.unread > 0
	case Mine:
		return x.me != "" && it.traits.user == x.me
	case Unassigned:
		return it.traits.user == ""
	default:
		return true
	}
}

// passes says whether it passes the filter, if there is one.
func (x *index) passes(it *Item) bool { return x.filter.Empty() || x.filter.passes(it, x.me, x.now()) }

// belongs says whether it stands in tab t of a shelf.
func (x *index) belongs(sh *shelf, it *Item, t Tab) bool {
	return x.member(it, t) && (sh == &x.tabs || x.passes(it))
}

// change lets edit alter it and puts it where it now belongs. The item must
// already be known. One that keeps its neighbours is not moved.
func (x *index) change(it *Item, edit func()) {
	ahead := x.ahead(it)
	shelves := x.shelves()
	var places [2 * TabCount]int
	for s, sh := range shelves {
		for t := range sh {
			places[s*int(TabCount)+t] = position(sh[t], it)
		}
	}
	before := it.traits
	edit()
	x.tally.change(before, it.traits)
	for s, sh := range shelves {
		for t := range sh {
			was, is := places[s*int(TabCount)+t], x.belongs(sh, it, Tab(t))
			switch {
			case was >= 0 && is:
				move(sh[t], was)
			case was >= 0:
				sh[t] = slices.Delete(sh[t], was, was+1)
			case is:
				sh[t] = with(sh[t], it)
			}
		}
	}
	for _, s := range slices.Clone(x.sweeps) {
		switch unseen := slices.Contains(ahead, s); {
		case unseen && s.passed(it):
			s.show(it)
		case !unseen && !s.passed(it):
			s.again(it)
		}
	}
}

// ahead are the sweeps that have not seen an item yet.
func (x *index) ahead(it *Item) []*sweep {
	var list []*sweep
	for _, s := range x.sweeps {
		if !s.passed(it) {
			list = append(list, s)
		}
	}
	return list
}

// move puts the item at i between its right neighbours. What lies beyond its old
// and its new place is not touched: a message of one of the newest conversations
// moves a few entries, however long the list.
func move(list []*Item, i int) {
	if inPlace(list, i) {
		return
	}
	it := list[i]
	if i > 0 && precedes(it, list[i-1]) < 0 {
		to := sort.Search(i, func(j int) bool { return precedes(it, list[j]) < 0 })
		copy(list[to+1:i+1], list[to:i])
		list[to] = it
		return
	}
	rest := list[i+1:]
	n := sort.Search(len(rest), func(j int) bool { return precedes(it, rest[j]) < 0 })
	copy(list[i:i+n], rest[:n])
	list[i+n] = it
}

// inPlace says whether the item at i still stands between its neighbours.
func inPlace(list []*Item, i int) bool {
	return (i == 0 || precedes(list[i-1], list[i]) < 0) && (i == len(list)-1 || precedes(list[i], list[i+1]) < 0)
}

// add takes in a conversation that was not known before.
func (x *index) add(it *Item) {
	if x.byID == nil {
		x.byID = map[string]*Item{}
	}
	x.byID[it.words.id()] = it
	x.tally.change(nil, it.traits)
	for _, sh := range x.shelves() {
		for t := range sh {
			if x.belongs(sh, it, Tab(t)) {
				sh[t] = with(sh[t], it)
			}
		}
	}
	for _, s := range slices.Clone(x.sweeps) {
		if s.passed(it) {
			s.show(it)
		}
	}
}

// sieve puts a filter before the tabs, or none. It looks at the newest
// conversations at once and at all others by and by; step wraps each part.
func (x *index) sieve(f Filter, step func(see func())) {
	x.stop(x.sifts)
	x.filter, x.sieved, x.sifts = f, nil, nil
	if f.Empty() {
		return
	}
	x.sieved = &shelf{}
	x.sifts = x.start(&sweep{see: x.sift, step: step})
}

// sift puts a conversation into the sieved shelf if it passes the filter and is
// not there yet.
func (x *index) sift(it *Item) {
	if !x.filter.passes(it, x.me, x.now()) {
		return
	}
	for t := range x.sieved {
		list := x.sieved[t]
		if x.member(it, Tab(t)) && (len(list) == 0 || precedes(list[len(list)-1], it) < 0 || position(list, it) < 0) {
			x.sieved[t] = with(list, it)
		}
	}
}

// sieveOut takes what does not pass the filter any more out of the sieved shelf.
func (x *index) sieveOut(it *Item) {
	if x.sieved == nil || x.filter.passes(it, x.me, x.now()) {
		return
	}
	for t := range x.sieved {
		if i := position(x.sieved[t], it); i >= 0 {
			x.sieved[t] = slices.Delete(x.sieved[t], i, i+1)
		}
	}
}

// with inserts it in order. Pages arrive oldest last, so the end is tried first.
func with(list []*Item, it *Item) []*Item {
	if n := len(list); n == 0 || precedes(list[n-1], it) < 0 {
		return append(list, it)
	}
	i := sort.Search(len(list), func(i int) bool { return precedes(it, list[i]) < 0 })
	return slices.Insert(list, i, it)
}

// position is where it stands in list, or -1.
func position(list []*Item, it *Item) int {
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
	x.sieve(x.filter, nil)
}
