package conversations

import (
	"slices"
	"time"
)

// index holds every known conversation once by id and once a tab in that tab's
// order, and once more a tab behind a filter while there is one. A change costs
// a few binary searches and at most one move within a slice, whatever the number
// of conversations. What has to look at all of them is a sweep.
type index struct {
	byID    map[string]*Item
	views   []View // the tabs behind the standing ones
	tabs    shelf
	sieved  shelf // what passes the filter; nil while there is none
	filter  Filter
	now     func() time.Time // for the service window, and how long somebody waits
	me      string           // id of the signed-in user, for Mine
	sifts   *sweep           // fills sieved, while some were not looked at yet
	fills   *sweep           // fills the tabs of views, likewise
	sweeps  []*sweep         // all that are under way
	stride  int              // conversations of a step of these
	tally   tally
	unknown int // conversations of which nobody knows whose the last word is
	common  common

	reminders  map[string]*reminding // of conversations known or not, by id
	keptUnread map[string]int64      // likewise those shown as unread: when their newest message was sent
}

// shelves are the shelves that are kept up to date.
func (x *index) shelves() []shelf {
	if x.sieved == nil {
		return []shelf{x.tabs}
	}
	return []shelf{x.tabs, x.sieved}
}

// shown is the shelf that the list shows.
func (x *index) shown() shelf {
	if x.sieved != nil {
		return x.sieved
	}
	return x.tabs
}

func (x *index) member(it *Item, t Tab) bool {
	switch t {
	case All:
		return true
	case Unread:
		return it.showsUnread()
	case Waiting:
		return it.inWaiting()
	case Mine:
		return x.me != "" && it.traits.user == x.me
	case Unassigned:
		return it.traits.user == ""
	default:
		return x.views[t-standing].holds(it, x.me, x.now())
	}
}

// passes says whether it passes the filter, if there is one.
func (x *index) passes(it *Item) bool { return x.filter.Empty() || x.filter.passes(it, x.me, x.now()) }

// belongs says whether it stands in tab t, behind the filter if sieved is true.
func (x *index) belongs(it *Item, t Tab, sieved bool) bool {
	return x.member(it, t) && (!sieved || x.passes(it))
}

// timed says whether time alone puts conversations into tab t or takes them out of it.
func (x *index) timed(t Tab, sieved bool) bool {
	return t >= standing && x.views[t-standing].timed() || sieved && x.filter.timed()
}

// place is where it stands in tab t, or -1. What does not belong there is not looked for.
func (x *index) place(sh shelf, it *Item, t Tab, sieved bool) int {
	if !x.timed(t, sieved) && !x.belongs(it, t, sieved) {
		return -1
	}
	return sh[t].position(it)
}

// change lets edit alter it and puts it where it now belongs. The item must
// already be known. One that keeps its neighbours is not moved.
func (x *index) change(it *Item, edit func()) {
	ahead := x.ahead(it)
	shelves := x.shelves()
	var room [24]int
	places := room[:0]
	for s, sh := range shelves {
		for t := range sh {
			places = append(places, x.place(sh, it, Tab(t), s > 0))
		}
	}
	before := it.traits
	x.count(it, -1)
	edit()
	x.endUnread(it)
	x.count(it, +1)
	x.tally.change(before, it.traits)
	for s, sh := range shelves {
		for t := range sh {
			was, is := places[s*len(sh)+t], x.belongs(it, Tab(t), s > 0)
			switch {
			case was >= 0 && is:
				sh[t].move(was)
			case was >= 0:
				sh[t].remove(was)
			case is:
				sh[t].insert(it)
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

// add takes in a conversation that was not known before.
func (x *index) add(it *Item) {
	if x.byID == nil {
		x.byID = map[string]*Item{}
	}
	x.byID[it.words.id()] = it
	if r := x.reminders[it.words.id()]; r != nil {
		it.reminder = r
		it.wake()
		x.follow(it)
	}
	if _, kept := x.keptUnread[it.words.id()]; kept {
		it.keptUnread = true
		x.endUnread(it)
	}
	x.tally.change(nil, it.traits)
	x.count(it, +1)
	for s, sh := range x.shelves() {
		for t := range sh {
			if x.belongs(it, Tab(t), s > 0) {
				sh[t].insert(it)
			}
		}
	}
	for _, s := range slices.Clone(x.sweeps) {
		if s.passed(it) {
			s.show(it)
		}
	}
}

// remove forgets a conversation.
func (x *index) remove(it *Item) {
	for _, sh := range x.shelves() {
		for t := range sh {
			if i := sh[t].position(it); i >= 0 {
				sh[t].remove(i)
			}
		}
	}
	delete(x.byID, it.words.id())
	x.tally.change(it.traits, nil)
	x.count(it, -1)
}

// count counts those of whom nobody knows whose the last word is.
func (x *index) count(it *Item, by int) {
	if it.wordUnknown() {
		x.unknown += by
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
	x.sieved = x.newShelf()
	x.sifts = x.start(&sweep{see: x.sift, step: step})
}

// sift puts a conversation into the sieved shelf if it passes the filter and is
// not there yet.
func (x *index) sift(it *Item) {
	if !x.filter.passes(it, x.me, x.now()) {
		return
	}
	for t := range x.sieved {
		if x.member(it, Tab(t)) {
			x.sieved[t].insertOnce(it)
		}
	}
}

// setViews puts other tabs behind the standing ones and fills them as a sweep goes on.
func (x *index) setViews(views []View, step func(see func())) {
	x.stop(x.fills)
	x.views, x.fills = views, nil
	tabs := x.newShelf()
	copy(tabs, x.tabs[:min(len(x.tabs), int(standing))])
	x.tabs = tabs
	if len(views) > 0 {
		x.fills = x.start(&sweep{step: step, see: func(it *Item) {
			for t := standing; int(t) < len(x.tabs); t++ {
				if x.member(it, t) {
					x.tabs[t].insertOnce(it)
				}
			}
		}})
	}
	x.sieve(x.filter, step)
}

// retime looks whether time alone moved a conversation into a tab or out of it since a moment.
func (x *index) retime(it *Item, since time.Time) {
	now := x.now()
	for s, sh := range x.shelves() {
		for t := range sh {
			if !x.timed(Tab(t), s > 0) {
				continue
			}
			holds := func(at time.Time) bool {
				in := s == 0 || x.filter.passes(it, x.me, at)
				if Tab(t) >= standing {
					return in && x.views[Tab(t)-standing].holds(it, x.me, at)
				}
				return in && x.member(it, Tab(t))
			}
			was, is := holds(since), holds(now)
			if was == is {
				continue
			}
			if i := sh[t].position(it); i >= 0 && !is {
				sh[t].remove(i)
			} else if i < 0 && is {
				sh[t].insert(it)
			}
		}
	}
}

// retab rebuilds the tabs; needed only when the signed-in user becomes known.
func (x *index) retab() {
	all := x.tabs[All].items
	for t := range x.tabs {
		if Tab(t) == All {
			continue
		}
		x.tabs[t].clear()
		for _, it := range all {
			if x.member(it, Tab(t)) {
				x.tabs[t].insert(it)
			}
		}
	}
	x.sieve(x.filter, nil)
}
