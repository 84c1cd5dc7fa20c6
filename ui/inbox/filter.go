package inbox

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

func (f Filter) passes(it *item, me string, now time.Time) bool {
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

// SetFilter shows only what passes f; words say in the head of the list what
// that is. The selection stays if it can.
func (p *Pane) SetFilter(f Filter, words string) {
	p.filterWords = words
	p.index.stop(p.closing)
	p.index.sieve(f, p.steady)
	p.held.sieved = [tabCount]int{}
	if it := p.selected; it != nil && p.index.sieved != nil {
		p.index.sift(it) // before it is its turn
	}
	p.sievedAt = p.now()
	if p.search != nil {
		p.Find(p.search.query)
		return
	}
	if position(p.list(), p.selected) < 0 {
		p.selected, p.top = at(p.list(), 0), 0
	}
	p.reveal()
}

// Filter is what the list is narrowed to.
func (p *Pane) Filter() Filter { return p.index.filter }

// sieveAgain begins to look anew which windows are open, once a minute at most:
// they close without an event.
func (p *Pane) sieveAgain() {
	if now := p.now(); p.index.filter.WindowOpen && now.Sub(p.sievedAt) >= time.Minute && !p.index.sifts.runs() {
		p.sievedAt = now
		p.index.stop(p.closing)
		p.closing = p.index.start(&sweep{see: p.index.sieveOut, step: p.steady})
	}
}
