package conversations

import "sort"

// NextUnread is the next conversation below one, at a place of what is shown, that has unread
// messages, or else the next from the top; nil if there is none other.
func (l *List) NextUnread(from *Item, place int) *Item {
	list, start := l.index.shown()[Unread].items, 0
	if l.Searching() {
		list, start = l.Shown(), place+1
	} else if from != nil {
		start = sort.Search(len(list), func(i int) bool { return precedes(from, list[i]) < 0 })
	}
	for i := range list {
		it := list[(start+i)%len(list)]
		if it.showsUnread() && it != from && (l.Searching() || l.index.member(it, l.tab)) {
			return it
		}
	}
	return nil
}
