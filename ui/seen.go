package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// markSeen tells the platform that the open conversation was read, but only
// when its newest message really is on a screen somebody looks at.
func (r *listRoom) markSeen() tea.Cmd {
	c := r.chats.open
	if c == nil || c.unseen == 0 || c.marked || !c.loaded || !r.watched || r.dialogs.Open() || !r.showsThread() || !c.thread.AtNewest() {
		return nil
	}
	if r.deps.ReadAnswered {
		return nil // until it is answered, or the person says so
	}
	return r.markRead(c)
}

// answeredNow marks a conversation as read that was answered, where seeing it does not.
func (r *listRoom) answeredNow(c *chat) tea.Cmd {
	if !r.deps.ReadAnswered || c.unseen == 0 || c.marked || !c.loaded {
		return nil
	}
	return r.markRead(c)
}

// markByHand marks the open conversation as read although nobody answered it.
func (r *listRoom) markByHand() tea.Cmd {
	c := r.chats.open
	ended := r.endUnread(c.id)
	if c.unseen == 0 {
		return tea.Batch(ended, r.say(levelGood, "It is read on this desk; the platform counted it as read all along."))
	}
	return tea.Batch(ended, r.markRead(c))
}

func (r *listRoom) needsUnseen() string {
	switch c := r.chats.open; {
	case c == nil:
		return "open a conversation first"
	case c.unseen == 0 && !r.inbox.IsKeptUnread(c.id):
		return "nothing is unread here"
	case c.marked:
		return "the platform is being told"
	}
	return ""
}

func (r *listRoom) markRead(c *chat) tea.Cmd {
	c.marked = true
	id, count, platform := c.id, c.unseen, r.deps.Platform
	return call(r.door(), readLimit, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, platform.MarkRead(ctx, id)
	}, func(_ struct{}, err error) tea.Msg { return markedRead{id: id, count: count, err: err} })
}

func (msg markedRead) arrive(r *listRoom) tea.Cmd {
	c := r.chats.byID[msg.id]
	if c != nil {
		c.marked = false
	}
	if msg.err != nil {
		r.deps.Logger.Warn("mark read", "contact", msg.id, "err", msg.err)
		if c == nil || !passing(msg.err) {
			return nil // not worth a person's attention
		}
		c.marked = true // it was seen; nothing else need happen for the platform to hear of it
		return r.deps.After(markAgain, seenNow{id: msg.id, count: msg.count})
	}
	if c != nil {
		c.unseen = max(0, c.unseen-msg.count)
		if c.unseen > 0 {
			return r.markSeen()
		}
	}
	r.inbox.SetRead(msg.id)
	return nil
}

// markAgain is how long after a failure the platform is told again that messages
// were read.
const markAgain = 10 * time.Second

// seenNow asks to tell the platform again that messages were read.
type seenNow struct {
	id    string
	count int
}

func (msg seenNow) arrive(r *listRoom) tea.Cmd {
	c := r.chats.byID[msg.id]
	switch {
	case c == nil:
		return r.reread(contactKey(msg.id))
	case c.unseen == msg.count: // nothing came since
		return r.markRead(c)
	}
	c.marked = false
	if c == r.chats.open {
		return r.markSeen()
	}
	return r.reread(contactKey(c.id)) // some are read and some are not: the platform says how many
}
