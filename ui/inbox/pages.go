package inbox

import (
	"slices"

	"keydesk/client"
)

// PageSize is how many conversations a page has that is not the first screen's:
// as many as the platform gives (contract §1.3).
const PageSize = 100

// pageAhead is how many conversations before the end of what is known the next
// page is asked for: about one screen.
const pageAhead = 20

// MergePageSince is MergePage for an answer to what was asked at a mark.
func (p *Pane) MergePageSince(mark Mark, page client.ContactPage) {
	p.loading, p.told = false, true
	p.total = page.Total
	for _, c := range page.Contacts {
		p.MergeSince(mark, c)
	}
	follows := (page.Page-1)*page.Limit <= p.covered
	p.vanish(page, follows)
	p.total = page.Total
	if page.Page == 1 && p.covered >= page.Total && p.Confirmed() < page.Total {
		p.covered = 0 // some came while nobody told: look through all once more
	}
	if follows {
		p.covered = max(p.covered, page.Page*page.Limit)
	}
	p.complete = p.Confirmed() >= page.Total || p.covered >= page.Total || follows && len(page.Contacts) < page.Limit
	if p.complete && p.again && p.Confirmed() < page.Total {
		p.covered, p.complete = 0, false
	}
	if p.complete {
		p.again = false
		p.allTold()
	}
	if p.selected == nil {
		p.selected = at(p.list(), 0)
	}
}

// Refresh takes in a page of conversations that was asked for at a mark to see
// what changed of them. Unlike MergePageSince it does not count as going through
// the list.
func (p *Pane) Refresh(mark Mark, page client.ContactPage) {
	if page.Page == 1 {
		p.MergePageSince(mark, page)
		return
	}
	for _, c := range page.Contacts {
		p.MergeSince(mark, c)
	}
}

// morePagesOnScreen bounds PagesOnScreen.
const morePagesOnScreen = 2

// PagesOnScreen are the pages of so many conversations, behind the first, on
// which the platform has what is on the screen: the topmost ones, if a search or a
// filter shows conversations from all over the list.
func (p *Pane) PagesOnScreen(size int) []int {
	var pages []int
	list, all := p.list(), p.index.tabs[All]
	for _, it := range list[min(p.top, len(list)):min(p.top+p.fits(), len(list))] {
		n := position(all, it)/size + 1
		if n > 1 && !slices.Contains(pages, n) {
			pages = append(pages, n)
		}
		if len(pages) == morePagesOnScreen {
			break
		}
	}
	return pages
}

// NextPage is the page to fetch now because the selection nears the end of what
// is known, or false. It answers a page once until that page was merged.
// While a search is shown it is a page of that search. Under a tab or a filter
// that narrows the list no single page helps: what is missing there comes with
// the index.
func (p *Pane) NextPage() (int, bool) {
	near := p.place()+pageAhead >= len(p.list())
	if f := p.search; f != nil {
		if f.loads || f.all || !near {
			return 0, false
		}
		f.loads = true
		return f.next, true
	}
	if p.loading {
		return 0, false
	}
	if page, ok := p.stalePage(); ok {
		p.loading = true
		return page, true
	}
	if p.complete || !near || p.tab != All || p.index.sieved != nil {
		return 0, false
	}
	page, ok := p.Missing()
	if p.kept.stale > 0 { // the platform has not told up to here: Missing is far above
		page, ok = p.Known()/PageSize+1, p.Known() < p.total
		ok = ok && p.kept.ask(page)
	}
	p.loading = ok
	return page, ok
}

// Missing is the page, of PageSize, that the index lacks, or false if it has all
// there are.
func (p *Pane) Missing() (int, bool) { return p.covered/PageSize + 1, !p.complete }

// Total is how many conversations the platform has, as far as it told.
func (p *Pane) Total() int { return p.total }

// LookAgain has all pages fetched once more, after those that are being fetched:
// conversations were told of that are not among what was fetched.
func (p *Pane) LookAgain() {
	if p.again = !p.complete; p.complete {
		p.covered, p.complete = 0, false
	}
}

// PageFailed allows the page to be asked for again.
func (p *Pane) PageFailed() {
	p.loading, p.kept.asked = false, nil
	if p.search != nil {
		p.search.loads = false
	}
}
