package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/mirror/conversations"
	"keydesk/client/store"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
)

// deskMarks is what the person remembers of conversations beside the platform: reminders, and what is
// to be seen as unread. They are in the local store, where there is one, and other desks of the same
// agent that share it show them as well.
type deskMarks struct {
	*shell
	list   func() *inbox.Pane
	look   func() tea.Cmd // tells of reminders whose moment has come
	writes int            // begun and finished ones: what was read before that is old
	busy   int            // writes that are under way
}

func (r *Root) newDeskMarks() {
	r.marks = deskMarks{shell: r.shell, list: func() *inbox.Pane { return r.inbox }, look: r.reminders.look}
}

// write writes into the local store, where there is one.
func (m *deskMarks) write(do func(context.Context, *store.Store) error) tea.Cmd {
	kept := m.deps.Store
	if kept == nil {
		return nil
	}
	m.writes++
	m.busy++
	return call(m.door(), keepLimit, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, do(ctx, kept)
	}, func(_ struct{}, err error) tea.Msg { return markWritten{err} })
}

// markWritten tells whether the local store has a reminder, or a mark as unread, as it is now.
type markWritten struct{ err error }

func (msg markWritten) arrive(r *Root) tea.Cmd {
	r.marks.writes++
	r.marks.busy--
	if msg.err == nil {
		return nil
	}
	r.deps.Logger.Warn("what this desk remembers cannot be written", "err", msg.err)
	return r.say(levelBad, "The desk remembers it only until you leave: "+msg.err.Error())
}

// take shows what an earlier console, or another desk, was to remember. What is the same stays as it is:
// a reminder that was told of is not told of again.
func (m *deskMarks) take(now store.Marks) tea.Cmd {
	list := m.list()
	reminders, unread := list.Reminders(), list.KeptUnread()
	for _, x := range now.Reminders {
		was, had := reminders[x.Contact]
		delete(reminders, x.Contact)
		is := conversations.Reminder{Due: x.Due, Answered: x.Answered, Words: text.Line(x.Words), Heard: x.Heard}
		if !had || !was.Due.Equal(is.Due) || was.Answered != is.Answered || was.Words != is.Words {
			list.SetReminder(x.Contact, &is)
		}
	}
	for id := range reminders {
		list.SetReminder(id, nil)
	}
	for _, x := range now.Unread {
		if _, had := unread[x.Contact]; !had {
			list.KeepUnread(x.Contact, x.Heard)
		}
		delete(unread, x.Contact)
	}
	for id := range unread {
		list.EndUnread(id)
	}
	return m.look()
}

// readMarksAgain asks for what is remembered once more.
type readMarksAgain struct{}

func (readMarksAgain) arrive(r *Root) tea.Cmd { return r.marks.read() }

// marksRead is what all desks of the agent remember.
type marksRead struct {
	writes int
	marks  store.Marks
	err    error
}

// read reads what all desks of the agent remember.
func (m *deskMarks) read() tea.Cmd {
	kept, writes := m.deps.Store, m.writes
	if kept == nil {
		return nil
	}
	return call(m.door(), keepLimit, kept.Marks, func(marks store.Marks, err error) tea.Msg {
		return marksRead{writes: writes, marks: marks, err: err}
	})
}

func (msg marksRead) arrive(r *Root) tea.Cmd {
	switch m := &r.marks; {
	case msg.err != nil:
		return r.keepTrouble(msg.err)
	case !r.kept.begun || m.busy > 0 || msg.writes != m.writes:
		return r.deps.After(readAgain, readMarksAgain{})
	}
	return r.marks.take(msg.marks)
}
