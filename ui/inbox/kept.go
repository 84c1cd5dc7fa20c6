package inbox

import (
	"slices"
	"sort"
	"time"

	"keydesk/client"
	"keydesk/client/store"
)

// kept is what the list needs to begin with an earlier state, to bring it up to
// date, and to tell what of itself should be kept.
type kept struct {
	stale   int                 // conversations that the platform has not told since the start
	risen   map[*item]struct{}  // those of them that a message has moved up since then
	low     time.Time           // the platform's time at the end of the pages told in a row
	asked   map[int]bool        // pages asked for because of a stale row, or at the end of what is known
	track   bool                // changes are collected
	changed map[string]struct{} // ids changed since the last TakeChanged
	seen    []string            // ids of those told since then as they were
	gone    []string            // ids removed since then
}

// Track collects from now on what changes, for TakeChanged.
func (p *Pane) Track() { p.kept.track = true }

// Seed takes in conversations as an earlier console kept them. Those the
// platform has told already stay as they are. total is how many the platform
// had then. After the last part comes an empty one.
func (p *Pane) Seed(list []store.Contact, total int) {
	if len(list) == 0 {
		p.CountAll()
		return
	}
	p.aside(func() {
		p.steady(func() {
			for _, c := range list {
				if _, known := p.index.byID[c.ID]; !known {
					p.index.add(keptItem(c, &p.index.common))
					p.kept.stale++
				}
			}
		})
	})
	p.total = max(p.total, total, len(p.index.byID))
	if p.selected == nil {
		p.selected = at(p.list(), 0)
	}
}

// keptItem is the item of a kept conversation.
func keptItem(c store.Contact, in *common) *item {
	c.LastMessagePreview, c.UnreadCount = c.Preview, c.Unread
	it := newItem(c.Contact, in)
	it.at, it.sent, it.stale = nanos(c.At), c.Sent, true
	return it
}

// keep is what is kept of an item.
func (it *item) keep() store.Contact {
	return store.Contact{Contact: it.whole(), At: moment(it.at), Preview: it.preview, Unread: int(it.unread), Sent: it.sent}
}

// confirm takes note that the platform told an item as it is.
func (p *Pane) confirm(it *item) {
	p.tell(it)
	if p.kept.track {
		p.kept.seen = append(p.kept.seen, it.words.id())
	}
}

// tell takes note that the platform told an item.
func (p *Pane) tell(it *item) {
	if it.stale {
		it.stale = false
		p.kept.stale--
		delete(p.kept.risen, it)
	}
}

// note takes note that an item was changed, and told by the platform if told is
// true.
func (p *Pane) note(it *item, told bool) {
	switch {
	case told:
		p.tell(it)
	case it.stale:
		if p.kept.risen == nil {
			p.kept.risen = map[*item]struct{}{}
		}
		p.kept.risen[it] = struct{}{}
	}
	if !p.kept.track {
		return
	}
	if p.kept.changed == nil {
		p.kept.changed = map[string]struct{}{}
	}
	p.kept.changed[it.words.id()] = struct{}{}
}

// TakeChanged returns at most so many of the conversations that changed and were
// not taken yet, the ids of those that the platform told as they were, and of those
// that it does not have any more. Its cost is that of what it returns.
func (p *Pane) TakeChanged(most int) (changed []store.Contact, seen, gone []string) {
	changed = make([]store.Contact, 0, min(most, len(p.kept.changed)))
	for id := range p.kept.changed {
		if len(changed) == most {
			break
		}
		if it := p.index.byID[id]; it != nil {
			changed = append(changed, it.keep())
		}
		delete(p.kept.changed, id)
	}
	if len(p.kept.changed) == 0 {
		p.kept.changed = nil
	}
	seen, gone = p.kept.seen, p.kept.gone
	p.kept.seen, p.kept.gone = nil, nil
	return changed, seen, gone
}

// PutBack notes again what TakeChanged returned and could not be kept. What was seen
// is told again soon enough.
func (p *Pane) PutBack(changed []store.Contact, gone []string) {
	for _, c := range changed {
		if it := p.index.byID[c.ID]; it != nil {
			p.note(it, false)
		}
	}
	p.kept.gone = append(p.kept.gone, gone...)
}

// Changed says whether TakeChanged would return anything.
func (p *Pane) Changed() bool { return len(p.kept.changed)+len(p.kept.seen)+len(p.kept.gone) > 0 }

// Confirmed is the number of conversations that the platform has told since the
// start.
func (p *Pane) Confirmed() int { return len(p.index.byID) - p.kept.stale }

// Stale says whether a conversation on screen is shown as it was kept.
func (p *Pane) Stale() bool {
	if p.kept.stale == 0 {
		return false
	}
	list := p.list()
	for i := p.top; i < min(len(list), p.top+max(1, p.fits())); i++ {
		if list[i].stale {
			return true
		}
	}
	return false
}

// vanish removes the kept conversations that a page should have told and did
// not. The platform's order is by its own time of the newest message, so those
// are the ones between the page's first and its last, and above its first one
// those that the pages before it did not tell either, if it follows them.
func (p *Pane) vanish(page client.ContactPage, follows bool) {
	n := len(page.Contacts)
	if n == 0 {
		return
	}
	low, high := page.Contacts[n-1].LastMessageAt, page.Contacts[0].LastMessageAt
	upto := p.kept.low
	if follows {
		p.kept.low = low
	}
	if p.kept.stale == 0 {
		return
	}
	newest := high
	if follows && upto.After(high) {
		newest = upto
	}
	var gone []*item
	look := func(it *item) {
		at := moment(it.last)
		below := page.Page == 1 || at.Before(high) || follows && !upto.IsZero() && !at.After(upto)
		if it.stale && it.words.id() != p.open && at.After(low) && below {
			gone = append(gone, it)
		}
	}
	all, from := p.index.tabs[All], 0
	if page.Page > 1 { // what stands above was told by other pages, or has risen since
		from = sort.Search(len(all), func(i int) bool { return all[i].at <= nanos(newest) })
		for it := range p.kept.risen {
			if it.at > nanos(newest) {
				look(it)
			}
		}
	}
	for _, it := range all[from:] {
		if it.at < nanos(low) {
			break // its time on the platform is not newer than where it stands
		}
		look(it)
	}
	for _, it := range gone {
		p.drop(it)
	}
}

// allTold removes what is left of the kept conversations once the platform has
// told all that it has.
func (p *Pane) allTold() {
	if p.kept.stale == 0 || p.Confirmed() < p.total {
		return
	}
	var gone []*item
	for _, it := range p.index.tabs[All] {
		if it.stale && it.words.id() != p.open {
			gone = append(gone, it)
		}
	}
	for _, it := range gone {
		p.drop(it)
	}
	p.total = len(p.index.byID)
}

// Remove takes a conversation away that the platform does not have any more.
func (p *Pane) Remove(contactID string) {
	if it := p.index.byID[contactID]; it != nil {
		p.drop(it)
	}
}

func (p *Pane) drop(it *item) {
	place := p.place()
	was := p.selected == it
	above := position(p.list(), it)
	for _, sh := range p.index.shelves() {
		for t := range sh {
			if i := position(sh[t], it); i >= 0 {
				sh[t] = slices.Delete(sh[t], i, i+1)
			}
		}
	}
	if p.named != nil {
		p.index.stop(p.named.sweep)
		p.named = nil
	}
	if p.search != nil {
		p.search.drop(it)
	}
	delete(p.index.byID, it.words.id())
	p.index.tally.change(it.traits, nil)
	if it.stale {
		p.kept.stale--
		delete(p.kept.risen, it)
	}
	if p.kept.track {
		p.kept.gone = append(p.kept.gone, it.words.id())
		delete(p.kept.changed, it.words.id())
	}
	p.total = max(0, p.total-1)
	if was {
		p.selected = at(p.list(), min(place, len(p.list())-1))
	} else if !p.searching() && above >= 0 && above < p.top {
		p.top--
	}
	p.reveal()
}

// stalePage is the page that would tell about a kept conversation near the
// selection, once for each page.
func (p *Pane) stalePage() (int, bool) {
	if p.kept.stale == 0 || p.search != nil || !p.told {
		return 0, false
	}
	list, place := p.list(), max(0, p.place())
	for i := max(0, min(p.top, place)); i < min(len(list), place+pageAhead); i++ {
		if !list[i].stale {
			continue
		}
		page := position(p.index.tabs[All], list[i])/PageSize + 1
		if p.kept.ask(page) {
			return page, true
		}
	}
	return 0, false
}

// ask takes note that a page is asked for, and reports whether it is the first time.
func (k *kept) ask(page int) bool {
	if k.asked[page] {
		return false
	}
	if k.asked == nil {
		k.asked = map[int]bool{}
	}
	k.asked[page] = true
	return true
}
