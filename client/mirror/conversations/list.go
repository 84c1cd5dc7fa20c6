package conversations

import (
	"strings"
	"time"

	"keydesk/client"
)

// List is what is known of all conversations, and which of them are shown: a tab, what of it
// passes a filter, or the answer of a search. It does no I/O: its owner gives it contacts and
// events, and asks it what to fetch.
type List struct {
	index    index
	tab      Tab
	search   *found // nil while no search is shown
	searches uint32 // how many there were
	open     string

	named    *naming   // what was asked of Named last
	counts   *counting // what was asked of Count last
	sievedAt time.Time
	closing  *sweep // looks which windows have closed

	total    int  // conversations on the platform, 0 until told
	covered  int  // so many from the platform's top have been fetched
	told     bool // the platform has answered
	complete bool
	again    bool // all pages are to be fetched once more, when they are through
	loading  bool
	kept     kept
	ours     ours
	bumps    bumps
	held     held

	now    func() time.Time
	steady func(change func())
}

// Text is how texts of the platform are made printable, comparable and short. A list is lent it,
// because what is printable is up to whoever draws.
type Text struct {
	Name    func(client.Contact) string // printable, never empty
	Line    func(string) string         // printable in one line
	Fold    func(string) string         // as people search it
	Summary func(client.Message) string // a message in a few words
	Local   string                      // how the ids of messages begin that have not reached the platform
}

func (t Text) local(id string) bool { return t.Local != "" && strings.HasPrefix(id, t.Local) }

// New returns an empty list that is waiting for its first page.
func New(text Text, now func() time.Time) *List {
	l := &List{now: now, loading: true, steady: func(change func()) { change() }}
	l.index = index{now: now, stride: sweepStep, common: common{text: text}}
	l.index.tabs = l.index.newShelf()
	return l
}

// Around lets a view wrap every change of what is shown, so that it can keep its place.
func (l *List) Around(steady func(change func())) { l.steady = steady }

// SetStride sets how many conversations a sweep looks at in one step.
func (l *List) SetStride(n int) { l.index.stride = n }

// SetMe tells who is signed in, for the Mine tab.
func (l *List) SetMe(userID string) {
	l.index.me = userID
	l.index.retab()
}

// Merge takes in one contact, known before or not.
func (l *List) Merge(c client.Contact) {
	l.steady(func() {
		if it, known := l.index.byID[c.ID]; known {
			before := *it
			l.index.change(it, func() {
				it.update(c, &l.index.common)
				it.wake()
				l.index.follow(it)
			})
			if it.equal(&before) {
				it.edition = before.edition
				l.confirm(it)
			} else {
				l.note(it, true)
			}
			return
		}
		it := newItem(c, &l.index.common)
		l.index.add(it)
		l.note(it, true)
		l.joins(it)
		l.total = max(l.total, len(l.index.byID))
	})
}

// Bump records a new message of a conversation: it moves up, and counts as
// unread if it is incoming and read is false. It reports false if the
// conversation is not known yet and has to be fetched.
func (l *List) Bump(m client.Message, read bool) bool {
	it, known := l.index.byID[m.ContactID]
	if !known {
		return false
	}
	unread := m.Direction == client.Incoming && !read && !it.counted(m)
	l.steady(func() {
		l.index.change(it, func() {
			it.bump(m, l.index.common.text)
			it.wake()
			l.index.follow(it)
			if it.at == nanos(m.CreatedAt) {
				l.ours.forget(m.ContactID)
				if m.Direction == client.Outgoing {
					l.ours.add(m.ContactID, m.ID)
				}
			}
			if unread {
				it.unread++
				it.edition++
			}
		})
		l.note(it, false)
	})
	if unread {
		l.bumps.add(m.ContactID, m.CreatedAt, false)
	}
	return true
}

// SetRead records that every message of a conversation was read.
func (l *List) SetRead(contactID string) {
	l.bumps.add(contactID, time.Time{}, true)
	if it, known := l.index.byID[contactID]; known && it.unread > 0 {
		l.steady(func() {
			l.index.change(it, func() {
				it.unread = 0
				it.edition++
			})
		})
		l.note(it, false)
	}
}

// SetStatus records how far our newest message got.
func (l *List) SetStatus(contactID string, s client.Status) {
	if it, known := l.index.byID[contactID]; known && it.sent != "" && it.sent != s {
		it.sent = s
		it.edition++
		l.note(it, false)
	}
}

// Searching says whether the answer of a search is shown rather than a tab.
func (l *List) Searching() bool { return l.search != nil && !l.search.whole }

// Shown is what is shown: the search's answer, else the tab. It is the list's own: it changes
// with the next change.
func (l *List) Shown() []*Item {
	if l.Searching() {
		return l.search.items
	}
	return l.index.shown()[l.tab].shown()
}

// Place is where a conversation stands in the tab that is shown, or -1.
func (l *List) Place(it *Item) int { return l.index.shown()[l.tab].place(it) }

// Item is a known conversation, or nil.
func (l *List) Item(contactID string) *Item { return l.index.byID[contactID] }

// Contact is a known contact, without its raw answer.
func (l *List) Contact(id string) (client.Contact, bool) {
	it, known := l.index.byID[id]
	if !known {
		return client.Contact{}, false
	}
	return it.whole(), true
}

// SetOpen marks the conversation that somebody reads: it stays known, whatever a page tells.
func (l *List) SetOpen(contactID string) { l.open = contactID }

// Open is the id of the conversation that somebody reads.
func (l *List) Open() string { return l.open }

// Tab is the tab shown.
func (l *List) Tab() Tab { return l.tab }

// ShowTab shows tab t, wrapping around at both ends.
func (l *List) ShowTab(t Tab) { l.tab = (t + l.Tabs()) % l.Tabs() }

// UnreadTotal is the number of known conversations with unread messages.
func (l *List) UnreadTotal() int { return len(l.index.tabs[Unread].items) }

// Known is the number of conversations fetched so far.
func (l *List) Known() int { return len(l.index.byID) }

// Answered says whether the platform has answered yet.
func (l *List) Answered() bool { return l.told }

// Told is what a row tells besides the contact: how many messages are unread and
// the newest one in a line; nothing for an unknown conversation.
func (l *List) Told(contactID string) (unread int, preview string) {
	if it := l.index.byID[contactID]; it != nil {
		return int(it.unread), it.preview
	}
	return 0, ""
}

// Complete says whether all conversations of the platform are known.
func (l *List) Complete() bool { return l.complete }

// First are the first n conversations in the order of the All tab.
func (l *List) First(n int) []client.Contact {
	all := l.index.tabs[All].items
	list := make([]client.Contact, 0, min(n, len(all)))
	for _, it := range all[:min(n, len(all))] {
		list = append(list, it.whole())
	}
	return list
}
