package conversations

import (
	"sort"
	"time"

	"keydesk/client"
	"keydesk/client/store"
)

// kept is what the list needs to begin with an earlier state, to bring it up to
// date, and to tell what of itself should be kept.
type kept struct {
	stale   int                 // conversations that the platform has not told since the start
	risen   map[*Item]struct{}  // those of them that a message has moved up since then
	low     time.Time           // the platform's time at the end of the pages told in a row
	asked   map[int]bool        // pages asked for because of a stale row, or at the end of what is known
	track   bool                // changes are collected
	changed map[string]struct{} // ids changed since the last TakeChanged
	seen    []string            // ids of those told since then as they were
	gone    []string            // ids removed since then
}

// Track collects from now on what changes, for TakeChanged.
func (l *List) Track() { l.kept.track = true }

// Seed takes in conversations as an earlier console kept them. Those the
// platform has told already stay as they are. total is how many the platform
// had then. After the last part comes an empty one.
func (l *List) Seed(list []store.Contact, total int) {
	if len(list) == 0 {
		l.CountAll()
		return
	}
	l.aside(func() {
		l.steady(func() {
			for _, c := range list {
				if _, known := l.index.byID[c.ID]; !known {
					l.index.add(keptItem(c, &l.index.common))
					l.kept.stale++
				}
			}
		})
	})
	l.total = max(l.total, total, len(l.index.byID))
}

// keptItem is the item of a kept conversation.
func keptItem(c store.Contact, in *common) *Item {
	c.LastMessagePreview, c.UnreadCount = c.Preview, c.Unread
	it := newItem(c.Contact, in)
	it.at, it.sent, it.stale = nanos(c.At), c.Sent, true
	switch c.Sent {
	case client.StatusSent, client.StatusDelivered, client.StatusRead:
		it.weWrote(it.at)
	}
	return it
}

// keep is what is kept of an item.
func (it *Item) keep() store.Contact {
	return store.Contact{Contact: it.whole(), At: moment(it.at), Preview: it.preview, Unread: int(it.unread), Sent: it.sent}
}

// confirm takes note that the platform told an item as it is.
func (l *List) confirm(it *Item) {
	l.tell(it)
	if l.kept.track {
		l.kept.seen = append(l.kept.seen, it.words.id())
	}
}

// tell takes note that the platform told an item.
func (l *List) tell(it *Item) {
	if it.stale {
		it.stale = false
		l.kept.stale--
		delete(l.kept.risen, it)
	}
}

// note takes note that an item was changed, and told by the platform if told is
// true.
func (l *List) note(it *Item, told bool) {
	switch {
	case told:
		l.tell(it)
	case it.stale:
		if l.kept.risen == nil {
			l.kept.risen = map[*Item]struct{}{}
		}
		l.kept.risen[it] = struct{}{}
	}
	if !l.kept.track {
		return
	}
	if l.kept.changed == nil {
		l.kept.changed = map[string]struct{}{}
	}
	l.kept.changed[it.words.id()] = struct{}{}
}

// TakeChanged returns at most so many of the conversations that changed and were
// not taken yet, the ids of those that the platform told as they were, and of those
// that it does not have any more. Its cost is that of what it returns.
func (l *List) TakeChanged(most int) (changed []store.Contact, seen, gone []string) {
	changed = make([]store.Contact, 0, min(most, len(l.kept.changed)))
	for id := range l.kept.changed {
		if len(changed) == most {
			break
		}
		if it := l.index.byID[id]; it != nil {
			changed = append(changed, it.keep())
		}
		delete(l.kept.changed, id)
	}
	if len(l.kept.changed) == 0 {
		l.kept.changed = nil
	}
	seen, gone = l.kept.seen, l.kept.gone
	l.kept.seen, l.kept.gone = nil, nil
	return changed, seen, gone
}

// PutBack notes again what TakeChanged returned and could not be kept. What was seen
// is told again soon enough.
func (l *List) PutBack(changed []store.Contact, gone []string) {
	for _, c := range changed {
		if it := l.index.byID[c.ID]; it != nil {
			l.note(it, false)
		}
	}
	l.kept.gone = append(l.kept.gone, gone...)
}

// Changed says whether TakeChanged would return anything.
func (l *List) Changed() bool { return len(l.kept.changed)+len(l.kept.seen)+len(l.kept.gone) > 0 }

// Confirmed is the number of conversations that the platform has told since the
// start.
func (l *List) Confirmed() int { return len(l.index.byID) - l.kept.stale }

// Stale says whether one of those shown from one place to another is as it was kept.
func (l *List) Stale(from, to int) bool {
	if l.kept.stale == 0 {
		return false
	}
	list := l.Shown()
	for i := from; i < min(len(list), to); i++ {
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
func (l *List) vanish(page client.ContactPage, follows bool) {
	n := len(page.Contacts)
	if n == 0 {
		return
	}
	low, high := page.Contacts[n-1].LastMessageAt, page.Contacts[0].LastMessageAt
	upto := l.kept.low
	if follows {
		l.kept.low = low
	}
	if l.kept.stale == 0 {
		return
	}
	newest := high
	if follows && upto.After(high) {
		newest = upto
	}
	var gone []*Item
	look := func(it *Item) {
		at := moment(it.last)
		below := page.Page == 1 || at.Before(high) || follows && !upto.IsZero() && !at.After(upto)
		if it.stale && it.words.id() != l.open && at.After(low) && below {
			gone = append(gone, it)
		}
	}
	all, from := l.index.tabs[All].items, 0
	if page.Page > 1 { // what stands above was told by other pages, or has risen since
		from = sort.Search(len(all), func(i int) bool { return all[i].at <= nanos(newest) })
		for it := range l.kept.risen {
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
		l.drop(it)
	}
}

// allTold removes what is left of the kept conversations once the platform has
// told all that it has.
func (l *List) allTold() {
	if l.kept.stale == 0 || l.Confirmed() < l.total {
		return
	}
	var gone []*Item
	for _, it := range l.index.tabs[All].items {
		if it.stale && it.words.id() != l.open {
			gone = append(gone, it)
		}
	}
	for _, it := range gone {
		l.drop(it)
	}
	l.total = len(l.index.byID)
}

// Remove takes a conversation away that the platform does not have any more.
func (l *List) Remove(contactID string) {
	if it := l.index.byID[contactID]; it != nil {
		l.drop(it)
	}
}

func (l *List) drop(it *Item) {
	l.steady(func() {
		if l.named != nil {
			l.index.stop(l.named.sweep)
			l.named = nil
		}
		if l.search != nil {
			l.search.drop(it)
		}
		l.index.remove(it)
	})
	if it.stale {
		l.kept.stale--
		delete(l.kept.risen, it)
	}
	if l.kept.track {
		l.kept.gone = append(l.kept.gone, it.words.id())
		delete(l.kept.changed, it.words.id())
	}
	l.total = max(0, l.total-1)
}

// stalePage is the page that would tell about a kept conversation near the
// selection, once for each page.
func (l *List) stalePage(top, place int) (int, bool) {
	if l.kept.stale == 0 || l.search != nil || !l.told {
		return 0, false
	}
	place = max(0, place)
	list := l.Shown()
	for i := max(0, min(top, place)); i < min(len(list), place+pageAhead); i++ {
		if !list[i].stale {
			continue
		}
		page := l.index.tabs[All].position(list[i])/PageSize + 1
		if l.kept.ask(page) {
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
