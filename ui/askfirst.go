package ui

import (
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/actions/template"
	"keydesk/ui/inbox"
)

// againPause is how long after a run the same action asks before it runs for the
// same contact again.
const againPause = 10 * time.Second

// What the setting ask may be.
const (
	askDanger   = "danger" // what is marked as dangerous, or asks by itself
	askWebhooks = "webhooks"
	askAlways   = "always"
)

// done is how a run ended of which something left this machine.
type done struct {
	at     time.Time
	words  string // "done 200"
	action string
	chat   string
}

// noteDone remembers the end of a run for as long as the same one would ask.
func (r *runRoom) noteDone(run run, o actions.Outcome) {
	now := r.deps.Now()
	r.runs.done = slices.DeleteFunc(r.runs.done, func(d done) bool {
		return now.Sub(d.at) >= againPause || d.action == run.plan.Action().ID && d.chat == run.chat
	})
	opened := slices.ContainsFunc(o.Effects, func(e actions.Effect) bool { _, ok := e.(actions.Open); return ok })
	if o.Request == nil && !opened {
		return
	}
	words := "done"
	if !o.Success {
		words = "failed"
	}
	if o.Response != nil {
		words = fmt.Sprintf("%s %d", words, o.Response.Status)
	}
	r.runs.done = append(r.runs.done, done{at: now, words: words, action: run.plan.Action().ID, chat: run.chat})
}

// lately says that an action was run for a contact a moment ago, "" if it was not.
func (r *runRoom) lately(action, chat string) string {
	for _, d := range r.runs.done {
		if ago := r.deps.Now().Sub(d.at); d.action == action && d.chat == chat && ago < againPause {
			return fmt.Sprintf("%s, %d s ago. Again?", d.words, int(ago.Seconds()))
		}
	}
	return ""
}

// asksFirst says whether an action asks before it runs: because it, or the settings,
// say so, because it just ran for this contact, or because the list's bar is on another.
func (r *runRoom) asksFirst(d actions.Definition, c *chat) bool {
	return d.AsksFirst() || r.deps.Ask == askAlways || r.deps.Ask == askWebhooks && d.Type == actions.TypeWebhook || r.lately(d.ID, c.id) != "" || r.elsewhere(c) != ""
}

// elsewhere says that the bar of the list is on another conversation than the one that
// an action runs for, "" if it is not: it is easily taken for the one that is meant.
func (r *runRoom) elsewhere(c *chat) string {
	if at := r.barOn(c); at != "" {
		return "The bar is on " + at + ". This runs for " + c.name() + ", whose conversation is open."
	}
	return ""
}

// barOn is whose conversation the bar of the list is on where that is not this one and
// the list has the keyboard, else "".
func (r *desk) barOn(c *chat) string {
	at, ok := r.inbox.Selected()
	if r.focus != focusList || !ok || at.ID == c.id {
		return ""
	}
	return inbox.DisplayName(at)
}

// askInputs asks an action's questions and goes on to run it.
func (r *runRoom) askInputs(d actions.Definition, c *chat, subject template.Subject) tea.Cmd {
	return r.askFor(d, subject, "run", func(in map[string]any) tea.Cmd {
		return r.withFacts(d, c, func(d actions.Definition, f facts) tea.Cmd { return r.ask(d, c, in, f) })
	})
}

// askFor opens the form of an action's questions with their defaults filled
// from the conversation.
func (r *shell) askFor(d actions.Definition, subject template.Subject, verb string, done func(map[string]any) tea.Cmd) tea.Cmd {
	r.dialogs.Push(r.NewForm(actionName(d), verb, r.deps.Engine.Form(d, subject), done))
	return nil
}
