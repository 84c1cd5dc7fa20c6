package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
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
func (r *paletteRoom) palette() tea.Cmd {
	var choices []dialog.Choice
	if r.chats.open != nil && !r.studio.open {
		choices = append(choices, r.actionChoices(command.Sends, func(id string) dialog.Intent {
			return dialog.Then{Do: func() tea.Cmd { return r.run.press(id) }}
		})...)
	}
	for i := range r.Table {
		c := &r.Table[i]
		if c.Run == nil || c.ID == "palette" || c.ID == "studio.palette" || strings.HasPrefix(c.Scope, command.ScopeStudioAll) != r.studio.open || strings.HasPrefix(c.ID, "action.") && c.ID != "action.list" && c.ID != "action.preview" {
			continue
		}
		off := ""
		if c.Why != nil {
			off = c.Why()
		}
		choices = append(choices, dialog.Choice{
			Label: c.Long, Detail: r.Label(c.ID), Names: append(slices.Clone(command.NamesOf(c.ID)), c.ID), Class: c.Class, Off: off, Pick: dialog.Perform{ID: c.ID},
		})
	}
	slices.SortStableFunc(choices, func(a, b dialog.Choice) int { return cmp.Compare(min(1, len(a.Off)), min(1, len(b.Off))) }) // what can be done comes first
	p := r.NewChooser("Commands", "Nothing matches %q.", choices)
	p.Verb, p.Wary = "do it", true
	if !r.studio.open {
		p.Mix(r.conversationChoices)
		p.Second = "preview"
	}
	r.dialogs.Push(p)
	return nil
}

// conversationsNamed are the first conversations of the list, or the best matches of
// all that are known.
func (r *paletteRoom) conversationsNamed(query string) []client.Contact {
	if query == "" {
		return r.inbox.First(paletteRecent)
	}
	return r.inbox.Named(query, paletteNamed)
}

// conversationChoices are the conversations by name: the first of the list, or
// the best matches of all that are known, and the way to those that are not.
func (r *paletteRoom) conversationChoices(query string) []dialog.Choice {
	contacts := r.conversationsNamed(query)
	choices := make([]dialog.Choice, 0, len(contacts)+1)
	for _, contact := range contacts {
		choices = append(choices, dialog.Choice{
			Label: inbox.DisplayName(contact), Detail: text.Line(contact.PhoneNumber),
			Pick: dialog.Then{Do: func() tea.Cmd { r.inbox.Select(contact.ID); return r.openConversation(contact) }},
		})
	}
	if query != "" {
		choices = append(choices, dialog.Choice{
			Label: "Search the platform for " + r.Quoted(query), Last: true,
			Pick: dialog.Then{Do: func() tea.Cmd { return r.find.searchFor(query) }},
		})
	}
	return choices
}

// listActions opens the filterable list of every action.
func (r *paletteRoom) listActions() tea.Cmd {
	return r.chooseAction("Actions", "run", "preview", command.Sends, func(id string) dialog.Intent {
		return dialog.Then{Do: func() tea.Cmd { return r.run.press(id) }}
	})
}

// listPreviews is the same list to look rather than to run.
func (r *paletteRoom) listPreviews() tea.Cmd {
	return r.chooseAction("Preview an action", "preview", "", command.Looks, r.previewIntent)
}

func (r *paletteRoom) previewIntent(id string) dialog.Intent {
	return dialog.Then{Do: func() tea.Cmd { return r.run.preview(id) }}
}

func (r *paletteRoom) chooseAction(title, verb, second string, does command.Class, pick func(id string) dialog.Intent) tea.Cmd {
	if words := r.run.barWords(); words != "" {
		return r.say(levelInfo, words)
	}
	p := r.NewChooser(title, "No action matches %q.", r.actionChoices(does, pick))
	p.Verb, p.Second = verb, second
	r.dialogs.Push(p)
	return nil
}

// actionChoices are the toolbar's actions as lines of a chooser; does is what
// choosing one does.
func (r *paletteRoom) actionChoices(does command.Class, pick func(id string) dialog.Intent) []dialog.Choice {
	g := r.Theme.Glyphs
	choices := make([]dialog.Choice, 0, len(r.run.bar.list))
	for i, d := range r.run.bar.list {
		label := g.Icon(d.Icon) + " " + actionName(d)
		if d.Options.Danger {
			label += " " + g.Danger
		}
		detail := kindWord(d.Type)
		if own := r.run.bar.ownKey(d.ID); own != "" {
			detail += "  " + own
		} else if i < keyedActions {
			detail += "  " + r.Label(fmt.Sprintf("action.%d", i+1))
		}
		choices = append(choices, dialog.Choice{Label: label, Detail: detail, Names: []string{actionName(d)}, Class: does, Off: r.run.disabled(d), Pick: pick(d.ID), Other: r.previewIntent(d.ID)})
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
	r.leaving = r.NewQuestion("Leave keydesk?", "Leave", lines, func() tea.Cmd { return tea.Quit })
	r.leavingAt = r.deps.Now()
	r.dialogs.Push(r.leaving)
	return nil
}

// leaveAgain is how long after the question whether to leave another ctrl+c is its
// answer: a key that is held, or struck twice in a hurry, is none.
const leaveAgain = time.Second

// leavingLoses says what leaving throws away or stops: what is written and no local
// store keeps; "" for nothing.
func (r *Root) leavingLoses() string {
	var lost []string
	if !r.keeps() { // else drafts and messages that wait are there again next time
		if n := r.chats.drafts(); n > 0 {
			lost = append(lost, dialog.Plural(n, "unsent draft", "unsent drafts"))
		}
		if n := r.studio.unsaved(); n > 0 {
			lost = append(lost, dialog.Plural(n, "action that is not saved", "actions that are not saved"))
		}
		if n := r.out.messages(); n > 0 {
			lost = append(lost, dialog.Plural(n, "message that did not go out", "messages that did not go out"))
		}
	}
	if n := r.out.lost(r.keeps()); n > 0 {
		lost = append(lost, dialog.Plural(n, "file that was not sent", "files that were not sent"))
	}
	var words []string
	if len(lost) > 0 {
		words = append(words, "You have "+strings.Join(lost, " and ")+". Leaving keydesk throws away what you wrote.")
	}
	if n := r.out.shipping(); n > 0 && r.keeps() {
		words = append(words, dialog.Plural(n, "file is", "files are")+" on the way. Leaving keydesk stops that; what has not arrived is here again next time, with its caption.")
	}
	if many := r.many.left(); many != "" {
		words = append(words, many)
	}
	return strings.Join(words, " ")
}

// quitNow is ctrl+c, whatever dialog is open: it asks where something would be lost,
// and a second one, a moment later, leaves without an answer.
func (r *Root) quitNow() tea.Cmd {
	if r.leavingLoses() == "" {
		return tea.Quit
	}
	if top := r.dialogs.Top(); top != nil && top == dialog.Dialog(r.leaving) {
		if r.deps.Now().Sub(r.leavingAt) < leaveAgain {
			return nil
		}
		return tea.Quit
	}
	return r.askQuit()
}
