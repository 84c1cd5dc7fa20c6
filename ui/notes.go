package ui

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/delivery"
	"keydesk/client/store"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// notesShown is how many of the newest notes the list shows.
const notesShown = 100

// toggleNote turns the composer from replies to private notes and back. Each
// has a draft of its own, so nothing typed for colleagues can be sent to the
// customer by turning.
func (r *writeRoom) toggleNote() tea.Cmd {
	c := r.chats.open
	if c.mode() == store.Note {
		r.writeReply(c)
	} else {
		r.writeNote(c)
	}
	r.focus = focusCompose
	r.arrange()
	return nil
}

func (r *shell) writeNote(c *chat) {
	c.setMode(store.Note)
	c.dressComposer(&r.Theme)
}

// writeReply goes back to replies. A note that was being edited stays as it is on
// the platform, and what was changed in it a draft.
func (r *shell) writeReply(c *chat) {
	if v := c.compose.Value(); c.mode() == store.Note && (strings.TrimSpace(v) == "" || v == c.edited) {
		c.compose.SetValue("")
		c.replyTo, c.edited = "", ""
	}
	c.setMode(store.Reply)
	c.dressComposer(&r.Theme)
}

// dressComposer makes the composer look like what it writes.
func (c *chat) dressComposer(th *theme.Theme) {
	if c.mode() == store.Note {
		c.compose.SetLabel("NOTE")
		c.compose.SetNote("NOTE only your team sees this")
		c.compose.SetPlaceholder("for colleagues, about " + text.CutWith(c.name(), 30, th.Glyphs.Cut))
		return
	}
	c.compose.SetLabel("Reply")
	c.compose.SetNote("")
	c.compose.SetPlaceholder("to " + text.CutWith(c.name(), 30, th.Glyphs.Cut))
}

// sendNote hands over what the composer holds as a note. It goes through its own
// call: no path leads from here to the customer.
func (r *writeRoom) sendNote(c *chat) tea.Cmd {
	note := delivery.Note{Body: strings.TrimSpace(c.compose.Value()), Edit: c.replyTo}
	if note.Body == "" {
		return r.say(levelInfo, "Nothing to add: the note is empty.")
	}
	if why := r.lacksRight("chat", "write", "write notes"); why != "" {
		return r.say(levelWarn, "The note was not added: "+why+".")
	}
	again := r.sendReturned(c, note)
	c.replyTo, c.edited = "", ""
	c.compose.SetValue("")
	if note.Edit != "" {
		r.writeReply(c)
	}
	r.arrange()
	if !again {
		r.out.Put(delivery.Item{ID: localID(), Contact: c.id, Written: r.deps.Now(), Draft: store.Note.Of(""), Content: note})
	}
	return nil
}

// sendReturned sends a note again that came back to the composer, if it is still
// the same: where it may have been added, the notes are asked first. What was
// changed takes the place of what came back.
func (r *writeRoom) sendReturned(c *chat, note delivery.Note) bool {
	again := false
	for _, it := range c.returnedNotes() {
		if it.Content == note && !again {
			again = r.out.Again(it.ID)
		} else {
			r.out.Withdraw(it.ID)
		}
	}
	return again
}

// returnedNotes are those that came back to the composer.
func (c *chat) returnedNotes() []delivery.Item {
	var list []delivery.Item
	for _, it := range c.out.Items(c.id) {
		if _, note := it.Content.(delivery.Note); note && returned(it) {
			list = append(list, it)
		}
	}
	return list
}

// dropReturned throws away the notes that came back and were cleared, and reports
// whether there were any.
func (c *chat) dropReturned() bool {
	if c.draft(store.Note).Body != "" {
		return false
	}
	dropped := false
	for _, it := range c.returnedNotes() {
		dropped = c.out.Withdraw(it.ID) || dropped
	}
	return dropped
}

// noteChanged says what became of a note. A refused one goes back into the
// composer: nothing written is lost.
func (r *writeRoom) noteChanged(c *chat, ch delivery.Change, note delivery.Note) tea.Cmd {
	switch {
	case ch.State == delivery.Sent:
		told := "The note is kept; only your team sees it."
		if ch.From == delivery.Looking {
			told = "The note had been kept: it was not added a second time."
		}
		return tea.Batch(r.say(levelGood, told), r.timeline.notesChanged(c), r.noteChat(c))
	case !ch.State.Waits():
		return nil
	case ch.From == ch.State: // an earlier console could not add it
		c.takeNote(note)
		return r.say(levelWarn, "A note on "+r.outbox.nameOf(c)+" was not added for certain; it is in the composer, "+r.Label("compose.note")+".")
	}
	r.returnNote(c, note)
	if ch.Why == delivery.Fault {
		return r.trouble("keep the note", ch.Err)
	}
	return r.say(levelBad, "The note was not added for certain: "+strings.TrimSuffix(ch.Words, ".")+".")
}

// takeNote makes a note that did not go out a draft again, unless it is one.
func (c *chat) takeNote(note delivery.Note) {
	d := c.draft(store.Note)
	if strings.Contains(d.Body, note.Body) {
		return
	}
	if next := (dialog.Draft{Body: note.Body, Ref: note.Edit}); strings.TrimSpace(d.Body) == "" {
		d = next
	} else {
		d = dialog.Draft{Body: note.Body + "\n" + d.Body, Ref: note.Edit}
	}
	if c.mode() == store.Note {
		c.setDraft(d)
		return
	}
	c.setAside(store.Note.Of(""), d)
}

// returnNote puts a note that did not go out back into the composer.
func (r *writeRoom) returnNote(c *chat, note delivery.Note) {
	r.writeNote(c)
	c.takeNote(note)
	c.edited = ""
	r.arrange()
}

// takeNoteBack puts a note that waits back into the composer, because somebody asks
// for it.
func (r *writeRoom) takeNoteBack(c *chat, it delivery.Item, note delivery.Note) tea.Cmd {
	if !it.State.Waits() && !r.out.Withdraw(it.ID) {
		return r.say(levelInfo, "The note is on its way: wait for the answer.")
	}
	r.returnNote(c, note)
	r.focus = focusCompose
	r.arrange()
	if it.Reached {
		return r.say(levelWarn, "The note may have been added all the same: look at the notes, "+r.Label("notes")+", before you add it again.")
	}
	return nil
}

// noteDeleted is the platform's answer to deleting a note.
type noteDeleted struct {
	id   string // contact
	note string
	err  error
}

func (m noteDeleted) arrive(r *writeRoom) tea.Cmd {
	if m.err != nil {
		return r.trouble("delete the note", m.err)
	}
	if c := r.chats.byID[m.id]; c != nil {
		r.timeline.drop(c, m.note)
		c.about.asked = false
	}
	return tea.Batch(r.say(levelGood, "The note is deleted."), r.contact.loadAbout())
}

// notesLoaded are the newest notes of a conversation.
type notesLoaded struct {
	id   string
	page client.NotePage
	err  error
}

// listNotes fetches the notes of the open conversation and shows them.
func (r *writeRoom) listNotes() tea.Cmd {
	id, platform := r.chats.open.id, r.deps.Platform
	return call(r.door(), readLimit, func(ctx context.Context) (client.NotePage, error) {
		return platform.Notes(ctx, id, "", notesShown)
	}, func(page client.NotePage, err error) tea.Msg { return notesLoaded{id: id, page: page, err: err} })
}

func (m notesLoaded) arrive(r *writeRoom) tea.Cmd {
	c := r.chats.open
	if c == nil || c.id != m.id {
		return nil
	}
	if m.err != nil {
		return r.trouble("fetch the notes", m.err)
	}
	write := dialog.Choice{Label: "Write a note", Off: r.lacksRight("chat", "write", "write notes"), Pick: dialog.Then{Do: func() tea.Cmd {
		r.writeNote(c)
		r.focus = focusCompose
		r.arrange()
		return nil
	}}}
	choices := []dialog.Choice{r.orSay(write)}
	for i := len(m.page.Notes) - 1; i >= 0; i-- {
		n := m.page.Notes[i]
		r.contact.learnName(n.AuthorID, n.AuthorName)
		when := inbox.ShortTime(n.CreatedAt, r.deps.Now(), r.deps.Location, true)
		choices = append(choices, dialog.Choice{
			Label: text.Line(n.Content), Detail: text.CutWith(r.contact.assignee(n.AuthorID), 18, r.Theme.Glyphs.Cut) + "  " + when,
			Pick: dialog.Also{Do: func() tea.Cmd { return r.showNote(c, n) }},
		})
	}
	title := "Notes on " + text.CutWith(c.name(), 30, r.Theme.Glyphs.Cut)
	if m.page.Total > len(m.page.Notes) {
		title += fmt.Sprintf(", the newest %d of %d", len(m.page.Notes), m.page.Total)
	}
	d := r.NewChooser(title, "No note has %q.", choices)
	d.Records, d.Verb = true, "open"
	r.dialogs.Push(d)
	return nil
}

// showNote shows one note whole. Only its author may change it (contract §10).
func (r *writeRoom) showNote(c *chat, n client.Note) tea.Cmd {
	lines := func(width int) []string {
		head := fmt.Sprintf("%s, %s", text.Line(n.AuthorName), n.CreatedAt.In(r.deps.Location).Format("Mon, 2 Jan 2006 15:04"))
		if n.UpdatedAt.Sub(n.CreatedAt) > 1e9 {
			head += ", edited"
		}
		return append([]string{r.Theme.Note.Render("NOTE") + " " + r.Theme.Faint.Render(text.CutWith(head, max(0, width-5), r.Theme.Glyphs.Cut)), ""}, dialog.WrapLines(n.Content, width)...)
	}
	extra := []dialog.ViewerKey{{ID: "note.copy", Word: "copy", Intent: dialog.Also{Do: func() tea.Cmd { return r.copy(n.Content, "note", 0) }}}}
	if n.AuthorID == r.session.identity.User.ID {
		extra = append(extra,
			dialog.ViewerKey{ID: "note.edit", Word: "edit", Intent: dialog.Then{Do: func() tea.Cmd { r.dialogs.Pop(); return r.editNote(c, n) }}},
			dialog.ViewerKey{ID: "note.delete", Word: "delete", Intent: dialog.Also{Do: func() tea.Cmd { return r.askDeleteNote(c, n) }}})
	}
	r.dialogs.Push(r.NewViewer(command.ScopeNote, "Note", lines, extra...))
	return nil
}

// editNote puts a note of one's own into the composer.
func (r *writeRoom) editNote(c *chat, n client.Note) tea.Cmd {
	if c != r.chats.open {
		return nil
	}
	r.writeNote(c)
	r.focus = focusCompose
	switch {
	case strings.TrimSpace(c.compose.Value()) == "":
		c.replyTo, c.edited = n.ID, n.Content
		c.compose.SetValue(n.Content)
	case c.replyTo != n.ID: // else it was begun before, and goes on
		r.arrange()
		return r.say(levelWarn, "Finish or clear the note you are writing first.")
	}
	r.arrange()
	return nil
}

func (r *writeRoom) askDeleteNote(c *chat, n client.Note) tea.Cmd {
	lines := func(width int) []string {
		return append([]string{"The note is gone for everybody then:", ""}, dialog.WrapLines(n.Content, width)...)
	}
	platform, id, noteID := r.deps.Platform, c.id, n.ID
	q := r.NewQuestion("Delete the note?", "Delete", lines, func() tea.Cmd {
		r.dialogs = dialog.Stack{}
		return call(r.door(), writeLimit, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, platform.DeleteNote(ctx, id, noteID)
		}, func(_ struct{}, err error) tea.Msg { return noteDeleted{id: id, note: noteID, err: err} })
	})
	q.Danger = true
	r.dialogs.Push(q)
	return nil
}

// onNote tells of a colleague's note on the open conversation.
func (r *writeRoom) onNote(e client.NoteChanged) tea.Cmd {
	r.contact.learnName(e.Note.AuthorID, e.Note.AuthorName)
	c := r.chats.open
	if c != nil && c.id == e.Note.ContactID {
		c.about.asked = false
	}
	if known := r.chats.byID[e.Note.ContactID]; known != nil && e.Deleted {
		r.timeline.drop(known, e.Note.ID)
	} else if known != nil {
		r.timeline.show(known, e.Note, r.contact.assignee(e.Note.AuthorID))
	}
	if c == nil || c.id != e.Note.ContactID || e.Deleted || e.Note.AuthorID == r.session.identity.User.ID {
		return nil
	}
	return tea.Batch(r.contact.loadAbout(), r.say(levelInfo, "NOTE by "+text.Line(e.Note.AuthorName)+": "+text.Line(e.Note.Content)))
}
