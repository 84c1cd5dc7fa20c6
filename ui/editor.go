package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/store"
	"keydesk/ui/command"
	"keydesk/ui/host"
	"keydesk/ui/text"
)

// editing is what the composer held when it was handed to the person's editor.
type editing struct {
	id     string     // conversation
	mode   store.Kind // what is written there
	before string
	file   *host.Editing
	read   bool // what the editor left was read
	err    error
}

// edited is what became of it.
type edited struct {
	editing
	content string
	failed  error // the editor's own end
}

func (r *draftRoom) needsEditor() string {
	if why := r.needsChat(); why != "" {
		return why
	}
	if _, err := r.deps.Host.Editor(); err != nil {
		return err.Error()
	}
	return ""
}

// openEditor hands what the composer holds to the person's own editor. What is
// not kept yet is kept before: nobody knows how long that takes.
func (r *draftRoom) openEditor() tea.Cmd {
	c := r.chats.open
	e := editing{id: c.id, mode: c.mode(), before: c.compose.Value()}
	machine, scratch, stored := r.deps.Host, r.editScratch(), r.deps.Store != nil
	name := "reply"
	if e.mode == store.Note {
		name = "note"
	}
	open := call(r.door(), hostLimit, func(ctx context.Context) (*host.Editing, error) {
		file, err := machine.Edit(ctx, scratch, name, ".txt", e.before)
		if err == nil && stored {
			err = file.Remember(host.About{Contact: e.id, Mode: string(e.mode), Before: e.before})
		}
		return file, err
	}, func(file *host.Editing, err error) tea.Msg {
		e.file, e.err = file, err
		return e
	})
	if r.deps.Store == nil {
		return open
	}
	return tea.Sequence(tea.Batch(r.noteChat(c), r.save()), open)
}

// arrive gives the terminal to the editor until it ends.
func (e editing) arrive(r *draftRoom) tea.Cmd {
	if e.err != nil {
		return r.say(levelBad, "The editor was not started: "+text.Line(e.err.Error())+".")
	}
	return r.deps.Exec(e.file.Command, func(failed error) tea.Msg { return edited{editing: e, failed: failed} })
}

// arrive reads what the editor left.
func (m edited) arrive(r *draftRoom) tea.Cmd {
	if m.err == nil && !m.read {
		return call(r.door(), hostLimit, func(context.Context) (string, error) { return m.file.Content() }, func(content string, err error) tea.Msg {
			m.content, m.err, m.read = content, err, true
			return m
		})
	}
	return r.takeEdited(m)
}

// takeEdited puts what the editor left into the composer, where one undo brings
// back what was there. An editor that failed has lost nothing: what it saved
// counts, and what it did not save leaves the draft as it was.
func (r *draftRoom) takeEdited(m edited) tea.Cmd {
	if m.err != nil {
		return r.sayEditLies(m.file, m.err)
	}
	content := strings.TrimRight(m.content, "\r\n")
	c := r.chats.byID[m.id]
	if c == nil { // it left the memory meanwhile
		r.restoreEdit(host.About{Contact: m.id, Mode: string(m.mode), Before: m.before}, content)
		return tea.Batch(r.say(levelInfo, "What you wrote in your editor is a draft now."), r.forgetEdit(m.file, nil))
	}
	same := content == strings.TrimRight(m.before, "\r\n")
	if !same {
		if c.mode() != m.mode {
			c.setMode(m.mode)
			c.dressComposer(&r.Theme)
		}
		c.compose.Replace(content)
	}
	if c == r.chats.open {
		r.focus = focusCompose
	}
	r.arrange()
	forget := r.forgetEdit(m.file, r.noteChat(c))
	switch {
	case c.compose.Cut():
		return r.sayEditLies(m.file, errors.New("it is longer than the composer takes, which has its beginning now"))
	case m.failed != nil && same:
		return tea.Batch(forget, r.say(levelWarn, fmt.Sprintf("The editor failed (%s); the text is as it was.", text.Line(m.failed.Error()))))
	case m.failed != nil:
		return tea.Batch(forget, r.say(levelWarn, fmt.Sprintf("The editor failed (%s); what it saved is here, %s brings back what was before.",
			text.Line(m.failed.Error()), r.Label("compose.undo"))))
	}
	return forget
}

// forgetEdit removes an editor's file once what it held is stored; note is what
// makes it a draft.
func (r *shell) forgetEdit(file *host.Editing, note tea.Cmd) tea.Cmd {
	forget := call(r.door(), hostLimit, func(context.Context) (struct{}, error) { return struct{}{}, file.Forget() },
		func(_ struct{}, err error) tea.Msg { return leftEdits{err: err} })
	if r.deps.Store == nil {
		return forget
	}
	return tea.Sequence(tea.Batch(note, r.writeNow()), forget)
}

// sayEditLies says why what an editor left was not taken, and where it lies.
func (r *shell) sayEditLies(file *host.Editing, why error) tea.Cmd {
	if errors.Is(why, host.ErrNoText) {
		return tea.Batch(r.forgetEdit(file, nil), r.say(levelBad, "The text is as it was: "+text.Line(why.Error())+"."))
	}
	return r.say(levelBad, "What you wrote in your editor lies in "+text.Line(file.Path())+": "+text.Line(why.Error())+".")
}

// undo brings back what the composer held before the last change; a cleared
// draft is one.
func (r *draftRoom) undo() tea.Cmd { return r.travel(r.chats.open.compose.Undo) }

func (r *draftRoom) redo() tea.Cmd { return r.travel(r.chats.open.compose.Redo) }

func (r *draftRoom) travel(by func() bool) tea.Cmd {
	by()
	r.focus = focusCompose
	r.arrange()
	return nil
}

func (r *draftRoom) needsUndo() string {
	if why := r.needsChat(); why != "" {
		return why
	}
	if !r.chats.open.compose.CanUndo() {
		return "nothing was changed since the draft began"
	}
	return ""
}

func (r *draftRoom) needsRedo() string {
	if why := r.needsChat(); why != "" {
		return why
	}
	if !r.chats.open.compose.CanRedo() {
		return "nothing was undone"
	}
	return ""
}

func (r *draftRoom) needsDraft() string {
	if why := r.needsChat(); why != "" {
		return why
	}
	if r.chats.open.compose.Value() == "" {
		return "the composer is empty"
	}
	return ""
}

// clearDraft empties the composer and says how to have it back.
func (r *draftRoom) clearDraft() tea.Cmd {
	r.chats.open.compose.Clear()
	r.focus = focusCompose
	r.arrange()
	return r.say(levelInfo, "The draft is cleared; "+r.Label("compose.undo")+" brings it back.")
}

// draftCommands are those about the text in the composer.
func (r *draftRoom) draftCommands() []command.Command {
	return []command.Command{
		{Binding: command.Bind(command.ScopeCompose, "compose.editor", "editor", "Write in your own editor ($VISUAL, $EDITOR)", "alt+e", "ctrl+x ctrl+e"), Run: r.openEditor, Why: r.needsEditor},
		{Binding: command.Bind(command.ScopeCompose, "compose.undo", "", "Undo a change of the draft, also after clearing it", "alt+z", "ctrl+_"), Run: r.undo, Why: r.needsUndo},
		{Binding: command.Bind(command.ScopeCompose, "compose.redo", "", "Redo what was undone", "alt+y"), Run: r.redo, Why: r.needsRedo},
		{Binding: command.Bind(command.ScopeCompose, "compose.clear", "", "Clear the draft", "ctrl+x k"), Run: r.clearDraft, Why: r.needsDraft},
	}
}
