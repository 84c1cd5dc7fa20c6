package inbox

import (
	"slices"

	"keydesk/client"
)

// found is the answer to a search, in the platform's order.
type found struct {
	query   string
	items   []*item
	total   int
	next    int // the page to fetch next
	loading bool
	all     bool // every page is here
}

// AwaitSearch tells that a search is on its way; what is listed stays meanwhile.
func (p *Pane) AwaitSearch(query string) { p.awaited = query }

// ShowSearch shows the answer to a search in the platform's order: its first
// page, or a further page of the search that is shown already.
func (p *Pane) ShowSearch(query string, page client.ContactPage) {
	if query == p.awaited {
		p.awaited = ""
	}
	f := p.search
	further := f != nil && f.query == query && page.Page > 1 && page.Page == f.next
	if !further {
		if page.Page > 1 {
			return // of a search that was left meanwhile
		}
		f = &found{query: query}
	}
	for _, c := range page.Contacts {
		p.Merge(c)
		if it := p.index.byID[c.ID]; !slices.Contains(f.items, it) {
			f.items = append(f.items, it)
		}
	}
	f.total, f.next, f.loading = page.Total, page.Page+1, false
	f.all = len(page.Contacts) < page.Limit || len(f.items) >= page.Total
	if further {
		return
	}
	p.search, p.top = f, 0
	p.selected = at(f.items, 0)
}

// Search is the search that is shown, "" for none.
func (p *Pane) Search() string {
	if p.search == nil {
		return ""
	}
	return p.search.query
}

// ClearSearch returns to the tab and reports whether a search was shown.
func (p *Pane) ClearSearch() bool {
	if p.search == nil {
		was := p.awaited != ""
		p.awaited = ""
		return was
	}
	p.awaited = ""
	p.search, p.top = nil, 0
	if position(p.list(), p.selected) < 0 {
		p.selected = at(p.list(), 0)
	}
	p.reveal()
	return true
}
