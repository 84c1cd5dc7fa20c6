package ui

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/ui/keys"
)

// Change is what a changed settings file means to a desk that is open.
type Change struct {
	// Apply puts the new choices into the desk's dependencies: looks, keys, mouse,
	// the machine's ways, what is said about actions. nil: there are none.
	Apply func(Deps) Deps
	// Said tells in one sentence what changed and what needs a restart, or why the
	// file is not taken over; "" when nothing changed that the desk knows.
	Said string
	Bad  bool // the file has something wrong in it; the old settings stay
}

// changed is the answer of the wait for a changed settings file.
type changed struct {
	change Change
	err    error
}

// awaitSettings waits for the settings file to change. It has no time limit:
// most people never touch it.
func (r *Root) awaitSettings() tea.Cmd {
	next, ctx := r.deps.Settings, r.deps.Context
	if next == nil {
		return nil
	}
	return func() tea.Msg {
		change, err := next(ctx)
		return changed{change: change, err: err}
	}
}

// arrive takes the new settings over, and waits for the next.
func (msg changed) arrive(r *Root) tea.Cmd {
	if msg.err != nil {
		if r.deps.Context.Err() == nil {
			r.deps.Logger.Error("the settings file is not watched any longer", "err", msg.err)
		}
		return nil
	}
	cmds := []tea.Cmd{r.awaitSettings()}
	said, tone := msg.change.Said, levelGood
	if msg.change.Bad {
		tone = levelBad
	}
	if msg.change.Apply != nil {
		if conflicts := r.take(msg.change.Apply(r.deps)); len(conflicts) > 0 {
			said, tone = said+" "+conflicts[0]+".", levelWarn
		}
		cmds = append(cmds, r.run.takeActions())
	}
	if said != "" {
		cmds = append(cmds, r.say(tone, said))
	}
	return tea.Batch(cmds...)
}

// take gives the desk other choices. The conflicts are those of the key table.
func (r *Root) take(d Deps) []string {
	chosen := r.lookName != r.deps.LookName && d.LookName == r.deps.LookName
	r.deps = d.filled()
	conflicts := r.takeKeys()
	for _, c := range conflicts {
		r.deps.Logger.Warn("keys", "conflict", c)
	}
	if chosen && d.Look != nil { // colours taken on the desk outlast a change of something else
		r.SetTheme(d.Look(r.lookName))
	} else {
		r.lookName = d.LookName
		r.SetTheme(d.Theme)
	}
	r.find.tellKeys()
	r.find.tellWaits()
	r.find.tellViews()
	r.arrange()
	return conflicts
}

// takeKeys makes the key table of the desk's choices. The conflicts are one
// sentence each.
func (r *Root) takeKeys() []string {
	d := r.deps
	r.Table = withPreset(r.commands(d.CtrlEnter), d.KeyPreset)
	r.prefix = keys.Matcher{}
	bindings := make([]keys.Binding, len(r.Table))
	for i, c := range r.Table {
		bindings[i] = c.Binding
	}
	table, conflicts := keys.New(bindings, d.viewKeys())
	r.Keys = table
	for i, b := range table.All() {
		r.Table[i].Binding = b
	}
	words := make([]string, len(conflicts))
	for i, c := range conflicts {
		words[i] = c.Explain(d.KeyPlace)
	}
	return words
}

// KeyConflicts are the sentences on the keys of d that New would return: what
// keydesk config check tells.
func KeyConflicts(d Deps) []string {
	return newRoot(d.filled()).takeKeys()
}
