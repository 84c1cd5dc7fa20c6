package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/ui/command"
	"keydesk/ui/studio"
	"keydesk/ui/text"
)

// scriptPause is how long typing has to rest before a script is read by the
// sandbox: everything else is worked out with every key.
const scriptPause = 250 * time.Millisecond

// shown is what the studio shows of one action: the very plan that would run for
// the sample contact, or why there is none.
type shown struct {
	action  actions.Stored
	meaning actions.Definition
	plan    actions.Plan
	err     error
	notes   []string // what to know beside the plan

	rows   []string // the plan as drawn
	width  int      // for this width, 0 when it has to be drawn
	token  int      // counts checks of scripts
	code   string   // the script that was checked last
	script []actions.Finding
}

// refreshShown works the plan out again: after every key that changes the
// action, and when another action or sample is chosen. It takes microseconds and
// does no I/O.
func (r *studioRoom) refreshShown() {
	a, v := r, &r.shown
	v.width, v.plan, v.err, v.notes = 0, actions.Plan{}, nil, nil
	switch {
	case a.merge != nil:
		v.action = a.merge.Result()
	case a.form != nil:
		v.action = a.form.Stored()
	default:
		e, _ := a.list.Selected()
		v.action = e.Stored
	}
	if v.action.Type == "" && v.action.Name == "" && a.form == nil {
		return // an empty list
	}
	plain := v.action.Definition()
	v.meaning = r.deps.Configure(plain)
	engine, subject := r.deps.Engine, a.sample.subject
	inputs, made := sampleAnswers(engine.Form(v.meaning, subject))
	if made != "" {
		v.notes = append(v.notes, "answers for this preview: "+made)
	}
	v.plan, v.err = engine.Plan(v.meaning, subject, inputs)
	if v.err == nil {
		if why := v.meaning.Options.When.Unmet(subject); why != "" {
			v.notes = append(v.notes, "the button is off here: "+why)
		}
		if q := v.plan.Question(); q != "" {
			v.notes = append(v.notes, "asks first: "+q)
		}
	}
	if a.form != nil && a.merge == nil {
		a.form.SetFindings(r.findings(plain, inputs))
		a.form.SetPlaces(plain.Places())
	}
}

// findings is everything that is wrong with the action in the form, for the
// sample contact and for any other.
func (r *studioRoom) findings(plain actions.Definition, inputs map[string]any) []actions.Finding {
	v := &r.shown
	list := studio.Unkept(v.action)
	list = append(list, r.deps.Engine.Examine(plain, r.sample.subject, inputs)...)
	for _, x := range studio.Advised(plain.Lint()) {
		if x.Rule == actions.RuleSecret || x.Warning {
			list = append(list, x)
		}
	}
	if why := r.keyRefused(v.action.ID, v.meaning); why != "" {
		list = append(list, actions.Finding{Rule: actions.RuleKey, Field: studio.FieldKey, Offset: -1, Message: why})
	}
	if plain.Type == actions.TypeJavaScript && plain.Script.Code == v.code {
		list = append(list, v.script...)
	}
	return unlike(list)
}

// unlike leaves out what is said already.
func unlike(list []actions.Finding) []actions.Finding {
	var out []actions.Finding
	for _, x := range list {
		if !slices.ContainsFunc(out, func(y actions.Finding) bool { return y.Field == x.Field && y.Message == x.Message }) {
			out = append(out, x)
		}
	}
	return out
}

// keyRefused says why an action cannot have the key it wants.
func (r *studioRoom) keyRefused(id string, d actions.Definition) string {
	names := map[string]string{}
	for _, e := range r.list.All() {
		if e.Stored.ID == id || !e.Stored.Active {
			continue
		}
		if key, _ := r.ownKeyOf(e.Meaning, names); key != "" {
			names[key] = actionName(e.Meaning)
		}
	}
	_, refused := r.ownKeyOf(d, names)
	return refused
}

// sampleAnswers are answers to an action's questions for a preview: the defaults,
// and made-up ones where there is none. made names those.
func sampleAnswers(asked []actions.FormField) (answers map[string]any, made string) {
	answers = map[string]any{}
	var words []string
	for _, f := range asked {
		v := f.Value
		if v == nil {
			switch f.Type {
			case actions.InputNumber:
				v = json.Number("1")
			case actions.InputYesNo:
				v = true
			case actions.InputChoice:
				v = strings.Join(f.Choices[:min(1, len(f.Choices))], "")
			default:
				v = "an answer"
			}
			words = append(words, fmt.Sprintf("%s = %v", f.Name, v))
		}
		answers[f.Name] = v
	}
	return answers, strings.Join(words, ", ")
}

// drawShown draws the plan, or why there is none.
func (r *studioRoom) drawShown(width int) []string {
	v := &r.shown
	if f := r.form; f != nil && r.merge == nil && v.err != nil {
		if missing := f.Missing(); missing != "" {
			rows := text.Wrap("What it would do stands here once this is filled in: "+missing+".", max(1, width))
			for i := range rows {
				rows[i] = r.Theme.Faint.Render(rows[i])
			}
			return rows
		}
	}
	if v.width == width {
		return v.rows
	}
	v.width, v.rows = width, nil
	if v.action.Type == "" && v.action.Name == "" {
		return nil
	}
	for _, note := range v.notes {
		for _, row := range text.Wrap(text.Line(note), max(1, width)) {
			v.rows = append(v.rows, r.Theme.Faint.Render(row))
		}
	}
	if len(v.notes) > 0 {
		v.rows = append(v.rows, "")
	}
	if v.err != nil {
		for i, row := range text.Wrap(text.Line("Not as it is: "+v.err.Error()), max(1, width-2)) {
			mark := "  "
			if i == 0 {
				mark = r.Theme.Bad.Render(r.Theme.Glyphs.Failed) + " "
			}
			v.rows = append(v.rows, mark+row)
		}
		return v.rows
	}
	v.rows = append(v.rows, r.drawTrial(width)...)
	v.rows = append(v.rows, drawPreview(&r.Theme, v.plan.Masked(), width)...)
	return v.rows
}

// formChanged is what every change of the form leads to.
func (r *studioRoom) formChanged() tea.Cmd {
	r.refreshShown()
	return tea.Batch(r.noteStudio(), r.checkLater())
}

// scriptRest is the moment when typing in a script has rested.
type scriptRest struct{ token int }

// scriptChecked is what the sandbox says of a script.
type scriptChecked struct {
	token int    // of the form; 0 for one of the list
	id    string // of the list
	code  string
	found []actions.Finding
}

// checkLater has the script in the form read once typing rests.
func (r *studioRoom) checkLater() tea.Cmd {
	v := &r.shown
	if v.meaning.Type != actions.TypeJavaScript || v.meaning.Script.Code == v.code {
		return nil
	}
	v.token++
	return r.deps.After(scriptPause, scriptRest{v.token})
}

func (m scriptRest) arrive(r *studioRoom) tea.Cmd {
	v := &r.shown
	if m.token != v.token || r.form == nil {
		return nil
	}
	return r.checkCode(v.meaning, v.token, "")
}

func (r *studioRoom) checkCode(d actions.Definition, token int, id string) tea.Cmd {
	engine := r.deps.Engine
	return call(r.door(), readLimit, func(ctx context.Context) ([]actions.Finding, error) {
		return engine.CheckScript(ctx, d), nil
	}, func(found []actions.Finding, _ error) tea.Msg {
		return scriptChecked{token: token, id: id, code: d.Script.Code, found: found}
	})
}

func (m scriptChecked) arrive(r *studioRoom) tea.Cmd {
	v := &r.shown
	if m.id == "" {
		if m.token == v.token {
			v.code, v.script = m.code, m.found
			r.refreshShown()
		}
		return nil
	}
	r.list.Update(m.id, func(e *studio.Entry) {
		if e.Meaning.Script.Code == m.code {
			e.Findings = unlike(append(slices.Clone(e.Findings), m.found...))
		}
	})
	return nil
}

// checkScripts has every script of the list read, one after the other.
func (r *studioRoom) checkScripts() tea.Cmd {
	var cmds []tea.Cmd
	for _, e := range r.list.All() {
		cmds = append(cmds, r.checkScript(e))
	}
	return tea.Sequence(cmds...)
}

func (r *studioRoom) checkScript(e studio.Entry) tea.Cmd {
	if e.Meaning.Type != actions.TypeJavaScript || e.Meaning.Problem != nil {
		return nil
	}
	return r.checkCode(e.Meaning, 0, e.Stored.ID)
}

// previewSelected and previewForm show the plan on its own, for screens on which
// it has no place beside.
func (r *studioRoom) previewSelected() tea.Cmd { return r.viewShown() }

func (r *studioRoom) previewForm() tea.Cmd { return r.viewShown() }

func (r *studioRoom) viewShown() tea.Cmd {
	v := &r.shown
	title := storedName(v.action) + " " + r.Theme.Glyphs.H + " for " + r.sample.label
	r.dialogs.Push(r.NewViewer(command.ScopeViewer, title, func(width int) []string {
		v.width = 0
		rows := r.drawShown(width)
		v.width = 0
		return rows
	}))
	return nil
}
