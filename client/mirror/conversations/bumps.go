package conversations

import (
	"time"

	"keydesk/client"
)

// mostBumps is how many of the last messages are remembered: more than come
// while one answer is on its way.
const mostBumps = 8192

// Mark is a moment in what the list was told. One is taken when the platform is
// asked, because its answer does not know what came since.
type Mark uint64

// bumps remembers the last messages that were counted, and when conversations
// were read, in order.
type bumps struct {
	last Mark
	list []bumped
}

// bumped is a message that was counted as unread, or a conversation that was read.
type bumped struct {
	mark    Mark
	contact string
	at      time.Time
	read    bool
}

func (b *bumps) add(contact string, at time.Time, read bool) {
	b.last++
	if len(b.list) >= mostBumps {
		b.list = b.list[:copy(b.list, b.list[mostBumps/2:])]
	}
	b.list = append(b.list, bumped{b.last, contact, at, read})
}

// since is what came of a conversation after a mark that an answer, told of
// messages up to a time, does not count; read says that it was read after the
// mark, so that what the answer counts is over.
func (b *bumps) since(mark Mark, contact string, told time.Time) (unread int, read bool) {
	for i := len(b.list) - 1; i >= 0 && b.list[i].mark > mark; i-- {
		switch one := &b.list[i]; {
		case one.contact != contact:
		case one.read:
			return unread, true
		case one.at.After(told):
			unread++
		}
	}
	return unread, false
}

// Mark is the present moment, for MergePageSince and MergeSince.
func (l *List) Mark() Mark { return l.bumps.last }

// MergeSince is Merge for an answer to what was asked at a mark.
func (l *List) MergeSince(mark Mark, c client.Contact) {
	switch more, read := l.bumps.since(mark, c.ID, c.LastMessageAt); {
	case read:
		c.UnreadCount = more
	default:
		c.UnreadCount += more
	}
	l.Merge(c)
}

// MergePage takes in one page of contacts as the platform answered it, from its
// top or following what was fetched before.
func (l *List) MergePage(page client.ContactPage) { l.MergePageSince(l.Mark(), page) }

// counted says whether the platform's last answer about a conversation counts a
// message already: it tells of a message that is not older.
func (it *Item) counted(m client.Message) bool {
	return !it.stale && nanos(m.CreatedAt) <= it.last
}
