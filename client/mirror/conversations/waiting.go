package conversations

import (
	"time"

	"keydesk/client"
)

// Whose word was the last, and since when somebody waits, is told by nobody: the platform has no
// filter for it. It follows from what it does tell. A conversation waits if the customer wrote after
// the last message of ours, whoever or whatever sent that. They wait from their first message that
// was not answered; of one whose messages were never seen only the last is dated, and then they wait
// at least from there.

// apart is how far two times of one message may be apart: what an event tells and what the contact
// is dated by are taken one after the other.
const apart = int64(2 * time.Second)

// waits says whether the last word is the customer's, as far as is known.
func (it *Item) waits() bool { return it.waitsFrom != 0 }

// Waiting says since when the customer waits for an answer, and whether they began then or even
// before; the zero time if they do not wait, or nobody knows.
func (it *Item) Waiting() (since time.Time, exactly bool) {
	return moment(it.waitsFrom), it.waitsExactly
}

// wordUnknown says whether nobody knows whose the last word is: the platform told the contact alone,
// without when they wrote (contract §4.2).
func (it *Item) wordUnknown() bool { return it.windowUnknown && it.inbound == 0 && it.answered == 0 }

// customerWrote takes note of a message of the customer at a time.
func (it *Item) customerWrote(at int64) {
	knew := !it.wordUnknown()
	switch {
	case at <= it.answered:
	case it.waitsFrom == 0:
		it.waitsFrom, it.waitsExactly = at, knew
	case at < it.waitsFrom:
		it.waitsFrom = at
	}
}

// weWrote takes note of a message of ours at a time.
func (it *Item) weWrote(at int64) {
	if at <= it.answered {
		return
	}
	it.answered = at
	switch {
	case it.waitsFrom == 0:
	case it.inbound <= at:
		it.waitsFrom, it.waitsExactly = 0, false
	case it.waitsFrom <= at: // and they wrote again since, nobody knows when first
		it.waitsFrom, it.waitsExactly = it.inbound, false
	}
}

// toldWord takes over from an answer of the platform whose the last word is. heard is when the
// customer wrote last as far as was known before it.
func (it *Item) toldWord(c client.Contact, heard int64) {
	inbound, last := nanos(c.LastInboundAt), nanos(c.LastMessageAt)
	if c.WindowUnknown {
		return
	}
	if last > inbound {
		it.weWrote(last)
	}
	switch {
	case inbound == 0 || inbound <= it.answered:
	case it.waitsFrom == 0:
		it.waitsFrom, it.waitsExactly = inbound, false
	case inbound > heard+apart && heard != 0: // messages were missed, and an answer perhaps
		it.waitsFrom, it.waitsExactly = inbound, false
	}
}

// LearnThread takes note of the newest messages of a conversation, oldest first, or of all of them:
// they date what a contact only hints at.
func (l *List) LearnThread(contactID string, messages []client.Message, all bool) {
	it := l.index.byID[contactID]
	if it == nil || len(messages) == 0 {
		return
	}
	first, last, answered := int64(0), int64(0), int64(0)
	for _, m := range messages {
		at := nanos(m.CreatedAt)
		if m.Direction == client.Outgoing {
			first, answered = 0, at
			continue
		}
		if first == 0 {
			first = at
		}
		last = at
	}
	from, exactly := it.waitsFrom, it.waitsExactly
	if last >= it.at-apart && first != 0 {
		from, exactly = first, all || answered != 0
	}
	if answered > it.inbound {
		from, exactly = 0, false
	}
	if from == it.waitsFrom && exactly == it.waitsExactly {
		return
	}
	l.steady(func() {
		l.index.change(it, func() {
			it.answered = max(it.answered, answered)
			it.waitsFrom, it.waitsExactly = from, exactly
			it.edition++
		})
	})
}

// NextWaiting is who waits longest among those of the signed-in user, then among those of nobody;
// if it is the conversation from, who comes after it. It is nil if nobody waits there.
func (l *List) NextWaiting(from *Item) *Item {
	var mine, free, list []*Item
	for _, it := range l.index.shown()[Waiting].shown() {
		switch it.traits.user {
		case "":
			free = append(free, it)
		case l.index.me:
			mine = append(mine, it)
		}
	}
	list = append(mine, free...)
	for i, it := range list {
		if it == from {
			return list[(i+1)%len(list)]
		}
	}
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// Closing are those who wait and whose service window closes within a time.
func (l *List) Closing(within time.Duration) []client.Contact {
	var list []client.Contact
	now := l.now()
	for _, it := range l.index.tabs[Waiting].items {
		if it.windowCloses(now, within) {
			list = append(list, it.whole())
		}
	}
	return list
}
