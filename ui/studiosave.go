package ui

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/ui/dialog"
	"keydesk/ui/studio"
	"keydesk/ui/text"
)

// studioSaved is the answer to saving what is in the form.
type studioSaved struct {
	work string // the key of the form
	sent actions.Stored
	got  client.CustomAction
	err  error
}

// saveForm saves the action. One that is on for the team and cannot work as it is
// asks first.
func (r *studioRoom) saveForm() tea.Cmd {
	f := r.form
	if r.busy != "" {
		return r.say(levelInfo, "Wait: "+r.busy+" is being saved.")
	}
	f.Tried()
	s := f.Stored()
	if lost := studio.Unkept(s); len(lost) > 0 {
		f.SetFindings(append(lost, r.shown.script...))
		r.refreshShown()
		f.Focus(f.PlaceOf(lost[0].Field))
		return r.say(levelBad, lost[0].String())
	}
	if n := f.Errors(); n > 0 && s.Active && !f.IsNew() {
		lines := func(width int) []string {
			return text.Wrap("It is on for the whole team, and checking found "+dialog.Plural(n, "problem", "problems")+": as it is, its button would not work for this sample contact.", width)
		}
		r.dialogs.Push(r.NewQuestion("Save "+storedName(s)+" all the same?", "Save", lines, func() tea.Cmd { return r.saveAction(s) }))
		return nil
	}
	return r.saveAction(s)
}

// saveAction writes the form's action: a new one is made and switched off in the
// same step, another one replaces exactly what was seen.
func (r *studioRoom) saveAction(s actions.Stored) tea.Cmd {
	f := r.form
	if f == nil {
		return nil
	}
	r.busy = storedName(s)
	platform, work, base, unsure := r.deps.Platform, r.work, f.Base, r.unsure
	if f.IsNew() {
		s.Active, s.Order = false, r.list.Wanted()
	}
	known := map[string]bool{}
	for _, e := range r.list.All() {
		known[e.Stored.ID] = true
	}
	return call(r.door(), writeLimit, func(ctx context.Context) (client.CustomAction, error) {
		if base.ID != "" {
			return replaceAction(ctx, platform, wantedAction(base), wantedAction(s))
		}
		if unsure {
			made, found, err := findMade(ctx, platform, wantedAction(s), known)
			if err != nil || found {
				return made, err
			}
		}
		return platform.CreateCustomAction(ctx, wantedAction(s))
	}, func(got client.CustomAction, err error) tea.Msg {
		return studioSaved{work: work, sent: s, got: got, err: err}
	})
}

// replaceAction saves over what was seen. If the platform has just what is to be
// saved, an earlier try did arrive.
func replaceAction(ctx context.Context, platform *client.Client, seen, wanted client.CustomAction) (client.CustomAction, error) {
	got, err := platform.ReplaceCustomAction(ctx, seen, wanted)
	var changed *client.ActionChanged
	if errors.As(err, &changed) && !changed.Gone && changed.Current.Same(wanted) {
		return changed.Current, nil
	}
	return got, err
}

// findMade looks for an action that an earlier try may have made: there are no
// ids to tell, so it is one nobody here knew that holds just the same.
func findMade(ctx context.Context, platform *client.Client, wanted client.CustomAction, known map[string]bool) (client.CustomAction, bool, error) {
	list, err := platform.CustomActions(ctx)
	if err != nil {
		return client.CustomAction{}, false, err
	}
	for _, c := range list {
		like := c
		like.Active, like.Order = wanted.Active, wanted.Order
		if known[c.ID] || !like.Same(wanted) {
			continue
		}
		if c.Active == wanted.Active && c.Order == wanted.Order {
			return c, true, nil
		}
		like.Active, like.Order = wanted.Active, wanted.Order
		got, err := platform.UpdateCustomAction(ctx, like)
		return got, true, err
	}
	return client.CustomAction{}, false, nil
}

func (m studioSaved) arrive(r *studioRoom) tea.Cmd {
	r.busy = ""
	here := r.form != nil && r.work == m.work
	if here {
		r.unsure = r.unsure && m.err != nil || uncertain(m.err) && m.sent.ID == ""
	}
	if m.got.ID != "" && (m.err == nil || m.sent.ID == "") {
		return r.savedAction(m, here)
	}
	var changed *client.ActionChanged
	switch {
	case errors.As(m.err, &changed) && changed.Gone:
		return r.askAsNew(m, here)
	case errors.As(m.err, &changed):
		return r.compare(m, changed.Current, here)
	case client.KindOf(m.err) == client.KindInvalid && here:
		var e *client.Error
		if errors.As(m.err, &e) {
			r.form.Refuse(actions.RefusedField(e.Message), e.Message)
		}
		return r.say(levelBad, m.err.Error())
	}
	cmd := r.trouble("save the action", m.err)
	if r.notice.text != "" {
		r.notice.hint = r.Label("studio.save") + " tries again"
	}
	return cmd
}

// savedAction takes over what the platform has now. err can still say that the
// new action could not be switched off, or put in its place.
func (r *studioRoom) savedAction(m studioSaved, here bool) tea.Cmd {
	now, err := actions.ParseStored(m.got.Raw)
	if err != nil {
		return r.trouble("read the saved action", err)
	}
	var cmds []tea.Cmd
	if here {
		r.form.Saved(now)
		cmds = append(cmds, r.noteWork(r.work, ""))
		if m.sent.ID == "" {
			r.work = workKey(now.ID)
		}
		cmds = append(cmds, r.noteStudio())
	} else {
		cmds = append(cmds, r.noteWork(m.work, ""))
	}
	if file := r.trashing[m.work]; file != "" {
		delete(r.trashing, m.work)
		cmds = append(cmds, r.emptyFile(file))
	}
	cmds = append(cmds, r.putEntry(m.got))
	r.list.Select(now.ID)
	r.refreshShown()
	switch {
	case m.err != nil && now.Active && !m.sent.Active:
		return tea.Batch(append(cmds, r.shoutActive(now, m.err))...)
	case m.err != nil:
		return tea.Batch(append(cmds, r.trouble("put the action in its place", m.err))...)
	}
	told, v := savedTold{now: now, isNew: m.sent.ID == ""}, &r.shown
	if here && v.meaning.Type == actions.TypeJavaScript && v.meaning.Script.Code != v.code { // saved before typing rested
		v.token++
		return tea.Batch(append(cmds, tea.Sequence(r.checkCode(v.meaning, v.token, ""), func() tea.Msg { return told }))...)
	}
	return tea.Batch(append(cmds, told.arrive(r))...)
}

// savedTold is an action that was saved, once it is known what is wrong with it.
type savedTold struct {
	now   actions.Stored
	isNew bool
}

// arrive says what was saved, and what is wrong with it as far as the form shows it.
func (m savedTold) arrive(r *studioRoom) tea.Cmd {
	now, problems := m.now, 0
	if r.form != nil && r.work == workKey(now.ID) {
		problems = r.form.Errors()
	}
	words, has := storedName(now)+" is saved", "it has "+dialog.Plural(problems, "problem", "problems")+", marked in the form."
	switch {
	case problems > 0 && now.Active:
		return r.say(levelWarn, words+" and is on for the team, but "+has)
	case problems > 0:
		return r.say(levelWarn, words+" and stays off: "+has)
	case m.isNew:
		return r.say(levelGood, words+", switched off. Test it, then switch it on in the list ("+r.Label("studio.switch")+").")
	}
	return r.say(levelGood, words+".")
}

// shoutActive says as loudly as a screen can that a new action is on for the
// team, and offers to switch it off again.
func (r *studioRoom) shoutActive(now actions.Stored, why error) tea.Cmd {
	lines := func(width int) []string {
		rows := text.Wrap("THE NEW ACTION IS ON FOR THE WHOLE TEAM.", width)
		for i := range rows {
			rows[i] = r.Theme.Bad.Render(rows[i])
		}
		rows = append(rows, "")
		rows = append(rows, text.Wrap("The platform makes every action active, and switching it off failed:", width)...)
		return append(rows, text.Wrap(text.Line(why.Error()), width)...)
	}
	q := r.NewQuestion(storedName(now)+" is active", "Switch it off", lines, func() tea.Cmd {
		return r.writeAction(now, "Switch off", "is off for the team.", func(s actions.Stored) actions.Stored {
			s.Active = false
			return s
		})
	})
	q.Danger = true
	r.dialogs.Push(q)
	return r.say(levelBad, storedName(now)+" IS ACTIVE FOR THE WHOLE TEAM: switching it off failed.")
}

// askAsNew offers to save as a new action what was deleted meanwhile.
func (r *studioRoom) askAsNew(m studioSaved, here bool) tea.Cmd {
	cmd := r.dropEntry(m.sent.ID)
	if !here {
		return tea.Batch(cmd, r.say(levelWarn, storedName(m.sent)+" was deleted on the platform meanwhile; your changes are kept."))
	}
	lines := func(width int) []string {
		return text.Wrap(storedName(m.sent)+" was deleted on the platform while you worked on it. It can be saved as a new action, switched off, with everything as it is in the form.", width)
	}
	r.dialogs.Push(r.NewQuestion("Deleted meanwhile", "Save as new", lines, func() tea.Cmd {
		f := r.form
		if f == nil {
			return nil
		}
		old := r.work
		r.work = r.newWorkKey()
		f.Rebase(actions.Stored{}, newCopy(f.Stored()))
		return tea.Batch(r.noteWork(old, ""), r.noteStudio(), r.saveAction(f.Stored()))
	}))
	return cmd
}

func newCopy(s actions.Stored) actions.Stored {
	s = s.Clone()
	s.ID, s.Active = "", false
	return s
}

// compare shows the differences field by field when somebody else changed the
// action. A change of its place or state alone is taken over without a question.
func (r *studioRoom) compare(m studioSaved, current client.CustomAction, here bool) tea.Cmd {
	now, err := actions.ParseStored(current.Raw)
	if err != nil {
		return r.trouble("read the action", err)
	}
	cmd := r.putEntry(current)
	if !here {
		return tea.Batch(cmd, r.say(levelWarn, storedName(now)+" changed on the platform meanwhile; your changes are kept, and saving shows what."))
	}
	merge := studio.NewMerge(r.form.Base, m.sent, now)
	if merge.OnlyPlace() {
		r.form.Rebase(now, merge.Result())
		return tea.Batch(cmd, r.saveAction(r.form.Stored()))
	}
	r.merge = merge
	r.refreshShown()
	return tea.Batch(cmd, r.say(levelWarn, storedName(now)+" was changed on the platform since you opened it. Nothing is saved yet: take mine or theirs for each field."))
}

// leaveMerge goes back to the form; both versions stay as they are.
func (r *studioRoom) leaveMerge() tea.Cmd {
	r.merge = nil
	r.refreshShown()
	return r.say(levelInfo, "Nothing is saved; "+r.Label("studio.save")+" compares again.")
}

// saveMerge saves what was decided, over the version that was looked at.
func (r *studioRoom) saveMerge() tea.Cmd {
	m := r.merge
	if n := m.Open(); n > 0 {
		return r.say(levelWarn, dialog.Plural(n, "field", "fields")+" to decide: "+r.Label("studio.mine")+" takes mine, "+r.Label("studio.theirs")+" theirs.")
	}
	result := m.Result()
	r.form.Rebase(m.Theirs(), result)
	r.merge = nil
	r.refreshShown()
	if !r.form.Changed() {
		return tea.Batch(r.noteStudio(), r.say(levelGood, storedName(result)+" is as the platform has it; nothing had to be saved."))
	}
	return tea.Batch(r.noteStudio(), r.saveAction(r.form.Stored()))
}
