package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/store"
	"keydesk/ui/dialog"
)

// otherDesks is what this desk has together with others of the same agent, where a
// database keeps them.
type otherDesks struct {
	writes int // counts what was written here: what was read before that is old
}

// How long a read of the drafts waits for a write of this desk, and after one that failed.
const (
	readAgain   = 200 * time.Millisecond
	readTrouble = 2 * time.Second
)

// happened tells of something outside this desk.
type happened struct {
	change store.Change
	err    error
}

// awaitOthers waits for something outside this desk. It has no time limit: often
// there is no other desk.
func (r *draftRoom) awaitOthers() tea.Cmd {
	next, ctx := r.deps.Others, r.deps.Context
	if next == nil {
		return nil
	}
	return func() tea.Msg {
		change, err := next(ctx)
		return happened{change: change, err: err}
	}
}

func (msg happened) arrive(r *draftRoom) tea.Cmd {
	if msg.err != nil {
		return nil // the desk ends
	}
	cmds := []tea.Cmd{r.awaitOthers()}
	switch {
	case msg.change.Trouble != nil:
		cmds = append(cmds, r.keepTrouble(msg.change.Trouble))
	case msg.change.Works && r.session.ready:
		cmds = append(cmds, r.own(), r.save())
	}
	if msg.change.Drafts {
		cmds = append(cmds, r.readDrafts())
	}
	if msg.change.Marks {
		cmds = append(cmds, r.marksChanged())
	}
	if msg.change.Left {
		cmds = append(cmds, r.outbox.adopt())
	}
	return tea.Batch(cmds...)
}

// readDraftsAgain asks for the drafts once more.
type readDraftsAgain struct{}

func (readDraftsAgain) arrive(r *draftRoom) tea.Cmd { return r.readDrafts() }

// draftsRead are the drafts as all desks of the agent have them.
type draftsRead struct {
	writes int
	list   []store.Draft
	err    error
}

func (r *draftRoom) readDrafts() tea.Cmd {
	kept, writes := r.deps.Store, r.kept.others.writes
	return call(r.door(), keepLimit, func(ctx context.Context) ([]store.Draft, error) {
		return kept.Drafts(ctx)
	}, func(list []store.Draft, err error) tea.Msg { return draftsRead{writes: writes, list: list, err: err} })
}

func (msg draftsRead) arrive(r *draftRoom) tea.Cmd {
	switch {
	case msg.err != nil:
		return tea.Batch(r.keepTrouble(msg.err), r.deps.After(readTrouble, readDraftsAgain{})) // nobody tells of them again
	case !r.kept.begun || r.kept.busy || msg.writes != r.kept.others.writes:
		return r.deps.After(readAgain, readDraftsAgain{})
	}
	r.takeOtherDrafts(msg.list)
	r.arrange()
	return nil
}

// takeOtherDrafts puts what another desk typed in the place of what this one shows. What was typed here
// and is not written yet stays: it is written over the other.
func (r *draftRoom) takeOtherDrafts(list []store.Draft) {
	rows := map[draftKey]store.Draft{}
	for _, d := range list {
		rows[draftKey{d.Contact, d.Topic}] = d
	}
	_, typing := r.dialogs.Top().(dialog.Drafted) // its draft is what stands in it
	for _, c := range r.chats.byID {
		for t := range c.noted {
			if _, there := rows[draftKey{c.id, t}]; !there {
				r.takeOtherDraft(c, store.Draft{Contact: c.id, Topic: t}, typing)
			}
		}
	}
	r.chats.kept = nil
	for key, d := range rows {
		switch c := r.chats.byID[key.contact]; {
		case d.Kind == store.Action: // what stands in the studio is its own
		case c != nil:
			r.takeOtherDraft(c, d, typing)
		default:
			if r.chats.kept == nil {
				r.chats.kept = map[draftKey]store.Draft{}
			}
			r.chats.kept[key] = d
		}
	}
}

// takeOtherDraft is takeOtherDrafts for one, which has no words if there is none any more.
func (r *draftRoom) takeOtherDraft(c *chat, d store.Draft, typing bool) {
	now := dialog.Draft{Body: d.Body, Ref: d.Ref}
	inComposer := d.Topic == c.mode().Of("")
	if _, newer := r.kept.drafts[draftKey{c.id, d.Topic}]; newer || c.noted[d.Topic] == now || typing && !inComposer {
		return
	}
	switch {
	case inComposer:
		c.setDraft(now)
	case now.Body == "":
		delete(c.aside, d.Topic)
	default:
		c.setAside(d.Topic, now)
	}
	c.noteAs(d.Topic, d)
}
