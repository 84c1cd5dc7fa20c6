package ui

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	actionfiles "keydesk/actions/files"
	"keydesk/ui/code"
	"keydesk/ui/dialog"
	"keydesk/ui/studio"
	"keydesk/ui/text"
)

// editSelected opens the action under the bar, with the unsaved work on it if
// there is some.
func (r *studioRoom) editSelected() tea.Cmd {
	e, _ := r.list.Selected()
	key := workKey(e.Stored.ID)
	list := studio.DecodeDrafts(r.drafts[key])
	switch len(list) {
	case 0:
		return r.openForm(key, e.Stored, e.Stored)
	case 1:
		return r.openWork(key, e.Stored, list[0])
	}
	choices := make([]dialog.Choice, 0, len(list)) // of several consoles that are gone
	for i, d := range list {
		_, work := d.Restore(e.Stored)
		var fields []string
		for _, c := range actions.Changes(e.Stored, work) {
			fields = append(fields, text.Line(c.Field))
		}
		choices = append(choices, dialog.Choice{Label: fmt.Sprintf("%d: %s", i+1, storedName(work)), Detail: "changes " + strings.Join(fields, ", "),
			Pick: dialog.Then{Do: func() tea.Cmd { return r.openWork(key, e.Stored, d) }}})
	}
	c := r.NewChooser("Unsaved work of two consoles", "Nothing matches %q.", choices)
	c.Verb = "go on with it"
	r.dialogs.Push(c)
	return nil
}

// openWork opens the form with unsaved work on an action as the platform has it now.
func (r *studioRoom) openWork(key string, now actions.Stored, d studio.Draft) tea.Cmd {
	base, work := d.Restore(now)
	cmd := r.openForm(key, base, work)
	words := "Your unsaved changes are here again; " + r.Label("studio.discard") + " throws them away."
	if !base.Same(now) {
		words = "Your unsaved changes are here again. The action changed on the platform since; saving shows what."
	}
	return tea.Batch(cmd, r.say(levelInfo, words))
}

// newAction begins an action, or goes on with one that was begun and not saved.
func (r *studioRoom) newAction() tea.Cmd {
	begun := r.newWork()
	if len(begun) == 0 {
		return r.openNew(studio.New(), "")
	}
	choices := []dialog.Choice{{Label: "A new action", Pick: dialog.Then{Do: func() tea.Cmd { return r.openNew(studio.New(), "") }}}}
	for _, key := range begun {
		for _, d := range studio.DecodeDrafts(r.drafts[key]) {
			_, work := d.Restore(actions.Stored{})
			choices = append(choices, dialog.Choice{Label: r.Theme.Glyphs.Icon(work.Icon) + " " + storedName(work), Detail: "begun, not saved",
				Pick: dialog.Then{Do: func() tea.Cmd { return r.openForm(key, actions.Stored{}, work) }}})
		}
	}
	c := r.NewChooser("New action", "Nothing matches %q.", choices)
	c.Verb = "open"
	r.dialogs.Push(c)
	return nil
}

// openNew opens the form of an action that is not there yet. file is the one of
// the trash that it comes from, "" for none.
func (r *studioRoom) openNew(s actions.Stored, file string) tea.Cmd {
	key := r.newWorkKey()
	if file != "" {
		if r.trashing == nil {
			r.trashing = map[string]string{}
		}
		r.trashing[key] = file
	}
	return r.openForm(key, actions.Stored{}, s)
}

// openForm opens the form on base, filled with work.
func (r *studioRoom) openForm(key string, base, work actions.Stored) tea.Cmd {
	r.form, r.work, r.merge, r.unsure = studio.Open(&r.Theme, base, work, studio.CodeArea(r.placeholderNames)), key, nil, false
	r.form.Source(r.placeholderNames)
	if why := r.needsWrite(); why != "" {
		r.form.ReadOnly = why
	}
	r.shown.code, r.shown.script = "", nil
	r.refreshShown()
	return tea.Batch(r.noteStudio(), r.checkLater())
}

// closeForm goes back to the list. What was not saved is kept.
func (r *studioRoom) closeForm() tea.Cmd {
	unsaved := r.form.Changed() && !r.form.Untouched() && r.form.ReadOnly == ""
	cmd := r.noteStudio()
	isNew := r.form.IsNew()
	if !isNew {
		r.list.Select(r.form.Base.ID)
	}
	r.form, r.work = nil, ""
	r.refreshShown()
	if !unsaved {
		return cmd
	}
	key := r.Label("studio.edit")
	if isNew {
		key = r.Label("studio.new")
	}
	return tea.Batch(cmd, r.say(levelInfo, "Not saved, but kept: "+key+" opens it as you left it."))
}

// askDiscard asks before unsaved work is thrown away.
func (r *studioRoom) askDiscard() tea.Cmd {
	f := r.form
	lines := func(width int) []string {
		rows := text.Wrap("These changes are not saved and go for good:", width)
		for _, c := range actions.Changes(f.Base, f.Stored()) {
			rows = append(rows, "", r.Theme.Strong.Render(text.CutWith(text.Line(c.Field), width, r.Theme.Glyphs.Cut)))
			rows = append(rows, studio.DiffRows(&r.Theme, c, width)...)
		}
		return rows
	}
	q := r.NewQuestion("Throw the changes away?", "Throw away", lines, func() tea.Cmd {
		key := r.work
		r.form, r.work = nil, ""
		r.refreshShown()
		return r.noteWork(key, "")
	})
	q.Danger = true
	r.dialogs.Push(q)
	return nil
}

// studioVertical is an arrow up or down in the form.
func (r *studioRoom) studioVertical(press tea.KeyPressMsg, by int) tea.Cmd {
	if f := r.form; f != nil {
		f.Vertical(press, by)
	}
	return nil
}

// chooseAnswer takes the next answer of a field that is chosen, or the one
// before.
func (r *studioRoom) chooseAnswer(by int) func() tea.Cmd {
	return func() tea.Cmd {
		if r.form.Choose(by) {
			return r.formChanged()
		}
		return nil
	}
}

// pickField is enter: a list of answers, the entry under the bar, or the next
// field.
func (r *studioRoom) pickField() tea.Cmd {
	f := r.form
	switch {
	case f.Focused() == studio.FieldIcon && f.ReadOnly == "":
		return r.chooseIcon()
	case f.Lists() && f.ReadOnly == "":
		return r.editEntry()
	}
	f.Next()
	return nil
}

// chooseIcon offers every icon with its picture.
func (r *studioRoom) chooseIcon() tea.Cmd {
	var choices []dialog.Choice
	for _, name := range actions.Icons() {
		choices = append(choices, dialog.Choice{Label: text.Pad(r.Theme.Glyphs.Icon(name), 2) + " " + name,
			Pick: dialog.Then{Do: func() tea.Cmd { return r.setField(studio.FieldIcon, name) }}})
	}
	c := r.NewChooser("Icon", "There is no icon %q.", choices)
	c.Verb, c.At = "take", max(0, slices.Index(actions.Icons(), r.form.Text(studio.FieldIcon)))
	r.dialogs.Push(c)
	return nil
}

// placeholderNames are what may stand in a placeholder, with the values that the
// sample contact has.
func (r *studioRoom) placeholderNames() []code.Candidate {
	v := &r.shown
	inputs, _ := sampleAnswers(r.deps.Engine.Form(v.meaning, r.sample.subject))
	var list []code.Candidate
	for _, f := range r.sample.subject.Fields(inputs) {
		list = append(list, code.Candidate{Name: f.Name, Value: f.Value, Short: f.Short})
	}
	return list
}

// setField puts a text into a field.
func (r *studioRoom) setField(id, s string) tea.Cmd {
	if r.form == nil {
		return nil
	}
	r.form.SetText(id, s)
	return r.formChanged()
}

// revealValues shows or masks secrets.
func (r *studioRoom) revealValues() tea.Cmd {
	f := r.form
	f.Reveal = !f.Reveal
	return nil
}

// chooseTemplate offers texts to begin with.
func (r *studioRoom) chooseTemplate() tea.Cmd {
	f := r.form
	id := f.Focused()
	var choices []dialog.Choice
	for _, t := range studio.Templates(id) {
		choices = append(choices, dialog.Choice{Label: t.Name, Below: t.Text, Pick: dialog.Then{Do: func() tea.Cmd {
			before := f.Text(id)
			f.TakeTemplate(t)
			cmd := r.setField(id, t.Text)
			if strings.TrimSpace(before) != "" {
				cmd = tea.Batch(cmd, r.say(levelInfo, "The template stands in place of what was there."))
			}
			return cmd
		}}})
	}
	c := r.NewChooser("Begin with", "No template matches %q.", choices)
	c.Verb, c.Preview = "take", true
	r.dialogs.Push(c)
	return nil
}

// importLimit bounds an action's file.
const importLimit = 4 << 20

// imported is an action read from a file.
type imported struct {
	action actions.Stored
	err    error
}

// askImport asks for a file to begin a new action with.
func (r *studioRoom) askImport() tea.Cmd {
	p := r.NewPrompt("File of an action", "actions/create-ticket.toml, or .json", func(path string) tea.Cmd {
		path = strings.TrimSpace(path)
		if path == "" {
			return nil
		}
		return call(r.door(), hostLimit, func(context.Context) (actions.Stored, error) { return readActionFile(path) },
			func(s actions.Stored, err error) tea.Msg { return imported{action: s, err: err} })
	})
	p.Verb = "open"
	r.dialogs.Push(p)
	return nil
}

// readActionFile reads an action as keydesk actions pull or the platform writes it.
func readActionFile(path string) (actions.Stored, error) {
	if strings.EqualFold(filepath.Ext(path), ".toml") {
		f, err := actionfiles.ReadFile(path)
		if err != nil {
			return actions.Stored{}, err
		}
		return f.Action, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return actions.Stored{}, fmt.Errorf("open the action's file: %w", err)
	}
	defer func() { _ = file.Close() }() // only read
	data, err := io.ReadAll(io.LimitReader(file, importLimit+1))
	if err != nil {
		return actions.Stored{}, fmt.Errorf("read the action's file: %w", err)
	}
	if len(data) > importLimit {
		return actions.Stored{}, fmt.Errorf("the action's file has more than %d MiB, no action has: choose another file", importLimit>>20)
	}
	return actions.ParseStored(data)
}

func (m imported) arrive(r *studioRoom) tea.Cmd {
	if m.err != nil {
		return r.say(levelBad, m.err.Error())
	}
	if !r.open {
		return nil
	}
	s := m.action.Clone()
	s.ID, s.Active = "", false
	return r.openNew(s, "")
}
