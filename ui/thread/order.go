package thread

import (
	"slices"
	"sort"
	"strings"
	"time"

	"keydesk/client"
)

// LocalPrefix begins the id of a message that only this console knows: one being sent, or one whose
// sending failed here. Such messages stay below all others until they are replaced or removed.
const LocalPrefix = "local:"

// The states of a local message besides those of the platform. What stands in its Error is told below
// it, as the reason.
const (
	StatusWaiting client.Status = "waiting" // it is sent by itself, later
	StatusHeld    client.Status = "held"    // it is not sent before the person has decided
)

// IsLocal tells whether the id belongs to a message that the platform has not answered for.
func IsLocal(id string) bool { return strings.HasPrefix(id, LocalPrefix) }

// key is a message's place in the thread. Sources disagree about fractions of a second, so equal
// times mean nothing: the id decides then, which gives one order however the messages came.
// Local messages come after all others, in the order they were written.
type key struct {
	local  bool
	serial uint64 // order among the local ones
	at     time.Time
	id     string
}

func (k key) before(o key) bool {
	switch {
	case k.local != o.local:
		return o.local
	case k.local:
		return k.serial < o.serial
	case !k.at.Equal(o.at):
		return k.at.Before(o.at)
	default:
		return k.id < o.id
	}
}

func (it *item) key() key {
	return key{local: it.local, serial: it.serial, at: it.msg.CreatedAt, id: it.msg.ID}
}

// position finds an item that is in the thread, in the logarithm of its length.
func (p *Pane) position(it *item) int { return p.search(it.key()) }

// search is the number of items before k.
func (p *Pane) search(k key) int {
	return sort.Search(len(p.items), func(i int) bool { return !p.items[i].key().before(k) })
}

// insert puts new items where they belong. A page of history, an answer from the stream and a local
// message each fit into one gap of the thread, which costs one copy of the pointers behind the gap;
// anything else is merged in one pass.
func (p *Pane) insert(fresh []*item) {
	if len(fresh) == 0 {
		return
	}
	byKey := func(a, b *item) int {
		if a.key().before(b.key()) {
			return -1
		}
		return 1
	}
	if !slices.IsSortedFunc(fresh, byKey) {
		slices.SortFunc(fresh, byKey)
	}
	at := p.search(fresh[0].key())
	if at == len(p.items) || fresh[len(fresh)-1].key().before(p.items[at].key()) {
		p.items = slices.Insert(p.items, at, fresh...)
		return
	}
	p.items = interleave(p.items, fresh)
}

// interleave merges two sorted lists into the first one's memory, from the back.
func interleave(into, fresh []*item) []*item {
	i, j := len(into)-1, len(fresh)-1
	into = append(into, fresh...)
	for k := len(into) - 1; j >= 0; k-- {
		if i >= 0 && fresh[j].key().before(into[i].key()) {
			into[k], i = into[i], i-1
		} else {
			into[k], j = fresh[j], j-1
		}
	}
	return into
}

// cut takes an item out of the list.
func (p *Pane) cut(it *item) {
	at := p.position(it)
	p.items = slices.Delete(p.items, at, at+1)
}
