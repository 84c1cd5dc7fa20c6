package ui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions/batch"
	"keydesk/client"
	"keydesk/client/mirror"
	"keydesk/ui/bulk"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/remind"
)

// manyLimit bounds one conversation of many: planning or doing it may wait for the budget of requests,
// in which the person's own go first.
const manyLimit = 6 * time.Minute

// mostMany is how many conversations something is done with at once: nobody reads more plans.
const mostMany = 500

// many does the same with many conversations: it plans and does one after the other what a sheet asks
// about. It goes on while the sheet is closed.
type many struct {
	*shell
	desk manyDesk

	batch *batch.Batch // the one under way, or the last one; nil: there was none
	sheet *bulk.Sheet
	job   batch.Job
	after func(contactID string) tea.Cmd // what the desk does once one of them is done; nil: nothing
	words bulk.Words
	token int  // of the batch; answers of another one are dropped
	busy  bool // one of them is planned or done right now
}

// manyDesk is what it is lent of the desk.
type manyDesk struct {
	list    func() *inbox.Pane
	changed func(...mirror.Key) tea.Cmd
	fresh   func(do func(mirror.Ready) tea.Cmd, keys ...mirror.Key) tea.Cmd
	bar     *toolbar
	people  func() []person
	name    func(userID string) string
	stored  func(id string) (batch.Version, bool)
	askTime func(who, typed string, do func(remind.Reminder) tea.Cmd) tea.Cmd
	putOff  func(id string, x remind.Reminder) tea.Cmd
	unread  *keptUnread
}

// newMany begins with nothing done.
func (r *Root) newMany() {
	r.many = many{shell: r.shell, desk: manyDesk{
		list: func() *inbox.Pane { return r.inbox }, changed: r.changed, fresh: r.whenFresh, bar: &r.run.bar, unread: &r.unread,
		people: r.contact.colleagues, name: r.contact.assignee,
		askTime: func(who, typed string, do func(remind.Reminder) tea.Cmd) tea.Cmd {
			return r.reminders.askFor(who, typed, do)
		},
		putOff: func(id string, x remind.Reminder) tea.Cmd { return r.reminders.set(id, r.reminders.made(id, x)) },
		stored: func(id string) (batch.Version, bool) {
			d, active := r.run.bar.find(id)
			s, there := r.run.stored(id)
			return batch.Version{Stored: s, Definition: d}, active && there
		},
	}}
}

// manyPlanned tells what would be done with one conversation, manyDid what became of it.
type (
	manyPlanned struct {
		token, row int
		step       batch.Step
		err        error
	}
	manyDid struct {
		token, row int
		result     batch.Result
	}
)

func (msg manyPlanned) arrive(r *Root) tea.Cmd { return r.many.planned(msg) }
func (msg manyDid) arrive(r *Root) tea.Cmd     { return r.many.did(msg) }

// marks are the commands that mark conversations and do something with the marked ones.
func (m *many) commands() []command.Command {
	do := func(f func(*inbox.Pane)) func() tea.Cmd {
		return func() tea.Cmd { f(m.desk.list()); return nil }
	}
	return []command.Command{
		{Binding: command.Bind(command.ScopeList, "list.mark", "", "Mark the conversation, or not, and go on to the next", "space", "x"), Run: do((*inbox.Pane).ToggleMark), Class: command.Mine},
		{Binding: command.Bind(command.ScopeList, "list.markto", "", "Mark all from the last mark to here", "X"), Run: do((*inbox.Pane).MarkTo), Class: command.Mine},
		{Binding: command.Bind(command.ScopeList, "list.markall", "", "Mark all that are shown, or none of them", "*"), Run: m.markAll, Class: command.Mine},
		{Binding: command.Bind(command.ScopeList, "list.unmark", "", "Take all marks away", "-"), Run: do((*inbox.Pane).ClearMarks), Why: m.needsMarks, Class: command.Mine},
		{Binding: command.Bind(command.ScopeList, "list.many", "with the marked", "Do something with all marked conversations: run an action, tag, assign, remind, mark as read", "m"), Run: m.open, Why: m.needsMany},
	}
}

func (m *many) markAll() tea.Cmd {
	if n := len(m.desk.list().Shown()); n > mostMany {
		return m.say(levelWarn, fmt.Sprintf("%d conversations are shown; at most %d can be marked at once. Filter them first, or mark a part with %s.", n, mostMany, m.Label("list.markto")))
	}
	m.desk.list().MarkAll()
	return nil
}

func (m *many) needsMarks() string {
	if n, _ := m.desk.list().Marks(); n == 0 {
		return "nothing is marked: " + m.Label("list.mark") + " marks a conversation"
	}
	return ""
}

func (m *many) needsMany() string {
	if m.batch != nil {
		return ""
	}
	return m.needsMarks()
}

// running says whether a batch was agreed to and is not at its end.
func (m *many) running() bool { return m.batch != nil && m.batch.Begun() && !m.batch.Over() }

// open asks what to do with the marked conversations, or shows the batch that runs.
func (m *many) open() tea.Cmd {
	marked := m.desk.list().Marked()
	switch {
	case m.running() || len(marked) == 0:
		m.dialogs.Push(m.sheet)
		return nil
	case len(marked) > mostMany:
		return m.say(levelWarn, fmt.Sprintf("%d conversations are marked; at most %d can be done at once.", len(marked), mostMany))
	}
	return m.choose(marked)
}

// start shows a batch and begins to plan it.
func (m *many) start(job batch.Job, words bulk.Words, danger bool, targets []batch.Target, after func(string) tea.Cmd) tea.Cmd {
	if m.running() {
		m.dialogs.Push(m.sheet)
		return m.say(levelInfo, m.words.Title+" is not at its end yet; one at a time.")
	}
	m.token++
	m.batch, m.job, m.words, m.after, m.busy = batch.New(targets), job, words, after, false
	m.sheet = bulk.NewSheet(&m.Kit, m.batch, words, danger, m.draw, bulk.Wants{
		Begin: m.next, Next: m.next, Leave: m.leave,
		Again: func() tea.Cmd { return m.start(job, words, danger, m.batch.Again(), after) },
	})
	m.dialogs.Push(m.sheet)
	return m.plan()
}

// draw draws what would be done with one conversation.
func (m *many) draw(s batch.Step, width int) []string {
	if p, ok := s.(batch.Planning); ok {
		return drawPreview(&m.Theme, p.Plan.Masked(), width)
	}
	return dialog.WrapLines(s.Text(), width)
}

// plan reads the next conversation and works out what would be done.
func (m *many) plan() tea.Cmd {
	i, ok := m.batch.ToPlan()
	if !ok {
		return nil
	}
	job, target, token := m.job, m.batch.Rows()[i].Target, m.token
	return call(m.door(), manyLimit, func(ctx context.Context) (batch.Step, error) {
		return job.Plan(client.Prefetch(ctx), target)
	}, func(s batch.Step, err error) tea.Msg { return manyPlanned{token: token, row: i, step: s, err: err} })
}

func (m *many) planned(msg manyPlanned) tea.Cmd {
	if msg.token != m.token || m.batch == nil {
		return nil
	}
	m.batch.Took(msg.row, msg.step, msg.err)
	return m.plan()
}

// next does the next conversation, unless one is under way or the batch pauses.
func (m *many) next() tea.Cmd {
	if m.busy {
		return nil
	}
	i, ok := m.batch.Next()
	if !ok {
		return m.finished()
	}
	m.busy = true
	job, row, token := m.job, m.batch.Rows()[i], m.token
	return call(m.door(), manyLimit, func(ctx context.Context) (batch.Result, error) {
		return job.Do(client.Prefetch(ctx), row.Target, row.Step), nil
	}, func(result batch.Result, err error) tea.Msg {
		if err != nil {
			result = batch.Result{State: batch.Uncertain, Words: err.Error()}
		}
		return manyDid{token: token, row: i, result: result}
	})
}

func (m *many) did(msg manyDid) tea.Cmd {
	if msg.token != m.token || m.batch == nil {
		return nil
	}
	m.busy = false
	m.batch.Finish(msg.row, msg.result)
	cmds := []tea.Cmd{}
	if row := m.batch.Rows()[msg.row]; row.State == batch.Done {
		m.desk.list().Unmark(row.ID)
		if m.after != nil {
			cmds = append(cmds, m.after(row.ID))
		}
	}
	return tea.Batch(append(cmds, m.next())...)
}

// finished tells, at the end, what became of all of them. What was refused when it was planned is
// recorded as well.
func (m *many) finished() tea.Cmd {
	if why, paused := m.batch.Paused(); paused && why != "" {
		return m.say(levelWarn, m.words.Title+" pauses: "+why)
	}
	if !m.batch.Over() || m.busy {
		return nil
	}
	level := levelGood
	if m.batch.Count(batch.Done) < len(m.batch.Rows()) {
		level = levelWarn
	}
	return tea.Batch(m.record(), m.say(level, m.words.Title+": "+bulk.Summary(m.batch)))
}

// record writes the refused ones into the record of runs.
func (m *many) record() tea.Cmd {
	action, ok := m.job.(batch.Action)
	if !ok {
		return nil
	}
	var cmds []tea.Cmd
	for _, row := range m.batch.Rows() {
		if row.State == batch.Refused && row.Outcome == nil {
			cmds = append(cmds, call(m.door(), hostLimit, func(ctx context.Context) (struct{}, error) {
				action.Record(ctx, row)
				return struct{}{}, nil
			}, func(struct{}, error) tea.Msg { return nil }))
		}
	}
	return tea.Batch(cmds...)
}

// leave closes the sheet. What was not agreed to is forgotten.
func (m *many) leave() tea.Cmd {
	switch {
	case !m.batch.Begun():
		m.token++
		m.batch, m.sheet = nil, nil
	case m.running():
		return m.say(levelInfo, m.words.Title+" goes on; "+m.Label("list.many")+" in the list shows how far it is.")
	}
	return nil
}

// hint is how far it is, for the footer, "" while nothing runs.
func (m *many) hint() string {
	if !m.running() {
		return ""
	}
	n := len(m.batch.Rows())
	words := fmt.Sprintf("%d of %d", n-m.batch.Count(batch.Planned, batch.Running), n)
	if _, paused := m.batch.Paused(); paused {
		words += " paused"
	}
	return words
}

// left says what leaving keydesk keeps from being done, "" for nothing.
func (m *many) left() string {
	if !m.running() {
		return ""
	}
	return fmt.Sprintf("%s is not at its end: leaving keydesk leaves out %s.", m.words.Title, dialog.Plural(m.batch.Count(batch.Planned, batch.Running), "conversation", "conversations"))
}
