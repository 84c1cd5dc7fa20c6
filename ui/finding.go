package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
)

// searchPause is how long typing has to rest before the platform is asked: what
// is known already is shown with every letter.
const searchPause = 250 * time.Millisecond

// finding is the search line of the list.
type finding struct {
	line   dialog.Field
	typing bool // the line has the keyboard whenever the list has
	told   bool // the platform has answered, for better or worse
	number int  // tells the newest question to the platform from overtaken ones
	cancel context.CancelFunc
}

// searchDue asks the platform what was typed, unless more was typed since.
type searchDue struct{ number int }

// searchAnswered is a page of the platform's answer.
type searchAnswered struct {
	number int
	query  string
	page   client.ContactPage
	err    error
}

func (r *findRoom) searchCommands() []command.Command {
	row := func(id, short, long string, run func() tea.Cmd, keyNames ...string) command.Command {
		return command.Command{Binding: command.Bind(command.ScopeSearch, id, short, long, keyNames...), Run: run}
	}
	return []command.Command{
		row("search.open", "open", "Open the conversation under the bar", r.openFound, "enter").Needing(r.needsFound),
		row("search.down", "", "Next conversation found", r.moveFound(1), "down"),
		row("search.up", "", "Previous conversation found", r.moveFound(-1), "up"),
		row("search.pagedown", "", "One screen of conversations down", r.pageFound(1), "pgdown"),
		row("search.pageup", "", "One screen of conversations up", r.pageFound(-1), "pgup"),
		row("search.leave", "clear", "End the search, back to where the list was", r.leaveList, "esc"),
	}
}

func (r *findRoom) needsFound() string {
	if _, ok := r.inbox.Selected(); !ok && r.finding.told {
		return "nothing was found"
	}
	return ""
}

// openFound opens what was found, or asks the platform at once while nothing is.
func (r *findRoom) openFound() tea.Cmd {
	if _, ok := r.inbox.Selected(); ok {
		return r.openSelected()
	}
	r.overtake()
	return r.askPlatform(1)
}

func (r *findRoom) moveFound(by int) func() tea.Cmd {
	return func() tea.Cmd { r.inbox.Move(by); return r.morePages() }
}

func (r *findRoom) pageFound(by int) func() tea.Cmd {
	return func() tea.Cmd { r.inbox.Page(by); return r.morePages() }
}

// tellKeys gives the list the keys that it names in its sentences.
func (r *findRoom) tellKeys() {
	r.inbox.SetWords(inbox.Words{ClearSearch: r.Label("list.leave"), ClearFilter: r.Label("list.unfilter"), NextTab: r.Label("list.tab")})
}

// typingSearch says whether the search line has the keyboard.
func (r *findRoom) typingSearch() bool { return r.focus == focusList && r.finding.typing }

// askSearch puts the keyboard into the search line; a search that is shown goes
// on from its words.
func (r *findRoom) askSearch() tea.Cmd {
	if typed := r.takeStray(); typed != "" {
		return r.searchFor(typed)
	}
	if _, shown := r.inbox.Search(); !shown {
		r.finding.line = dialog.NewField("name or phone number", false)
		r.inbox.Find("")
	}
	r.finding.typing, r.focus = true, focusList
	r.arrange()
	return nil
}

// searchFor searches for a query that was typed elsewhere.
func (r *findRoom) searchFor(query string) tea.Cmd {
	cmd := r.askSearch()
	r.finding.line = dialog.NewField("name or phone number", false)
	r.finding.line.Update(tea.PasteMsg{Content: query})
	return tea.Batch(cmd, r.searchChanged())
}

// typedSearch hands a key or a paste to the search line.
func (r *findRoom) typedSearch(msg tea.Msg) tea.Cmd {
	if !r.finding.line.Update(msg) {
		return nil
	}
	return r.searchChanged()
}

// searchChanged shows at once what is known, and plans to ask the platform.
func (r *findRoom) searchChanged() tea.Cmd {
	query := strings.TrimSpace(r.finding.line.Value())
	r.overtake()
	r.inbox.Find(query)
	if query == "" {
		return nil
	}
	return r.deps.After(searchPause, searchDue{r.finding.number})
}

// overtake ends the question that is on its way; its answer will be dropped.
func (r *findRoom) overtake() {
	r.finding.number++
	r.finding.told = false
	if r.finding.cancel != nil {
		r.finding.cancel()
		r.finding.cancel = nil
	}
}

func (msg searchDue) arrive(r *findRoom) tea.Cmd {
	if msg.number != r.finding.number {
		return nil
	}
	return r.askPlatform(1)
}

// askPlatform fetches page n of the answer to the search that is shown. The
// platform finds parts of names and of stored numbers, which have no plus sign
// (contract §4.1).
func (r *findRoom) askPlatform(n int) tea.Cmd {
	query, shown := r.inbox.Search()
	if !shown || query == "" {
		return nil
	}
	r.inbox.Asked(query)
	platform, number, tags := r.deps.Platform, r.finding.number, r.inbox.Filter().Tags
	ctx, cancel := context.WithCancel(r.deps.Context)
	r.finding.cancel = cancel
	d := r.door()
	d.ctx = ctx
	return call(d, readLimit, func(ctx context.Context) (client.ContactPage, error) {
		return platform.Contacts(ctx, client.ContactQuery{Search: query, Tags: tags, Page: n, Limit: pageSize})
	}, func(page client.ContactPage, err error) tea.Msg {
		return searchAnswered{number: number, query: query, page: page, err: err}
	})
}

func (msg searchAnswered) arrive(r *findRoom) tea.Cmd {
	if msg.number != r.finding.number {
		return nil // overtaken
	}
	r.finding.cancel()
	r.finding.told = true
	switch {
	case msg.err == nil:
		r.inbox.Answer(msg.query, msg.page)
		return r.morePages()
	case errors.Is(msg.err, context.Canceled):
		return nil
	}
	r.inbox.AnswerFailed(msg.query, text.Line(msg.err.Error()))
	return r.trouble("search", msg.err)
}

// endSearch leaves a search and reports whether there was one. With stay the
// bar stays on its conversation if the tab has it.
func (r *findRoom) endSearch(stay bool) bool {
	r.finding.typing = false
	r.overtake()
	return r.inbox.EndSearch(stay)
}

// drawSearch is the search line in width cells, how much was found at its right,
// and the cursor's column.
func (r *findRoom) drawSearch(width int) (row string, column int) {
	count := r.inbox.SearchCount()
	room := max(1, width-4-text.Width(count))
	line, column := r.finding.line.Draw(room)
	return text.Pad(" "+r.Theme.Accent.Render("/")+" "+text.Pad(text.Cut(line, room), room)+" "+r.Theme.Faint.Render(count), width), 3 + column
}
