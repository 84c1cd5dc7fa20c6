package ui

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/store"
	"keydesk/ui/host"
	"keydesk/ui/text"
)

// editing is what the composer held when it was handed to the person's editor.
type editing struct {
	id     string     // conversation
	mode   store.Kind // what is written there
	before string
	file   *host.Editing
	err    error
}

// edited is what became of it.
type edited struct {
	editing
	content string
	failed  error // the editor's own end
}

func (r *Root) needsEditor() string {
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
func (r *Root) openEditor() tea.Cmd {
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
func (e editing) arrive(r *Root) tea.Cmd {
	if e.err != nil {
		return r.say(levelBad, "The editor was not started: "+text.Line(e.err.Error())+".")
	}
	return r.deps.Exec(e.file.Command, func(failed error) tea.Msg { return edited{editing: e, failed: failed} })
}

// arrive reads what the editor left.
func (m edited) arrive(r *Root) tea.Cmd {
	if m.err == nil && m.file != nil {
		return call(r.door(), hostLimit, func(context.Context) (string, error) { return m.file.Finish() }, func(content string, err error) tea.Msg {
			m.content, m.err, m.file = content, err, nil
			return m
		})
	}
	return r.takeEdited(m)
}

// takeEdited puts what the editor left into the composer, where one undo brings
// back what was there. An editor that failed has lost nothing: what it saved
// counts, and what it did not save leaves the draft as it was.
func (r *Root) takeEdited(m edited) tea.Cmd {
	c := r.chats.byID[m.id]
	if c == nil {
		return nil
	}
	if m.err != nil {
		return r.say(levelBad, "The text is as it was: "+text.Line(m.err.Error())+".")
	}
	content := strings.TrimRight(m.content, "\r\n")
	same := content == strings.TrimRight(m.before, "\r\n")
	if !same {
		if c.mode() != m.mode {
			c.setMode(m.mode)
			c.dressComposer(r)
		}
		c.compose.Replace(content)
	}
	if c == r.chats.open {
		r.focus = focusCompose
	}
	r.arrange()
	switch {
	case m.failed != nil && same:
		return r.say(levelWarn, fmt.Sprintf("The editor failed (%s); the text is as it was.", text.Line(m.failed.Error())))
	case m.failed != nil:
		return r.say(levelWarn, fmt.Sprintf("The editor failed (%s); what it saved is here, %s brings back what was before.",
			text.Line(m.failed.Error()), r.label("compose.undo")))
	}
	return nil
}

// undo brings back what the composer held before the last change; a cleared
// draft is one.
func (r *Root) undo() tea.Cmd { return r.travel(r.chats.open.compose.Undo) }

func (r *Root) redo() tea.Cmd { return r.travel(r.chats.open.compose.Redo) }

func (r *Root) travel(by func() bool) tea.Cmd {
	by()
	r.focus = focusCompose
	r.arrange()
	return nil
}

func (r *Root) needsUndo() string {
	if why := r.needsChat(); why != "" {
		return why
	}
	if !r.chats.open.compose.CanUndo() {
		return "nothing was changed since the draft began"
	}
	return ""
}

func (r *Root) needsRedo() string {
	if why := r.needsChat(); why != "" {
		return why
	}
	if !r.chats.open.compose.CanRedo() {
		return "nothing was undone"
	}
	return ""
}

func (r *Root) needsDraft() string {
	if why := r.needsChat(); why != "" {
		return why
	}
	if r.chats.open.compose.Value() == "" {
		return "the composer is empty"
	}
	return ""
}

// clearDraft empties the composer and says how to have it back.
func (r *Root) clearDraft() tea.Cmd {
	r.chats.open.compose.Clear()
	r.focus = focusCompose
	r.arrange()
	return r.say(levelInfo, "The draft is cleared; "+r.label("compose.undo")+" brings it back.")
}

// draftCommands are those about the text in the composer.
func (r *Root) draftCommands() []command {
	return []command{
		{Binding: bind(scopeCompose, "compose.editor", "editor", "Write in your own editor ($VISUAL, $EDITOR)", "alt+e", "ctrl+x ctrl+e"), run: r.openEditor, why: r.needsEditor},
		{Binding: bind(scopeCompose, "compose.undo", "", "Undo a change of the draft, also after clearing it", "alt+z", "ctrl+_"), run: r.undo, why: r.needsUndo},
		{Binding: bind(scopeCompose, "compose.redo", "", "Redo what was undone", "alt+y"), run: r.redo, why: r.needsRedo},
		{Binding: bind(scopeCompose, "compose.clear", "", "Clear the draft", "ctrl+x k"), run: r.clearDraft, why: r.needsDraft},
	}
}
