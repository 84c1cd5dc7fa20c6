package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
)

// lineCommands tell about the line to the platform.
func (r *lineRoom) lineCommands() []command.Command {
	return []command.Command{
		{Binding: command.Bind(command.ScopeGlobal, "line", "", "What the line to the platform is doing"), Run: r.showLine},
	}
}

// showLine shows how the line is and what of the request budget is spent.
func (r *lineRoom) showLine() tea.Cmd {
	v := r.NewViewer(command.ScopeViewer, "The line to the platform", r.lineRows)
	v.Live = true
	r.dialogs.Push(v)
	return nil
}

// lineRows is everything known of the line, at most width cells a row.
func (r *lineRoom) lineRows(width int) []string {
	var rows []string
	label := min(14, width/3)
	for _, f := range r.lineFacts() {
		for i, part := range text.Wrap(f[1], max(1, width-label-1)) {
			name := ""
			if i == 0 {
				name = f[0]
			}
			rows = append(rows, r.Theme.Faint.Render(text.Pad(text.CutWith(name, label, r.Theme.Glyphs.Cut), label))+" "+part)
		}
	}
	return rows
}

// lineFacts are a name and a sentence each.
func (r *lineRoom) lineFacts() [][2]string {
	_, state := r.lineState()
	if s := r.session; s.ready && r.deps.Events != nil && !r.lineDown() && !s.line.Since.IsZero() {
		state += " since " + r.clock(s.line.Since)
	}
	facts := [][2]string{{"Platform", text.Line(r.deps.Address)}, {"Realtime", state}}
	if err := r.session.line.Err; err != nil && r.lineDown() {
		facts = append(facts, [2]string{"", text.Line(err.Error())})
	}
	facts = append(facts, [2]string{"Requests", r.spentWords()})
	b := r.deps.Platform.Budget()
	if now := r.deps.Now(); b.Blocked.After(now) {
		facts = append(facts, [2]string{"", "the platform takes no more before " + b.Blocked.In(r.deps.Location).Format("15:04:05") + "; what you ask for waits until then"})
	}
	index := "all conversations are known"
	if _, missing := r.inbox.Missing(); missing {
		index = fmt.Sprintf("%d of %d conversations are known; the rest is fetched when you need the budget for nothing else", r.inbox.Confirmed(), r.inbox.Total())
	}
	facts = append(facts, [2]string{"Index", index})
	if at := r.catching.at; at.After(r.deps.Now()) {
		facts = append(facts, [2]string{"Catching up", "something could not be fetched; tried again at " + at.In(r.deps.Location).Format("15:04:05")})
	}
	waiting := "nothing waits"
	var unsent []string
	if n := r.out.messages(); n > 0 {
		unsent = append(unsent, dialog.Plural(n, "message", "messages"))
	}
	if n := r.out.files(); n > 0 {
		unsent = append(unsent, dialog.Plural(n, "file", "files"))
	}
	if len(unsent) > 0 {
		waiting = strings.Join(unsent, " and ") + " did not go out yet"
	}
	return append(facts, [2]string{"Outbox", waiting})
}

// spentWords tells how much of the budget the last minute took.
func (r *lineRoom) spentWords() string {
	b := r.deps.Platform.Budget()
	if !b.Limited {
		return fmt.Sprintf("%d in the last minute; the platform names no limit", b.Spent)
	}
	return fmt.Sprintf("%d in the last minute of %d allowed; your own go first, what is fetched ahead takes the rest", b.Spent, b.Limit)
}

// clock is a time of today as the desk writes it.
func (r *desk) clock(at time.Time) string {
	return inbox.ShortTime(at, r.deps.Now(), r.deps.Location, true)
}
