package ui

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
)

// draftChoices are the drafts of all conversations, also of those that were not
// opened since the start, as lines of a list that lead to them.
func (r *draftRoom) draftChoices() []dialog.Choice {
	var list []dialog.Choice
	add := func(contact client.Contact, t store.Topic, d dialog.Draft) {
		if d.Body == "" {
			return
		}
		kind, words := draftKind(t, d)
		list = append(list, dialog.Choice{
			Label: inbox.DisplayName(contact) + ": " + text.Line(words), Detail: kind,
			Pick: dialog.Then{Do: func() tea.Cmd { return r.openDraft(contact, t) }},
		})
	}
	for _, c := range r.chats.byID {
		add(r.outbox.contactOf(c), c.mode().Of(""), c.draft(c.mode()))
		for t, d := range c.aside {
			add(r.outbox.contactOf(c), t, d)
		}
	}
	for key, d := range r.chats.kept {
		contact, known := r.inbox.Contact(key.contact)
		if !known {
			contact = client.Contact{ID: key.contact}
		}
		add(contact, key.topic, dialog.Draft{Body: d.Body, Ref: d.Ref})
	}
	slices.SortFunc(list, func(a, b dialog.Choice) int { return strings.Compare(a.Label+a.Detail, b.Label+b.Detail) })
	return list
}

// draftKind is what a draft is of, and what was typed.
func draftKind(t store.Topic, d dialog.Draft) (kind, words string) {
	switch t.Kind {
	case store.Reply:
		return "draft", d.Body
	case store.Note:
		return "draft of a note", d.Body
	case store.File:
		return "draft of a caption", d.Body
	case store.Field:
		typed, _ := dialog.TypedIn(d)
		return text.Line(t.Name) + ", not saved", typed
	case store.Name:
		typed, _ := dialog.TypedIn(d)
		return "name, not saved", typed
	case store.Tags:
		var marked markedTags
		_ = json.NewDecoder(strings.NewReader(d.Body)).Decode(&marked) // else there is nothing to say of them
		return "tags, not saved", strings.Join(marked.Tags, ", ")
	case store.Canned:
		return "draft of a canned response", answersIn(d)
	case store.Template:
		return "draft of a template", answersIn(d)
	}
	return "draft of another version of keydesk", d.Body
}

// answersIn are the answers of a form's draft.
func answersIn(d dialog.Draft) string {
	var answers map[string]string
	_ = json.NewDecoder(strings.NewReader(d.Body)).Decode(&answers) // else there is nothing to say of them
	var values []string
	for _, key := range slices.Sorted(maps.Keys(answers)) {
		values = append(values, answers[key])
	}
	return strings.Join(values, ", ")
}

// openDraft opens a conversation where one of its drafts can be gone on with.
func (r *draftRoom) openDraft(contact client.Contact, t store.Topic) tea.Cmd {
	cmd := r.openConversation(contact)
	c := r.chats.open
	if c == nil || c.id != contact.ID {
		return cmd
	}
	r.focus = focusCompose
	var on tea.Cmd
	switch t.Kind {
	case store.Reply:
		r.writeReply(c)
	case store.Note:
		r.writeNote(c)
	case store.File:
		on = r.openCaption(c, t)
	case store.Field:
		on = r.whenWhole(c, func() tea.Cmd { return r.contact.askValue(c, t.Name, c.contact().Metadata[t.Name]) })
	case store.Name:
		on = r.whenWhole(c, r.contact.askName)
	case store.Tags:
		on = r.whenWhole(c, r.contact.askTags)
	case store.Canned:
		on = r.write.askCanned()
	case store.Template:
		on = r.write.askTemplate()
	}
	r.arrange()
	return tea.Batch(cmd, on)
}

// openCaption opens the dialog of a file with the caption of a draft.
func (r *draftRoom) openCaption(c *chat, t store.Topic) tea.Cmd {
	for _, it := range c.items() {
		if t == store.File.Of(it.ID) {
			return r.outbox.editFile(c, it)
		}
	}
	return r.files.askFile()
}
