package ui

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/thread"
)

// Times of the outbox.
const (
	retryAfter = 20 * time.Second // a platform that was not reached is asked again
	settleFor  = 5 * time.Second  // after a line that broke: what was under way has arrived by then, or never will
	staleAfter = 4 * time.Hour    // what waited longer may not be meant any more: the person is asked
)

// waitingWords are the reasons why a message waits.
const (
	waitsForLine = "waiting for the line"
	waitsItsTurn = "waiting for the one before it"
	maybeArrived = "it may have arrived: the thread is asked before it is sent again"
)

// post is a message of ours that the platform has not confirmed.
type post struct {
	store.Outgoing
	kept     bool            // has a row in the local store
	busy     bool            // a call about it is under way
	sending  bool            // and that call sends it
	forced   bool            // the person said to send it now, however old it is
	conflict bool            // it is not known which message of the thread it is, if any
	planned  bool            // it is looked at again in a while
	before   map[string]bool // messages with its words that were there before it was sent; nil: not known
	notUntil time.Time       // the platform asked for patience until then
}

// postman is how sending goes for all conversations.
type postman struct {
	away bool // the platform was not reached: what is written waits
	due  bool // it is tried again in a while
}

// localID makes the temporary id of a message that is on its way out, which is
// also its name in the local store.
func localID() string { return thread.LocalPrefix + rand.Text() }

// put puts a message into the outbox and the thread.
func (c *chat) put(p *post) client.Message {
	m := client.Message{
		ID: p.ID, ContactID: c.id, Direction: client.Outgoing, Type: "text", Body: p.Body,
		Status: client.StatusPending, CreatedAt: p.Written,
	}
	switch {
	case p.Held != "":
		m.Status, m.Error = thread.StatusHeld, p.Held
	case len(c.outbox) > 0:
		m.Status, m.Error = thread.StatusWaiting, waitsItsTurn
	}
	if p.ReplyTo != "" {
		m.IsReply, m.ReplyToID = true, p.ReplyTo
		if quoted, ok := c.thread.Message(p.ReplyTo); ok {
			m.ReplyTo = &client.Quoted{ID: quoted.ID, Body: quoted.Body, Type: quoted.Type, Direction: quoted.Direction}
		}
	}
	if c.posts == nil {
		c.posts = map[string]*post{}
	}
	c.posts[p.ID] = p
	c.outbox = append(c.outbox, m)
	c.thread.Merge([]client.Message{m})
	return m
}

// postKept tells whether a message was taken into the local store.
type postKept struct {
	id, localID string
	err         error
}

// keepPost takes a message into the local store before it is sent, so that
// a crash loses nothing.
func (r *Root) keepPost(c *chat, p *post) tea.Cmd {
	kept := r.deps.Store
	if kept == nil {
		return r.push(c)
	}
	p.busy = true
	row := p.Outgoing
	return call(r.door(), keepLimit, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, kept.Enqueue(ctx, row)
	}, func(_ struct{}, err error) tea.Msg { return postKept{id: row.Contact, localID: row.ID, err: err} })
}

func (msg postKept) arrive(r *Root) tea.Cmd {
	c, p := r.post(msg.id, msg.localID)
	if p == nil {
		return nil
	}
	p.busy, p.kept = false, msg.err == nil
	if msg.err != nil {
		return tea.Batch(r.keepTrouble(msg.err), r.push(c))
	}
	return r.push(c)
}

// post finds a message in the outbox.
func (r *Root) post(contact, localID string) (*chat, *post) {
	c := r.chats.byID[contact]
	if c == nil {
		return nil, nil
	}
	return c, c.posts[localID]
}

// push sends what has its turn in a conversation, messages and files. What waited
// for the line arrives in the order in which it was written.
func (r *Root) push(c *chat) tea.Cmd {
	texts, files := r.pushTexts(c), r.shipAll(c)
	return tea.Batch(texts, files, r.pushTexts(c)) // a file that is held by now lets those behind it pass
}

// pushTexts sends the next message of a conversation whose turn it is. One at a
// time is under way; those that the person has to decide about let the others pass.
func (r *Root) pushTexts(c *chat) tea.Cmd {
	var cmds []tea.Cmd
	for _, m := range slices.Clone(c.outbox) {
		p := c.posts[m.ID]
		now := r.deps.Now()
		rest := p.notUntil.Sub(now)
		if p.Unsure {
			rest = max(rest, p.Tried.Add(settleFor).Sub(now))
		}
		switch {
		case p.Held != "":
			continue
		case p.busy:
			return tea.Batch(cmds...)
		case !r.session.ready || r.mail.away:
			return tea.Batch(append(cmds, r.waitForLine(c))...)
		case rest > 0:
			return tea.Batch(append(cmds, r.pushLater(c, p, rest))...)
		case p.Unsure:
			return tea.Batch(append(cmds, r.lookFirst(c, p))...)
		case !p.forced && now.Sub(p.Written) > staleAfter:
			cmds = append(cmds, r.hold(c, p, "it was written "+ago(now.Sub(p.Written))+" ago and may not be meant any more"))
			continue
		case !p.forced && c.fileBefore(p.Written):
			r.showPost(c, p, thread.StatusWaiting, waitsItsTurn)
			return tea.Batch(cmds...)
		default:
			return tea.Batch(append(cmds, r.transmit(c, p))...)
		}
	}
	return tea.Batch(cmds...)
}

// ago is a time of some hours or days in words.
func ago(d time.Duration) string {
	if d < 48*time.Hour {
		return plural(int(d.Hours()), "hour", "hours")
	}
	return plural(int(d.Hours()/24), "day", "days")
}

// waitForLine shows what waits as waiting, and asks to be tried again.
func (r *Root) waitForLine(c *chat) tea.Cmd {
	for _, m := range c.outbox {
		if p := c.posts[m.ID]; p.Held == "" && !p.busy {
			words := waitsForLine
			if p.Unsure {
				words = maybeArrived
			}
			r.showPost(c, p, thread.StatusWaiting, words)
		}
	}
	return r.tryLater()
}

// tryLater tries the platform again in a while.
func (r *Root) tryLater() tea.Cmd {
	if r.mail.due || !r.session.ready {
		return nil // signing in pushes by itself
	}
	r.mail.due = true
	return r.deps.After(retryAfter, pushNow{})
}

// showPost changes how a message of the outbox is shown.
func (r *Root) showPost(c *chat, p *post, status client.Status, why string) {
	c.setLocal(p.ID, status, why)
	r.inbox.SetStatus(c.id, status)
}

// pushNow asks to send what waits, in one conversation or, without one, in all.
type pushNow struct{ id, localID string }

// pushLater looks at a message again after a while.
func (r *Root) pushLater(c *chat, p *post, after time.Duration) tea.Cmd {
	if p.planned {
		return nil
	}
	p.planned = true
	return r.deps.After(after, pushNow{id: c.id, localID: p.ID})
}

func (msg pushNow) arrive(r *Root) tea.Cmd {
	if msg.id != "" {
		c, p := r.post(msg.id, msg.localID)
		if c == nil {
			return nil
		}
		if p != nil { // else it was found in the thread meanwhile, and those behind it have their turn
			p.planned = false
		}
		return r.push(c)
	}
	r.mail.due, r.mail.away = false, false
	return r.pushAll()
}

// pushAll sends what waits in every conversation.
func (r *Root) pushAll() tea.Cmd {
	var cmds []tea.Cmd
	for _, c := range r.chats.byID {
		cmds = append(cmds, r.push(c))
	}
	return tea.Batch(cmds...)
}

// reached takes note that the platform answers: what waited for it goes out,
// and what a console that is gone left behind.
func (r *Root) reached() tea.Cmd {
	if !r.mail.away {
		return nil
	}
	r.mail.away = false
	return tea.Batch(r.pushAll(), r.adopt())
}

// hold keeps a message until the person has decided.
func (r *Root) hold(c *chat, p *post, why string) tea.Cmd {
	p.Held = why
	r.showPost(c, p, thread.StatusHeld, why)
	return r.noteHeld(p.Outgoing, p.kept)
}

// noteHeld writes down why a message is held, or that it is not any more. has says
// whether the local store has it.
func (r *Root) noteHeld(row store.Outgoing, has bool) tea.Cmd {
	kept := r.deps.Store
	if kept == nil || !has {
		return nil
	}
	return call(r.door(), keepLimit, func(ctx context.Context) (struct{}, error) {
		err := kept.Return(ctx, row.ID, row.Unsure, row.Held)
		if errors.Is(err, store.ErrTaken) {
			err = nil // it was taken back meanwhile
		}
		return struct{}{}, err
	}, func(_ struct{}, err error) tea.Msg { return keptAll{err: err} })
}

// adopted are messages that consoles which are gone have left.
type adopted struct {
	list []store.Outgoing
	err  error
}

func (r *Root) adopt() tea.Cmd {
	kept := r.deps.Store
	if kept == nil {
		return nil
	}
	return call(r.door(), keepLimit, kept.Adopt, func(list []store.Outgoing, err error) tea.Msg { return adopted{list: list, err: err} })
}

func (msg adopted) arrive(r *Root) tea.Cmd {
	if msg.err != nil {
		return r.keepTrouble(msg.err)
	}
	return r.takePosts(msg.list)
}

// takePosts takes in messages and files that earlier consoles did not send.
func (r *Root) takePosts(list []store.Outgoing) tea.Cmd {
	for _, row := range list {
		contact, known := r.inbox.Contact(row.Contact)
		if !known {
			contact = client.Contact{ID: row.Contact, Account: row.Account}
		}
		c := r.chats.get(contact, r.deps, &r.theme, r.messageHints())
		if row.File != nil {
			r.takeParcel(c, row)
		} else if c.posts[row.ID] == nil {
			c.put(&post{Outgoing: row, kept: true})
		}
	}
	if len(list) == 0 {
		return nil
	}
	r.arrange()
	r.deps.Logger.Info("messages of an earlier console", "count", len(list))
	if !r.session.ready {
		r.pushAll() // says what they wait for
		return nil
	}
	return r.pushAll()
}
