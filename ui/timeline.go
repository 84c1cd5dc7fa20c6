package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// timelineRows is how many of the newest notes and runs of a conversation stand in
// its thread.
const timelineRows = 50

// timeline puts into the threads what happened besides messages, where it happened:
// private notes and runs of actions.
type timeline struct {
	*desk
	contact *contactRoom
	notes   map[string]client.Note // by event id
	runs    map[string]actions.Run
}

// Events have ids of their own, so that no message can have the same one.
func noteEvent(id string) string { return "note:" + id }
func runEvent(id string) string  { return "run:" + id }

// notesTold are the newest notes of a conversation.
type notesTold struct {
	id   string // contact
	page client.NotePage
	err  error
}

// readNotes fetches the notes of a conversation for its thread. They wait for what
// the person asks for.
func (t *timeline) readNotes(c *chat) tea.Cmd {
	id, platform := c.id, t.deps.Platform
	return call(t.door(), readLimit, func(ctx context.Context) (client.NotePage, error) {
		return platform.Notes(client.Prefetch(ctx), id, "", timelineRows)
	}, func(page client.NotePage, err error) tea.Msg { return notesTold{id: id, page: page, err: err} })
}

func (m notesTold) arrive(t *timeline) tea.Cmd {
	if c := t.chats.byID[m.id]; c != nil && m.err == nil { // they can be listed, which tells why not
		t.showNotes(c, m.page)
	}
	return nil
}

// showNotes shows the newest notes of a conversation, and no more those of the same
// time that are gone.
func (t *timeline) showNotes(c *chat, page client.NotePage) {
	here := make(map[string]bool, len(page.Notes))
	for _, n := range page.Notes {
		here[n.ID] = true
		t.contact.learnName(n.AuthorID, n.AuthorName)
		t.show(c, n, t.contact.assignee(n.AuthorID))
	}
	for _, n := range t.notes {
		if n.ContactID == c.id && !here[n.ID] && (!page.HasMore || !n.CreatedAt.Before(page.Notes[0].CreatedAt)) {
			t.drop(c, n.ID)
		}
	}
}

// show puts one note into a thread, or its newer version.
func (t *timeline) show(c *chat, n client.Note, author string) {
	if t.notes == nil {
		t.notes = map[string]client.Note{}
	}
	n.ContactID = c.id
	t.notes[noteEvent(n.ID)] = n
	c.thread.SetEvent(thread.Event{ID: noteEvent(n.ID), At: n.CreatedAt, Note: true, Who: author, Words: n.Content})
}

// drop takes a note that is gone out of a thread.
func (t *timeline) drop(c *chat, id string) {
	delete(t.notes, noteEvent(id))
	c.thread.RemoveEvent(noteEvent(id))
}

// forget lets go of what was known about a conversation that left the memory.
func (t *timeline) forget(contact string) {
	for id, n := range t.notes {
		if n.ContactID == contact {
			delete(t.notes, id)
		}
	}
	for id, run := range t.runs {
		if run.ContactID == contact {
			delete(t.runs, id)
		}
	}
}

// runsTold are the newest runs for one contact, as recorded on this machine.
type runsTold struct {
	id   string // contact
	runs []actions.Run
	err  error
}

// readRuns reads the record of runs for a conversation's thread.
func (t *timeline) readRuns(id string) tea.Cmd {
	of := t.deps.RunsOf
	if of == nil {
		return nil
	}
	return call(t.door(), readLimit, func(ctx context.Context) ([]actions.Run, error) {
		return of(ctx, id, timelineRows)
	}, func(runs []actions.Run, err error) tea.Msg { return runsTold{id: id, runs: runs, err: err} })
}

func (m runsTold) arrive(t *timeline) tea.Cmd {
	c := t.chats.byID[m.id]
	if c == nil || m.err != nil { // the history tells what is wrong with the record
		return nil
	}
	for _, run := range m.runs {
		if run.ContactID == c.id && run.State != actions.StateRefused { // nothing happened then
			t.showRun(c, run, t.contact.assignee(run.UserID))
		}
	}
	return nil
}

// showRun puts one run into a thread, or how it ended.
func (t *timeline) showRun(c *chat, run actions.Run, who string) {
	if t.runs == nil {
		t.runs = map[string]actions.Run{}
	}
	t.runs[runEvent(run.ID)] = run
	state := thread.EventDoubt
	switch run.State {
	case actions.StateDone:
		state = thread.EventDone
	case actions.StateFailed:
		state = thread.EventFailed
	}
	c.thread.SetEvent(thread.Event{
		ID: runEvent(run.ID), At: run.Started, Who: who, Words: runWords(run), Mark: stateMark(&t.Theme, run.State), State: state,
	})
}

// runWords says what was run and what came of it, the action's name first.
func runWords(run actions.Run) string {
	name, told := text.Line(run.ActionName), text.Line(run.Message)
	switch {
	case told == "":
		return name + ": " + string(run.State)
	case strings.HasPrefix(told, name):
		return told
	}
	return name + ": " + told
}

// openEvent shows everything about the event that is selected in the thread.
func (r *readRoom) openEvent(c *chat, e thread.Event) tea.Cmd {
	if n, ok := r.timeline.notes[e.ID]; ok {
		return r.write.showNote(c, n)
	}
	if run, ok := r.timeline.runs[e.ID]; ok {
		return r.run.showRun(run)
	}
	return nil
}

// happened reads again what stands in a thread besides messages. told says that the
// notes are on their way for the contact panel.
func (t *timeline) happened(c *chat, told tea.Cmd) tea.Cmd {
	cmds := []tea.Cmd{told, t.readRuns(c.id)}
	if told == nil && t.may("chat", "read") {
		cmds = append(cmds, t.readNotes(c))
	}
	return tea.Batch(cmds...)
}

// notesChanged reads the notes of a conversation again.
func (t *timeline) notesChanged(c *chat) tea.Cmd {
	c.about.asked = false
	if told := t.contact.loadAbout(); told != nil && c == t.chats.open {
		return told
	}
	if !t.may("chat", "read") {
		return nil
	}
	return t.readNotes(c)
}

// timelineAnswer is the answer of a call that concerns notes and runs in threads.
type timelineAnswer interface{ arrive(*timeline) tea.Cmd }
