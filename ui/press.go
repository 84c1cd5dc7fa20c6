package ui

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/actions/template"
	"keydesk/ui/host"
)

// spinEvery is the spinner's pace: visible, and under 200 bytes a second.
const spinEvery = 150 * time.Millisecond

// runLimit bounds a run from outside; the engine's own limits are shorter and
// give better sentences.
const runLimit = 60 * time.Second

// run is one press of a button on its way.
type run struct {
	token  int
	plan   actions.Plan
	chat   string // contact id
	name   string // the action's printable name
	cancel context.CancelFunc
	copies bool // it asked for a text to be copied
}

// runs are the presses on their way and the last one that ended.
type runs struct {
	byAction map[string]*run
	held     map[string]bool // actions whose press waits for fresh facts
	token    int
	last     *finished
	done     []done // those of the last moments
}

// finished is a run that ended, for the viewer.
type finished struct {
	run     run
	outcome actions.Outcome
}

// ran is the outcome of a run.
type ran struct {
	token   int
	action  string
	outcome actions.Outcome
}

// spinTick moves the spinners.
type spinTick struct{}

// press does what the button of action id stands for: plan, ask if the action
// wants that, run.
func (r *runRoom) press(id string) tea.Cmd {
	c := r.chats.open
	d, ok := r.bar.find(id)
	switch {
	case !ok:
		return r.say(levelWarn, "This action is gone.")
	case c == nil:
		return r.say(levelInfo, "Open a conversation first: "+actionName(d)+" needs one.")
	case r.runs.byAction[id] != nil:
		return r.say(levelInfo, actionName(d)+" is already running; esc stops it.")
	}
	if !c.whole() {
		return r.whenWhole(c, func() tea.Cmd { return r.press(id) })
	}
	return r.withFacts(d, c, func(d actions.Definition, f facts) tea.Cmd { return r.ask(d, c, nil, f) })
}

// ask plans the action and asks whatever has to be asked before it runs.
func (r *runRoom) ask(d actions.Definition, c *chat, inputs map[string]any, f facts) tea.Cmd {
	if why := r.disabled(d); why != "" {
		return r.say(levelWarn, actionName(d)+" cannot run: "+why)
	}
	subject, err := r.subject(c)
	if err != nil {
		return r.say(levelBad, actionName(d)+": "+err.Error())
	}
	if inputs == nil && len(d.Options.Inputs) > 0 {
		return r.askInputs(d, c, subject)
	}
	plan, err := r.deps.Engine.Plan(d, subject, inputs)
	if err != nil {
		return r.refuse(d, subject, err)
	}
	if r.asksFirst(plan.Action(), c) || f.doubt() {
		r.dialogs.Push(r.newConfirm(proposal{plan: plan, chat: c, inputs: inputs, facts: f}))
		return nil
	}
	return r.start(plan, c)
}

// refuse tells why an action was not run, and has that recorded too.
func (r *runRoom) refuse(d actions.Definition, subject template.Subject, why error) tea.Cmd {
	engine := r.deps.Engine
	record := call(r.door(), hostLimit, func(ctx context.Context) (actions.Outcome, error) {
		return engine.Refused(ctx, d, subject, why), nil
	}, func(actions.Outcome, error) tea.Msg { return nil })
	return tea.Batch(r.say(levelBad, actionName(d)+" was not run: "+why.Error()), record)
}

// start runs a plan. The command owns everything it needs.
func (r *runRoom) start(plan actions.Plan, c *chat) tea.Cmd {
	d := plan.Action()
	r.runs.token++
	ctx, cancel := context.WithCancel(r.deps.Context)
	if r.runs.byAction == nil {
		r.runs.byAction = map[string]*run{}
	}
	spinning := len(r.runs.byAction) > 0
	if r.notice.about > 0 { // what an earlier run came to; now this one is what there is to know
		r.notice = notice{}
	}
	r.runs.byAction[d.ID] = &run{token: r.runs.token, plan: plan, chat: c.id, name: actionName(d), cancel: cancel}
	token, engine := r.runs.token, r.deps.Engine
	cmd := call(door{ctx: ctx, log: r.deps.Logger}, runLimit, func(ctx context.Context) (actions.Outcome, error) {
		defer cancel()
		return engine.Run(ctx, plan), nil
	}, func(o actions.Outcome, err error) tea.Msg {
		if err != nil {
			o = actions.Outcome{Err: err, Message: err.Error(), Uncertain: true}
		}
		return ran{token: token, action: d.ID, outcome: o}
	})
	if spinning || !r.Theme.Motion {
		return cmd
	}
	return tea.Batch(cmd, r.deps.After(spinEvery, spinTick{}))
}

// arrive moves the spinners while anything runs.
func (spinTick) arrive(r *runRoom) tea.Cmd {
	if len(r.runs.byAction) == 0 {
		return nil
	}
	r.bar.spin++
	return r.deps.After(spinEvery, spinTick{})
}

// cancelRuns stops the runs of the open conversation; it reports whether there
// was one.
func (r *runRoom) cancelRuns() bool {
	stopped := false
	for _, run := range r.runs.byAction {
		if r.chats.open != nil && run.chat == r.chats.open.id {
			run.cancel()
			stopped = true
		}
	}
	return stopped
}

// arrive shows the outcome of a run and performs its effects. What belongs to a
// conversation that was left meanwhile is told, but touches nothing outside it.
func (msg ran) arrive(r *runRoom) tea.Cmd {
	run := r.runs.byAction[msg.action]
	if run == nil || run.token != msg.token {
		return nil
	}
	delete(r.runs.byAction, msg.action)
	run.copies = slices.ContainsFunc(msg.outcome.Effects, func(e actions.Effect) bool { _, ok := e.(actions.Copy); return ok })
	r.runs.last = &finished{run: *run, outcome: msg.outcome}
	r.noteDone(*run, msg.outcome)
	here := r.chats.open != nil && r.chats.open.id == run.chat
	cmds := []tea.Cmd{r.timeline.readRuns(run.chat), r.did(deedRun)}
	if !here || !saidByEffects(msg.outcome) {
		cmds = append(cmds, r.tell(*run, msg.outcome))
	}
	for _, effect := range msg.outcome.Effects {
		cmds = append(cmds, r.effect(effect, *run, here))
	}
	return tea.Batch(cmds...)
}

// saidByEffects reports whether what becomes of the effects says it better than
// the outcome's own words, which only name them.
func saidByEffects(o actions.Outcome) bool {
	if !o.Plain || len(o.Effects) == 0 {
		return false
	}
	for _, effect := range o.Effects {
		if _, ok := effect.(actions.Insert); ok {
			return false // seen in the composer, but worth a word
		}
	}
	return true
}

// tell is the sentence about a run, with the key that shows all of it.
func (r *runRoom) tell(run run, o actions.Outcome) tea.Cmd {
	sentence := o.Message
	if c := r.chats.byID[run.chat]; c != nil && c != r.chats.open {
		sentence += " (" + c.name() + ")"
	}
	level := levelBad
	switch {
	case o.Cancelled:
		level = levelWarn
	case o.Success:
		level = levelGood
	}
	cmd := r.say(level, sentence)
	r.notice.about = run.token
	if o.Response != nil || len(o.Log) > 0 || !o.Success {
		r.notice.hint = r.Label("run.view") + " view"
	}
	return cmd
}

// effect performs one effect of a run.
func (r *runRoom) effect(effect actions.Effect, run run, here bool) tea.Cmd {
	switch e := effect.(type) {
	case actions.Toast:
		return r.sayInstead(toastLevel(e.Level), run.name+": "+e.Text)
	case actions.Insert:
		if c := r.chats.byID[run.chat]; c != nil {
			c.insertReply(e.Text)
			r.arrange()
			return r.noteChat(c)
		}
	case actions.Copy:
		if here {
			return r.copy(e.Text, run.name, run.token)
		}
	case actions.Open:
		if here {
			return r.openURL(e.URL, run.name, run.token, run.copies)
		}
	}
	return nil
}

func toastLevel(s string) level {
	switch s {
	case "success":
		return levelGood
	case "error":
		return levelBad
	case "warning":
		return levelWarn
	default:
		return levelInfo
	}
}

// copied and opened are what the machine did with a text or a link.
type (
	copied struct {
		what   string
		about  int
		text   string
		report host.Copied
		err    error
	}
	opened struct {
		what   string
		about  int
		copies bool // the run that asked for it copied something of its own
		report host.Opened
		err    error
	}
)

// copy puts a text into the clipboard; what names it in the sentence, about is
// the run that asked for it, 0 for none.
func (r *shell) copy(s, what string, about int) tea.Cmd {
	machine := r.deps.Host
	return call(r.door(), hostLimit, func(ctx context.Context) (host.Copied, error) {
		return machine.Copy(ctx, s)
	}, func(rep host.Copied, err error) tea.Msg {
		return copied{what: what, about: about, text: s, report: rep, err: err}
	})
}

func (r *shell) onCopied(msg copied) tea.Cmd {
	r.hand(msg.what, msg.text, false)
	if msg.err != nil {
		cmd := r.say(levelBad, msg.what+": "+msg.err.Error())
		r.notice.hint = r.Label("handed.show") + " select by hand"
		return cmd
	}
	told := msg.report.Note
	if told == "" {
		told = "copied"
	}
	level := levelInfo
	if msg.report.Verified {
		level = levelGood
	}
	cmd := r.sayAlso(msg.about, level, msg.what, told)
	switch {
	case msg.report.Raw != "": // GNU screen drops the sequence unless it is wrapped
		return tea.Batch(cmd, tea.Raw(msg.report.Raw))
	case msg.report.Sequence:
		return tea.Batch(cmd, tea.SetClipboard(msg.report.Text))
	}
	return cmd
}

// openURL opens a link in the browser.
func (r *shell) openURL(url, what string, about int, copies bool) tea.Cmd {
	machine := r.deps.Host
	return call(r.door(), hostLimit, func(ctx context.Context) (host.Opened, error) {
		return machine.Open(ctx, url)
	}, func(rep host.Opened, err error) tea.Msg {
		return opened{what: what, about: about, copies: copies, report: rep, err: err}
	})
}

func (r *shell) onOpened(msg opened) tea.Cmd {
	if msg.report.URL != "" { // it passed the host's checks
		r.hand(msg.what, msg.report.URL, true)
	}
	switch {
	case errors.Is(msg.err, context.Canceled):
		return nil
	case msg.err != nil:
		return r.say(levelBad, msg.what+": "+msg.err.Error())
	case msg.report.Note != "":
		cmd := r.sayAlso(msg.about, levelInfo, msg.what, msg.report.Note)
		if !msg.report.Started {
			r.notice.about, r.notice.hint = msg.about, r.Label("handed.show")+" link, QR code"
		}
		return tea.Batch(cmd, r.takeAway(msg))
	default:
		return r.sayAlso(msg.about, levelGood, msg.what, "opened in the browser")
	}
}

// subject is a copy of the open conversation as it is now, for a plan.
func (r *runRoom) subject(c *chat) (template.Subject, error) {
	id := r.session.identity
	s, err := template.NewSubject(c.contact().Raw, id.User.Raw, id.Organization.Raw)
	if err != nil {
		return s, err
	}
	if _, told := s.Contact["service_window_open"]; told { // one generation always says false here (contract §4.2)
		s.Contact["service_window_open"] = c.contact().ServiceWindowOpen
	}
	s.AsOf = r.facts.AsOf(contactKey(c.id))
	return s.WithConversation(conversationData(c)), nil
}
