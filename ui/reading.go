package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/inbox"
	"keydesk/ui/media"
	"keydesk/ui/thread"
)

// pageSize is how many conversations or messages are fetched at once: more
// than a screen holds, and under the 100 above which the platform quietly
// returns 50 (contract §1.3).
const pageSize = 50

// contactLoaded is one contact, whole.
type contactLoaded struct {
	id      string
	contact client.Contact
	asked   inbox.Mark
	at      time.Time // when it was asked for
	err     error
}

// messagesLoaded is a page of a conversation's messages, oldest first.
type messagesLoaded struct {
	id    string
	older bool
	gaps  int // there had been when it was asked for
	at    time.Time
	page  client.MessagePage
	err   error
}

// markedRead tells whether the platform took note that messages were read.
type markedRead struct {
	id    string
	count int
	err   error
}

// readContact fetches one contact whole: for the open conversation's actions,
// or for the list when the realtime line told of an unknown one.
func (r *desk) readContact(id string, ahead bool) tea.Cmd {
	platform, asked, at := r.deps.Platform, r.inbox.Mark(), r.deps.Now()
	return call(r.door(), readLimit, func(ctx context.Context) (client.Contact, error) {
		return platform.Contact(ifAhead(ctx, ahead), id)
	}, func(c client.Contact, err error) tea.Msg {
		return contactLoaded{id: id, contact: c, asked: asked, at: at, err: err}
	})
}

func (r *openRoom) onContact(msg contactLoaded) tea.Cmd {
	c := r.chats.byID[msg.id]
	holds, changed := r.facts.TookContact(r.deps.Now(), msg.at, msg.id, r.windowed(msg.contact), msg.err)
	if msg.err != nil {
		if client.KindOf(msg.err) == client.KindNotFound {
			r.inbox.Remove(msg.id)
		}
		if client.KindOf(msg.err) == client.KindNotFound && c == nil {
			return nil // an event about a conversation this role may not see (contract §15.4)
		}
		if c != nil {
			if c.whole() && len(c.waiting) == 0 {
				return r.behind("load the contact", msg.err)
			}
			c.waiting = nil
		}
		return tea.Batch(r.missed(msg.err), r.trouble("load the contact", msg.err))
	}
	if !holds {
		return nil // something newer is known, or on its way
	}
	r.inbox.MergeSince(msg.asked, r.windowed(msg.contact))
	told := r.alerts.alertAwaited(msg.id)
	if c == nil {
		r.facts.Forget(msg.id) // it was read for the list only
		return told
	}
	// The platform may count what the line did not tell of, and an answer that was
	// overtaken by reading would leave its count in the list.
	c.unseen = max(c.unseen, msg.contact.UnreadCount)
	if changed {
		c.thread.SetName(c.name())
		c.dressComposer(&r.Theme)
	}
	r.run.judge(c)
	waiting := c.waiting
	c.waiting = nil
	cmds := []tea.Cmd{told}
	for _, do := range waiting {
		if c == r.chats.open {
			cmds = append(cmds, do())
		}
	}
	cmds = append(cmds, r.list.markSeen())
	return tea.Batch(cmds...)
}

// whenWhole does something with a conversation that needs its whole contact:
// at once, or as soon as it is here, if the conversation is still open then.
func (r *desk) whenWhole(c *chat, do func() tea.Cmd) tea.Cmd {
	if c.whole() {
		return do()
	}
	c.waiting = append(c.waiting, do)
	return nil
}

// windowed keeps what the list said about the 24-hour window where the single
// answer cannot be trusted (contract §4.2).
func (r *desk) windowed(c client.Contact) client.Contact {
	if known, ok := r.inbox.Contact(c.ID); ok {
		c = c.KeepWindow(known)
	}
	return c
}

// openConversation shows a contact's conversation on the right.
func (r *openRoom) openConversation(contact client.Contact) tea.Cmd {
	r.remember()
	c := r.chats.get(contact, r.deps, &r.Theme, r.messageHints())
	r.chats.open = c
	c.thread.SetSpeaker(r.write.speaker(c))
	if !c.whole() && contact.Name+contact.PhoneNumber != "" {
		r.facts.Seed(contact) // of a message that waited nothing else was known
		c.thread.SetName(c.name())
		c.dressComposer(&r.Theme)
	}
	r.run.judge(c)
	c.unseen = contact.UnreadCount
	c.failed = ""
	r.inbox.SetOpen(c.id)
	r.run.bar.focus = 0
	r.focus = focusCompose
	r.arrange()
	return tea.Batch(r.unread.opened(c.id), r.readKept(c), r.loadNewest(c), r.reread(contactKey(c.id)), r.viewing(c.id), r.run.prepareScripts(), r.timeline.happened(c, r.contact.loadAbout()))
}

// messageHints tell the keys that help with messages.
func (r *desk) messageHints() thread.Hints {
	h := thread.Hints{Failed: r.failedHint(), Media: r.Label("thread.save") + " save", Picture: r.Label("thread.view") + " view"}
	if r.deps.Media == string(media.Off) {
		h.Picture = h.Media
	}
	return h
}

// failedHint tells the keys that help with a failed message.
func (r *desk) failedHint() string {
	return r.Label("thread.retry") + " retry  " + r.Label("thread.edit") + " edit  " + r.Label("thread.drop") + " drop"
}

// remember notes the conversation being left, for the way back.
func (r *openRoom) remember() {
	if r.chats.open != nil {
		r.previous = r.chats.open.id
	}
}

// viewing tells the platform which conversation is open, for note events
// (contract §15.3).
func (r *openRoom) viewing(id string) tea.Cmd {
	events := r.deps.Events
	if events == nil {
		return nil
	}
	return call(r.door(), hostLimit, func(context.Context) (struct{}, error) {
		events.SetContact(id)
		return struct{}{}, nil
	}, func(struct{}, error) tea.Msg { return nil })
}

// loadNewest fetches the newest page by peeking: what nobody has seen yet is
// not marked as read (contract §4.4).
func (r *desk) loadNewest(c *chat) tea.Cmd {
	return r.loadMessages(c.id, "", pageSize)
}

// loadOlder fetches the page before the oldest message, once at a time.
func (r *desk) loadOlder(c *chat) tea.Cmd {
	oldest, ok := c.thread.Oldest()
	if !ok || !c.loaded || c.older || c.atHome || thread.IsLocal(oldest.ID) || !c.thread.NearTop() {
		return nil
	}
	c.older = true
	c.thread.SetLoading(true)
	return r.loadMessages(c.id, oldest.ID, pageSize)
}

func (r *desk) loadMessages(id, before string, limit int) tea.Cmd {
	platform, gaps, at := r.deps.Platform, r.realtime.gaps, r.deps.Now()
	if before == "" {
		r.facts.Asked(at, threadKey(id))
	}
	return call(r.door(), readLimit, func(ctx context.Context) (client.MessagePage, error) {
		return platform.Messages(ctx, id, client.MessageQuery{Before: before, Limit: limit})
	}, func(page client.MessagePage, err error) tea.Msg {
		return messagesLoaded{id: id, older: before != "", gaps: gaps, at: at, page: page, err: err}
	})
}

func (r *openRoom) onMessages(msg messagesLoaded) tea.Cmd {
	if !msg.older {
		r.facts.Took(r.deps.Now(), msg.at, threadKey(msg.id), msg.err)
	}
	c := r.chats.byID[msg.id]
	if c == nil {
		return nil // left long ago
	}
	if msg.older {
		c.older = false
		c.thread.SetLoading(false)
	}
	if msg.err != nil {
		switch {
		case msg.older:
			return r.trouble("load messages", msg.err) // asked for again when one scrolls
		case !c.loaded:
			c.failed = msg.err.Error()
			return tea.Batch(r.missed(msg.err), r.trouble("load messages", msg.err))
		}
		return r.behind("load messages", msg.err)
	}
	fresh := false
	if !msg.older {
		fresh = r.mergeNewest(c, msg.page)
	} else {
		before, _ := c.thread.Oldest()
		c.merge(msg.page.Messages)
		if now, _ := c.thread.Oldest(); now.ID == before.ID {
			msg.page.HasMore = false // whatever the platform says: it would be asked for the same page for ever
		}
	}
	if (msg.older || !c.loaded) && (!msg.page.HasMore || !msg.older && c.cached && c.home) {
		c.atHome = true
		c.thread.SetEnd(true)
	}
	c.loaded, c.failed = true, ""
	if !msg.older {
		r.keepPage(c, msg.page, msg.gaps, fresh)
	}
	c.quoteAgain()
	r.applyEarly(c)
	return tea.Batch(r.reading.sought(c), r.loadOlder(c), r.list.markSeen(), r.outbox.reached())
}

// mergeNewest takes in the newest page. If it does not reach back to what is
// already there, messages between are missing, and the thread starts anew
// rather than showing a gap as if nothing had been said; fresh is then true, and
// for a thread that was empty.
func (r *desk) mergeNewest(c *chat, page client.MessagePage) (fresh bool) {
	first := !c.loaded
	fresh = first && !c.cached
	if (c.loaded || c.cached) && page.HasMore && len(page.Messages) > 0 && page.Messages[0].CreatedAt.After(c.solid) {
		fresh, c.home = true, false
		c.thread.Reset(c.name())
		c.thread.Merge(r.unsent(c))
		c.atHome = false
		c.thread.SetEnd(false)
	} else if first && c.cached {
		c.correct(page)
	}
	c.merge(page.Messages)
	r.inbox.LearnThread(c.id, page.Messages, !page.HasMore)
	r.listFollows(c)
	if first {
		c.thread.SetUnreadFrom(firstUnread(page.Messages, c.unseen))
	}
	return fresh
}

// firstUnread is the id of the n-th newest incoming message, or "".
func firstUnread(ms []client.Message, n int) string {
	id := ""
	for i := len(ms) - 1; i >= 0 && n > 0; i-- {
		if ms[i].Direction == client.Incoming {
			id = ms[i].ID
			n--
		}
	}
	return id
}

// showsThread says whether the open conversation is on screen.
func (r *desk) showsThread() bool { return r.layout.thread.h > 0 }

// openSelected opens the conversation under the list's bar.
func (r *openRoom) openSelected() tea.Cmd {
	contact, ok := r.inbox.Selected()
	if !ok {
		return nil
	}
	r.find.finding.typing = false
	return r.openConversation(contact)
}

// openPrevious goes back to the conversation that was open before.
func (r *openRoom) openPrevious() tea.Cmd {
	contact, ok := r.inbox.Contact(r.previous)
	if !ok {
		return r.say(levelInfo, "There is no conversation to go back to.")
	}
	r.inbox.Select(contact.ID)
	return r.openConversation(contact)
}
