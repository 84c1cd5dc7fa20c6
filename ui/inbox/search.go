package inbox

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
	behind []*item // what only the platform knew
	items  []*item // all of them, as shown
	total  int     // on the platform, once it answered
	next   int     // the page to fetch next
	asked  bool
	told   bool   // the platform answered
	failed string // why it did not, a sentence
	loads  bool   // a further page is on its way
	all    bool   // every page is here
}

// resting is where the list stood before the search.
type resting struct {
	tab      Tab
	selected *item
	top      int
}

// Find shows at once what is known and matches a query, by name or number; an
// empty query shows the tab again, still as a search. It looks at the newest
// conversations first and at the others as Sweep goes on. The platform's answer
// comes by Answer.
func (p *Pane) Find(query string) {
	if p.search == nil {
		p.rest = &resting{tab: p.tab, selected: p.selected, top: p.top}
	} else {
		p.index.stop(p.search.sweep)
	}
	p.searches++
	f := &found{query: query, number: p.searches, next: 1, all: true, whole: strings.TrimSpace(query) == ""}
	if before := p.search; before != nil { // a letter more: the room that it took is enough for this one
		f.known, f.items = before.known.empty(), before.items[:0]
	}
	p.search, p.selected, p.top, p.hint = f, nil, 0, 0
	if !f.whole {
		w := want(query)
		f.sweep = &sweep{step: p.findStep, see: func(it *item) {
			if it.hit != f.number && p.index.passes(it) && f.known.add(w, it) {
				it.hit = f.number
			}
		}}
		p.index.start(f.sweep)
	}
	p.selected = at(p.list(), 0)
}

// shownEarly is how many lines of a search are shown before all conversations
// were looked at: putting all of them in order with every step would cost more
// than looking.
const shownEarly = 200

// findStep shows what a step of the search found. The selection stays on the
// first line if it stands there, and else on its conversation.
func (p *Pane) findStep(see func()) {
	f := p.search
	first := p.selected == at(f.items, 0)
	see()
	if len(f.items) >= shownEarly && !f.sweep.ending {
		return
	}
	p.steady(func() { f.items = append(f.known.best(f.items[:0]), f.behind...) })
	if first {
		p.selected, p.top = at(f.items, 0), 0
	}
}

// Asked says that the platform was asked for the query that is shown.
func (p *Pane) Asked(query string) {
	if f := p.search; f != nil && f.query == query {
		f.asked, f.failed = true, ""
	}
}

// Answer adds a page of the platform's answer behind what is shown, and keeps
// what it tells. A page of another query is kept, but not shown.
func (p *Pane) Answer(query string, page client.ContactPage) {
	for _, c := range page.Contacts {
		p.Merge(c)
	}
	f := p.search
	if f == nil || f.query != query || page.Page != f.next {
		return
	}
	w := want(query)
	for _, c := range page.Contacts {
		// "%" and "_" are wildcards to the platform (contract §4.1), to nobody else.
		if it := p.index.byID[c.ID]; !strings.ContainsAny(query, "%_") || w.grade(it) > scattered {
			f.add(it, &p.index)
		}
	}
	f.told, f.failed, f.loads = true, "", false
	f.total, f.next = page.Total, page.Page+1
	f.all = len(page.Contacts) < page.Limit || page.Page*page.Limit >= page.Total
	if p.selected == nil {
		p.selected = at(f.items, 0)
	}
}

// add puts a conversation behind those that stand, unless it is among them.
func (f *found) add(it *item, x *index) {
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
func (f *found) drop(it *item) {
	same := func(other *item) bool { return other == it }
	for g := range f.known.of {
		f.known.of[g] = slices.DeleteFunc(f.known.of[g], same)
	}
	f.behind, f.items = slices.DeleteFunc(f.behind, same), slices.DeleteFunc(f.items, same)
	it.hit = 0
}

// AnswerFailed says in the list why the platform could not be asked.
func (p *Pane) AnswerFailed(query, sentence string) {
	if f := p.search; f != nil && f.query == query {
		f.failed, f.loads = sentence, false
	}
}

// Search is the search that is shown, and whether there is one.
func (p *Pane) Search() (query string, shown bool) {
	if p.search == nil {
		return "", false
	}
	return p.search.query, true
}

// EndSearch goes back to where the list stood before the search and reports
// whether one was shown. With stay the selection stays where it is, if the tab
// has it.
func (p *Pane) EndSearch(stay bool) bool {
	if p.search == nil {
		return false
	}
	before := p.rest
	p.index.stop(p.search.sweep)
	p.search, p.rest = nil, nil
	if !stay || position(p.list(), p.selected) < 0 {
		p.tab, p.selected, p.top = before.tab, before.selected, before.top
	}
	if position(p.list(), p.selected) < 0 {
		p.selected, p.top = at(p.list(), 0), 0
	}
	p.reveal()
	return true
}

// joins lets a conversation that was learnt while a search is shown join it.
// While the search still looks at the known ones, it comes to this one as well.
func (p *Pane) joins(it *item) {
	if f := p.search; f != nil && !f.whole && !f.sweep.runs() && want(f.query).grade(it) > scattered {
		f.add(it, &p.index)
		if p.selected == nil {
			p.selected = at(f.items, 0)
		}
	}
}
