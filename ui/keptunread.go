package ui

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/store"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
)

// keptUnread shows conversations as unread that the person read, until they open or answer them. No
// platform has a call for that: it goes on counting them as read (contract §4.4).
type keptUnread struct {
	*shell
	desk keptUnreadDesk
}

// keptUnreadDesk is what it is lent of the desk.
type keptUnreadDesk struct {
	list   func() *inbox.Pane
	open   func() *chat
	inList func() bool // the list has the keyboard
	write  func(func(context.Context, *store.Store) error) tea.Cmd
}

func (r *Root) newKeptUnread() {
	r.unread = keptUnread{shell: r.shell, desk: keptUnreadDesk{
		list: func() *inbox.Pane { return r.inbox }, open: func() *chat { return r.chats.open },
		inList: func() bool { return r.focus == focusList }, write: r.marks.write,
	}}
}

func (u *keptUnread) commands() []command.Command {
	return []command.Command{
		{Binding: command.Bind(command.ScopeGlobal, "unread", "", "Show as unread again, on this desk, until it is opened or answered", "U", "ctrl+x n"), Run: u.keepThese, Why: u.needsRead, Class: command.Mine},
	}
}

// these are the conversations that are meant: in the list the marked ones, or else the selected one;
// elsewhere the open one.
func (u *keptUnread) these() []string {
	if c := u.desk.open(); c != nil && !u.desk.inList() {
		return []string{c.id}
	}
	var ids []string
	for _, c := range u.desk.list().Marked() {
		ids = append(ids, c.ID)
	}
	if c, ok := u.desk.list().Selected(); ok && len(ids) == 0 {
		ids = append(ids, c.ID)
	}
	return ids
}

// read are those of them that do not show as unread.
func (u *keptUnread) read(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		it := u.desk.list().Item(id)
		c := u.desk.open()
		told := c != nil && c.id == id && c.marked // the platform is being told that it was read
		return u.desk.list().IsKeptUnread(id) || it != nil && it.Unread() > 0 && !told
	})
}

func (u *keptUnread) needsRead() string {
	switch ids := u.these(); {
	case len(ids) == 0:
		return "open or select a conversation first"
	case len(u.read(ids)) == 0 && len(ids) == 1:
		return "it shows as unread already"
	case len(u.read(ids)) == 0:
		return "they show as unread already"
	}
	return ""
}

func (u *keptUnread) keepThese() tea.Cmd { return u.keep(u.these()) }

// keep shows conversations as unread; that can be taken back.
func (u *keptUnread) keep(ids []string) tea.Cmd {
	list := u.desk.list()
	for _, id := range ids {
		list.Unmark(id)
	}
	ids = u.read(ids)
	if len(ids) == 0 {
		return u.say(levelInfo, "All of them show as unread already.")
	}
	rows := make([]store.KeptUnread, len(ids))
	for i, id := range ids {
		heard := u.deps.Now()
		if it := list.Item(id); it != nil {
			heard = it.At()
			if last := it.Contact().LastInboundAt; last.After(heard) {
				heard = last
			}
		}
		list.KeepUnread(id, heard)
		rows[i] = store.KeptUnread{Contact: id, Heard: list.KeptUnread()[id]}
	}
	saved := u.desk.write(func(ctx context.Context, s *store.Store) error { return s.KeepUnread(ctx, rows) })
	return tea.Batch(saved, u.sayUndoable(u.told(ids), func() tea.Cmd {
		return tea.Batch(u.end(ids...), u.say(levelGood, "Read, as before."))
	}))
}

// told says what was done, and what the platform makes of it.
func (u *keptUnread) told(ids []string) string {
	shows, it := "Unread", "it"
	if len(ids) > 1 {
		shows, it = dialog.Plural(len(ids), "conversation", "conversations")+" unread", "them"
	}
	until := "opened or answered"
	if u.deps.ReadAnswered {
		until = "answered or marked as read"
	}
	if u.deps.Store == nil {
		until += ", or you leave"
	}
	return fmt.Sprintf("%s on this desk until %s; the platform counts %s as read.", shows, until, it)
}

// end lets conversations be read, here and in the local store.
func (u *keptUnread) end(ids ...string) tea.Cmd {
	list := u.desk.list()
	kept := list.KeptUnread()
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return kept[id].IsZero() })
	if len(ids) == 0 {
		return nil
	}
	for _, id := range ids {
		list.EndUnread(id)
	}
	return u.drop(ids)
}

func (u *keptUnread) drop(ids []string) tea.Cmd {
	return u.desk.write(func(ctx context.Context, s *store.Store) error { return s.DropUnread(ctx, ids) })
}

// opened ends it for a conversation that the person reads now.
func (u *keptUnread) opened(id string) tea.Cmd {
	if u.deps.ReadAnswered {
		return nil // until it is answered, or the person says so
	}
	return u.end(id)
}

// look forgets those that were answered.
func (u *keptUnread) look() tea.Cmd {
	if over := u.desk.list().AnsweredUnread(); len(over) > 0 {
		return u.drop(over)
	}
	return nil
}
