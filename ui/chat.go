package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/compose"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
	"keydesk/ui/theme"
	"keydesk/ui/thread"
)

// keptChats is how many conversations stay in memory after they were left, so
// that going back is instant. One with something unsent in it stays longer.
const keptChats = 24

// chat is one conversation that is open, or was lately.
type chat struct {
	id      string
	contact client.Contact
	whole   bool // contact carries the raw answer that actions read
	thread  *thread.Pane
	compose *compose.Pane
	about   about                       // what the contact panel shows besides the contact
	replyTo string                      // id of the message the composer answers or of the note it edits, "" for none
	edited  string                      // how the note was before it was edited here, "" if that is not known
	adding  []draft                     // notes whose answer is awaited
	writes  string                      // the composer's mode, "" for store.Reply; see mode
	over    func(string)                // is told when a message leaves the outbox
	arrived func(*chat, client.Message) // is told when the platform has one of ours
	aside   map[string]draft            // drafts of the modes that the composer does not show
	noted   map[string]draft            // what the local store has, or is about to, by mode
	outbox  []client.Message            // sent from here; pending or failed, without an id of the platform's
	posts   map[string]*post            // what more is known of them, by their temporary ids
	parcels map[string]*parcel          // files sent from here that the platform does not have, by their temporary ids
	tracing bool                        // its files that may have arrived are being looked for, or will be in a while
	settled map[string]bool             // messages of the platform's that were in the outbox
	recent  []client.Message            // the newest few with an id of the platform's, oldest first
	heard   time.Time                   // of the customer's newest message in memory

	loaded  bool            // the newest page is in the thread
	cached  bool            // the thread began as it was kept
	seen    time.Time       // when that was
	keptIDs map[string]bool // its messages, until the platform has told them
	home    bool            // and it went back to the conversation's first message
	solid   time.Time       // of the newest message that is known to have no gap before it
	behind  bool            // events may have been missed since then
	older   bool            // an older page is on its way
	atHome  bool            // the oldest message is in the thread
	failed  string          // why the messages could not be loaded
	unseen  int             // incoming messages the platform counts as unread
	marked  bool            // mark-read is on its way

	off     map[string]string // why actions are ruled out here, by action id
	waiting []func() tea.Cmd  // what was asked for before the contact was whole
}

// name is the printable name of the contact.
func (c *chat) name() string { return inbox.DisplayName(c.contact) }

// keep says whether dropping the chat from memory would lose something.
func (c *chat) keep() bool { return c.drafting() || len(c.outbox)+len(c.parcels)+len(c.adding) > 0 }

// merge takes in messages of the platform's. One that was sent from here and
// whose answer is still awaited, or was lost, takes its place.
func (c *chat) merge(ms []client.Message) {
	if len(c.outbox) > 0 {
		c.match(ms)
	}
	if len(c.parcels) > 0 {
		c.matchParcels(ms)
	}
	c.thread.Merge(ms)
	c.note(ms)
}

// sent finds a message sent from here that the platform has not answered for.
func (c *chat) sent(localID string) (client.Message, bool) {
	i := slices.IndexFunc(c.outbox, func(o client.Message) bool { return o.ID == localID })
	if i < 0 {
		return client.Message{}, false
	}
	return c.outbox[i], true
}

// setLocal changes the state of a message sent from here.
func (c *chat) setLocal(localID string, s client.Status, why string) {
	for i := range c.outbox {
		if c.outbox[i].ID == localID {
			c.outbox[i].Status, c.outbox[i].Error = s, why
		}
	}
	c.thread.SetStatus(localID, s, why)
}

// newest is the newest message that has an id of the platform's; the zero
// message if there is none.
func (c *chat) newest() client.Message {
	if n := len(c.recent); n > 0 {
		return c.recent[n-1]
	}
	return client.Message{}
}

// settleLocal replaces a message sent from here by the platform's own.
func (c *chat) settleLocal(localID string, m client.Message) {
	c.forget(localID)
	if c.settled == nil {
		c.settled = map[string]bool{}
	}
	c.settled[m.ID] = true
	c.thread.Replace(localID, m)
	c.note([]client.Message{m})
	c.arrived(c, m)
}

// forget takes a message out of the outbox.
func (c *chat) forget(localID string) {
	c.outbox = slices.DeleteFunc(c.outbox, func(o client.Message) bool { return o.ID == localID })
	if p := c.posts[localID]; p != nil {
		delete(c.posts, localID)
		if p.kept {
			c.over(localID)
		}
	}
}

// dropLocal forgets a message sent from here, if id is one.
func (c *chat) dropLocal(id string) {
	if thread.IsLocal(id) {
		c.forget(id)
		c.thread.Remove(id)
	}
}

// chats are the conversations in memory, most recently opened last.
type chats struct {
	byID    map[string]*chat
	order   []string
	open    *chat
	most    int                         // how many stay in memory after they were left
	kept    map[draftKey]store.Draft    // of earlier consoles, for conversations not opened yet
	over    func(localID string)        // is told when a message leaves the outbox
	arrived func(*chat, client.Message) // is told when the platform has one of ours
}

// get returns the chat of a contact, making it if needed. hints tells which
// keys help with a message.
func (cs *chats) get(contact client.Contact, d Deps, th *theme.Theme, hints thread.Hints) *chat {
	if cs.byID == nil {
		cs.byID = map[string]*chat{}
	}
	c := cs.byID[contact.ID]
	if c == nil {
		c = &chat{id: contact.ID, over: cs.over, arrived: cs.arrived, contact: contact, thread: thread.New(th, d.Now, d.Location), compose: compose.New(th)}
		c.thread.Reset(c.name())
		c.compose.SetLabel("Reply")
		c.compose.SetPlaceholder("to " + text.CutWith(c.name(), 30, th.Glyphs.Cut))
		c.thread.SetHints(hints)
		cs.byID[c.id] = c
		cs.restore(c)
	}
	cs.order = append(slices.DeleteFunc(cs.order, func(id string) bool { return id == c.id }), c.id)
	cs.trim()
	return c
}

// trim drops the chats that were left longest ago and hold nothing unsent.
func (cs *chats) trim() {
	for i := 0; len(cs.order) > cs.most && i < len(cs.order)-1; {
		id := cs.order[i]
		if c := cs.byID[id]; c == cs.open || c.keep() {
			i++
			continue
		}
		delete(cs.byID, id)
		cs.order = slices.Delete(cs.order, i, i+1)
	}
}

// unsent counts the messages that were sent from here and did not arrive, or
// not for certain.
func (cs *chats) unsent() int {
	n := 0
	for _, c := range cs.byID {
		n += len(c.outbox)
	}
	return n
}

// parcels counts the files that were sent from here and are not with the
// platform.
func (cs *chats) parcels() int { return cs.countParcels(func(*parcel) bool { return true }) }

// lostParcels counts those of them that go with this console; kept says whether
// the local store can be used.
func (cs *chats) lostParcels(kept bool) int {
	return cs.countParcels(func(p *parcel) bool { return !kept || !p.kept && !p.busy })
}

// shipping counts those that are being sent right now, and are kept.
func (cs *chats) shipping() int {
	return cs.countParcels(func(p *parcel) bool { return p.kept && p.job != nil && p.job.state == jobRunning })
}

func (cs *chats) countParcels(counts func(*parcel) bool) int {
	n := 0
	for _, c := range cs.byID {
		for _, p := range c.parcels {
			if counts(p) {
				n++
			}
		}
	}
	return n
}
