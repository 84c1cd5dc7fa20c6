package ui

import (
	"context"
	"fmt"
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	actionfiles "keydesk/actions/files"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
)

// toTrash keeps an action as a file; undo takes the file away again.
func toTrash(folder string, s actions.Stored) (name string, undo func(), err error) {
	dir, err := actionfiles.Create(folder)
	if err != nil {
		return "", nil, err
	}
	defer dir.Close()
	f, err := dir.Save(s, nil, true)
	if err != nil {
		return "", nil, fmt.Errorf("keep a copy of the action: %w", err)
	}
	return filepath.Join(folder, f.Name), func() { _ = dropFile(folder, f.Name) }, nil
}

// dropFile removes one action from the trash.
func dropFile(folder, name string) error {
	dir, err := actionfiles.Open(folder)
	if err != nil {
		return err
	}
	defer dir.Close()
	list, _ := dir.Load()
	for _, f := range list {
		if f.Name == name {
			return dir.Remove(f)
		}
	}
	return nil
}

// trashed are the actions in the trash.
type trashed struct {
	list     []*actionfiles.File
	problems []error
	err      error
}

// listTrash offers the deleted actions to be brought back.
func (r *studioRoom) listTrash() tea.Cmd {
	folder := r.deps.Trash
	return call(r.door(), hostLimit, func(context.Context) (trashed, error) {
		dir, err := actionfiles.Create(folder)
		if err != nil {
			return trashed{}, err
		}
		defer dir.Close()
		var t trashed
		t.list, t.problems = dir.Load()
		return t, nil
	}, func(t trashed, err error) tea.Msg {
		t.err = err
		return t
	})
}

func (m trashed) arrive(r *studioRoom) tea.Cmd {
	switch {
	case !r.open:
		return nil
	case m.err != nil:
		return r.say(levelBad, "The trash cannot be read: "+m.err.Error()+".")
	case len(m.list) == 0 && len(m.problems) > 0:
		return r.say(levelBad, "The trash cannot be read: "+m.problems[0].Error())
	case len(m.list) == 0:
		return r.say(levelInfo, "The trash is empty: deleted actions will be listed here.")
	}
	choices := make([]dialog.Choice, 0, len(m.list))
	for _, f := range m.list {
		choices = append(choices, dialog.Choice{Label: r.Theme.Glyphs.Icon(f.Action.Icon) + " " + storedName(f.Action), Detail: text.Line(f.Name),
			Pick: dialog.Then{Do: func() tea.Cmd { return r.bringBack(f) }}})
	}
	c := r.NewChooser("Deleted actions", "No deleted action matches %q.", choices)
	c.Verb = "bring back"
	r.dialogs.Push(c)
	return nil
}

// bringBack begins a new action with a deleted one. Its file goes when that is
// saved.
func (r *studioRoom) bringBack(f *actionfiles.File) tea.Cmd {
	s := f.Action.Clone()
	s.ID, s.Active = "", false
	cmd := r.openNew(s, f.Name)
	return tea.Batch(cmd, r.say(levelInfo, "Save it ("+r.Label("studio.save")+") and it is back, switched off."))
}

// emptyFile takes a file out of the trash once its action is back.
func (r *studioRoom) emptyFile(name string) tea.Cmd {
	folder := r.deps.Trash
	return call(r.door(), hostLimit, func(context.Context) (struct{}, error) {
		return struct{}{}, dropFile(folder, name)
	}, func(_ struct{}, err error) tea.Msg {
		if err != nil {
			return fileStays{name: name, err: err}
		}
		return nil
	})
}

// fileStays tells that a file could not be taken out of the trash.
type fileStays struct {
	name string
	err  error
}

func (m fileStays) arrive(r *studioRoom) tea.Cmd {
	return r.say(levelWarn, "The action is back, but its file stays in the trash: "+m.err.Error())
}
