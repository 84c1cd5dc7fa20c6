package conversations

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
func (l *List) MergePageSince(mark Mark, page client.ContactPage) {
	l.loading, l.told = false, true
	l.total = page.Total
	for _, c := range page.Contacts {
		l.MergeSince(mark, c)
	}
	follows := (page.Page-1)*page.Limit <= l.covered
	l.vanish(page, follows)
	l.total = page.Total
	if page.Page == 1 && l.covered >= page.Total && l.Confirmed() < page.Total {
		l.covered = 0 // some came while nobody told: look through all once more
	}
	if follows {
		l.covered = max(l.covered, page.Page*page.Limit)
	}
	l.complete = l.Confirmed() >= page.Total || l.covered >= page.Total || follows && len(page.Contacts) < page.Limit
	if l.complete && l.again && l.Confirmed() < page.Total {
		l.covered, l.complete = 0, false
	}
	if l.complete {
		l.again = false
		l.allTold()
	}
}

// Refresh takes in a page of conversations that was asked for at a mark to see
// what changed of them. Unlike MergePageSince it does not count as going through
// the list.
func (l *List) Refresh(mark Mark, page client.ContactPage) {
	if page.Page == 1 {
		l.MergePageSince(mark, page)
		return
	}
	for _, c := range page.Contacts {
		l.MergeSince(mark, c)
	}
}

// morePagesOnScreen bounds PagesOf.
const morePagesOnScreen = 2

// PagesOf are the pages of so many conversations, behind the first, on which the platform has
// those shown from one place to another: the topmost ones, if a search or a filter shows
// conversations from all over the list.
func (l *List) PagesOf(from, to, size int) []int {
	var pages []int
	list, all := l.Shown(), l.index.tabs[All]
	for _, it := range list[min(from, len(list)):min(to, len(list))] {
		n := all.position(it)/size + 1
		if n > 1 && !slices.Contains(pages, n) {
			pages = append(pages, n)
		}
		if len(pages) == morePagesOnScreen {
			break
		}
	}
	return pages
}

// NextPage is the page to fetch now because what is looked at, from the top of the screen to the
// selection, nears the end of what is known, or false. It answers a page once until that page was
// merged. While a search is shown it is a page of that search. Under a tab or a filter that narrows
// the list no single page helps: what is missing there comes with the index.
func (l *List) NextPage(top, place int) (int, bool) {
	near := place+pageAhead >= len(l.Shown())
	if f := l.search; f != nil {
		if f.loads || f.all || !near {
			return 0, false
		}
		f.loads = true
		return f.next, true
	}
	if l.loading {
		return 0, false
	}
	if page, ok := l.stalePage(top, place); ok {
		l.loading = true
		return page, true
	}
	if l.complete || !near || l.tab != All || l.index.sieved != nil {
		return 0, false
	}
	page, ok := l.Missing()
	if l.kept.stale > 0 { // the platform has not told up to here: Missing is far above
		page, ok = l.Known()/PageSize+1, l.Known() < l.total
		ok = ok && l.kept.ask(page)
	}
	l.loading = ok
	return page, ok
}

// Missing is the page, of PageSize, that the index lacks, or false if it has all
// there are.
func (l *List) Missing() (int, bool) { return l.covered/PageSize + 1, !l.complete }

// Total is how many conversations the platform has, as far as it told.
func (l *List) Total() int { return l.total }

// LookAgain has all pages fetched once more, after those that are being fetched:
// conversations were told of that are not among what was fetched.
func (l *List) LookAgain() {
	if l.again = !l.complete; l.complete {
		l.covered, l.complete = 0, false
	}
}

// PageFailed allows the page to be asked for again.
func (l *List) PageFailed() {
	l.loading, l.kept.asked = false, nil
	if l.search != nil {
		l.search.loads = false
	}
}
