package ui

import (
	"context"
	"runtime/debug"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/inbox"
	"keydesk/ui/thread"
)

// Parts in which what was kept is read.
const (
	nextKept   = 1000 // conversations, behind the first screen's
	keptThread = 200  // messages of a thread
)

// keptMore is a further part of the kept list.
type keptMore struct {
	turn int
	list []store.Contact
	err  error
}

// keptRead is a thread as it was kept.
type keptRead struct {
	id     string
	turn   int
	thread store.Thread
	known  bool
	err    error
}

// showKept shows the list as it was kept, until the platform tells it.
func (r *desk) showKept(st store.Start) tea.Cmd {
	r.kept.asOf = st.Listed
	if !r.session.ready { // until the platform says who signed in
		r.kept.user = st.User
		r.inbox.SetMe(st.User)
	}
	r.inbox.Seed(st.Contacts, st.Total)
	r.arrange()
	return r.moreKept(st.Contacts)
}

// moreKept reads what follows a part of the kept list, beside the work, and
// tidies up at its end. That comes at once where nothing is kept of the list (any
// more): an earlier setting may have kept it.
func (r *desk) moreKept(part []store.Contact) tea.Cmd {
	kept := r.deps.Store
	if kept == nil {
		return nil
	}
	if len(part) == 0 {
		return r.tidy()
	}
	last, turn := part[len(part)-1], r.kept.turn
	return call(r.door(), keepLimit, func(ctx context.Context) ([]store.Contact, error) {
		return kept.More(ctx, last, nextKept)
	}, func(list []store.Contact, err error) tea.Msg { return keptMore{turn: turn, list: list, err: err} })
}

func (msg keptMore) arrive(r *desk) tea.Cmd {
	if msg.err != nil {
		r.inbox.CountAll()
		return r.keepTrouble(msg.err)
	}
	if msg.turn != r.kept.turn {
		return nil
	}
	r.inbox.Seed(msg.list, 0)
	return r.moreKept(msg.list)
}

// tidy throws away what is too old, once, when everything was read.
func (r *desk) tidy() tea.Cmd {
	kept := r.deps.Store
	if kept == nil {
		return nil
	}
	return call(r.door(), keepLimit, func(ctx context.Context) (struct{}, error) {
		err := kept.Tidy(ctx)
		debug.FreeOSMemory() // reading a long list took twice what it is
		return struct{}{}, err
	}, func(_ struct{}, err error) tea.Msg {
		if err == nil {
			return nil
		}
		return keptMore{err: err}
	})
}

// readKept reads the thread of a conversation that was just opened, while the
// platform is asked as well.
func (r *desk) readKept(c *chat) tea.Cmd {
	kept := r.deps.Store
	if kept == nil || kept.OwnOnly() || c.loaded || c.cached {
		return nil
	}
	id, turn := c.id, r.kept.turn
	return call(r.door(), keepLimit, func(ctx context.Context) (keptRead, error) {
		t, known, err := kept.Thread(ctx, id, keptThread)
		return keptRead{id: id, turn: turn, thread: t, known: known}, err
	}, func(read keptRead, err error) tea.Msg { read.err = err; return read })
}

func (msg keptRead) arrive(r *desk) tea.Cmd {
	c := r.chats.byID[msg.id]
	switch {
	case msg.err != nil:
		return r.keepTrouble(msg.err)
	case c == nil || c.loaded || !msg.known || msg.turn != r.kept.turn:
		return nil // the platform was quicker, or there is nothing
	}
	c.cached, c.seen, c.solid, c.home = true, msg.thread.Seen, msg.thread.Solid, msg.thread.Home
	c.keptIDs = make(map[string]bool, len(msg.thread.Messages))
	for _, m := range msg.thread.Messages {
		c.keptIDs[m.ID] = true
	}
	c.thread.Merge(msg.thread.Messages)
	c.note(msg.thread.Messages)
	c.quoteAgain()
	r.arrange()
	return nil
}

// correct takes away kept messages that the platform's newest page should hold
// and does not.
func (c *chat) correct(page client.MessagePage) {
	if len(page.Messages) == 0 && page.HasMore {
		return
	}
	for _, m := range page.Messages {
		delete(c.keptIDs, m.ID)
	}
	for id := range c.keptIDs {
		m, ok := c.thread.Message(id)
		if ok && (!page.HasMore || m.CreatedAt.After(page.Messages[0].CreatedAt)) {
			c.thread.Remove(id)
			c.unnote(id)
		}
	}
	c.keptIDs = nil
}

// keepThread plans to write messages of the open threads.
func (r *desk) keepThread(c *chat, t store.Thread) {
	if r.deps.Store == nil || r.deps.Store.OwnOnly() || !c.loaded {
		return
	}
	t.Contact = c.id
	if r.kept.threads == nil {
		r.kept.threads = map[string]store.Thread{}
	}
	old, planned := r.kept.threads[c.id]
	if planned && !t.Fresh {
		t.Messages = append(old.Messages, t.Messages...)
		t.Fresh, t.Home = old.Fresh, t.Home || old.Home
		if t.Solid.IsZero() {
			t.Solid = old.Solid
		}
	}
	r.kept.threads[c.id] = t
}

// keepMessage plans to write one message of a thread as it is now.
func (r *desk) keepMessage(c *chat, id string) {
	if m, ok := c.thread.Message(id); ok && !thread.IsLocal(id) {
		t := store.Thread{Messages: []client.Message{m}}
		if !c.behind && r.session.line.State == client.Live && m.CreatedAt.After(c.solid) {
			c.solid = m.CreatedAt
			t.Solid = c.solid
		}
		r.keepThread(c, t)
	}
}

// keepPage plans to write the newest page of a thread, which was asked for after so
// many gaps.
func (r *desk) keepPage(c *chat, page client.MessagePage, gaps int, fresh bool) {
	c.behind = c.behind && gaps != r.realtime.gaps // one that came since may lie behind the page
	if n := len(page.Messages); n > 0 {
		c.solid = page.Messages[n-1].CreatedAt
	}
	list := make([]client.Message, 0, len(page.Messages))
	for _, m := range page.Messages { // as the thread has them: it may know more than a late page
		if m, ok := c.thread.Message(m.ID); ok {
			list = append(list, m)
		}
	}
	r.keepThread(c, store.Thread{Messages: list, Fresh: fresh, Solid: c.solid, Home: fresh && !page.HasMore})
}

// listed takes note that the platform told the list's beginning.
func (r *desk) listed(page client.ContactPage) {
	if page.Page == 1 && r.deps.Store != nil && !r.deps.Store.OwnOnly() {
		r.kept.listed, r.kept.total = r.deps.Now(), page.Total
	}
}

// fallBehind takes note that events may have been missed in every thread, in doubt
// even before some that came already.
func (r *desk) fallBehind(state client.StreamState) {
	if r.realtime.sound.IsZero() {
		r.realtime.sound = r.realtime.told
	}
	r.realtime.gaps++
	for _, c := range r.chats.byID {
		c.behind = true
		if state.Doubt && c.solid.After(state.Sound) {
			c.solid = state.Sound
			r.keepThread(c, store.Thread{Solid: c.solid})
		}
	}
}

// asOf says in words that what is on screen is as it was kept, "" when the
// platform told it.
func (r *desk) asOf() string {
	list := r.layout.list.h > 0 && r.inbox.Stale()
	c := r.chats.open
	thread := c != nil && r.showsThread() && c.cached && !c.loaded
	if !list && !thread {
		return ""
	}
	at := r.kept.asOf
	if thread && (!list || c.seen.Before(at)) {
		at = c.seen
	}
	words := "as of " + inbox.ShortTime(at, r.deps.Now(), r.deps.Location, true)
	if !r.cutOff() {
		words += ", updating" + r.Theme.Glyphs.Cut
	}
	return words
}

// cutOff says whether the platform is known not to answer.
func (r *desk) cutOff() bool { return r.session.problem != nil || r.lineDown() }

// keptAtOnce is how many conversations are written in one go: making a batch of
// them is the work of half a millisecond, and nothing is drawn meanwhile.
const keptAtOnce = 400

// keepCustomers adds what changed of the customers' to a batch, of conversations
// at most so many. The list counts as written when all of them are.
func (r *desk) keepCustomers(b *store.Batch, most int) {
	if !r.kept.owned {
		return // the file may be another user's
	}
	b.Contacts, b.Seen, b.Gone = r.inbox.TakeChanged(most)
	for _, t := range r.kept.threads {
		b.Threads = append(b.Threads, t)
	}
	r.kept.threads = nil
	if !r.inbox.Changed() {
		b.Listed, b.Total = r.kept.listed, r.kept.total
		r.kept.listed = time.Time{}
	}
}

// customersChanged says whether keepCustomers would add anything.
func (r *desk) customersChanged() bool {
	return r.kept.owned && (r.inbox.Changed() || len(r.kept.threads) > 0 || !r.kept.listed.IsZero())
}
