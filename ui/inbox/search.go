package inbox

import (
	"slices"
	"strings"

	"keydesk/client"
)

// found is what a search shows: what is known and matches, at once, and behind
// it what only the platform knew. Nothing that stands moves.
type found struct {
	query  string
	items  []*item
	listed map[*item]bool // the items, once some are to be added
	total  int            // on the platform, once it answered
	next   int            // the page to fetch next
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
// empty query shows the tab again, still as a search. The platform's answer
// comes by Answer.
func (p *Pane) Find(query string) {
	if p.search == nil {
		p.rest = &resting{tab: p.tab, selected: p.selected, top: p.top}
	}
	f := &found{query: query, next: 1, all: true}
	if strings.TrimSpace(query) == "" {
		f.items = slices.Clone(p.index.shown()[p.tab])
		p.candidates = pool{}
	} else {
		f.items = p.index.matches(query, p.index.shown()[All], &p.candidates, -1)
	}
	p.search, p.top, p.hint = f, 0, 0
	p.selected = at(f.items, 0)
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
	if f.listed == nil {
		f.listed = make(map[*item]bool, len(f.items))
		for _, known := range f.items {
			f.listed[known] = true
		}
	}
	if !f.listed[it] && (x.filter.Empty() || x.filter.passes(it, x.me, x.now())) {
		f.listed[it] = true
		f.items = append(f.items, it)
	}
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
	p.search, p.rest, p.candidates = nil, nil, pool{}
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
func (p *Pane) joins(it *item) {
	if f := p.search; f != nil && strings.TrimSpace(f.query) != "" && want(f.query).grade(it) > scattered {
		f.add(it, &p.index)
	}
}
