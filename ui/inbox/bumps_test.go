package inbox

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
		do   func(p *Pane, asked Mark)
		want int
	}{
		"the answer was made before the message": {func(p *Pane, asked Mark) { p.Bump(message(2), false); p.MergeSince(asked, told(1, 1)) }, 2},
		"the answer was made after the message":  {func(p *Pane, asked Mark) { p.Bump(message(2), false); p.MergeSince(asked, told(2, 2)) }, 2},
		"the message comes after its answer":     {func(p *Pane, asked Mark) { p.MergeSince(asked, told(2, 2)); p.Bump(message(2), false) }, 2},
		"the answer was made between two": {func(p *Pane, asked Mark) {
			p.Bump(message(2), false)
			p.Bump(message(3), false)
			p.MergeSince(asked, told(2, 2))
		}, 3},
		"read while the answer was on its way": {func(p *Pane, asked Mark) { p.SetRead("c001"); p.MergeSince(asked, told(1, 1)) }, 0},
		"read, and then one more": {func(p *Pane, asked Mark) {
			p.SetRead("c001")
			p.Bump(message(2), false)
			p.MergeSince(asked, told(1, 1))
		}, 1},
		"asked after the message":          {func(p *Pane, _ Mark) { p.Bump(message(2), false); p.MergeSince(p.Mark(), told(1, 2)) }, 2}, // its time sticks (contract §4.1)
		"read elsewhere before the answer": {func(p *Pane, asked Mark) { p.MergeSince(asked, told(1, 0)) }, 0},
	} {
		p := newTestPane(40, 11)
		p.Merge(told(1, 1))
		steps.do(p, p.Mark())
		if unread, _ := p.Told("c001"); unread != steps.want {
			t.Errorf("%s: %d unread, want %d", name, unread, steps.want)
		}
	}
}
