package ui

import (
	"cmp"
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/mirror/conversations"
	"keydesk/client/store"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/remind"
	"keydesk/ui/text"
)

// reminders are what this desk remembers for the person: conversations that were put off. The platform
// knows nothing of them; they are in the local store, where there is one.
type reminders struct {
	*shell
	desk remindersDesk
}

// remindersDesk is what they are lent of the desk.
type remindersDesk struct {
	list  func() *inbox.Pane
	open  func() *chat
	show  func(client.Contact) tea.Cmd // opens a conversation
	alert func(alert) tea.Cmd
	write func(func(context.Context, *store.Store) error) tea.Cmd
}

func (r *Root) newReminders() {
	r.reminders = reminders{shell: r.shell, desk: remindersDesk{
		list: func() *inbox.Pane { return r.inbox }, open: func() *chat { return r.chats.open }, show: r.opening.openConversation, alert: r.alerts.alertRemind, write: r.marks.write,
	}}
}

// alertRemind notifies of a reminder where notifications are on.
func (r *alertRoom) alertRemind(a alert) tea.Cmd {
	if r.quiet() || r.deps.Notify != "mine" && r.deps.Notify != "all" {
		return nil
	}
	return r.alertNow(a)
}

func (r *reminders) commands(needsChat func() string) []command.Command {
	return []command.Command{
		{Binding: command.Bind(command.ScopeGlobal, "remind", "", "Put the conversation off: in 2 hours, tomorrow at nine, if no answer by Friday", "ctrl+x r"), Run: r.ask, Why: needsChat, Class: command.Looks},
		{Binding: command.Bind(command.ScopeGlobal, "reminders", "", "All reminders: show, change or remove one", "ctrl+x l"), Run: r.choose, Why: r.needsAny, Class: command.Looks},
	}
}

func (r *reminders) needsAny() string {
	if len(r.desk.list().Reminders()) == 0 {
		return "nothing is put off: remind puts a conversation off"
	}
	return ""
}

// ask asks when the open conversation comes back.
func (r *reminders) ask() tea.Cmd {
	c := r.desk.open()
	return r.askFor(dialog.Quoted(text.CutWith(c.name(), 30, r.Theme.Glyphs.Cut)), r.typed(c.id), func(x remind.Reminder) tea.Cmd { return r.put(c.id, x) })
}

// typed is the reminder of a conversation as it could be typed, "" without one.
func (r *reminders) typed(id string) string {
	now, ok := r.desk.list().Reminders()[id]
	if !ok {
		return ""
	}
	s := now.Due.In(r.deps.Location).Format("2006-01-02 15:04")
	if now.Answered {
		s = "if no answer by " + s
	}
	if now.Words != "" {
		s += ": " + now.Words
	}
	return s
}

// askFor asks for a time in plain words, again where it is none.
func (r *reminders) askFor(who, typed string, do func(remind.Reminder) tea.Cmd) tea.Cmd {
	d := r.NewPrompt("Remind of "+who, "tomorrow at nine: ask whether it arrived", func(s string) tea.Cmd {
		x, err := remind.Parse(text.Line(s), r.deps.Now().In(r.deps.Location))
		if err != nil {
			return tea.Batch(r.askFor(who, s, do), r.say(levelWarn, "No reminder: "+err.Error()+"."))
		}
		return do(x)
	})
	d.Verb = "remind"
	if typed != "" {
		d.Type(typed)
	}
	r.dialogs.Push(d)
	return nil
}

// put puts a conversation off.
func (r *reminders) put(id string, x remind.Reminder) tea.Cmd {
	before, had := r.desk.list().Reminders()[id]
	saved := r.set(id, r.made(id, x))
	words := "Comes back " + remind.When(x.Due, r.deps.Now().In(r.deps.Location))
	if x.Answered {
		words += " if no answer comes"
	}
	words += "; this desk remembers it, the platform does not know."
	if r.deps.Store == nil {
		words = strings.TrimSuffix(words, ".") + ", and only until you leave."
	}
	return tea.Batch(saved, r.sayUndoable(words, func() tea.Cmd {
		if had {
			return tea.Batch(r.set(id, &before), r.say(levelGood, "The reminder is as it was before."))
		}
		return tea.Batch(r.set(id, nil), r.say(levelGood, "There is no reminder any more."))
	}))
}

// made is a reminder as the list keeps it.
func (r *reminders) made(id string, x remind.Reminder) *conversations.Reminder {
	m := &conversations.Reminder{Due: x.Due, Answered: x.Answered, Words: x.Words}
	if it := r.desk.list().Item(id); it != nil {
		m.Heard = it.At()
		if last := it.Contact().LastInboundAt; last.After(m.Heard) {
			m.Heard = last
		}
	}
	return m
}

// set puts a conversation off, or ends that with nil, here and in the local store.
func (r *reminders) set(id string, m *conversations.Reminder) tea.Cmd {
	r.desk.list().SetReminder(id, m)
	return r.desk.write(func(ctx context.Context, kept *store.Store) error {
		if m == nil {
			return kept.DropReminder(ctx, id)
		}
		return kept.SaveReminder(ctx, store.Reminder{Contact: id, Due: m.Due, Answered: m.Answered, Words: m.Words, Heard: m.Heard})
	})
}

// look lets those come back whose moment has come, and tells of them.
func (r *reminders) look() tea.Cmd {
	due, answered := r.desk.list().Remind()
	var cmds []tea.Cmd
	for _, id := range answered {
		cmds = append(cmds, r.set(id, nil))
	}
	for _, id := range due {
		m := r.desk.list().Reminders()[id]
		name, words := "a conversation that is not fetched yet", cmp.Or(m.Words, "you wanted to be reminded")
		if c, known := r.desk.list().Contact(id); known {
			name = inbox.DisplayName(c)
		}
		cmds = append(cmds, r.say(levelInfo, name+": "+words+"."), r.desk.alert(alert{contact: id, title: name, body: words, stays: true}))
	}
	return tea.Batch(cmds...)
}

// choose lists all reminders, the next one first: to go there, change one or remove it.
func (r *reminders) choose() tea.Cmd {
	all, now := r.desk.list().Reminders(), r.deps.Now().In(r.deps.Location)
	ids := make([]string, 0, len(all))
	for id := range all {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(all[a].Due.Compare(all[b].Due), strings.Compare(a, b)) })
	var choices []dialog.Choice
	for _, id := range ids {
		contact, known := r.desk.list().Contact(id)
		name := "(not fetched yet)"
		if known {
			name = inbox.DisplayName(contact)
		}
		when := remind.When(all[id].Due, now)
		if all[id].Answered {
			when += ", if no answer"
		}
		label := name
		if words := all[id].Words; words != "" {
			label += ": " + words
		}
		choices = append(choices, dialog.Choice{Label: label, Detail: when, Pick: dialog.Then{Do: func() tea.Cmd { return r.change(id, name, contact, known) }}})
	}
	d := r.NewChooser("Reminders of this desk", "No reminder matches %q.", choices)
	d.Verb, d.Records = "show, change, remove", true
	r.dialogs.Push(d)
	return nil
}

// change offers what can be done with one reminder.
func (r *reminders) change(id, name string, contact client.Contact, known bool) tea.Cmd {
	off := ""
	if !known {
		off = "it is not fetched yet"
	}
	choices := []dialog.Choice{
		r.orSay(dialog.Choice{Label: "Open the conversation", Off: off, Pick: dialog.Then{Do: func() tea.Cmd { return r.desk.show(contact) }}}),
		{Label: "Change it", Detail: r.typed(id), Pick: dialog.Then{Do: func() tea.Cmd {
			return r.askFor(dialog.Quoted(name), r.typed(id), func(x remind.Reminder) tea.Cmd { return r.put(id, x) })
		}}},
		{Label: "Remove it", Pick: dialog.Then{Do: func() tea.Cmd { return r.remove(id) }}},
	}
	d := r.NewChooser("Reminder of "+name, "Nothing matches %q.", choices)
	r.dialogs.Push(d)
	return nil
}

// remove ends a reminder; that can be taken back.
func (r *reminders) remove(id string) tea.Cmd {
	before, had := r.desk.list().Reminders()[id]
	if !had {
		return nil
	}
	return tea.Batch(r.set(id, nil), r.sayUndoable("The reminder is removed.", func() tea.Cmd { return r.set(id, &before) }))
}
