package ui

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/ui/dialog"
	"keydesk/ui/studio"
	"keydesk/ui/text"
)

// studioWrote is the answer to a write of one action.
type studioWrote struct {
	id, done string // what was done, for the notice
	wanted   func(actions.Stored) actions.Stored
	verb     string
	got      client.CustomAction
	err      error
}

// leaveStudioList ends the filter, then the studio.
func (r *studioRoom) leaveStudioList() tea.Cmd {
	if r.list.Filtered() != "" {
		r.list.Filter("")
		r.refreshShown()
		return nil
	}
	return r.closeStudio()
}

func (r *studioRoom) filterActions() tea.Cmd {
	f := dialog.NewField("name, type, target, state, problem", false)
	f.Set(r.list.Filtered())
	r.filter = &f
	return nil
}

// switchSelected switches the action under the bar on or off. The first time an
// action is switched on without a successful run, it is asked about.
func (r *studioRoom) switchSelected() tea.Cmd {
	e, _ := r.list.Selected()
	if e.Stored.ID == "" {
		return nil
	}
	on := !e.Stored.Active
	flip := func() tea.Cmd {
		word := "off"
		if on {
			word = "on"
		}
		return r.writeAction(e.Stored, "Switch "+word, "is "+word+" for the team.", func(s actions.Stored) actions.Stored {
			s.Active = on
			return s
		})
	}
	if !on || r.tried(e) || r.asked[e.Stored.ID] {
		return flip()
	}
	lines := func(width int) []string {
		words := storedName(e.Stored) + " was not tested successfully as it is now (t tests it). The whole team gets its button."
		if why := e.Problem(); why != "" {
			words = storedName(e.Stored) + " does not work: " + strings.TrimSuffix(why, ".") + ". The whole team gets a button that cannot run."
		}
		return text.Wrap(words, width)
	}
	title := "Switch " + storedName(e.Stored) + " on untested?"
	if e.Problem() != "" {
		title = "Switch " + storedName(e.Stored) + " on broken?"
	}
	r.dialogs.Push(r.NewQuestion(title, "Switch on", lines, func() tea.Cmd {
		if r.asked == nil {
			r.asked = map[string]bool{}
		}
		r.asked[e.Stored.ID] = true
		return flip()
	}))
	return nil
}

// tried says whether the action was tested successfully as it is now. Runs in the record do not
// count: they may be those of another address or script under the same name.
func (r *studioRoom) tried(e studio.Entry) bool {
	_, tested := r.tested[e.Stored.TestKey()]
	return tested
}

// writeAction changes one action as it was seen. done and verb are for the notice
// and for the question when somebody else changed it meanwhile.
func (r *studioRoom) writeAction(seen actions.Stored, verb, done string, change func(actions.Stored) actions.Stored) tea.Cmd {
	if r.busy != "" {
		return r.say(levelInfo, "Wait: "+r.busy+" is being saved.")
	}
	r.busy = storedName(seen)
	platform, wanted := r.deps.Platform, change(seen.Clone())
	return call(r.door(), writeLimit, func(ctx context.Context) (client.CustomAction, error) {
		return platform.ReplaceCustomAction(ctx, wantedAction(seen), wantedAction(wanted))
	}, func(got client.CustomAction, err error) tea.Msg {
		return studioWrote{id: seen.ID, done: done, verb: verb, wanted: change, got: got, err: err}
	})
}

func (m studioWrote) arrive(r *studioRoom) tea.Cmd {
	r.busy = ""
	e, _ := r.list.Find(m.id)
	var changed *client.ActionChanged
	switch {
	case errors.As(m.err, &changed) && changed.Gone:
		return tea.Batch(r.dropEntry(m.id), r.say(levelWarn, storedName(e.Stored)+" was deleted on the platform meanwhile."))
	case errors.As(m.err, &changed):
		return r.askAnyway(e.Stored, changed.Current, m.verb, func(now actions.Stored) tea.Cmd {
			return r.writeAction(now, m.verb, m.done, m.wanted)
		})
	case m.err != nil:
		return r.trouble("change the action", m.err)
	}
	if r.form != nil && r.form.Base.ID == m.id {
		if s, err := actions.ParseStored(m.got.Raw); err == nil {
			r.form.Placed(s)
		}
	}
	return tea.Batch(r.putEntry(m.got), r.say(levelGood, storedName(e.Stored)+" "+m.done))
}

// askAnyway shows what somebody else changed of an action meanwhile, before
// something is done to it.
func (r *studioRoom) askAnyway(seen actions.Stored, current client.CustomAction, verb string, do func(actions.Stored) tea.Cmd) tea.Cmd {
	now, err := actions.ParseStored(current.Raw)
	if err != nil {
		return r.trouble("read the action", err)
	}
	cmd := r.putEntry(current)
	lines := func(width int) []string {
		rows := text.Wrap("Somebody changed it on the platform since it was listed here:", width)
		for _, c := range actions.Changes(seen, now) {
			rows = append(rows, "", r.Theme.Strong.Render(text.CutWith(text.Line(c.Field), width, r.Theme.Glyphs.Cut)))
			rows = append(rows, studio.DiffRows(&r.Theme, c, width)...)
		}
		return rows
	}
	r.dialogs.Push(r.NewQuestion(storedName(now)+" changed meanwhile", verb, lines, func() tea.Cmd { return do(now) }))
	return cmd
}

// copySelected begins a new action with all of the one under the bar.
func (r *studioRoom) copySelected() tea.Cmd {
	e, _ := r.list.Selected()
	s := e.Stored.Clone()
	s.ID, s.Active = "", false
	s.Name = strings.TrimSpace(s.Name + " (copy)")
	return r.openNew(s, "")
}

// askDelete asks for the action's name before it is deleted.
func (r *studioRoom) askDelete() tea.Cmd {
	e, _ := r.list.Selected()
	if e.Stored.ID == "" {
		return nil
	}
	name := storedName(e.Stored)
	p := r.NewPrompt("Delete "+name+": type its name", name, func(typed string) tea.Cmd {
		if strings.TrimSpace(typed) != name {
			return r.say(levelInfo, "Not deleted: "+r.Quoted(typed)+" is not its name.")
		}
		return r.deleteAction(e.Stored)
	})
	p.Verb = "delete"
	r.dialogs.Push(p)
	return nil
}

// studioDeleted is the answer to deleting an action.
type studioDeleted struct {
	seen actions.Stored
	file string
	err  error
}

// deleteAction puts a copy into the trash, then deletes.
func (r *studioRoom) deleteAction(seen actions.Stored) tea.Cmd {
	if r.busy != "" {
		return r.say(levelInfo, "Wait: "+r.busy+" is being saved.")
	}
	r.busy = storedName(seen)
	platform, folder := r.deps.Platform, r.deps.Trash
	return call(r.door(), writeLimit, func(ctx context.Context) (string, error) {
		file, undo, err := toTrash(folder, seen)
		if err != nil {
			return "", err
		}
		if err := platform.RemoveCustomAction(ctx, wantedAction(seen)); err != nil {
			if !uncertain(err) {
				undo()
			}
			return "", err
		}
		return file, nil
	}, func(file string, err error) tea.Msg { return studioDeleted{seen: seen, file: file, err: err} })
}

func uncertain(err error) bool {
	var e *client.Error
	return errors.As(err, &e) && e.Uncertain
}

func (m studioDeleted) arrive(r *studioRoom) tea.Cmd {
	r.busy = ""
	var changed *client.ActionChanged
	switch {
	case errors.As(m.err, &changed) && changed.Gone:
		return tea.Batch(r.dropEntry(m.seen.ID), r.say(levelInfo, storedName(m.seen)+" was deleted on the platform already."))
	case errors.As(m.err, &changed):
		return r.askAnyway(m.seen, changed.Current, "Delete", func(now actions.Stored) tea.Cmd { return r.deleteAction(now) })
	case m.err != nil:
		return tea.Batch(r.trouble("delete the action", m.err), r.loadStudio())
	}
	return tea.Batch(r.noteWork(workKey(m.seen.ID), ""), r.dropEntry(m.seen.ID),
		r.say(levelGood, storedName(m.seen)+" is deleted; "+r.Label("studio.undelete")+" brings it back from "+m.file+"."))
}

// newWork are the keys of work on new actions, oldest first.
func (a *studioRoom) newWork() []string {
	var list []string
	for key := range a.drafts {
		if strings.HasPrefix(key, workPrefix+"new ") {
			list = append(list, key)
		}
	}
	slices.Sort(list)
	return list
}
