package conversations

import (
	"slices"
	"time"
)

// Assignees of a [Filter] that are no user's id.
const (
	AssignedNobody = "none"  // nobody answers it
	AssignedOther  = "other" // somebody else answers it
)

// Filter narrows the list. Each part that is not empty must be met, by any one
// of its values.
type Filter struct {
	Tags       []string
	Channels   []string // accounts as the platform names them in contacts
	Assignees  []string // ids of users, AssignedNobody, AssignedOther
	WindowOpen bool     // only where a text still reaches the customer
}

// Empty says whether everything passes.
func (f Filter) Empty() bool {
	return len(f.Tags)+len(f.Channels)+len(f.Assignees) == 0 && !f.WindowOpen
}

// Equal says whether both let the same conversations pass.
func (f Filter) Equal(g Filter) bool {
	return slices.Equal(f.Tags, g.Tags) && slices.Equal(f.Channels, g.Channels) && slices.Equal(f.Assignees, g.Assignees) && f.WindowOpen == g.WindowOpen
}

func (f Filter) passes(it *Item, me string, now time.Time) bool {
	c := it.traits
	switch {
	case f.WindowOpen && !it.windowOpen(now):
		return false
	case len(f.Channels) > 0 && !slices.Contains(f.Channels, c.channel):
		return false
	case len(f.Tags) > 0 && !slices.ContainsFunc(f.Tags, func(tag string) bool { return slices.Contains(c.tags, tag) }):
		return false
	case len(f.Assignees) > 0:
		return slices.ContainsFunc(f.Assignees, func(who string) bool {
			switch who {
			case AssignedNobody:
				return c.user == ""
			case AssignedOther:
				return c.user != "" && c.user != me
			default:
				return c.user == who
			}
		})
	}
	return true
}

// SetFilter shows only what passes f. The conversation first, if there is one, is looked at before
// all others. A search begins anew.
func (l *List) SetFilter(f Filter, first *Item) {
	l.index.stop(l.closing)
	l.index.sieve(f, l.steady)
	l.held.sieved = [TabCount]int{}
	if first != nil && l.index.sieved != nil {
		l.index.sift(first)
	}
	l.sievedAt = l.now()
	if l.search != nil {
		l.Find(l.search.query)
	}
}

// Sifting says whether some conversations were not held against the filter yet.
func (l *List) Sifting() bool { return l.index.sifts.runs() }

// Filter is what the list is narrowed to.
func (l *List) Filter() Filter { return l.index.filter }

// CloseWindows begins to look anew which windows are open, once a minute at most:
// they close without an event.
func (l *List) CloseWindows() {
	if now := l.now(); l.index.filter.WindowOpen && now.Sub(l.sievedAt) >= time.Minute && !l.index.sifts.runs() {
		l.sievedAt = now
		l.index.stop(l.closing)
		l.closing = l.index.start(&sweep{see: l.index.sieveOut, step: l.steady})
	}
}
