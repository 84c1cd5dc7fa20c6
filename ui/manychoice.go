package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/actions/batch"
	"keydesk/actions/template"
	"keydesk/client"
	"keydesk/client/mirror"
	"keydesk/ui/bulk"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/remind"
	"keydesk/ui/text"
)

// choose offers what can be done with the marked conversations. Nothing of it is done before the sheet
// has shown and asked about all of it.
func (m *many) choose(marked []client.Contact) tea.Cmd {
	var choices []dialog.Choice
	add := func(label, detail, off string, do func() tea.Cmd) {
		choices = append(choices, m.orSay(dialog.Choice{Label: label, Detail: detail, Off: off, Pick: dialog.Then{Do: do}}))
	}
	for _, d := range m.desk.bar.list {
		off := ""
		switch {
		case d.Problem != nil:
			off = text.Line(d.Problem.Error())
		case m.desk.bar.broken[d.ID] != "":
			off = m.desk.bar.broken[d.ID]
		case d.Type == actions.TypeURL:
			off = "it opens a link, which is for one conversation at a time"
		}
		add("Run "+actionName(d), kindWord(d.Type), off, func() tea.Cmd { return m.runAction(d.ID, marked) })
	}
	write := m.lacksRight("contacts", "write", "change conversations")
	add("Add a tag", "", write, func() tea.Cmd { return m.askTag(marked, true) })
	add("Remove a tag", "", write, func() tea.Cmd { return m.askTag(marked, false) })
	add("Assign", "", write, func() tea.Cmd { return m.askWho(marked) })
	add("Mark as read", "customers are told", m.lacksSending(), func() tea.Cmd {
		return m.change(bulk.Words{Title: "Mark as read", Verb: "mark"}, m.markRead, marked, func(id string) tea.Cmd {
			m.desk.list().SetRead(id)
			return tea.Batch(m.desk.unread.end(id), m.desk.changed(contactKey(id)))
		})
	})
	add("Mark as unread", "on this desk only", "", func() tea.Cmd { return m.desk.unread.keep(idsOf(marked)) })
	add("Remind", "puts them off", "", func() tea.Cmd { return m.askRemind(marked) })
	if m.batch != nil {
		add("What became of the last ones", m.words.Title, "", func() tea.Cmd { m.dialogs.Push(m.sheet); return nil })
	}
	_, hidden := m.desk.list().Marks()
	title := dialog.Plural(len(marked), "marked conversation", "marked conversations")
	if hidden > 0 {
		title += fmt.Sprintf(", %d of them not shown here", hidden)
	}
	d := m.NewChooser(title, "Nothing matches %q.", choices)
	d.Verb = "look at it first"
	m.dialogs.Push(d)
	return nil
}

// markRead is the change that marks a conversation as read; what only this desk shows as unread the
// platform need not hear of.
func (m *many) markRead(c client.Contact) (bulk.Step, error) {
	if c.UnreadCount == 0 && m.desk.list().IsKeptUnread(c.ID) {
		return bulk.Step{Words: "mark as read on this desk", Told: "marked as read on this desk", Do: func(context.Context, *client.Client) error { return nil }}, nil
	}
	return bulk.MarkRead(c)
}

func idsOf(list []client.Contact) []string {
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	return ids
}

// targetsOf are the conversations of a batch.
func targetsOf(marked []client.Contact) []batch.Target {
	list := make([]batch.Target, len(marked))
	for i, c := range marked {
		list[i] = batch.Target{ID: c.ID, Name: inbox.DisplayName(c)}
	}
	return list
}

// runAction plans an action for all of them, with its definition as it is now. What it asks, it asks
// once for all.
func (m *many) runAction(id string, marked []client.Contact) tea.Cmd {
	return m.desk.fresh(func(ready mirror.Ready) tea.Cmd {
		v, ok := m.desk.stored(id)
		switch {
		case !ok:
			return m.say(levelWarn, "This action is gone.")
		case !ready.Fresh:
			return m.say(levelWarn, "The platform did not tell in time what "+actionName(v.Definition)+" is now; nothing was planned.")
		case len(v.Definition.Options.Inputs) == 0:
			return m.planAction(v, nil, marked)
		}
		nobody, err := template.NewSubject([]byte("{}"), m.session.identity.User.Raw, m.session.identity.Organization.Raw)
		if err != nil {
			return m.say(levelBad, actionName(v.Definition)+": "+err.Error())
		}
		return m.askFor(v.Definition, nobody, "plan", func(in map[string]any) tea.Cmd { return m.planAction(v, in, marked) })
	}, theActions)
}

func (m *many) planAction(v batch.Version, inputs map[string]any, marked []client.Contact) tea.Cmd {
	known := make(map[string]client.Contact, len(marked))
	for _, c := range marked {
		known[c.ID] = c
	}
	id, configure := m.session.identity, m.deps.Configure
	reader := bulk.Reader{Platform: m.deps.Platform, User: id.User.Raw, Organization: id.Organization.Raw, Kind: v.Definition.Type, Known: known, Now: m.deps.Now}
	job := reader.Action(m.deps.Engine, v, inputs, func(raw []byte) (now batch.Version, err error) {
		if now.Stored, err = actions.ParseStored(raw); err == nil {
			now.Definition, err = actions.ParseDefinition(raw)
			now.Definition = configure(now.Definition)
		}
		return now, err
	})
	words := bulk.Words{Title: actionName(v.Definition), Verb: "run"}
	if v.Definition.Type == actions.TypeJavaScript || v.Definition.Type == actions.TypeWebhook {
		words.Notes = []string{"Each runs only if it is still what is shown here when its turn comes. What a run wants to copy, open or insert is told in the history and not done."}
	}
	return m.start(job, words, v.Definition.Options.Danger, targetsOf(marked), nil)
}

// change plans a change of all of them; after is what the desk does once one of them is done.
func (m *many) change(words bulk.Words, step func(client.Contact) (bulk.Step, error), marked []client.Contact, after func(string) tea.Cmd) tea.Cmd {
	if after == nil {
		after = func(id string) tea.Cmd { return m.desk.changed(contactKey(id)) }
	}
	return m.start(bulk.Change{Platform: m.deps.Platform, Step: step}, words, false, targetsOf(marked), after)
}

// askRemind asks until when they are put off.
func (m *many) askRemind(marked []client.Contact) tea.Cmd {
	return m.desk.askTime(dialog.Plural(len(marked), "conversation", "conversations"), "", func(x remind.Reminder) tea.Cmd {
		words := "comes back " + remind.When(x.Due, m.deps.Now().In(m.deps.Location))
		if x.Answered {
			words += " if no answer comes"
		}
		if x.Words != "" {
			words += ": " + x.Words
		}
		job := bulk.Local{Step: bulk.Step{Words: words, Told: words}}
		return m.start(job, bulk.Words{Title: "Remind", Verb: "remind", Notes: []string{"This desk remembers it, the platform does not know."}}, false, targetsOf(marked),
			func(id string) tea.Cmd { return m.desk.putOff(id, x) })
	})
}

// askWho offers everybody that the conversations can be given to.
func (m *many) askWho(marked []client.Contact) tea.Cmd {
	var choices []dialog.Choice
	add := func(label, detail, userID string) {
		words := bulk.Words{Title: "Assign to " + label, Verb: "assign"}
		if userID == "" {
			words.Title = "Unassign"
		}
		choices = append(choices, dialog.Choice{Label: label, Detail: detail, Pick: dialog.Then{Do: func() tea.Cmd {
			return m.change(words, bulk.Assign(userID, m.desk.name), marked, nil)
		}}})
	}
	add("me", "", m.session.identity.User.ID)
	for _, p := range m.desk.people() {
		add(p.name, p.availability(), p.id)
	}
	add("nobody", "unassign", "")
	d := m.NewChooser("Assign "+dialog.Plural(len(marked), "conversation", "conversations"), "No colleague matches %q.", choices)
	d.Verb = "look at it first"
	m.dialogs.Push(d)
	return nil
}

// manyTags are the tags of the platform, to add one of them to many conversations.
type manyTags struct {
	marked []client.Contact
	tags   []client.Tag
	err    error
}

func (msg manyTags) arrive(r *Root) tea.Cmd {
	if msg.err != nil {
		r.deps.Logger.Info("the tags are not to be had", "err", msg.err)
	}
	names := make([]string, len(msg.tags))
	for i, t := range msg.tags {
		names[i] = t.Name
	}
	return r.many.chooseTag(msg.marked, true, names)
}

// askTag asks which tag is added or removed.
func (m *many) askTag(marked []client.Contact, add bool) tea.Cmd {
	if !add || m.lacksRight("tags", "read", "list tags") != "" {
		return m.chooseTag(marked, add, nil)
	}
	return call(m.door(), readLimit, m.deps.Platform.Tags, func(tags []client.Tag, err error) tea.Msg {
		return manyTags{marked: marked, tags: tags, err: err}
	})
}

// chooseTag offers the tags that there are: to add one, those of all conversations and those that the
// platform lists; to remove one, those of the marked conversations.
func (m *many) chooseTag(marked []client.Contact, add bool, listed []string) tea.Cmd {
	counts, names := map[string]int{}, slices.Clone(listed)
	for _, c := range marked {
		for _, tag := range c.Tags {
			if counts[tag]++; !slices.Contains(names, tag) {
				names = append(names, tag)
			}
		}
	}
	if add {
		tags, _, _ := m.desk.list().Facets()
		for _, f := range tags {
			if !slices.Contains(names, f.Value) {
				names = append(names, f.Value)
			}
		}
	}
	pick := func(tag string) dialog.Intent {
		return dialog.Then{Do: func() tea.Cmd {
			words, step := bulk.Words{Title: "Add the tag " + text.Line(tag), Verb: "tag"}, bulk.AddTag(tag, tagWords)
			if !add {
				words, step = bulk.Words{Title: "Remove the tag " + text.Line(tag), Verb: "remove"}, bulk.RemoveTag(tag, tagWords)
			}
			return m.change(words, step, marked, nil)
		}}
	}
	var choices []dialog.Choice
	for _, tag := range names {
		choices = append(choices, dialog.Choice{Label: text.Line(tag), Detail: fmt.Sprintf("%d of %d have it", counts[tag], len(marked)), Pick: pick(tag)})
	}
	title, none := "Add a tag", "No tag matches %q."
	if !add {
		title = "Remove a tag"
	}
	d := m.NewChooser(title+" of "+dialog.Plural(len(marked), "conversation", "conversations"), none, choices)
	d.Verb = "look at it first"
	if add {
		d.More = func(typed string) []dialog.Choice {
			if typed == "" || slices.Contains(names, typed) || strings.Contains(typed, ",") {
				return nil
			}
			return []dialog.Choice{{Label: "New tag " + dialog.Quoted(typed), Pick: pick(typed)}}
		}
	}
	m.dialogs.Push(d)
	return nil
}

// tagWords are tags in a printable line.
func tagWords(tags []string) string {
	if len(tags) == 0 {
		return "none"
	}
	words := make([]string, len(tags))
	for i, tag := range tags {
		words[i] = text.Line(tag)
	}
	return strings.Join(words, ", ")
}
