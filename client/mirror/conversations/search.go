package conversations

import (
	"slices"
	"strings"

	"keydesk/client"
)

// found is what a search shows: what is known and matches, and behind it what
// only the platform knew.
type found struct {
	query  string
	number uint32  // of this search; the items that it found bear it
	whole  bool    // nothing is looked for: the tab is shown
	known  matches // among the known conversations
	sweep  *sweep  // looks at these; nil for an empty query
	behind []*Item // what only the platform knew
	items  []*Item // all of them, as shown
	total  int     // on the platform, once it answered
	next   int     // the page to fetch next
	asked  bool
	told   bool   // the platform answered
	failed string // why it did not, a sentence
	loads  bool   // a further page is on its way
	all    bool   // every page is here
}

// Find shows at once what is known and matches a query, by name or number; an
// empty query shows the tab again, still as a search. It looks at the newest
// conversations first and at the others as Sweep goes on. The platform's answer
// comes by Answer.
func (l *List) Find(query string) {
	if l.search != nil {
		l.index.stop(l.search.sweep)
	}
	l.searches++
	f := &found{query: query, number: l.searches, next: 1, all: true, whole: strings.TrimSpace(query) == ""}
	if before := l.search; before != nil { // a letter more: the room that it took is enough for this one
		f.known, f.items = before.known.empty(), before.items[:0]
	}
	l.search = f
	if f.whole {
		return
	}
	w := l.index.common.text.want(query)
	f.sweep = &sweep{step: l.findStep, see: func(it *Item) {
		if it.hit != f.number && l.index.passes(it) && f.known.add(w, it) {
			it.hit = f.number
		}
	}}
	l.index.start(f.sweep)
}

// shownEarly is how many lines of a search are shown before all conversations
// were looked at: putting all of them in order with every step would cost more
// than looking.
const shownEarly = 200

// findStep shows what a step of the search found.
func (l *List) findStep(see func()) {
	f := l.search
	see()
	if len(f.items) < shownEarly || f.sweep.ending {
		l.steady(func() { f.items = append(f.known.best(f.items[:0]), f.behind...) })
	}
}

// Asked says that the platform was asked for the query that is shown.
func (l *List) Asked(query string) {
	if f := l.search; f != nil && f.query == query {
		f.asked, f.failed = true, ""
	}
}

// Answer adds a page of the platform's answer behind what is shown, and keeps
// what it tells. A page of another query is kept, but not shown.
func (l *List) Answer(query string, page client.ContactPage) {
	for _, c := range page.Contacts {
		l.Merge(c)
	}
	f := l.search
	if f == nil || f.query != query || page.Page != f.next {
		return
	}
	w := l.index.common.text.want(query)
	for _, c := range page.Contacts {
		// "%" and "_" are wildcards to the platform (contract §4.1), to nobody else.
		if it := l.index.byID[c.ID]; !strings.ContainsAny(query, "%_") || w.grade(it) > scattered {
			f.add(it, &l.index)
		}
	}
	f.told, f.failed, f.loads = true, "", false
	f.total, f.next = page.Total, page.Page+1
	f.all = len(page.Contacts) < page.Limit || page.Page*page.Limit >= page.Total
}

// add puts a conversation behind those that stand, unless it is among them.
func (f *found) add(it *Item, x *index) {
	if it.hit != f.number && x.passes(it) {
		it.hit = f.number
		f.behind = append(f.behind, it)
		f.items = append(f.items, it)
	}
}

// count is how many were found so far.
func (f *found) count() int {
	return f.known.count() + len(f.behind)
}

// drop takes away a conversation that is no more.
func (f *found) drop(it *Item) {
	same := func(other *Item) bool { return other == it }
	for g := range f.known.of {
		f.known.of[g] = slices.DeleteFunc(f.known.of[g], same)
	}
	f.behind, f.items = slices.DeleteFunc(f.behind, same), slices.DeleteFunc(f.items, same)
	it.hit = 0
}

// AnswerFailed says in the list why the platform could not be asked.
func (l *List) AnswerFailed(query, sentence string) {
	if f := l.search; f != nil && f.query == query {
		f.failed, f.loads = sentence, false
	}
}

// EndSearch shows the tab again and reports whether a search was shown.
func (l *List) EndSearch() bool {
	if l.search == nil {
		return false
	}
	l.index.stop(l.search.sweep)
	l.search = nil
	return true
}

// Search is the search that is shown, and whether there is one.
func (l *List) Search() (query string, shown bool) {
	if l.search == nil {
		return "", false
	}
	return l.search.query, true
}

// Found is how far a search got.
type Found struct {
	Query  string
	Count  int    // conversations found so far
	Total  int    // on the platform, once it answered
	Failed string // why it did not, a sentence
	Looks  bool   // some of the known conversations were not looked at yet
	Awaits bool   // the platform was asked and has not answered
	All    bool   // every page is here
}

// Found is the search that is shown, and whether there is one.
func (l *List) Found() (Found, bool) {
	f := l.search
	if f == nil {
		return Found{}, false
	}
	return Found{Query: f.query, Count: f.count(), Total: f.total, Failed: f.failed, Looks: f.sweep.runs(), Awaits: f.asked && !f.told, All: f.all}, true
}

// joins lets a conversation that was learnt while a search is shown join it.
// While the search still looks at the known ones, it comes to this one as well.
func (l *List) joins(it *Item) {
	if f := l.search; f != nil && !f.whole && !f.sweep.runs() && l.index.common.text.want(f.query).grade(it) > scattered {
		f.add(it, &l.index)
	}
}
