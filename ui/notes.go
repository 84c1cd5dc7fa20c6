package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
)

// notesShown is how many of the newest notes the list shows.
const notesShown = 100

// toggleNote turns the composer from replies to private notes and back. Each
// has a draft of its own, so nothing typed for colleagues can be sent to the
// customer by turning.
func (r *Root) toggleNote() tea.Cmd {
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

func (r *Root) writeNote(c *chat) {
	c.setMode(store.Note)
	c.dressComposer(r)
}

// writeReply goes back to replies. A note that was being edited stays as it is on
// the platform, and what was changed in it a draft.
func (r *Root) writeReply(c *chat) {
	if v := c.compose.Value(); c.mode() == store.Note && (strings.TrimSpace(v) == "" || v == c.edited) {
		c.compose.SetValue("")
		c.replyTo, c.edited = "", ""
	}
	c.setMode(store.Reply)
	c.dressComposer(r)
}

// dressComposer makes the composer look like what it writes.
func (c *chat) dressComposer(r *Root) {
	if c.mode() == store.Note {
		c.compose.SetLabel("NOTE")
		c.compose.SetNote("NOTE only your team sees this")
		c.compose.SetPlaceholder("for colleagues, about " + text.CutWith(c.name(), 30, r.theme.Glyphs.Cut))
		return
	}
	c.compose.SetLabel("Reply")
	c.compose.SetNote("")
	c.compose.SetPlaceholder("to " + text.CutWith(c.name(), 30, r.theme.Glyphs.Cut))
}

// noteSaved is the platform's answer to a note that was written, edited or
// deleted here.
type noteSaved struct {
	id   string // contact
	body string // what was written, to be put back if it was refused
	edit string // the note that was edited, "" for a new one
	told string
	err  error
}

// sendNote keeps what the composer holds as a note. It goes through its own
// call: no path leads from here to the customer.
func (r *Root) sendNote(c *chat) tea.Cmd {
	body := strings.TrimSpace(c.compose.Value())
	if body == "" {
		return r.say(levelInfo, "Nothing to add: the note is empty.")
	}
	if why := r.lacksRight("chat", "write", "write notes"); why != "" {
		return r.say(levelWarn, "The note was not added: "+why+".")
	}
	edit, id, platform := c.replyTo, c.id, r.deps.Platform
	c.adding = append(c.adding, draft{body, edit})
	c.replyTo, c.edited = "", ""
	c.compose.SetValue("")
	if edit != "" {
		r.writeReply(c)
	}
	r.arrange()
	return call(r.door(), writeLimit, func(ctx context.Context) (client.Note, error) {
		if edit != "" {
			return platform.EditNote(ctx, id, edit, body)
		}
		return platform.AddNote(ctx, id, body)
	}, func(_ client.Note, err error) tea.Msg {
		return noteSaved{id: id, body: body, edit: edit, told: "The note is kept; only your team sees it.", err: err}
	})
}

// arrive puts a refused note back into the composer: nothing written is lost.
func (m noteSaved) arrive(r *Root) tea.Cmd {
	c := r.chats.byID[m.id]
	if c != nil {
		if i := slices.Index(c.adding, draft{m.body, m.edit}); i >= 0 {
			c.adding = slices.Delete(c.adding, i, i+1)
		}
	}
	if m.err == nil {
		if c != nil {
			c.about.asked = false
		}
		return tea.Batch(r.say(levelGood, m.told), r.loadAbout(), r.noteChat(c))
	}
	if c != nil && m.body != "" {
		r.writeNote(c)
		if old := c.compose.Value(); strings.TrimSpace(old) != "" {
			m.body += "\n" + old
		}
		c.compose.SetValue(m.body)
		c.replyTo, c.edited = m.edit, ""
		r.arrange()
	}
	return tea.Batch(r.trouble("keep the note", m.err), r.noteChat(c))
}

// unkeptNotes is the draft of a note with those before it that the platform has not
// confirmed yet: after a crash they are all there to be looked at.
func (c *chat) unkeptNotes(d draft) draft {
	for _, n := range slices.Backward(c.adding) {
		if d.body == "" {
			d = n
			continue
		}
		d = draft{body: n.body + "\n\n" + d.body} // of several none is an edit any more
	}
	return d
}

// notesLoaded are the newest notes of a conversation.
type notesLoaded struct {
	id   string
	page client.NotePage
	err  error
}

// listNotes fetches the notes of the open conversation and shows them.
func (r *Root) listNotes() tea.Cmd {
	id, platform := r.chats.open.id, r.deps.Platform
	return call(r.door(), readLimit, func(ctx context.Context) (client.NotePage, error) {
		return platform.Notes(ctx, id, "", notesShown)
	}, func(page client.NotePage, err error) tea.Msg { return notesLoaded{id: id, page: page, err: err} })
}

func (m notesLoaded) arrive(r *Root) tea.Cmd {
	c := r.chats.open
	if c == nil || c.id != m.id {
		return nil
	}
	if m.err != nil {
		return r.trouble("fetch the notes", m.err)
	}
	write := choice{label: "Write a note", off: r.lacksRight("chat", "write", "write notes"), pick: then{func() tea.Cmd {
		r.writeNote(c)
		r.focus = focusCompose
		r.arrange()
		return nil
	}}}
	choices := []choice{r.orSay(write)}
	for i := len(m.page.Notes) - 1; i >= 0; i-- {
		n := m.page.Notes[i]
		r.learnName(n.AuthorID, n.AuthorName)
		when := inbox.ShortTime(n.CreatedAt, r.deps.Now(), r.deps.Location, true)
		choices = append(choices, choice{
			label: text.Line(n.Content), detail: text.CutWith(r.assignee(n.AuthorID), 18, r.theme.Glyphs.Cut) + "  " + when,
			pick: also{func() tea.Cmd { return r.showNote(c, n) }},
		})
	}
	title := "Notes on " + text.CutWith(c.name(), 30, r.theme.Glyphs.Cut)
	if m.page.Total > len(m.page.Notes) {
		title += fmt.Sprintf(", the newest %d of %d", len(m.page.Notes), m.page.Total)
	}
	d := r.newChooser(title, "No note has %q.", choices)
	d.records, d.verb = true, "open"
	r.dialogs.push(d)
	return nil
}

// showNote shows one note whole. Only its author may change it (contract §10).
func (r *Root) showNote(c *chat, n client.Note) tea.Cmd {
	lines := func(width int) []string {
		head := fmt.Sprintf("%s, %s", text.Line(n.AuthorName), n.CreatedAt.In(r.deps.Location).Format("Mon, 2 Jan 2006 15:04"))
		if n.UpdatedAt.Sub(n.CreatedAt) > 1e9 {
			head += ", edited"
		}
		return append([]string{r.theme.Note.Render("NOTE") + " " + r.theme.Faint.Render(text.CutWith(head, max(0, width-5), r.theme.Glyphs.Cut)), ""}, wrapLines(n.Content, width)...)
	}
	extra := []viewerKey{{"note.copy", "copy", also{func() tea.Cmd { return r.copy(n.Content, "note", 0) }}}}
	if n.AuthorID == r.session.identity.User.ID {
		extra = append(extra,
			viewerKey{"note.edit", "edit", then{func() tea.Cmd { r.dialogs.pop(); return r.editNote(c, n) }}},
			viewerKey{"note.delete", "delete", also{func() tea.Cmd { return r.askDeleteNote(c, n) }}})
	}
	r.dialogs.push(r.newViewer(scopeNote, "Note", lines, extra...))
	return nil
}

// editNote puts a note of one's own into the composer.
func (r *Root) editNote(c *chat, n client.Note) tea.Cmd {
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

func (r *Root) askDeleteNote(c *chat, n client.Note) tea.Cmd {
	lines := func(width int) []string {
		return append([]string{"The note is gone for everybody then:", ""}, wrapLines(n.Content, width)...)
	}
	platform, id, noteID := r.deps.Platform, c.id, n.ID
	q := r.newQuestion("Delete the note?", "Delete", lines, func() tea.Cmd {
		r.dialogs = dialogs{}
		return call(r.door(), writeLimit, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, platform.DeleteNote(ctx, id, noteID)
		}, func(_ struct{}, err error) tea.Msg { return noteSaved{id: id, told: "The note is deleted.", err: err} })
	})
	q.danger = true
	r.dialogs.push(q)
	return nil
}

// onNote tells of a colleague's note on the open conversation.
func (r *Root) onNote(e client.NoteChanged) tea.Cmd {
	r.learnName(e.Note.AuthorID, e.Note.AuthorName)
	c := r.chats.open
	if c != nil && c.id == e.Note.ContactID {
		c.about.asked = false
	}
	if c == nil || c.id != e.Note.ContactID || e.Deleted || e.Note.AuthorID == r.session.identity.User.ID {
		return nil
	}
	return tea.Batch(r.loadAbout(), r.say(levelInfo, "NOTE by "+text.Line(e.Note.AuthorName)+": "+text.Line(e.Note.Content)))
}
