package conversations

import (
	"testing"
	"time"

	"keydesk/client"
)

// TestAnAnswerAndTheLineCountAMessageOnce lets answers and events overtake each
// other: the answer counts what came before it was made, and nothing after.
func TestAnAnswerAndTheLineCountAMessageOnce(t *testing.T) {
	at := func(second int) time.Time { return noon.Add(time.Duration(second) * time.Second) }
	told := func(second, unread int) client.Contact {
		return contact(1, func(c *client.Contact) { c.LastMessageAt, c.UnreadCount = at(second), unread })
	}
	message := func(second int) client.Message {
		return client.Message{ContactID: "c001", Direction: client.Incoming, CreatedAt: at(second)}
	}
	for name, steps := range map[string]struct {
		do   func(l *List, asked Mark)
		want int
	}{
		"the answer was made before the message": {func(l *List, asked Mark) { l.Bump(message(2), false); l.MergeSince(asked, told(1, 1)) }, 2},
		"the answer was made after the message":  {func(l *List, asked Mark) { l.Bump(message(2), false); l.MergeSince(asked, told(2, 2)) }, 2},
		"the message comes after its answer":     {func(l *List, asked Mark) { l.MergeSince(asked, told(2, 2)); l.Bump(message(2), false) }, 2},
		"the answer was made between two": {func(l *List, asked Mark) {
			l.Bump(message(2), false)
			l.Bump(message(3), false)
			l.MergeSince(asked, told(2, 2))
		}, 3},
		"read while the answer was on its way": {func(l *List, asked Mark) { l.SetRead("c001"); l.MergeSince(asked, told(1, 1)) }, 0},
		"read, and then one more": {func(l *List, asked Mark) {
			l.SetRead("c001")
			l.Bump(message(2), false)
			l.MergeSince(asked, told(1, 1))
		}, 1},
		"asked after the message":          {func(l *List, _ Mark) { l.Bump(message(2), false); l.MergeSince(l.Mark(), told(1, 2)) }, 2}, // its time sticks (contract §4.1)
		"read elsewhere before the answer": {func(l *List, asked Mark) { l.MergeSince(asked, told(1, 0)) }, 0},
	} {
		l := newTestList()
		l.Merge(told(1, 1))
		steps.do(l, l.Mark())
		if unread, _ := l.Told("c001"); unread != steps.want {
			t.Errorf("%s: %d unread, want %d", name, unread, steps.want)
		}
	}
}
