package emulator

import "sort"

// order keeps contacts as the platform lists them, newest last in the slice so that the usual
// move, a conversation near the top going to the top, touches few entries. Nothing is sorted
// when a page is asked for.
type order struct{ list []uint32 }

// place finds where contact i stands or would stand.
func (o *order) place(i uint32, before func(a, b uint32) bool) int {
	return sort.Search(len(o.list), func(at int) bool { return !before(o.list[at], i) })
}

// remove takes contact i out. Its key must still be the one it was put in with.
func (o *order) remove(i uint32, before func(a, b uint32) bool) {
	at := o.place(i, before)
	if at < len(o.list) && o.list[at] == i {
		o.list = append(o.list[:at], o.list[at+1:]...)
	}
}

// insert puts contact i where its key says.
func (o *order) insert(i uint32, before func(a, b uint32) bool) {
	at := o.place(i, before)
	o.list = append(o.list, 0)
	copy(o.list[at+1:], o.list[at:])
	o.list[at] = i
}

// page gives limit entries after skipping skip, newest first.
func (o *order) page(skip, limit int) []uint32 {
	out := make([]uint32, 0, limit)
	for at := len(o.list) - 1 - skip; at >= 0 && len(out) < limit; at-- {
		out = append(out, o.list[at])
	}
	return out
}
