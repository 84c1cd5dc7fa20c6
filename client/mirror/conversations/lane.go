package conversations

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// order is where two conversations stand to each other. Every order goes from the newest to the
// oldest: that is how pages tell them, and what is told last is put at the end.
type order func(a, b *Item) int

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

// startedToWait is precedes by when somebody began to wait. Who somebody wanted to be reminded of now
// comes before everybody, as if they had waited longest.
func startedToWait(a, b *Item) int {
	if x := a.due(); x != b.due() {
		if x {
			return 1
		}
		return -1
	}
	if a.waitsFrom != b.waitsFrom {
		return cmp.Compare(b.waitsFrom, a.waitsFrom)
	}
	return precedes(a, b)
}

// wroteLast is precedes by when the customer wrote last, which is when the service window opened.
func wroteLast(a, b *Item) int {
	if a.inbound != b.inbound {
		return cmp.Compare(b.inbound, a.inbound)
	}
	return precedes(a, b)
}

// lane is the conversations under one tab, in order.
type lane struct {
	items  []*Item
	order  order
	turns  bool    // it is shown from its end: who waits longest is first
	turned []*Item // as it is shown then
	fresh  bool    // turned is
}

// shelf is the lanes of all tabs.
type shelf []*lane

// shown is the conversations as the tab shows them.
func (l *lane) shown() []*Item {
	if !l.turns {
		return l.items
	}
	if !l.fresh {
		l.turned = append(l.turned[:0], l.items...)
		slices.Reverse(l.turned)
		l.fresh = true
	}
	return l.turned
}

// place is where it stands as the tab shows it, or -1.
func (l *lane) place(it *Item) int {
	i := l.position(it)
	if i < 0 || !l.turns {
		return i
	}
	return len(l.items) - 1 - i
}

// position is where it stands in the order, or -1.
func (l *lane) position(it *Item) int {
	if it == nil {
		return -1
	}
	i := sort.Search(len(l.items), func(i int) bool { return l.order(l.items[i], it) >= 0 })
	if i < len(l.items) && l.items[i] == it {
		return i
	}
	return -1
}

// insert puts it in order.
func (l *lane) insert(it *Item) {
	l.items, l.fresh = with(l.items, it, l.order), false
}

// insertOnce is insert unless it is there.
func (l *lane) insertOnce(it *Item) {
	if n := len(l.items); n == 0 || l.order(l.items[n-1], it) < 0 || l.position(it) < 0 {
		l.insert(it)
	}
}

func (l *lane) remove(i int) { l.items, l.fresh = slices.Delete(l.items, i, i+1), false }

func (l *lane) clear() { l.items, l.fresh = nil, false }

// move puts the item at i between its right neighbours. What lies beyond its old
// and its new place is not touched: a message of one of the newest conversations
// moves a few entries, however long the list.
func (l *lane) move(i int) {
	if l.inPlace(i) {
		return
	}
	l.fresh = false
	it := l.items[i]
	if i > 0 && l.order(it, l.items[i-1]) < 0 {
		to := sort.Search(i, func(j int) bool { return l.order(it, l.items[j]) < 0 })
		copy(l.items[to+1:i+1], l.items[to:i])
		l.items[to] = it
		return
	}
	rest := l.items[i+1:]
	n := sort.Search(len(rest), func(j int) bool { return l.order(it, rest[j]) < 0 })
	copy(l.items[i:i+n], rest[:n])
	l.items[i+n] = it
}

// inPlace says whether the item at i still stands between its neighbours.
func (l *lane) inPlace(i int) bool {
	return (i == 0 || l.order(l.items[i-1], l.items[i]) < 0) && (i == len(l.items)-1 || l.order(l.items[i], l.items[i+1]) < 0)
}

// with inserts it in order. Pages arrive oldest last, so the end is tried first.
func with(list []*Item, it *Item, by order) []*Item {
	if n := len(list); n == 0 || by(list[n-1], it) < 0 {
		return append(list, it)
	}
	i := sort.Search(len(list), func(i int) bool { return by(list[i], it) >= 0 })
	return slices.Insert(list, i, it)
}
