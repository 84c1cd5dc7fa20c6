package ui

import (
	"context"
	"errors"
	"net/url"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/actions/catcher"
	"keydesk/actions/template"
	"keydesk/ui/dialog"
	"keydesk/ui/studio"
	"keydesk/ui/text"
)

// Tests remembers which actions were tested with success, by their TestKey.
type Tests interface {
	NoteTest(ctx context.Context, key string, t actions.Tested) error
	Tested(ctx context.Context, key string) (t actions.Tested, ok bool, err error)
}

// trial is a test run of the action in the studio, under way or the last one.
type trial struct {
	token   int
	key     string // of the action as it was tested
	name    string
	how     string
	running bool
	cancel  context.CancelFunc // nil when it is over, or was stopped already
	plan    actions.Plan       // what was run
	outcome actions.Outcome
	arrived []catcher.Arrival
}

// trialDone is the outcome of a test run.
type trialDone struct {
	token  int
	result catcher.Result
	err    error
}

// trialNoted says that a success could not be remembered.
type trialNoted struct{ err error }

// catcherAnswers are what the catcher can be told to answer.
func catcherAnswers() []struct {
	words  string
	answer catcher.Answer
} {
	return []struct {
		words  string
		answer catcher.Answer
	}{
		{"200", catcher.Answer{Status: 200}},
		{"201 with a message", catcher.Answer{Status: 201, Body: `{"message": "Made by the test"}`}},
		{"422, what is wrong", catcher.Answer{Status: 422, Body: `{"error": "phone is missing"}`}},
		{"500 without a word", catcher.Answer{Status: 500}},
	}
}

// tryAction offers the ways of testing the action on the screen.
func (r *studioRoom) tryAction() tea.Cmd {
	v := &r.shown
	var choices []dialog.Choice
	pick := func(label, detail string, do func() tea.Cmd) {
		choices = append(choices, dialog.Choice{Label: label, Detail: detail, Pick: dialog.Then{Do: do}})
	}
	switch v.meaning.Type {
	case actions.TypeWebhook:
		for _, x := range catcherAnswers() {
			pick("Catcher that answers "+x.words, "stays on this machine", func() tea.Cmd { return r.tryCaught(x.answer) })
		}
		pick("For real: to "+r.targetHost(), "asks first", r.tryReal)
	case actions.TypeJavaScript:
		pick("Rehearse", "effects are shown, none is done", r.tryRehearsed)
		pick("For real", "asks first; effects are done", r.tryReal)
	default:
		pick("Check the link", "it is not opened", r.tryRehearsed)
		pick("For real: open the link", "asks first", r.tryReal)
	}
	c := r.NewChooser("Test "+dialog.Quoted(storedName(v.action))+" for "+r.sample.label, "There is no way %q.", choices)
	c.Verb, c.Wide = "test", true
	r.dialogs.Push(c)
	return nil
}

// targetHost is where a webhook goes, in a word.
func (r *studioRoom) targetHost() string {
	if q := r.shown.plan.Request(); q != nil {
		if u, err := url.Parse(q.URL); err == nil {
			return text.Line(u.Host)
		}
	}
	return "its target"
}

// needsPlan is the reason why the action on the screen cannot be tested.
func (r *studioRoom) needsPlan() string {
	v := &r.shown
	switch {
	case v.action.Type == "" && v.action.Name == "":
		return "there is no action under the bar"
	case v.err != nil:
		return "it cannot run as it is: " + v.err.Error()
	case r.trial.running:
		return "a test is under way; esc stops it"
	}
	return ""
}

// localPlan is the plan as this machine would send it, whoever sends it later.
func (r *studioRoom) localPlan() (actions.Plan, error) {
	v := &r.shown
	d := v.meaning
	d.Options.Execution = actions.ExecuteLocal
	inputs, _ := sampleAnswers(r.deps.Engine.Form(d, r.sample.subject))
	return r.deps.Engine.Plan(d, r.sample.subject, inputs)
}

func (r *studioRoom) tryCaught(answer catcher.Answer) tea.Cmd {
	plan, err := r.localPlan()
	if err != nil {
		return r.say(levelBad, err.Error())
	}
	engine := r.deps.Engine
	return r.tryBy(actions.TestCaught, func(ctx context.Context) (catcher.Result, error) { return catcher.Run(ctx, engine, plan, answer) })
}

func (r *studioRoom) tryRehearsed() tea.Cmd {
	plan, err := r.localPlan()
	if err != nil {
		return r.say(levelBad, err.Error())
	}
	engine := r.deps.Engine
	return r.tryBy(actions.TestRehearsed, func(ctx context.Context) (catcher.Result, error) {
		return catcher.Result{Plan: plan, Outcome: engine.Rehearse(ctx, plan)}, nil
	})
}

// tryReal runs the action for the sample contact as a press of its button would,
// its questions included; what leaves the desk is asked about first.
func (r *studioRoom) tryReal() tea.Cmd {
	v := &r.shown
	d, subject := v.meaning, r.sample.subject
	if len(d.Options.Inputs) > 0 {
		return r.askFor(d, subject, "test", func(in map[string]any) tea.Cmd { return r.askReal(d, subject, in) })
	}
	return r.askReal(d, subject, nil)
}

func (r *studioRoom) askReal(d actions.Definition, subject template.Subject, inputs map[string]any) tea.Cmd {
	plan, err := r.deps.Engine.Plan(d, subject, inputs)
	if err != nil {
		return r.say(levelBad, err.Error())
	}
	if err := r.deps.Engine.Forbidden(plan); err != nil {
		return r.say(levelWarn, storedName(r.shown.action)+" was not run: "+err.Error())
	}
	masked, engine := plan.Masked(), r.deps.Engine
	lines := func(width int) []string {
		rows := text.Wrap("This test is real: it does what the button would do for "+r.sample.label+".", width)
		for i := range rows {
			rows[i] = r.Theme.Strong.Render(rows[i])
		}
		return append(append(rows, ""), drawPreview(&r.Theme, masked, width)...)
	}
	q := r.NewQuestion("Test "+dialog.Quoted(actionName(d))+" for real?", "Run", lines, func() tea.Cmd {
		return r.tryBy(actions.TestReal, func(ctx context.Context) (catcher.Result, error) {
			return catcher.Result{Plan: plan, Outcome: engine.Run(ctx, plan)}, nil
		})
	})
	q.Danger = d.Options.Danger
	r.dialogs.Push(q)
	return nil
}

// tryBy starts a test run of the action on the screen.
func (r *studioRoom) tryBy(how string, run func(context.Context) (catcher.Result, error)) tea.Cmd {
	a, v := r, &r.shown
	ctx, cancel := context.WithCancel(r.deps.Context)
	a.trial = trial{token: a.trial.token + 1, key: v.action.TestKey(), name: storedName(v.action), how: how, running: true, cancel: cancel}
	v.width = 0
	token := a.trial.token
	return call(door{ctx: ctx, log: r.deps.Logger}, runLimit, func(ctx context.Context) (catcher.Result, error) {
		defer cancel()
		return run(ctx)
	}, func(got catcher.Result, err error) tea.Msg {
		return trialDone{token: token, result: got, err: err}
	})
}

// stopTrial stops the test under way; it reports whether there was one to stop.
func (r *studioRoom) stopTrial() bool {
	t := &r.trial
	if t.cancel == nil {
		return false
	}
	t.cancel()
	t.cancel = nil
	return true
}

// arrive shows the outcome beside the preview, does what a real run asked for,
// and remembers a success.
func (m trialDone) arrive(r *studioRoom) tea.Cmd {
	t := &r.trial
	if m.token != t.token {
		return nil
	}
	t.running, t.cancel = false, nil
	t.plan, t.outcome, t.arrived = m.result.Plan, m.result.Outcome, m.result.Arrivals
	r.shown.width = 0
	switch {
	case errors.Is(m.err, context.Canceled): // before there was anything to run
		t.outcome = actions.Outcome{Err: m.err, Cancelled: true, Message: t.name + ": cancelled; nothing was sent"}
	case m.err != nil:
		t.outcome = actions.Outcome{Err: m.err, Message: m.err.Error()}
	}
	var cmds []tea.Cmd
	level := levelBad
	switch {
	case t.outcome.Cancelled:
		level = levelInfo
	case t.outcome.Success:
		level = levelGood
		cmds = append(cmds, r.noteTested(t.key, actions.Tested{At: r.deps.Now(), How: t.how}))
	}
	cmds = append(cmds, r.say(level, "Test of "+t.outcome.Message))
	if t.how == actions.TestReal {
		for _, effect := range t.outcome.Effects {
			cmds = append(cmds, r.tryEffect(effect))
		}
	}
	return tea.Batch(cmds...)
}

// tryEffect does what a real test asked for. A text for the draft is shown beside
// the preview only: no conversation is on the screen.
func (r *studioRoom) tryEffect(effect actions.Effect) tea.Cmd {
	name := r.trial.name
	switch e := effect.(type) {
	case actions.Toast:
		return r.sayInstead(toastLevel(e.Level), name+": "+e.Text)
	case actions.Copy:
		return r.copy(e.Text, name, 0)
	case actions.Open:
		return r.openURL(e.URL, name, 0, false)
	}
	return nil
}

// noteTested remembers a success, here and beyond this console.
func (r *studioRoom) noteTested(key string, t actions.Tested) tea.Cmd {
	if r.tested == nil {
		r.tested = map[string]actions.Tested{}
	}
	r.tested[key] = t
	tests := r.deps.Tests
	if tests == nil {
		return nil
	}
	return call(r.door(), hostLimit, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, tests.NoteTest(ctx, key, t)
	}, func(_ struct{}, err error) tea.Msg { return trialNoted{err} })
}

func (m trialNoted) arrive(r *studioRoom) tea.Cmd {
	if m.err == nil {
		return nil
	}
	return r.trouble("remember the test", m.err)
}

// testsOf looks up which of the actions were tested. It runs beyond the event
// loop; what it cannot find out counts as not tested.
func testsOf(ctx context.Context, tests Tests, list []actions.Stored) (map[string]actions.Tested, error) {
	found := map[string]actions.Tested{}
	if tests == nil {
		return found, nil
	}
	for _, s := range list {
		key := s.TestKey()
		t, ok, err := tests.Tested(ctx, key)
		if err != nil {
			return found, err
		}
		if ok {
			found[key] = t
		}
	}
	return found, nil
}

// drawTrial draws the test of the action on the screen, if it is the one that was
// tested and has not changed since.
func (r *studioRoom) drawTrial(width int) []string {
	t := &r.trial
	if t.token == 0 || t.key != r.shown.action.TestKey() {
		return nil
	}
	head := map[string]string{
		actions.TestCaught: "test: to the catcher", actions.TestRehearsed: "test: rehearsed, nothing was done", actions.TestReal: "test: for real",
	}[t.how]
	rows := []string{r.Theme.Strong.Render(text.CutWith(head, width, r.Theme.Glyphs.Cut))}
	if t.running {
		return append(rows, r.Theme.Faint.Render(r.Theme.Glyphs.Running+" running; esc stops it"), "")
	}
	o := t.outcome
	if t.how == actions.TestCaught {
		o.Response = nil // it was chosen
	}
	rows = append(rows, drawOutcome(&r.Theme, o, width)...)
	for _, x := range t.arrived {
		rows = append(rows, "", r.Theme.Strong.Render(text.CutWith("arrived at "+t.plan.Catcher().String(), width, r.Theme.Glyphs.Cut)))
		for _, row := range text.Wrap(x.Words(), max(1, width)) {
			rows = append(rows, r.Theme.Faint.Render(row))
		}
		rows = append(rows, drawPreview(&r.Theme, x.Preview(), width)...)
	}
	if t.how == actions.TestCaught && len(t.arrived) == 0 {
		rows = append(rows, r.Theme.Faint.Render("nothing arrived"))
	}
	return append(rows, "", r.Theme.Faint.Render("what the button would do"))
}

// testedWords say when and how an action was tested.
func (r *studioRoom) testedWords(e studio.Entry) string {
	t, ok := r.tested[e.Stored.TestKey()]
	if !ok {
		return ""
	}
	return t.At.In(r.deps.Location).Format("2 Jan 15:04") + ", " + t.How
}
