package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/ui/command"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
)

// Conversations in the palette: those at the top of the list before anything is
// typed, and the best of all that are known for what is typed.
const (
	paletteRecent = 50
	paletteNamed  = 50
)

// palette offers every action, every command and the conversations by name.
func (r *Root) palette() tea.Cmd {
	var choices []choice
	if r.chats.open != nil && !r.studio.open {
		choices = append(choices, r.actionChoices(command.Sends, func(id string) Intent {
			return then{func() tea.Cmd { return r.press(id) }}
		})...)
	}
	for i := range r.table {
		c := &r.table[i]
		if c.Run == nil || c.ID == "palette" || c.ID == "studio.palette" || strings.HasPrefix(c.Scope, command.ScopeStudioAll) != r.studio.open || strings.HasPrefix(c.ID, "action.") && c.ID != "action.list" && c.ID != "action.preview" {
			continue
		}
		off := ""
		if c.Why != nil {
			off = c.Why()
		}
		choices = append(choices, choice{
			label: c.Long, detail: r.label(c.ID), names: append(slices.Clone(command.NamesOf(c.ID)), c.ID), class: c.Class, off: off, pick: perform{c.ID},
		})
	}
	slices.SortStableFunc(choices, func(a, b choice) int { return cmp.Compare(min(1, len(a.off)), min(1, len(b.off))) }) // what can be done comes first
	p := r.newChooser("Commands", "Nothing matches %q.", choices)
	p.verb, p.wary = "do it", true
	if !r.studio.open {
		p.mix(r.conversationChoices)
		p.second = "preview"
	}
	r.dialogs.push(p)
	return nil
}

// conversationChoices are the conversations by name: the first of the list, or
// the best matches of all that are known, and the way to those that are not.
func (r *Root) conversationChoices(query string) []choice {
	contacts := r.inbox.First(paletteRecent)
	if query != "" {
		contacts = r.inbox.Named(query, paletteNamed)
	}
	choices := make([]choice, 0, len(contacts)+1)
	for _, contact := range contacts {
		choices = append(choices, choice{
			label: inbox.DisplayName(contact), detail: text.Line(contact.PhoneNumber),
			pick: then{func() tea.Cmd { r.inbox.Select(contact.ID); return r.openConversation(contact) }},
		})
	}
	if query != "" {
		choices = append(choices, choice{
			label: "Search the platform for " + r.quoted(query), last: true,
			pick: then{func() tea.Cmd { return r.searchFor(query) }},
		})
	}
	return choices
}

// listActions opens the filterable list of every action.
func (r *Root) listActions() tea.Cmd {
	return r.chooseAction("Actions", "run", "preview", command.Sends, func(id string) Intent {
		return then{func() tea.Cmd { return r.press(id) }}
	})
}

// listPreviews is the same list to look rather than to run.
func (r *Root) listPreviews() tea.Cmd {
	return r.chooseAction("Preview an action", "preview", "", command.Looks, r.previewIntent)
}

func (r *Root) previewIntent(id string) Intent {
	return then{func() tea.Cmd { return r.preview(id) }}
}

func (r *Root) chooseAction(title, verb, second string, does command.Class, pick func(id string) Intent) tea.Cmd {
	if words := r.barWords(); words != "" {
		return r.say(levelInfo, words)
	}
	p := r.newChooser(title, "No action matches %q.", r.actionChoices(does, pick))
	p.verb, p.second = verb, second
	r.dialogs.push(p)
	return nil
}

// actionChoices are the toolbar's actions as lines of a chooser; does is what
// choosing one does.
func (r *Root) actionChoices(does command.Class, pick func(id string) Intent) []choice {
	g := r.theme.Glyphs
	choices := make([]choice, 0, len(r.bar.list))
	for i, d := range r.bar.list {
		label := g.Icon(d.Icon) + " " + actionName(d)
		if d.Options.Danger {
			label += " " + g.Danger
		}
		detail := kindWord(d.Type)
		if own := r.bar.ownKey(d.ID); own != "" {
			detail += "  " + own
		} else if i < keyedActions {
			detail += "  " + r.label(fmt.Sprintf("action.%d", i+1))
		}
		choices = append(choices, choice{label: label, detail: detail, names: []string{actionName(d)}, class: does, off: r.disabled(d), pick: pick(d.ID), other: r.previewIntent(d.ID)})
	}
	return choices
}

func kindWord(t actions.Type) string {
	if t == actions.TypeJavaScript {
		return "script"
	}
	return string(t)
}

// askQuit asks whether to leave.
func (r *Root) askQuit() tea.Cmd {
	words := r.leavingLoses()
	if words == "" {
		words = "Nothing is lost: what you wrote is here again next time."
		if !r.keeps() {
			words = "Nothing is lost: there are no drafts, and nothing waits to go out."
		}
	}
	lines := func(width int) []string { return text.Wrap(words, width) }
	r.leaving = r.newQuestion("Leave keydesk?", "Leave", lines, func() tea.Cmd { return tea.Quit })
	r.dialogs.push(r.leaving)
	return nil
}

// leavingLoses says what leaving throws away or stops: what is written and no local
// store keeps; "" for nothing.
func (r *Root) leavingLoses() string {
	var lost []string
	if !r.keeps() { // else drafts and messages that wait are there again next time
		if n := r.chats.drafts(); n > 0 {
			lost = append(lost, plural(n, "unsent draft", "unsent drafts"))
		}
		if n := r.studio.unsaved(); n > 0 {
			lost = append(lost, plural(n, "action that is not saved", "actions that are not saved"))
		}
		if n := r.out.messages(); n > 0 {
			lost = append(lost, plural(n, "message that did not go out", "messages that did not go out"))
		}
	}
	if n := r.out.lost(r.keeps()); n > 0 {
		lost = append(lost, plural(n, "file that was not sent", "files that were not sent"))
	}
	var words []string
	if len(lost) > 0 {
		words = append(words, "You have "+strings.Join(lost, " and ")+". Leaving keydesk throws away what you wrote.")
	}
	if n := r.out.shipping(); n > 0 && r.keeps() {
		words = append(words, plural(n, "file is", "files are")+" on the way. Leaving keydesk stops that; what has not arrived is here again next time, with its caption.")
	}
	return strings.Join(words, " ")
}

// quitNow is ctrl+c, whatever dialog is open: it asks where something would be lost,
// and a second one leaves without an answer.
func (r *Root) quitNow() tea.Cmd {
	if top := r.dialogs.top(); top != nil && top == dialog(r.leaving) {
		return tea.Quit
	}
	if r.leavingLoses() == "" {
		return tea.Quit
	}
	return r.askQuit()
}
