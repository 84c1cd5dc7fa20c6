package ui

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
)

// draftChoices are the drafts of all conversations, also of those that were not
// opened since the start, as lines of a list that lead to them.
func (r *Root) draftChoices() []choice {
	var list []choice
	add := func(contact client.Contact, mode string, d draft) {
		if d.body == "" {
			return
		}
		kind, words := draftKind(mode, d)
		list = append(list, choice{
			label: inbox.DisplayName(contact) + ": " + text.Line(words), detail: kind,
			pick: then{func() tea.Cmd { return r.openDraft(contact, mode) }},
		})
	}
	for _, c := range r.chats.byID {
		add(r.contactOf(c), c.mode(), c.draft(c.mode()))
		for mode, d := range c.aside {
			add(r.contactOf(c), mode, d)
		}
	}
	for key, d := range r.chats.kept {
		contact, known := r.inbox.Contact(key.contact)
		if !known {
			contact = client.Contact{ID: key.contact}
		}
		add(contact, key.mode, draft{d.Body, d.ReplyTo})
	}
	slices.SortFunc(list, func(a, b choice) int { return strings.Compare(a.label+a.detail, b.label+b.detail) })
	return list
}

// draftKind is what a draft is of, and what was typed.
func draftKind(mode string, d draft) (kind, words string) {
	name, isForm := strings.CutPrefix(mode, formMode(""))
	typed, _ := typedIn(d)
	field, isField := strings.CutPrefix(mode, formMode(fieldPrefix))
	switch {
	case mode == store.Reply:
		return "draft", d.body
	case mode == store.Note:
		return "draft of a note", d.body
	case !isForm:
		return "draft of a caption", d.body
	case isField:
		return text.Line(field) + ", not saved", typed
	case name == "name":
		return "name, not saved", typed
	case mode == tagsMode:
		var marked markedTags
		_ = json.NewDecoder(strings.NewReader(d.body)).Decode(&marked) // else there is nothing to say of them
		return "tags, not saved", strings.Join(marked.Tags, ", ")
	}
	var answers map[string]string
	_ = json.NewDecoder(strings.NewReader(d.body)).Decode(&answers) // as above
	var values []string
	for _, key := range slices.Sorted(maps.Keys(answers)) {
		values = append(values, answers[key])
	}
	kind, _, _ = strings.Cut(name, " ")
	if kind == "canned" {
		kind = "canned response"
	}
	return "draft of a " + kind, strings.Join(values, ", ")
}

// openDraft opens a conversation where one of its drafts can be gone on with.
func (r *Root) openDraft(contact client.Contact, mode string) tea.Cmd {
	cmd := r.openConversation(contact)
	c := r.chats.open
	if c == nil || c.id != contact.ID {
		return cmd
	}
	r.focus = focusCompose
	var on tea.Cmd
	name, isForm := strings.CutPrefix(mode, formMode(""))
	field, isField := strings.CutPrefix(mode, formMode(fieldPrefix))
	switch {
	case mode == store.Reply:
		r.writeReply(c)
	case mode == store.Note:
		r.writeNote(c)
	case !isForm:
		on = r.openCaption(c, mode)
	case isField:
		on = r.whenWhole(c, func() tea.Cmd { return r.askValue(c, field, c.contact().Metadata[field]) })
	case name == "name":
		on = r.whenWhole(c, r.askName)
	case mode == tagsMode:
		on = r.whenWhole(c, r.askTags)
	case strings.HasPrefix(name, "canned "):
		on = r.askCanned()
	default:
		on = r.askTemplate()
	}
	r.arrange()
	return tea.Batch(cmd, on)
}

// openCaption opens the dialog of a file with the caption of a draft.
func (r *Root) openCaption(c *chat, mode string) tea.Cmd {
	for _, it := range c.items() {
		if fileMode(it.ID) == mode {
			return r.editFile(c, it)
		}
	}
	return r.askFile()
}
