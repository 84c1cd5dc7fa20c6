package conversations

import "time"

// KeepUnread shows a conversation, known or not yet, as unread although the platform counts it as
// read, until somebody answers it. heard is when its newest message was sent. The mark is this desk's own;
// the platform knows of none.
func (l *List) KeepUnread(contactID string, heard time.Time) {
	x := &l.index
	if x.keptUnread == nil {
		x.keptUnread = map[string]int64{}
	}
	x.keptUnread[contactID] = nanos(heard)
	if it := x.byID[contactID]; it != nil {
		x.keptUnread[contactID] = max(nanos(heard), it.answered)
		l.setKeptUnread(it, true)
	}
}

// EndUnread shows a conversation as the platform counts it.
func (l *List) EndUnread(contactID string) {
	delete(l.index.keptUnread, contactID)
	if it := l.index.byID[contactID]; it != nil {
		l.setKeptUnread(it, false)
	}
}

func (l *List) setKeptUnread(it *Item, kept bool) {
	l.steady(func() {
		l.index.change(it, func() {
			it.keptUnread = kept
			it.edition++
		})
	})
}

// KeptUnread are the conversations that are shown as unread, with when their newest message was
// sent at that time.
func (l *List) KeptUnread() map[string]time.Time {
	all := make(map[string]time.Time, len(l.index.keptUnread))
	for id, heard := range l.index.keptUnread {
		all[id] = moment(heard)
	}
	return all
}

// IsKeptUnread says whether a conversation is shown as unread although it was read.
func (l *List) IsKeptUnread(contactID string) bool {
	_, kept := l.index.keptUnread[contactID]
	it := l.index.byID[contactID]
	return kept && (it == nil || it.keptUnread)
}

// AnsweredUnread forgets the marks of conversations that were answered, and returns these.
func (l *List) AnsweredUnread() (over []string) {
	for id := range l.index.keptUnread {
		if it := l.index.byID[id]; it != nil && !it.keptUnread {
			over = append(over, id)
		}
	}
	for _, id := range over {
		delete(l.index.keptUnread, id)
	}
	return over
}

// KeptUnread says whether it is shown as unread although it was read.
func (it *Item) KeptUnread() bool { return it.keptUnread }

// showsUnread says whether it stands under Unread.
func (it *Item) showsUnread() bool { return it.unread > 0 || it.keptUnread }

// endUnread lets a conversation be read that was answered since it was shown as unread.
func (x *index) endUnread(it *Item) {
	if it.keptUnread && it.answered >= x.keptUnread[it.words.id()]+int64(time.Microsecond) { // as exactly as it is stored
		it.keptUnread = false
		it.edition++
	}
}
