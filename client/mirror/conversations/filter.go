package conversations

import (
	"slices"
	"strings"
	"time"
)

// Assignees of a [Filter] that are no user's id.
const (
	AssignedNobody = "none"  // nobody answers it
	AssignedOther  = "other" // somebody else answers it
	AssignedMe     = "me"    // whoever is signed in
)

// Filter narrows the list. Each part that is not empty must be met, by any one
// of its values.
type Filter struct {
	Tags       []string
	TagsAll    bool          // by all of the tags, not by any one
	Channels   []string      // accounts as the platform names them in contacts
	Assignees  []string      // ids of users, AssignedNobody, AssignedOther, AssignedMe
	WindowOpen bool          // only where a text still reaches the customer
	Closing    time.Duration // only where it does so for no longer than this
	Waiting    time.Duration // only who waits for at least so long
	Text       string        // a part of the name or number, folded
}

// Empty says whether everything passes.
func (f Filter) Empty() bool {
	return len(f.Tags)+len(f.Channels)+len(f.Assignees) == 0 && !f.WindowOpen && f.Closing == 0 && f.Waiting == 0 && f.Text == ""
}

// Equal says whether both let the same conversations pass.
func (f Filter) Equal(g Filter) bool {
	return slices.Equal(f.Tags, g.Tags) && slices.Equal(f.Channels, g.Channels) && slices.Equal(f.Assignees, g.Assignees) &&
		f.TagsAll == g.TagsAll && f.WindowOpen == g.WindowOpen && f.Closing == g.Closing && f.Waiting == g.Waiting && f.Text == g.Text
}

// timed says whether time alone decides who passes.
func (f Filter) timed() bool { return f.WindowOpen || f.Closing != 0 || f.Waiting != 0 }

func (f Filter) passes(it *Item, me string, now time.Time) bool {
	c := it.traits
	switch {
	case f.WindowOpen && !it.windowOpen(now):
		return false
	case f.Closing != 0 && !it.windowCloses(now, f.Closing):
		return false
	case f.Waiting != 0 && (!it.waits() || it.asleep() || now.Sub(moment(it.waitsFrom)) < f.Waiting):
		return false
	case len(f.Channels) > 0 && !slices.Contains(f.Channels, c.channel):
		return false
	case len(f.Tags) > 0 && !f.passesTags(c.tags):
		return false
	case len(f.Assignees) > 0 && !slices.ContainsFunc(f.Assignees, func(who string) bool { return answers(who, c.user, me) }):
		return false
	}
	return f.Text == "" || strings.Contains(it.words.fold(), f.Text) || strings.Contains(it.words.phone(), f.Text)
}

func (f Filter) passesTags(tags []string) bool {
	has := func(tag string) bool { return slices.Contains(tags, tag) }
	if f.TagsAll {
		return !slices.ContainsFunc(f.Tags, func(tag string) bool { return !has(tag) })
	}
	return slices.ContainsFunc(f.Tags, has)
}

// answers says whether a user is who a filter asks for.
func answers(who, user, me string) bool {
	switch who {
	case AssignedNobody:
		return user == ""
	case AssignedOther:
		return user != "" && user != me
	case AssignedMe:
		return user != "" && user == me
	default:
		return user == who
	}
}

// SetFilter shows only what passes f. The conversation first, if there is one, is looked at before
// all others. A search begins anew.
func (l *List) SetFilter(f Filter, first *Item) {
	l.index.stop(l.closing)
	l.index.sieve(f, l.steady)
	l.held.sieved = nil
	if first != nil && l.index.sieved != nil {
		l.index.sift(first)
	}
	l.sievedAt = l.now()
	if l.search != nil {
		l.Find(l.search.query)
	}
}

// Sifting says whether some conversations were not held against the filter and the views yet.
func (l *List) Sifting() bool { return l.index.sifts.runs() || l.index.fills.runs() }

// Filter is what the list is narrowed to.
func (l *List) Filter() Filter { return l.index.filter }

// Retime begins to look anew which windows are open and who waits long enough, once a minute at
// most: that changes without an event.
func (l *List) Retime() {
	now, since := l.now(), l.sievedAt
	if now.Sub(since) < time.Minute || l.Sifting() || l.closing.runs() {
		return
	}
	l.sievedAt = now
	timed := l.index.filter.timed()
	for _, v := range l.index.views {
		timed = timed || v.timed()
	}
	if timed {
		l.closing = l.index.start(&sweep{see: func(it *Item) { l.index.retime(it, since) }, step: l.steady})
	}
}
