package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
)

// Bounds of what is remembered of the realtime line.
const (
	keptEarly = 256  // statuses that came before the message they are about
	keptSeen  = 4096 // ids of messages counted already
)

// events is what the realtime line brought since the last time.
type events struct {
	list []client.Event
	err  error
}

// realtime remembers what events need that come twice or too early.
type realtime struct {
	early   map[string]client.StatusChanged
	seen    recent
	told    time.Time // of the newest message the line told of
	sound   time.Time // what told was when events may first have been missed; zero: none were
	gaps    int       // how often events may have been missed
	resting bool      // it was caught up a moment ago
	again   bool      // and is to be again
}

// catchUpRest is how long after catching up the next time comes, where the line
// stands and tells that it lost events.
const catchUpRest = 5 * time.Second

// rested asks to catch up again where that was asked for meanwhile.
type rested struct{}

// recent is a set of the last keptSeen ids.
type recent struct {
	ids  map[string]struct{}
	ring []string
	next int
}

// add reports whether id is new.
func (s *recent) add(id string) bool {
	if _, known := s.ids[id]; known {
		return false
	}
	if s.ids == nil {
		s.ids, s.ring = make(map[string]struct{}, keptSeen), make([]string, keptSeen)
	}
	delete(s.ids, s.ring[s.next])
	s.ids[id], s.ring[s.next] = struct{}{}, id
	s.next = (s.next + 1) % keptSeen
	return true
}

// nextEvents waits for the realtime line. It has no time limit: silence is
// what a quiet day sounds like.
func (r *lineRoom) nextEvents() tea.Cmd {
	source, ctx := r.deps.Events, r.deps.Context
	return func() tea.Msg {
		list, err := source.Next(ctx)
		return events{list: list, err: err}
	}
}

// arrive applies a burst of events as one change of the screen.
func (msg events) arrive(r *lineRoom) tea.Cmd {
	if msg.err != nil {
		if r.deps.Context.Err() == nil {
			r.deps.Logger.Error("the realtime line cannot be read", "err", msg.err)
		}
		return nil
	}
	cmds := make([]tea.Cmd, 0, 4)
	for _, event := range msg.list {
		if cmd := r.onEvent(event); cmd != nil {
			cmds = append(cmds, cmd)
		}
	}
	cmds = append(cmds, r.list.markSeen(), r.nextEvents())
	return tea.Batch(cmds...)
}

func (r *lineRoom) onEvent(event client.Event) tea.Cmd {
	switch e := event.(type) {
	case client.StreamState:
		return r.onLine(e)
	case client.MessageReceived:
		return r.onMessage(e)
	case client.StatusChanged:
		r.onStatus(e)
	case client.ReactionsChanged:
		if c := r.chats.byID[e.ContactID]; c != nil {
			c.thread.SetReactions(e.MessageID, e.Reactions)
			r.keepMessage(c, e.MessageID)
		}
	case client.TransferChanged:
		return r.contact.onTransfer(e)
	case client.NoteChanged:
		return r.write.onNote(e)
	case client.PermissionsChanged:
		return r.reread(theRights, theActions)
	}
	return nil
}

// onLine takes note of how the line is, and catches up when it came back.
func (r *lineRoom) onLine(state client.StreamState) tea.Cmd {
	was := r.session.line.State
	r.session.line = state
	var reached tea.Cmd
	if state.State == client.Live {
		reached = r.outbox.reached()
	}
	if state.State != client.Live || state.Resync {
		r.fallBehind(state)
	}
	switch {
	case state.Resync && state.State == client.Live && was == client.Live:
		return tea.Batch(reached, r.catchUpLost())
	case state.Resync, state.State == client.Live && was != client.Live:
		return tea.Batch(reached, r.resync(state.Resync)) // also the first time: the list may be older than the line
	case state.State == client.Offline:
		return r.pollLater()
	}
	return reached
}

// catchUpLost fetches what a line that stands has lost, now and then while it
// goes on losing.
func (r *lineRoom) catchUpLost() tea.Cmd {
	if r.realtime.resting {
		r.realtime.again = true
		return nil
	}
	r.realtime.resting = true
	return tea.Batch(r.catchUp(), r.deps.After(catchUpRest, rested{}))
}

func (rested) arrive(r *lineRoom) tea.Cmd {
	r.realtime.resting = false
	if !r.realtime.again {
		return nil
	}
	r.realtime.again = false
	return r.catchUpLost()
}

func (r *lineRoom) onMessage(e client.MessageReceived) tea.Cmd {
	m := e.Message
	if m.CreatedAt.After(r.realtime.told) {
		r.realtime.told = m.CreatedAt
	}
	fresh := r.realtime.seen.add(m.ID)
	c := r.chats.byID[m.ContactID]
	seen := c != nil && c == r.chats.open && r.watched && !r.dialogs.Open() && r.showsThread() && c.thread.AtNewest()
	if c != nil {
		c.merge([]client.Message{m})
		r.keepMessage(c, m.ID)
		if fresh && m.Direction == client.Incoming {
			c.unseen++
			r.unreadLine(c, m, seen)
		}
		r.applyEarly(c)
	}
	if !fresh {
		return nil
	}
	r.facts.Heard(theList)
	if c != nil && c == r.chats.open && m.Direction == client.Incoming {
		r.facts.Heard(contactKey(c.id))
	}
	if c != nil && m.Direction == client.Incoming && m.Account == "" && r.write.several() {
		r.facts.Heard(threadKey(c.id)) // which number it came to is told by the messages only (contract §15.4)
	}
	if known := r.inbox.Bump(m, seen && !r.deps.ReadAnswered); known && c != nil {
		r.listFollows(c)
	} else if known {
		r.inbox.SetSent(m.ID, r.realtime.early[m.ID].Status)
	} else {
		r.alerts.awaitAlert(m)
		return r.list.meet(m.ContactID)
	}
	return r.alerts.alert(m, seen)
}

// unreadLine draws the line above the first message that came while nobody
// looked.
func (r *lineRoom) unreadLine(c *chat, m client.Message, seen bool) {
	if !seen && c.unseen == 1 {
		c.thread.SetUnreadFrom(m.ID)
	}
}

// onStatus moves a message of ours along. It may come before the answer to the
// send that it is about; then it waits.
func (r *lineRoom) onStatus(e client.StatusChanged) {
	for _, c := range r.chats.byID {
		if e.ContactID != "" && e.ContactID != c.id {
			continue
		}
		if c.thread.SetStatus(e.MessageID, e.Status, e.Error) {
			r.keepMessage(c, e.MessageID)
			r.listFollows(c)
			return
		}
	}
	r.inbox.SetSent(e.MessageID, e.Status)
	if r.realtime.early == nil || len(r.realtime.early) >= keptEarly {
		r.realtime.early = make(map[string]client.StatusChanged, keptEarly)
	}
	r.realtime.early[e.MessageID] = e
}

// applyEarly applies the statuses that came before their message.
func (r *desk) applyEarly(c *chat) {
	for id, e := range r.realtime.early {
		if c.thread.SetStatus(id, e.Status, e.Error) {
			delete(r.realtime.early, id)
			r.listFollows(c)
		}
	}
}

// listFollows shows beside a conversation how far its newest message got, as the
// thread has it.
func (r *desk) listFollows(c *chat) {
	if m, ok := c.thread.Newest(); ok && m.Direction == client.Outgoing {
		r.inbox.SetStatus(c.id, m.Status)
	}
}

// readRights asks again who is signed in: the role, and what it may, can have
// changed.
func (r *lineRoom) readRights(ahead bool) tea.Cmd {
	platform, asked := r.deps.Platform, r.deps.Now()
	return call(r.door(), readLimit, func(ctx context.Context) (client.User, error) {
		return platform.Me(ifAhead(ctx, ahead))
	}, func(user client.User, err error) tea.Msg { return rightsRead{user: user, asked: asked, err: err} })
}

// rightsRead is who is signed in now.
type rightsRead struct {
	user  client.User
	asked time.Time
	err   error
}

func (msg rightsRead) arrive(r *lineRoom) tea.Cmd {
	if r.facts.Took(r.deps.Now(), msg.asked, theRights, msg.err) {
		r.session.identity.User = msg.user
	}
	if msg.err != nil {
		return r.behind("read what your role may do", msg.err)
	}
	return nil
}
