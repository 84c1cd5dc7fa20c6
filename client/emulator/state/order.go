package state

import "sort"

// order keeps contacts as the platform lists them, newest last in the slice so that the usual
// move, a conversation near the top going to the top, touches few entries. Nothing is sorted
// when a page is asked for.
type order struct{ List []uint32 }

// place finds where contact i stands or would stand.
func (o *order) place(i uint32, before func(a, b uint32) bool) int {
	return sort.Search(len(o.List), func(at int) bool { return !before(o.List[at], i) })
}

// Remove takes contact i out. Its key must still be the one it was put in with.
func (o *order) Remove(i uint32, before func(a, b uint32) bool) {
	at := o.place(i, before)
	if at < len(o.List) && o.List[at] == i {
		o.List = append(o.List[:at], o.List[at+1:]...)
	}
}

// insert puts contact i where its key says.
func (o *order) insert(i uint32, before func(a, b uint32) bool) {
	at := o.place(i, before)
	o.List = append(o.List, 0)
	copy(o.List[at+1:], o.List[at:])
	o.List[at] = i
}

// Page gives limit entries after skipping skip, newest first.
func (o *order) Page(skip, limit int) []uint32 {
	out := make([]uint32, 0, limit)
	for at := len(o.List) - 1 - skip; at >= 0 && len(out) < limit; at-- {
		out = append(out, o.List[at])
	}
	return out
}
