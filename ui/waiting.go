package ui

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/delivery"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// waitingPosts lists everything that did not go out, and the drafts, for a person to
// go to.
func (r *outRoom) waitingPosts() tea.Cmd {
	var choices []dialog.Choice
	for _, c := range slices.SortedFunc(maps.Values(r.chats.byID), func(a, b *chat) int { return cmp.Or(cmp.Compare(a.name(), b.name()), cmp.Compare(a.id, b.id)) }) {
		contact := r.contactOf(c)
		for _, m := range r.waiting(c) {
			id := m.ID
			choices = append(choices, dialog.Choice{
				Label: inbox.DisplayName(contact) + ": " + unsentLine(m), Detail: r.postWords(m),
				Pick: dialog.Then{Do: func() tea.Cmd {
					return tea.Batch(r.openConversation(contact), r.showUnsent(id))
				}},
			})
		}
	}
	choices = append(choices, r.draftChoices()...)
	p := r.NewChooser("What did not go out", "None has %q in it.", choices)
	p.Verb = "show"
	r.dialogs.Push(p)
	return nil
}

// showUnsent goes to something of the open conversation that did not go out: a
// note goes back to where it was written.
func (r *outRoom) showUnsent(id string) tea.Cmd {
	c := r.chats.open
	it, here := r.out.Item(id)
	if c == nil || !here {
		return nil
	}
	if n, note := it.Content.(delivery.Note); note {
		return r.takeNoteBack(c, it, n)
	}
	if inThread(it) {
		c.thread.Select(id)
		r.focus = focusThread
		r.arrange()
	}
	return nil
}

// contactOf is what is known of the customer of a conversation, which may be in
// memory because something waits in it.
func (r *outRoom) contactOf(c *chat) client.Contact {
	if contact, known := r.inbox.Contact(c.id); known {
		return contact
	}
	return c.contact()
}

func (r *outRoom) nameOf(c *chat) string { return inbox.DisplayName(r.contactOf(c)) }

// unsentLine is a message or file in one line.
func unsentLine(m client.Message) string {
	parts := slices.DeleteFunc([]string{m.MediaFilename, m.Body}, func(s string) bool { return s == "" })
	return text.Line(strings.Join(parts, ", "))
}

// postWords is the state of a message that did not go out.
func (r *outRoom) postWords(m client.Message) string {
	g := r.Theme.Glyphs
	switch m.Status {
	case thread.StatusHeld:
		return g.Warn + " asks you"
	case client.StatusFailed:
		return g.Failed + " failed"
	case thread.StatusWaiting:
		return g.Pending + " waiting"
	}
	return g.Pending + " pending"
}

func (r *outRoom) needsPosts() string {
	if r.out.messages()+r.out.files()+r.chats.drafts() == 0 {
		return "everything you wrote went out"
	}
	return ""
}

// outboxCommands are the commands about messages and files that did not go out.
func (r *outRoom) outboxCommands() []command.Command {
	return []command.Command{
		{Binding: command.Bind(command.ScopeGlobal, "outbox", "", "What did not go out: messages, files and drafts"), Run: r.waitingPosts, Why: r.needsPosts},
	}
}

// unsentCounts tells how many messages and files go out by themselves later, and of
// how many the person has to decide.
func (r *outRoom) unsentCounts() (waiting, asking int) {
	for _, c := range r.chats.byID {
		for _, m := range r.waiting(c) {
			switch m.Status {
			case thread.StatusWaiting:
				waiting++
			case thread.StatusHeld, client.StatusFailed:
				asking++
			}
		}
	}
	return waiting, asking
}

// unsentWords tells how many messages and files did not go out, for the footer.
func (r *outRoom) unsentWords() string {
	switch waiting, asking := r.unsentCounts(); {
	case asking > 0:
		return fmt.Sprintf("%d not sent", asking+waiting)
	case waiting > 0:
		return fmt.Sprintf("%d waiting", waiting)
	}
	return ""
}
