package ui

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/client/store"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// draftKey is what a draft belongs to.
type draftKey struct {
	contact string
	topic   store.Topic
}

// mode is what the composer of the conversation writes: store.Reply or
// store.Note.
func (c *chat) mode() store.Kind {
	if c.writes == "" {
		return store.Reply
	}
	return c.writes
}

// setMode makes the composer write replies or notes. Each has its own draft, and
// what it answers; how the composer looks is the caller's.
func (c *chat) setMode(mode store.Kind) {
	if mode == c.mode() {
		return
	}
	c.setAside(c.mode().Of(""), dialog.Draft{Body: c.compose.Value(), Ref: c.replyTo})
	next := c.aside[mode.Of("")]
	delete(c.aside, mode.Of(""))
	c.writes = mode
	c.setDraft(next)
}

// setAside makes a text the draft of a topic that the composer does not write about.
func (c *chat) setAside(t store.Topic, d dialog.Draft) {
	if c.aside == nil {
		c.aside = map[store.Topic]dialog.Draft{}
	}
	c.aside[t] = d
}

// setDraft puts a draft of what the composer writes into it.
func (c *chat) setDraft(d dialog.Draft) {
	c.compose.SetValue(d.Body)
	c.replyTo = d.Ref
	c.quoteAgain()
}

// quoteAgain shows what the composer answers, as soon as that is in the thread.
func (c *chat) quoteAgain() {
	if c.replyTo == "" || c.mode() == store.Note {
		c.compose.SetQuote("")
		return
	}
	words := "an earlier message"
	if m, ok := c.thread.Message(c.replyTo); ok {
		words = text.Line(thread.Summary(m))
	}
	c.compose.SetQuote(words)
}

// draft is what the conversation has of a kind without names; empty for none.
func (c *chat) draft(kind store.Kind) dialog.Draft { return c.draftOf(kind.Of("")) }

// draftOf is what the conversation has of a topic; empty for none.
func (c *chat) draftOf(t store.Topic) dialog.Draft {
	if t == c.mode().Of("") {
		return dialog.Draft{Body: c.compose.Value(), Ref: c.replyTo}
	}
	return c.aside[t]
}

// drafting says whether the conversation holds unsent text of any kind.
func (c *chat) drafting() bool {
	if !isBlank(c.compose.Value()) {
		return true
	}
	for _, d := range c.aside {
		if !isBlank(d.Body) {
			return true
		}
	}
	return false
}

// takeDrafts takes in drafts of an earlier console: into their conversations
// where those are in memory, and for later otherwise.
func (r *draftRoom) takeDrafts(list []store.Draft) tea.Cmd {
	var told tea.Cmd
	for _, d := range list {
		if d.Kind == store.Action {
			r.takeWork(d)
			continue
		}
		if c := r.chats.byID[d.Contact]; c != nil {
			told = tea.Batch(told, r.takeLateDraft(c, d))
			continue
		}
		if r.chats.kept == nil {
			r.chats.kept = map[draftKey]store.Draft{}
		}
		r.chats.kept[draftKey{d.Contact, d.Topic}] = d
	}
	r.arrange()
	return told
}

// takeLateDraft takes in a draft while its conversation may be typed into. Nobody
// sends it unseen: the next enter says that it is there.
func (r *draftRoom) takeLateDraft(c *chat, d store.Draft) tea.Cmd {
	inComposer := d.Topic == c.mode().Of("")
	if inComposer && c.compose.Value() == d.Body {
		return nil
	}
	c.takeDraft(d)
	c.noteAs(d.Topic, d)
	if !inComposer || c != r.chats.open {
		return nil
	}
	c.unseenDraft = true
	return r.say(levelInfo, "What you typed here before is back in the composer.")
}

// takeDraft puts a draft behind what was typed meanwhile; the cursor stays where
// one types, and undo takes the draft away again.
func (c *chat) takeDraft(d store.Draft) {
	old := c.draftOf(d.Topic)
	switch inComposer := d.Topic == c.mode().Of(""); {
	case inComposer && old.Body != "":
		before, after := c.compose.Split()
		c.compose.Join(before, after+"\n\n"+d.Body)
	case inComposer:
		c.setDraft(dialog.Draft{Body: d.Body, Ref: d.Ref})
	case old.Body != "":
		c.setAside(d.Topic, dialog.Draft{Body: old.Body + "\n\n" + d.Body, Ref: old.Ref})
	default:
		c.setAside(d.Topic, dialog.Draft{Body: d.Body, Ref: d.Ref})
	}
}

// showDraft says, instead of sending, that a draft came into the composer while
// one was about to type; once.
func (r *shell) showDraft(c *chat) (tea.Cmd, bool) {
	if !c.unseenDraft || isBlank(c.compose.Value()) {
		c.unseenDraft = false
		return nil, false
	}
	c.unseenDraft = false
	return r.say(levelWarn, "Not sent yet: what you typed here before came into the composer. "+r.Label("compose.send")+" sends all that stands there."), true
}

// restore gives a conversation that comes into memory its drafts.
func (cs *chats) restore(c *chat) {
	for key, d := range cs.kept {
		if key.contact == c.id {
			delete(cs.kept, key)
			c.takeDraft(d)
			c.noteAs(key.topic, d)
		}
	}
}

// noteAs remembers what the local store has of a draft.
func (c *chat) noteAs(t store.Topic, d store.Draft) {
	if c.noted == nil {
		c.noted = map[store.Topic]dialog.Draft{}
	}
	c.noted[t] = dialog.Draft{Body: d.Body, Ref: d.Ref}
}

// noteDrafts looks whether what is typed differs from what the store has. It is
// asked after every message: it compares, and writes nothing.
func (r *draftRoom) noteDrafts() tea.Cmd {
	r.noteDialog()
	if len(r.kept.done) > 0 || r.customersChanged() {
		return tea.Batch(r.noteChat(r.chats.open), r.plan())
	}
	return r.noteChat(r.chats.open)
}

// noteChat is noteDrafts for one conversation, nil for none.
func (r *desk) noteChat(c *chat) tea.Cmd {
	if c == nil || r.deps.Store == nil {
		return nil
	}
	changed := r.noteDraft(c, c.mode().Of(""))
	for t := range c.aside {
		changed = r.noteDraft(c, t) || changed
	}
	if !changed {
		return nil
	}
	return r.plan()
}

func (r *desk) noteDraft(c *chat, t store.Topic) bool {
	d := c.draftOf(t)
	if d.Body == "" {
		d.Ref = "" // an answer without a word is no draft
	}
	if d == c.noted[t] {
		return false
	}
	kept := store.Draft{Contact: c.id, Topic: t, Body: d.Body, Ref: d.Ref, Changed: r.deps.Now()}
	c.noteAs(t, kept)
	r.setDraft(draftKey{c.id, t}, kept)
	return true
}

func (r *shell) setDraft(key draftKey, d store.Draft) {
	if r.kept.drafts == nil {
		r.kept.drafts = map[draftKey]store.Draft{}
	}
	r.kept.drafts[key] = d
}

// drafts counts the conversations that hold unsent text, those included that
// were not opened since the start.
func (cs *chats) drafts() int {
	n := 0
	for _, c := range cs.byID {
		if c.drafting() {
			n++
		}
	}
	unopened := map[string]bool{}
	for key := range cs.kept {
		unopened[key.contact] = true
	}
	return n + len(unopened)
}

// insertReply puts a text into the draft of the reply: into the composer, or,
// while a note is written there, behind the reply that waits.
func (c *chat) insertReply(s string) {
	if c.mode() == store.Reply {
		c.compose.Insert(s)
		return
	}
	d := c.draft(store.Reply)
	d.Body += s
	c.setAside(store.Reply.Of(""), d)
}

// noteAside is setAside for a draft that may be the same as before.
func (c *chat) noteAside(t store.Topic, d dialog.Draft) {
	if d != c.draftOf(t) {
		c.setAside(t, d)
	}
}

// place keeps what is typed about a topic in a dialog.
func (c *chat) place(t store.Topic) dialog.Place {
	return dialog.Place{Kept: c.draftOf(t), Put: func(d dialog.Draft) { c.noteAside(t, d) }}
}

// noteDialog keeps what is typed in the dialog on top, where it is a draft.
func (s *shell) noteDialog() {
	if d, ok := s.dialogs.Top().(dialog.Drafted); ok {
		d.KeepDraft()
	}
}
