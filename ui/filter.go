package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
)

// filtering is what is fetched for a filter that the index cannot answer yet.
type filtering struct{ number int }

// tagged is a page of the conversations with some tag, as the platform told it.
type tagged struct {
	number int
	page   client.ContactPage
	err    error
}

// openFilter asks what the list shall be narrowed to.
func (r *findRoom) openFilter() tea.Cmd {
	d := r.newFilterDialog()
	r.dialogs.Push(d)
	platform := r.deps.Platform
	if r.lacksRight("tags", "read", "list tags") != "" {
		return nil // those of the conversations that are known
	}
	return call(r.door(), readLimit, platform.Tags, func(tags []client.Tag, err error) tea.Msg {
		return tagsKnown{dialog: d, tags: tags, err: err}
	})
}

func (r *findRoom) clearFilter() tea.Cmd { return r.setFilter(inbox.Filter{}) }

func (r *findRoom) needsFilter() string {
	if r.inbox.Filter().Empty() {
		return "the list is not filtered"
	}
	return ""
}

// setFilter narrows the list. While the index is not complete the platform is
// asked for the tags as well: it can filter by nothing else (contract §4.1).
func (r *findRoom) setFilter(f inbox.Filter) tea.Cmd {
	was := r.inbox.Filter()
	r.inbox.SetFilter(f, r.filterWords(f))
	cmds := []tea.Cmd{r.morePages()}
	if !slices.Equal(was.Tags, f.Tags) {
		r.filtering.number++
		cmds = append(cmds, r.loadTagged(1))
	}
	if query, searching := r.inbox.Search(); searching && query != "" {
		r.overtake()
		cmds = append(cmds, r.askPlatform(1))
	}
	return tea.Batch(cmds...)
}

// loadTagged fetches page n of the conversations with the filter's tags; the
// first one is a person's request, the others wait for the budget.
func (r *findRoom) loadTagged(n int) tea.Cmd {
	tags := r.inbox.Filter().Tags
	if _, missing := r.inbox.Missing(); len(tags) == 0 || !missing {
		return nil
	}
	platform, number := r.deps.Platform, r.filtering.number
	return call(r.door(), indexLimit, func(ctx context.Context) (client.ContactPage, error) {
		if n > 1 {
			ctx = client.Prefetch(ctx)
		}
		return platform.Contacts(ctx, client.ContactQuery{Tags: tags, Page: n, Limit: inbox.PageSize})
	}, func(page client.ContactPage, err error) tea.Msg { return tagged{number: number, page: page, err: err} })
}

func (msg tagged) arrive(r *findRoom) tea.Cmd {
	if msg.number != r.filtering.number {
		return nil // another filter by now
	}
	if msg.err != nil {
		return r.trouble("filter by tag", msg.err)
	}
	for _, c := range msg.page.Contacts {
		r.inbox.Merge(c)
	}
	if len(msg.page.Contacts) < msg.page.Limit {
		return nil
	}
	return r.loadTagged(msg.page.Page + 1)
}

// filterWords says what passes a filter: "tag vip and late · → you · window open".
func (r *findRoom) filterWords(f inbox.Filter) string {
	var parts []string
	add := func(lead string, values []string, between string, word func(string) string) {
		if len(values) == 0 {
			return
		}
		words := make([]string, len(values))
		for i, v := range values {
			words[i] = word(v)
		}
		parts = append(parts, lead+strings.Join(words, between))
	}
	tagged := " or "
	if f.TagsAll {
		tagged = " and "
	}
	add("tag ", f.Tags, tagged, text.Line)
	add("via ", f.Channels, " or ", r.channel)
	if len(f.Assignees) == 1 && f.Assignees[0] == inbox.AssignedNobody {
		parts = append(parts, "unassigned")
	} else {
		add(r.Theme.Glyphs.To+" ", f.Assignees, " or ", r.assigneeWord)
	}
	switch {
	case f.Closing > 0:
		parts = append(parts, "closes within "+stretch(f.Closing))
	case f.WindowOpen:
		parts = append(parts, "window open")
	}
	if f.Waiting > 0 {
		parts = append(parts, "waits over "+stretch(f.Waiting))
	}
	if f.Text != "" {
		parts = append(parts, dialog.Quoted(text.Line(f.Text)))
	}
	return strings.Join(parts, " "+r.Theme.Glyphs.Dot+" ")
}

// assigneeWord names who a filter asks for.
func (r *findRoom) assigneeWord(who string) string {
	switch who {
	case inbox.AssignedNobody:
		return "nobody"
	case inbox.AssignedOther:
		return "somebody else"
	default:
		return r.contact.assignee(who)
	}
}

// stretch is a length of time to the minute: "2 h 30 min".
func stretch(d time.Duration) string {
	var parts []string
	part := func(unit time.Duration, word string) {
		if n := d / unit; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, word))
			d -= n * unit
		}
	}
	part(24*time.Hour, "d")
	part(time.Hour, "h")
	part(time.Minute, "min")
	return strings.Join(parts, " ")
}
