package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/delivery"
	"keydesk/client/mirror"
	"keydesk/client/store"
	"keydesk/ui/compose"
	"keydesk/ui/dialog"
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
	id          string
	facts       *mirror.Mirror
	thread      *thread.Pane
	compose     *compose.Pane
	about       about                        // what the contact panel shows besides the contact
	replyTo     string                       // id of the message the composer answers or of the note it edits, "" for none
	edited      string                       // how the note was before it was edited here, "" if that is not known
	writes      store.Kind                   // what the composer writes, empty for store.Reply; see mode
	out         *delivery.Outbox             // what is on its way out
	aside       map[store.Topic]dialog.Draft // drafts of the modes that the composer does not show
	unseenDraft bool                         // a draft came into the composer while it could be typed into
	noted       map[store.Topic]dialog.Draft // what the local store has, or is about to, by mode
	recent      []client.Message             // the newest few with an id of the platform's, oldest first
	wroteTo     number                       // the number of ours that the customer wrote to last
	chosen      number                       // the one that the person chose to answer by
	seenNumber  string                       // the number of ours of some message
	mixed       bool                         // its messages went by several numbers
	heard       time.Time                    // of the customer's newest message in memory

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

// contact is the conversation's customer as far as the platform told.
func (c *chat) contact() client.Contact {
	contact, _ := c.facts.Contact(c.id)
	return contact
}

// whole says whether the platform answered for this very contact, so that actions
// can read it.
func (c *chat) whole() bool { return c.facts.Whole(c.id) }

// name is the printable name of the contact.
func (c *chat) name() string { return inbox.DisplayName(c.contact()) }

// keep says whether dropping the chat from memory would lose something.
func (c *chat) keep() bool { return c.drafting() || len(c.out.Items(c.id)) > 0 }

// merge takes in messages of the platform's. One that was sent from here and
// whose answer is still awaited, or was lost, takes its place.
func (c *chat) merge(ms []client.Message) {
	c.out.Told(c.id, ms, func(id string) bool { _, known := c.thread.Message(id); return !known })
	c.thread.Merge(ms)
	c.note(ms)
}

// newest is the newest message that has an id of the platform's; the zero
// message if there is none.
func (c *chat) newest() client.Message {
	if n := len(c.recent); n > 0 {
		return c.recent[n-1]
	}
	return client.Message{}
}

// chats are the conversations in memory, most recently opened last.
type chats struct {
	byID  map[string]*chat
	order []string
	open  *chat
	facts *mirror.Mirror
	most  int                      // how many stay in memory after they were left
	left  func(id string)          // is told of each that left the memory
	kept  map[draftKey]store.Draft // of earlier consoles, for conversations not opened yet
	out   *delivery.Outbox
}

// get returns the chat of a contact, making it if needed. hints tells which
// keys help with a message.
func (cs *chats) get(contact client.Contact, d Deps, th *theme.Theme, hints thread.Hints) *chat {
	if cs.byID == nil {
		cs.byID = map[string]*chat{}
	}
	c := cs.byID[contact.ID]
	if c == nil {
		cs.facts.Seed(contact)
		c = &chat{id: contact.ID, out: cs.out, facts: cs.facts, thread: thread.New(th, d.Now, d.Location), compose: compose.New(th)}
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
		cs.facts.Forget(id)
		cs.left(id)
		cs.order = slices.Delete(cs.order, i, i+1)
	}
}
