package ui

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/studio"
)

// studioCommands are the way into the studio and what one does there.
func (r *studioRoom) studioCommands() []command.Command {
	table := []command.Command{
		{Binding: command.Bind(command.ScopeGlobal, "studio", "", "Studio: make, test and order actions", "alt+o"), Run: r.openStudio, Why: r.needsSignIn},
	}
	table = append(table, r.studioListCommands()...)
	table = append(table, r.studioFormCommands()...)
	table = append(table, r.studioMergeCommands()...)
	return append(table, r.studioAllCommands()...)
}

// onList, onForm and onMerge are commands with the reason why they cannot be
// done: that their part of the studio is not on the screen comes first.
func (r *studioRoom) onList(c command.Command, why func() string) command.Command {
	return c.Needing(func() string {
		if !r.open || r.form != nil {
			return "it works in the studio's list"
		}
		return orNone(why)
	})
}

func (r *studioRoom) onForm(c command.Command, why func() string) command.Command {
	return c.Needing(func() string {
		if r.form == nil || r.merge != nil {
			return "it works in the studio's form"
		}
		return orNone(why)
	})
}

func (r *studioRoom) onMerge(c command.Command) command.Command {
	return c.Needing(func() string {
		if r.merge == nil {
			return "it works where two versions of an action are compared"
		}
		return ""
	})
}

func orNone(why func() string) string {
	if why == nil {
		return ""
	}
	return why()
}

func (r *studioRoom) studioListCommands() []command.Command {
	row := func(id, short, long string, run func() tea.Cmd, why func() string, keyNames ...string) command.Command {
		return r.onList(command.Command{Binding: command.Bind(command.ScopeStudioList, id, short, long, keyNames...), Run: run}, why)
	}
	move := func(f func(*studio.List)) func() tea.Cmd {
		return func() tea.Cmd {
			f(&r.list)
			r.refreshShown()
			return nil
		}
	}
	return []command.Command{
		row("studio.edit", "edit", "Open the action in the form", r.editSelected, r.needsAction, "enter", "e"),
		row("studio.new", "new", "Make a new action", r.newAction, r.needsWrite, "n"),
		row("studio.switch", "on/off", "Switch the action on or off for the team", r.switchSelected, r.needsWriteAction, "space").As(command.Sends),
		row("studio.preview", "preview", "Show exactly what it would do", r.previewSelected, r.needsAction, "p"),
		row("studio.try", "test", "Test it: to a catcher on this machine, in rehearsal, or for real", r.tryAction, r.needsPlan, "t"),
		row("studio.moveup", "", "Move it up in the toolbar", r.shiftAction(-1), r.needsPlace, "K", "shift+up"),
		row("studio.movedown", "move", "Move it down in the toolbar", r.shiftAction(1), r.needsPlace, "J", "shift+down"),
		row("studio.copy", "duplicate", "Begin a new action as a copy of this one", r.copySelected, r.needsWriteAction, "D"),
		row("studio.delete", "delete", "Delete the action; a copy goes to the trash", r.askDelete, r.needsDelete, "d", "delete").As(command.Destroys),
		row("studio.undelete", "", "Bring back an action from the trash", r.listTrash, r.needsTrash, "u"),
		row("studio.import", "", "Begin a new action from a file", r.askImport, r.needsImport, "i"),
		row("studio.filter", "filter", "Show only some: by name, type, target, state, problem", r.filterActions, nil, "/"),
		row("studio.sort", "sort", "Sort by order, name, state, problems, last run", move((*studio.List).SortNext), nil, "o"),
		row("studio.reload", "", "Fetch the actions again", r.reloadStudio, nil, "R"),
		row("studio.down1", "", "Next action", move(func(l *studio.List) { l.Move(1) }), nil, "down", "j"),
		row("studio.up1", "", "Previous action", move(func(l *studio.List) { l.Move(-1) }), nil, "up", "k"),
		row("studio.pagedown", "", "One screen down", move(func(l *studio.List) { l.Page(1) }), nil, "pgdown", "ctrl+d"),
		row("studio.pageup", "", "One screen up", move(func(l *studio.List) { l.Page(-1) }), nil, "pgup", "ctrl+u"),
		row("studio.top", "", "First action", move((*studio.List).ToTop), nil, "home", "g"),
		row("studio.end", "", "Last action", move((*studio.List).ToEnd), nil, "end", "G"),
		row("studio.samplelist", "sample", "Whose data the preview shows", r.chooseSample, nil, "s"),
		row("studio.help", "help", "The keys that work here, and all others", func() tea.Cmd { return r.desk.do("help") }, nil, "?"),
		row("studio.leave", "desk", "End the filter, or back to the desk", r.leaveStudioList, nil, "esc", "q"),
	}
}

func (r *studioRoom) studioFormCommands() []command.Command {
	row := func(id, short, long string, run func() tea.Cmd, why func() string, keyNames ...string) command.Command {
		return r.onForm(command.Command{Binding: command.Bind(command.ScopeStudioForm, id, short, long, keyNames...), Run: run}, why)
	}
	moved := func(f func(*studio.Form)) func() tea.Cmd {
		return func() tea.Cmd { f(r.form); return nil }
	}
	return []command.Command{
		row("studio.save", "save", "Save the action", r.saveForm, r.needsUnsaved, "ctrl+s").As(command.Sends),
		row("studio.next", "next", "Next field", moved((*studio.Form).Next), nil, "tab"),
		row("studio.previous", "", "Previous field", moved((*studio.Form).Previous), nil, "shift+tab"),
		row("studio.down", "", "One line down, or the next field", nil, nil, "down"),
		row("studio.up", "", "One line up, or the previous field", nil, nil, "up"),
		row("studio.right", "", "Next answer", r.chooseAnswer(1), nil, "right", "space"),
		row("studio.left", "", "Previous answer", r.chooseAnswer(-1), nil, "left"),
		row("studio.pick", "", "Choose from a list, edit an entry, or go to the next field", r.pickField, nil, "enter"),
		row("studio.drop", "", "Take the entry under the bar out", r.dropEntryRow, r.needsEntry, "delete", "backspace"),
		row("studio.editor", "editor", "Edit the text in your own editor ($VISUAL, $EDITOR)", r.editElsewhere, r.needsOwnEditor, "alt+e"),
		row("studio.template", "template", "Begin the text with a template", r.chooseTemplate, r.needsLong, "ctrl+t"),
		row("studio.reveal", "reveal", "Show or mask the values of headers and addresses", r.revealValues, nil, "alt+."),
		row("studio.sample", "sample", "Whose data the preview shows", r.chooseSample, nil, "alt+,"),
		row("studio.show", "preview", "Show exactly what it would do", r.previewForm, nil, "alt+p"),
		row("studio.discard", "", "Throw the unsaved changes away", r.askDiscard, r.needsUnsaved, "alt+-").As(command.Destroys),
		row("studio.close", "list", "Back to the list; what is not saved is kept", r.closeForm, nil, "esc"),
		row("studio.tryform", "test", "Test it: to a catcher on this machine, in rehearsal, or for real", r.tryAction, r.needsPlan, "alt+="),
	}
}

func (r *studioRoom) studioMergeCommands() []command.Command {
	row := func(id, short, long string, run func() tea.Cmd, keyNames ...string) command.Command {
		return r.onMerge(command.Command{Binding: command.Bind(command.ScopeStudioMerge, id, short, long, keyNames...), Run: run})
	}
	decide := func(f func(*studio.Merge)) func() tea.Cmd {
		return func() tea.Cmd {
			f(r.merge)
			r.refreshShown()
			return nil
		}
	}
	return []command.Command{
		row("studio.mine", "mine", "Take my value of the field", decide(func(m *studio.Merge) { m.Take(studio.Mine); m.Move(1) }), "m"),
		row("studio.theirs", "theirs", "Take the platform's value of the field", decide(func(m *studio.Merge) { m.Take(studio.Theirs); m.Move(1) }), "t"),
		row("studio.allmine", "all mine", "Take my values everywhere", decide(func(m *studio.Merge) { m.TakeAll(studio.Mine) }), "M"),
		row("studio.alltheirs", "all theirs", "Take the platform's values everywhere", decide(func(m *studio.Merge) { m.TakeAll(studio.Theirs) }), "T"),
		row("studio.merged", "save", "Save what was decided", r.saveMerge, "enter", "ctrl+s").As(command.Sends),
		row("studio.mergedown", "", "Next field", decide(func(m *studio.Merge) { m.Move(1) }), "down", "j"),
		row("studio.mergeup", "", "Previous field", decide(func(m *studio.Merge) { m.Move(-1) }), "up", "k"),
		row("studio.unmerge", "form", "Back to the form; nothing is saved", r.leaveMerge, "esc"),
	}
}

// studioAllCommands work in every part of the studio.
func (r *studioRoom) studioAllCommands() []command.Command {
	row := func(id, short, long string, run func() tea.Cmd, why func() string, keyNames ...string) command.Command {
		return command.Command{Binding: command.Bind(command.ScopeStudioAll, id, short, long, keyNames...), Run: run}.Needing(func() string {
			if !r.open {
				return "it works in the studio"
			}
			return orNone(why)
		})
	}
	return []command.Command{
		row("studio.palette", "all commands", "All commands of the studio", func() tea.Cmd { return r.desk.do("palette") }, nil, "ctrl+k"),
		row("studio.notices", "", "Read again what keydesk said in the last row", r.readNotices, r.needsNotice, "alt+m"),
		row("studio.redraw", "", "Draw the screen again", func() tea.Cmd { return tea.ClearScreen }, nil, "ctrl+l"),
	}
}

func (r *studioRoom) needsSignIn() string {
	if !r.session.ready {
		return "sign in first"
	}
	return ""
}

func (r *studioRoom) needsAction() string {
	if _, ok := r.list.Selected(); !ok {
		return "there is no action under the bar"
	}
	return ""
}

// needsWrite is the reason why nothing can be changed.
func (r *studioRoom) needsWrite() string {
	return r.lacksRight("custom_actions", "write", "change actions")
}

// needsImport is the reason why no action can be read from a file.
func (r *studioRoom) needsImport() string {
	if why := r.needsOwnMachine(); why != "" {
		return why + "; keydesk actions import on your own machine reads a file"
	}
	return r.needsWrite()
}

func (r *studioRoom) needsWriteAction() string {
	if why := r.needsAction(); why != "" {
		return why
	}
	return r.needsWrite()
}

func (r *studioRoom) needsDelete() string {
	if why := r.needsAction(); why != "" {
		return why
	}
	if r.deps.Trash == "" {
		return "there is no folder here to keep deleted actions in"
	}
	return r.lacksRight("custom_actions", "delete", "delete actions")
}

func (r *studioRoom) needsTrash() string {
	if r.deps.Trash == "" {
		return "there is no folder here to keep deleted actions in"
	}
	return r.needsWrite()
}

func (r *studioRoom) needsPlace() string {
	if why := r.needsWriteAction(); why != "" {
		return why
	}
	l := &r.list
	if l.Sorting() != studio.ByOrder || l.Filtered() != "" {
		return "sort by order and end the filter first"
	}
	return ""
}

func (r *studioRoom) needsUnsaved() string {
	f := r.form
	switch {
	case f.ReadOnly != "":
		return r.needsWrite()
	case !f.Changed() && !f.IsNew():
		return "nothing was changed"
	}
	return ""
}

func (r *studioRoom) needsEntry() string {
	if _, _, _, ok := r.form.Entry(); !ok {
		return "there is no entry under the bar"
	}
	return r.needsWrite()
}

func (r *studioRoom) needsLong() string {
	if !r.form.Long() {
		return "go to the body or the script first"
	}
	return r.needsWrite()
}
