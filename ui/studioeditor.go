package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/store"
	"keydesk/ui/code"
	"keydesk/ui/host"
	"keydesk/ui/studio"
	"keydesk/ui/text"
)

// elsewhere is a body or script while it is in the person's own editor.
type elsewhere struct {
	work, field string // the form's key, and the field
	before      string
	file        *host.Editing
	content     string
	err         error
	failed      error // the editor's own end
	back, read  bool  // it ended, and what it left was read
}

func (r *studioRoom) needsOwnEditor() string {
	if why := r.needsLong(); why != "" {
		return why
	}
	if _, err := r.deps.Host.Editor(); err != nil {
		return err.Error()
	}
	return ""
}

// editElsewhere hands the body or script to the person's own editor. What is not
// kept yet is kept before: nobody knows how long that takes.
func (r *studioRoom) editElsewhere() tea.Cmd {
	f := r.form
	e := elsewhere{work: r.work, field: f.Focused(), before: f.Text(f.Focused())}
	name, ending := "body", ".json"
	if e.field == studio.FieldCode {
		name, ending = "script", ".js"
	}
	machine, scratch, stored := r.deps.Host, r.editScratch(), r.deps.Store != nil
	open := call(r.door(), hostLimit, func(ctx context.Context) (*host.Editing, error) {
		file, err := machine.Edit(ctx, scratch, name, ending, e.before)
		if err == nil && stored {
			err = file.Remember(host.About{Mode: string(store.Action), Before: e.before})
		}
		return file, err
	}, func(file *host.Editing, err error) tea.Msg {
		e.file, e.err = file, err
		return e
	})
	if r.deps.Store == nil {
		return open
	}
	return tea.Sequence(tea.Batch(r.noteStudio(), r.writeNow()), open)
}

// arrive gives the terminal to the editor, and when that ended reads what it left.
func (m elsewhere) arrive(r *studioRoom) tea.Cmd {
	switch {
	case m.err != nil && !m.back:
		return r.say(levelBad, "The editor was not started: "+text.Line(m.err.Error())+".")
	case !m.back:
		return r.deps.Exec(m.file.Command, func(failed error) tea.Msg {
			m.failed, m.back = failed, true
			return m
		})
	case !m.read:
		return call(r.door(), hostLimit, func(context.Context) (string, error) { return m.file.Content() }, func(content string, err error) tea.Msg {
			m.content, m.err, m.read = content, err, true
			return m
		})
	}
	return r.takeElsewhere(m)
}

// takeElsewhere puts what the editor left into the field. An editor that failed
// has lost nothing: what it saved counts, else the field is as it was.
func (r *studioRoom) takeElsewhere(m elsewhere) tea.Cmd {
	if m.err != nil {
		return r.sayEditLies(m.file, m.err)
	}
	f := r.form
	if f == nil || r.work != m.work {
		return r.sayEditLies(m.file, errors.New("the form was closed meanwhile"))
	}
	content := m.content
	if !strings.HasSuffix(m.before, "\n") { // editors end the last line; that is no change
		content = strings.TrimSuffix(strings.TrimSuffix(content, "\n"), "\r")
	}
	var cmd tea.Cmd
	if content != m.before {
		cmd = r.setField(m.field, content)
		if f.Text(m.field) != content && len(content) > code.Limit {
			return tea.Batch(cmd, r.sayEditLies(m.file, errors.New("it is longer than the field takes, which has its beginning now")))
		}
	}
	cmd = tea.Batch(cmd, r.forgetEdit(m.file, r.noteStudio()))
	if m.failed != nil {
		return tea.Batch(cmd, r.say(levelWarn, fmt.Sprintf("The editor failed (%s); what it saved is here.", text.Line(m.failed.Error()))))
	}
	return cmd
}
