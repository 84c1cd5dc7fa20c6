package ui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
)

// paletteConversations is how many of the conversations at the top of the list
// the palette offers by name.
const paletteConversations = 200

// palette offers every action, every command and the conversations by name.
func (r *Root) palette() tea.Cmd {
	var choices []choice
	if r.chats.open != nil {
		choices = append(choices, r.actionChoices(func(id string) Intent {
			return then{func(r *Root) tea.Cmd { return r.press(id) }}
		})...)
	}
	for i := range r.table {
		c := &r.table[i]
		if c.run == nil || c.ID == "palette" || strings.HasPrefix(c.ID, "action.") && c.ID != "action.list" && c.ID != "action.preview" {
			continue
		}
		off := ""
		if c.why != nil {
			off = c.why(r)
		}
		choices = append(choices, choice{label: c.Long, detail: r.label(c.ID), off: off, pick: perform{c.ID}})
	}
	slices.SortStableFunc(choices, func(a, b choice) int { return cmp.Compare(min(1, len(a.off)), min(1, len(b.off))) }) // what can be done comes first
	for _, contact := range r.inbox.First(paletteConversations) {
		choices = append(choices, choice{
			label: inbox.DisplayName(contact), detail: text.Line(contact.PhoneNumber),
			pick: then{func(r *Root) tea.Cmd { r.inbox.Select(contact.ID); return r.openConversation(contact) }},
		})
	}
	p := r.newChooser("Commands", "Nothing matches %q.", choices)
	p.verb, p.second = "do it", "preview"
	r.dialogs.push(p)
	return nil
}

// listActions opens the filterable list of every action.
func (r *Root) listActions() tea.Cmd {
	return r.chooseAction("Actions", "run", "preview", func(id string) Intent {
		return then{func(r *Root) tea.Cmd { return r.press(id) }}
	})
}

// listPreviews is the same list to look rather than to run.
func (r *Root) listPreviews() tea.Cmd {
	return r.chooseAction("Preview an action", "preview", "", previewIntent)
}

func previewIntent(id string) Intent {
	return then{func(r *Root) tea.Cmd { return r.preview(id) }}
}

func (r *Root) chooseAction(title, verb, second string, pick func(id string) Intent) tea.Cmd {
	if words := r.barWords(); words != "" {
		return r.say(levelInfo, words)
	}
	p := r.newChooser(title, "No action matches %q.", r.actionChoices(pick))
	p.verb, p.second = verb, second
	r.dialogs.push(p)
	return nil
}

// actionChoices are the toolbar's actions as lines of a chooser.
func (r *Root) actionChoices(pick func(id string) Intent) []choice {
	g := r.theme.Glyphs
	choices := make([]choice, 0, len(r.bar.list))
	for i, d := range r.bar.list {
		label := g.Icon(d.Icon) + " " + actionName(d)
		if d.Options.Danger {
			label += " " + g.Danger
		}
		detail := kindWord(d.Type)
		if i < keyedActions {
			detail += "  " + r.label(fmt.Sprintf("action.%d", i+1))
		}
		choices = append(choices, choice{label: label, detail: detail, off: r.disabled(d), pick: pick(d.ID), other: previewIntent(d.ID)})
	}
	return choices
}

func kindWord(t actions.Type) string {
	if t == actions.TypeJavaScript {
		return "script"
	}
	return string(t)
}

// askSearch asks for a name or number and searches the platform for it.
func (r *Root) askSearch() tea.Cmd {
	r.dialogs.push(r.newPrompt("Search conversations", "name or phone number", func(r *Root, query string) tea.Cmd {
		return r.search(query)
	}))
	return nil
}

// search asks the platform; it finds parts of names and stored numbers, which
// have no plus sign (contract §4.1).
func (r *Root) search(query string) tea.Cmd {
	query = strings.TrimSpace(query)
	if query == "" {
		return r.leaveList()
	}
	r.searching, r.focus = query, focusList
	r.arrange()
	r.inbox.AwaitSearch(query)
	return r.loadSearch(query, 1)
}

// loadSearch fetches page n of a search's answer.
func (r *Root) loadSearch(query string, n int) tea.Cmd {
	platform := r.deps.Platform
	return call(r.door(), readLimit, func(ctx context.Context) (client.ContactPage, error) {
		return platform.Contacts(ctx, client.ContactQuery{Search: strings.TrimPrefix(query, "+"), Page: n, Limit: pageSize})
	}, func(page client.ContactPage, err error) tea.Msg {
		return contactsLoaded{page: page, search: query, err: err}
	})
}

// askQuit leaves, asking first where something written would be lost: when no
// local store keeps it.
func (r *Root) askQuit() tea.Cmd {
	if r.keeps() {
		return tea.Quit // drafts and messages that wait are there again next time
	}
	var lost []string
	if n := r.chats.drafts(); n > 0 {
		lost = append(lost, plural(n, "unsent draft", "unsent drafts"))
	}
	if n := r.chats.unsent(); n > 0 {
		lost = append(lost, plural(n, "message that did not go out", "messages that did not go out"))
	}
	if len(lost) == 0 {
		return tea.Quit
	}
	lines := func(width int) []string {
		return text.Wrap("You have "+strings.Join(lost, " and ")+". Leaving keydesk throws away what you wrote.", width)
	}
	r.leaving = r.newQuestion("Leave keydesk?", "Leave", lines, func(*Root) tea.Cmd { return tea.Quit })
	r.dialogs.push(r.leaving)
	return nil
}

// quitNow is ctrl+c: it asks like q, whatever dialog is open, and a second one
// leaves without an answer.
func (r *Root) quitNow() tea.Cmd {
	if top := r.dialogs.top(); top != nil && top == dialog(r.leaving) {
		return tea.Quit
	}
	return r.askQuit()
}
