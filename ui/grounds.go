package ui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client/mirror"
	"keydesk/ui/text"
)

// facts tells how much what an action is about to use can be trusted.
type facts struct {
	late    bool             // the platform did not tell in time what holds now
	changed []actions.Change // of the definition, since the person saw it
	other   []string         // parts of the plan that are not as they were shown
}

// doubt says whether the person has to look before anything runs.
func (f facts) doubt() bool { return f.late || len(f.changed) > 0 || len(f.other) > 0 }

// proposal is a plan that a preview or a question shows.
type proposal struct {
	plan   actions.Plan
	chat   *chat
	inputs map[string]any
	facts  facts
}

// withFacts goes on with an action once its contact and its definition are as
// young as they have to be, or with what is known if the platform does not tell
// in time. An action that is gone or off meanwhile is not run.
func (r *runRoom) withFacts(d actions.Definition, c *chat, do func(actions.Definition, facts) tea.Cmd) tea.Cmd {
	if r.runs.held[d.ID] {
		return nil // the first press of it waits
	}
	if r.runs.held == nil {
		r.runs.held = map[string]bool{}
	}
	r.runs.held[d.ID] = true
	before, _ := r.stored(d.ID)
	return r.whenFresh(func(ready mirror.Ready) tea.Cmd {
		delete(r.runs.held, d.ID)
		now, ok := r.bar.find(d.ID)
		if !ok {
			return r.gone(d, c)
		}
		after, _ := r.stored(d.ID)
		return do(now, facts{late: !ready.Fresh, changed: actions.Meaningful(actions.Changes(before, after))})
	}, contactKey(c.id), theActions)
}

// runProposal runs what a preview or a question shows. If that is not what would be
// sent now, the person sees what is and decides again.
func (r *runRoom) runProposal(s proposal) tea.Cmd {
	d, c := s.plan.Action(), s.chat
	return r.withFacts(d, c, func(d actions.Definition, f facts) tea.Cmd {
		if r.runs.byAction[d.ID] != nil {
			return r.say(levelInfo, actionName(d)+" is already running; esc stops it.")
		}
		if why := r.disabled(d); why != "" {
			return r.say(levelWarn, actionName(d)+" cannot run: "+why)
		}
		subject, err := r.subject(c)
		if err != nil {
			return r.say(levelBad, actionName(d)+": "+err.Error())
		}
		plan, err := r.deps.Engine.Plan(d, subject, s.inputs)
		if err != nil {
			return r.refuse(d, subject, err)
		}
		plan = plan.With(s.plan.ID())
		f.other = plan.Differs(s.plan)
		f.late = f.late && !s.facts.late // it was said, and the person decided
		if f.doubt() {
			r.dialogs.Push(r.newConfirm(proposal{plan: plan, chat: c, inputs: s.inputs, facts: f}))
			return nil
		}
		return r.start(plan, c)
	})
}

// gone tells that an action does not exist any more, and has that recorded.
func (r *runRoom) gone(d actions.Definition, c *chat) tea.Cmd {
	why := errGone
	if s, there := r.stored(d.ID); there && !s.Active {
		why = errOff
	} else if r.bar.problem != nil {
		why = errMayNot
	}
	subject, err := r.subject(c)
	if err != nil {
		return r.say(levelBad, actionName(d)+" was not run: "+why.Error())
	}
	return r.refuse(d, subject, why)
}

// Why an action that was pressed is not run.
var (
	errGone   = reason("it was deleted on the platform")
	errOff    = reason("it was switched off on the platform")
	errMayNot = reason("your role may not use actions any more")
)

type reason string

func (e reason) Error() string { return string(e) }

// stored is a definition as the platform has it, without the settings' part.
func (r *runRoom) stored(id string) (actions.Stored, bool) {
	for _, a := range r.facts.Actions() {
		if a.ID == id {
			s, err := actions.ParseStored(a.Raw)
			return s, err == nil
		}
	}
	return actions.Stored{}, false
}

// drawProposal draws a plan, behind what the person should know of its facts.
func (r *runRoom) drawProposal(s proposal, width int) []string {
	var rows []string
	masked := s.plan.Masked()
	warn := func(words string) {
		for _, row := range text.Wrap(text.Line(words), max(1, width-2)) {
			rows = append(rows, r.Theme.Warn.Render(row))
		}
	}
	asOf := r.momentOf(masked.AsOf)
	if s.facts.late {
		warn(r.Theme.Glyphs.Warn + " The platform did not tell in time what holds now. This is as of " + asOf + ".")
	}
	if len(s.facts.changed) > 0 {
		warn(r.Theme.Glyphs.Warn + " This action was changed on the platform since you saw it:")
		for _, c := range s.facts.changed {
			rows = append(rows, changeRows(r, c, width)...)
		}
	}
	if len(s.facts.other) > 0 {
		warn(r.Theme.Glyphs.Warn + " Not as it was shown any more: " + strings.Join(s.facts.other, ", ") + ".")
	}
	if len(rows) > 0 {
		rows = append(rows, "")
	}
	rows = append(rows, drawPreview(&r.Theme, masked, width)...)
	if !masked.AsOf.IsZero() {
		rows = append(rows, "", r.Theme.Faint.Render(text.CutWith("as the platform told at "+asOf, width, r.Theme.Glyphs.Cut)))
	}
	return rows
}

// momentOf is a time of day to the second, with its date if it is not today's.
func (r *shell) momentOf(at time.Time) string {
	at, now := at.In(r.deps.Location), r.deps.Now().In(r.deps.Location)
	if at.YearDay() == now.YearDay() && at.Year() == now.Year() {
		return at.Format(time.TimeOnly)
	}
	return at.Format("2 Jan 2006 15:04")
}

// changeRows are what a field of a definition was and what it is.
func changeRows(r *runRoom, c actions.Change, width int) []string {
	g := r.Theme.Glyphs
	row := func(mark, value string) string {
		return "  " + text.CutWith(mark+" "+text.Line(value), max(0, width-2), g.Cut)
	}
	rows := []string{"  " + r.Theme.Strong.Render(text.CutWith(text.Line(c.Field), max(0, width-2), g.Cut))}
	if !c.Added {
		rows = append(rows, r.Theme.Bad.Render(row("-", c.Before)))
	}
	if !c.Removed {
		rows = append(rows, r.Theme.Good.Render(row("+", c.After)))
	}
	return rows
}
