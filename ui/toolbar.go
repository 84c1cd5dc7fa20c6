package ui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/ui/text"
)

// keyedActions is how many actions have a key of their own (alt+1 … alt+9).
const keyedActions = 9

// toolbar is the row of action buttons under a conversation's header.
type toolbar struct {
	list    []actions.Definition // active ones, in the platform's order
	broken  map[string]string    // why a script cannot run, by action id
	problem error                // why there is no list
	own     map[string]string    // action ids by the keys they brought along
	loaded  bool
	checked bool                 // the scripts were handed to the sandbox to read
	before  []actions.Definition // what stood there before the last change
	moved   time.Time            // when that was
	focus   int                  // index of the button under the keyboard
	spin    int                  // frame of the spinner
}

// actionsLoaded is the platform's list of custom actions.
type actionsLoaded struct {
	list  []client.CustomAction
	asked time.Time
	err   error
}

// actionChecked tells whether a script could be read.
type actionChecked struct {
	id  string
	err error
}

// readActions fetches the definitions.
func (r *runRoom) readActions(ahead bool) tea.Cmd {
	platform, asked := r.deps.Platform, r.deps.Now()
	return call(r.door(), readLimit, func(ctx context.Context) ([]client.CustomAction, error) {
		return platform.CustomActions(ifAhead(ctx, ahead))
	}, func(list []client.CustomAction, err error) tea.Msg {
		return actionsLoaded{list: list, asked: asked, err: err}
	})
}

func (msg actionsLoaded) arrive(r *runRoom) tea.Cmd {
	b := &r.bar
	refused := client.KindOf(msg.err) == client.KindNotAllowed
	if refused { // that is an answer too: there are none for this role
		msg.list = nil
	}
	failed := msg.err
	if refused {
		failed = nil
	}
	changed := r.facts.TookActions(r.deps.Now(), msg.asked, msg.list, failed)
	switch {
	case refused:
		b.problem = msg.err // the toolbar says so
	case failed != nil && b.loaded && b.problem == nil:
		return r.behind("load the actions", failed) // those that are known stay
	case failed != nil:
		b.loaded, b.problem = true, failed
		return tea.Batch(r.missed(failed), r.trouble("load the actions", failed))
	default:
		changed = changed || b.problem != nil || !b.loaded
		b.problem = nil
	}
	b.loaded = true
	if !changed {
		return nil
	}
	return r.takeActions()
}

// takeActions makes the buttons of the definitions as the platform told them and
// the settings change them. Inactive ones are left out (contract §8.3).
func (r *runRoom) takeActions() tea.Cmd {
	stored := r.facts.Actions()
	list := make([]actions.Definition, 0, len(stored))
	for _, s := range stored {
		if d, err := actions.ParseDefinition(s.Raw); err == nil && d.Active {
			list = append(list, r.deps.Configure(d))
		}
	}
	return r.showActions(list)
}

// reloadActions fetches the definitions because somebody asked for it.
func (r *runRoom) reloadActions() tea.Cmd { return r.reread(theActions) }

// showActions makes buttons of active definitions.
func (r *runRoom) showActions(list []actions.Definition) tea.Cmd {
	r.bar.take(list, r.deps.Now())
	if c := r.chats.open; c != nil {
		r.judge(c)
	}
	return tea.Batch(r.prepareScripts(), r.takeOwnKeys())
}

// take puts other buttons into the toolbar. The one under the keyboard stays
// there as long as it exists.
func (b *toolbar) take(list []actions.Definition, now time.Time) {
	held := ""
	if b.focus < len(b.list) {
		held = b.list[b.focus].ID
	}
	if len(b.list) > 0 {
		b.before, b.moved = b.list, now
	}
	b.list, b.broken, b.checked = list, map[string]string{}, false
	b.focus = min(b.focus, max(0, len(list)-1))
	if i := slices.IndexFunc(list, func(d actions.Definition) bool { return d.ID == held }); i >= 0 {
		b.focus = i
	}
}

// settled is how long buttons stand still before a key or a click means the one
// that is there now: somebody who presses sooner saw those before.
const settled = 300 * time.Millisecond

// under is the action at a place of the toolbar, unless another stood there when
// somebody decided to press it.
func (b *toolbar) under(n int, now time.Time) (d actions.Definition, ok bool) {
	switch {
	case n >= len(b.list):
		return d, false
	case now.Sub(b.moved) < settled && (n >= len(b.before) || b.before[n].ID != b.list[n].ID):
		return d, false
	}
	return b.list[n], true
}

// prepareScripts warms a sandbox and asks it to read every script, so that a
// broken one is a disabled button rather than a failure in front of a customer.
// It waits for the first open conversation: the list is on screen sooner
// without it.
func (r *runRoom) prepareScripts() tea.Cmd {
	if r.chats.open == nil || !r.bar.scripts() {
		return nil
	}
	r.deps.Warm()
	if r.bar.checked {
		return nil
	}
	r.bar.checked = true
	var cmds []tea.Cmd
	engine := r.deps.Engine
	for _, d := range r.bar.list {
		if d.Type != actions.TypeJavaScript || d.Problem != nil {
			continue
		}
		cmds = append(cmds, call(r.door(), readLimit, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, engine.Check(ctx, d)
		}, func(_ struct{}, err error) tea.Msg { return actionChecked{id: d.ID, err: err} }))
	}
	return tea.Sequence(cmds...)
}

func (r *runRoom) onChecked(msg actionChecked) {
	if msg.err != nil {
		r.bar.broken[msg.id] = text.Line(msg.err.Error())
	}
}

// scripts says whether any button runs JavaScript.
func (b *toolbar) scripts() bool {
	for _, d := range b.list {
		if d.Type == actions.TypeJavaScript {
			return true
		}
	}
	return false
}

// find is the definition with the given id.
func (b *toolbar) find(id string) (actions.Definition, bool) {
	for _, d := range b.list {
		if d.ID == id {
			return d, true
		}
	}
	return actions.Definition{}, false
}

// disabled is the reason why an action cannot be run now, or "".
func (r *runRoom) disabled(d actions.Definition) string {
	if d.Problem != nil {
		return text.Line(d.Problem.Error())
	}
	if why := r.bar.broken[d.ID]; why != "" {
		return why
	}
	if c := r.chats.open; c != nil {
		return c.off[d.ID]
	}
	return ""
}

// judge works out which actions a conversation rules out. It is asked when the
// contact or the actions change, not on every frame.
func (r *runRoom) judge(c *chat) {
	c.off = nil
	if c == nil || !c.whole() {
		return
	}
	subject, err := r.subject(c)
	if err != nil {
		return // told when one is pressed
	}
	c.off = make(map[string]string, len(r.bar.list))
	for _, d := range r.bar.list {
		c.off[d.ID] = text.Line(r.deps.Engine.Disabled(d, subject))
	}
}
