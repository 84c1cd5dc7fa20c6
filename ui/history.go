package ui

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// historyRuns is how many of the newest runs the history shows; keydesk
// history on the command line finds older ones.
const historyRuns = 500

// runsLoaded are the newest recorded runs.
type runsLoaded struct {
	runs []actions.Run
	err  error
}

// history shows the record of runs.
func (r *runRoom) history() tea.Cmd {
	list := r.deps.History
	return call(r.door(), readLimit, func(ctx context.Context) ([]actions.Run, error) {
		return list(ctx, historyRuns)
	}, func(runs []actions.Run, err error) tea.Msg { return runsLoaded{runs: runs, err: err} })
}

func (r *runRoom) needsHistory() string {
	if r.deps.History == nil {
		return "no record is kept here"
	}
	return ""
}

func (msg runsLoaded) arrive(r *runRoom) tea.Cmd {
	if msg.err != nil {
		return r.trouble("read the history", msg.err)
	}
	if len(msg.runs) == 0 {
		return r.say(levelInfo, "No action was run yet; every run will be listed here.")
	}
	choices := make([]dialog.Choice, len(msg.runs))
	for i, run := range msg.runs {
		choices[i] = dialog.Choice{Label: r.runLabel(run), Detail: r.runState(run), Search: r.runSearch(run), Pick: dialog.Also{Do: func() tea.Cmd { return r.showRun(run) }}}
	}
	c := r.NewChooser("History of actions", "No run matches %q.", choices)
	c.Records, c.Verb, c.Note = true, "open", "type a contact, an action or an outcome"
	r.dialogs.Push(c)
	return nil
}

// runLabel is one run in a line: when, for whom, what.
func (r *runRoom) runLabel(run actions.Run) string {
	when := inbox.ShortTime(run.Started, r.deps.Now(), r.deps.Location, true)
	return fmt.Sprintf("%-6s %s  %s", when, text.Line(run.ContactName), text.Line(run.ActionName))
}

// runSearch is what the history is filtered by besides what a row shows.
func (r *runRoom) runSearch(run actions.Run) string {
	return strings.Join([]string{r.runState(run), text.Line(run.UserName), text.Line(run.Message)}, " ")
}

// runState is the outcome in a word and a mark.
func (r *runRoom) runState(run actions.Run) string {
	words := string(run.State)
	if run.Status > 0 {
		words += fmt.Sprintf(" %d", run.Status)
	}
	return stateMark(&r.Theme, run.State) + " " + words
}

func stateMark(th *theme.Theme, s actions.State) string {
	switch s {
	case actions.StateDone:
		return th.Glyphs.Done
	case actions.StateRunning:
		return th.Glyphs.Running
	case actions.StateFailed, actions.StateRefused:
		return th.Glyphs.Failed
	default:
		return th.Glyphs.Warn
	}
}

// showRun opens one recorded run; from there it can be run again, with a fresh
// preview of what that would do now.
func (r *runRoom) showRun(run actions.Run) tea.Cmd {
	again := dialog.Then{Do: func() tea.Cmd { r.dialogs.Pop(); return r.runAgain(run) }}
	r.dialogs.Push(r.NewViewer(command.ScopeRecord, text.Line(run.ActionName), func(width int) []string { return r.runRows(run, width) },
		dialog.ViewerKey{ID: "record.again", Word: "run again, after a preview", Intent: again},
		dialog.ViewerKey{ID: "record.copy", Word: "copy id", Intent: dialog.Also{Do: func() tea.Cmd { return r.copy(run.PlanID, "run id", 0) }}}))
	return nil
}

func (r *runRoom) runRows(run actions.Run, width int) []string {
	facts := [][2]string{
		{"When", run.Started.In(r.deps.Location).Format("Mon, 2 Jan 2006 15:04:05")},
		{"Contact", run.ContactName}, {"By", run.UserName}, {"Outcome", r.runState(run)}, {"Took", actions.ShortDuration(run.Took)},
		{"Told", run.Message}, {"Error", run.Error}, {"Profile", run.Profile}, {"Id", run.PlanID}, {"Did", run.Summary},
	}
	var rows []string
	for _, f := range facts {
		value := text.Line(f[1])
		if value == "" || f[0] == "Error" && value == text.Line(run.Message) {
			continue
		}
		for i, line := range text.Wrap(value, max(1, width-10)) {
			label := ""
			if i == 0 {
				label = f[0]
			}
			rows = append(rows, r.Theme.Faint.Render(text.Pad(label, 10))+line)
		}
	}
	rows = append(rows, drawEffects(&r.Theme, run.Effects, width)...)
	rows = append(rows, "", r.Theme.Strong.Render("Plan"))
	rows = append(rows, dialog.WrapLines(run.Plan, width)...)
	if len(run.Log) > 0 {
		rows = append(rows, "", r.Theme.Strong.Render("Log"))
		rows = append(rows, dialog.WrapLines(strings.Join(run.Log, "\n"), width)...)
	}
	return rows
}

// runAgain opens the run's conversation and the action's preview in it.
func (r *runRoom) runAgain(run actions.Run) tea.Cmd {
	if _, ok := r.bar.find(run.ActionID); !ok {
		return r.say(levelWarn, text.Line(run.ActionName)+" is no longer among the active actions.")
	}
	show := func() tea.Cmd { return r.preview(run.ActionID) }
	if c := r.chats.open; c != nil && c.id == run.ContactID {
		return r.whenWhole(c, show)
	}
	contact, known := r.inbox.Contact(run.ContactID)
	if !known {
		return r.say(levelInfo, "Its conversation is not among those fetched: search for it (/), open it, then run the action again.")
	}
	r.inbox.Select(contact.ID)
	cmd := r.openConversation(contact)
	return tea.Batch(cmd, r.whenWhole(r.chats.open, show))
}
