package ui

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
)

// contactDone tells that something about a conversation's contact was changed
// on the platform, or why it was not.
type contactDone struct {
	id   string
	told string         // what became true, as a sentence
	was  store.Topic    // of the draft that it was, zero for none
	back func() tea.Cmd // makes it as it was before; nil: nothing does
	deed deed           // for the tour
	err  error
}

// undoable is a change of a contact that can be taken back.
func undoable(change tea.Cmd, back func() tea.Cmd) tea.Cmd {
	return func() tea.Msg {
		msg := change()
		if done, ok := msg.(contactDone); ok {
			done.back = back
			return done
		}
		return msg
	}
}

// handing is a change that says who answers a conversation.
func handing(change tea.Cmd) tea.Cmd {
	return func() tea.Msg {
		msg := change()
		if done, ok := msg.(contactDone); ok {
			done.deed = deedAssign
			return done
		}
		return msg
	}
}

func (m contactDone) arrive(r *contactRoom) tea.Cmd {
	if m.err != nil {
		// What was asked for may have been carried out all the same: fetch what holds.
		return tea.Batch(r.trouble("change the contact", m.err), r.changed(contactKey(m.id)))
	}
	var noted tea.Cmd
	if c := r.chats.byID[m.id]; c != nil && m.was.Kind != "" {
		c.setAside(m.was, dialog.Draft{})
		noted = r.noteChat(c)
	}
	return tea.Batch(noted, r.did(m.deed), r.sayUndoable(m.told, m.back), r.changed(contactKey(m.id), theTransfers))
}

// changeContact does something with a conversation through the one door and
// says told when it is done. No event follows from the platform (contract
// §15.4), so the contact is fetched anew then.
func (r *contactRoom) changeContact(id, told string, do func(context.Context, *client.Client) error) tea.Cmd {
	return r.saveTyped(id, store.Topic{}, told, do)
}

// saveTyped is changeContact for what is a draft of the conversation: it is one no longer when the platform has it.
func (r *contactRoom) saveTyped(id string, was store.Topic, told string, do func(context.Context, *client.Client) error) tea.Cmd {
	platform := r.deps.Platform
	return call(r.door(), writeLimit, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, do(ctx, platform)
	}, func(_ struct{}, err error) tea.Msg { return contactDone{id: id, told: told, was: was, err: err} })
}

// askAssign offers everybody a conversation can be given to: oneself first,
// then colleagues, nobody, and the teams.
func (r *contactRoom) askAssign() tea.Cmd {
	c := r.chats.open
	now, me := c.contact().AssignedUserID, r.session.identity.User.ID
	off := r.lacksRight("contacts", "write", "assign conversations")
	var choices []dialog.Choice
	add := func(label, detail, userID string) {
		x := dialog.Choice{Label: label, Detail: detail, Class: command.Sends, Off: off, Pick: dialog.Then{Do: func() tea.Cmd { return r.assign(c.id, userID) }}}
		if userID == now { // as far as is known: a colleague may have changed it, so it can be chosen all the same
			x.Detail = "now"
		}
		choices = append(choices, r.orSay(x))
	}
	add("Me", "", me)
	for _, p := range r.colleagues() {
		add(p.name, p.availability(), p.id)
	}
	add("Nobody", "unassign", "")
	for _, t := range r.people.teams {
		x := dialog.Choice{
			Label: "Team " + text.Line(t.Name), Class: command.Sends, Detail: strategyWords(t.Strategy),
			Off:  r.lacksRight("transfers", "write", "hand conversations over"),
			Pick: dialog.Then{Do: func() tea.Cmd { return r.handTo(c.id, "", t.ID, "team "+text.Line(t.Name)) }},
		}
		choices = append(choices, r.orSay(x))
	}
	d := r.NewChooser("Assign "+text.CutWith(c.name(), 30, r.Theme.Glyphs.Cut), "No colleague matches %q.", choices)
	d.Verb = "assign"
	r.dialogs.Push(d)
	return r.foresee()
}

// orSay makes choosing a line that is off say why instead.
func (r *shell) orSay(x dialog.Choice) dialog.Choice {
	if why := x.Off; why != "" {
		label := x.Label
		x.Pick = dialog.Also{Do: func() tea.Cmd { return r.say(levelInfo, label+": "+why+".") }}
	}
	return x
}

// availability is a colleague's state in a word, "" where nobody tells it.
func (p person) availability() string {
	switch {
	case !p.told:
		return ""
	case p.available:
		return "available"
	default:
		return "away"
	}
}

// other is what oneself would be after a change of it.
func (p person) other() string {
	if p.available {
		return "away"
	}
	return "available"
}

// strategyWords is how a team shares out what it is given (contract §12).
func strategyWords(strategy string) string {
	switch strategy {
	case "round_robin":
		return "assigned in turn"
	case "load_balanced":
		return "to who has least"
	default:
		return "into its queue"
	}
}

// assign gives a conversation to a user, "" for nobody.
func (r *contactRoom) assign(contactID, userID string) tea.Cmd {
	told := "Assigned to " + r.assignee(userID) + "."
	if userID == "" {
		told = "Nobody is assigned now."
	}
	change := handing(r.changeContact(contactID, told, func(ctx context.Context, p *client.Client) error {
		return p.Assign(ctx, contactID, userID)
	}))
	c := r.chats.byID[contactID]
	if c == nil {
		return change
	}
	before := c.contact().AssignedUserID
	return undoable(change, func() tea.Cmd { return r.assign(contactID, before) })
}

// assignMe takes the open conversation.
func (r *contactRoom) assignMe() tea.Cmd {
	c := r.chats.open
	if c.contact().AssignedUserID == r.session.identity.User.ID {
		return tea.Batch(r.did(deedAssign), r.say(levelInfo, "It is assigned to you already."))
	}
	return r.assign(c.id, r.session.identity.User.ID)
}

// handTo pauses the chatbot for a conversation and asks an agent, a team or,
// with neither, anybody to answer. An active transfer is moved instead of made
// twice.
func (r *contactRoom) handTo(contactID, agentID, teamID, to string) tea.Cmd {
	account := ""
	if c := r.chats.byID[contactID]; c != nil {
		account = c.account()
	}
	active, under := r.transfers.of(contactID)
	return handing(r.changeContact(contactID, "Handed to "+to+"; the chatbot is paused.", func(ctx context.Context, p *client.Client) error {
		if under {
			return p.AssignTransfer(ctx, active.ID, agentID, teamID)
		}
		_, err := p.CreateTransfer(ctx, client.NewTransfer{ContactID: contactID, AgentID: agentID, TeamID: teamID, Account: account})
		var fault *client.Error
		if !errors.As(err, &fault) || fault.Status != 409 {
			return err
		}
		// Somebody was quicker: move theirs rather than fail for it.
		page, err := p.Transfers(ctx, client.TransferQuery{Status: "active"})
		if err != nil {
			return err
		}
		for _, t := range page.Transfers {
			if t.ContactID == contactID {
				return p.AssignTransfer(ctx, t.ID, agentID, teamID)
			}
		}
		return fault
	}))
}

// setAvailable asks before going away where that hands conversations back.
func (r *contactRoom) setAvailable() tea.Cmd {
	if !r.session.identity.User.Available {
		return r.switchAvailable(true)
	}
	mine := r.transfers.mine(r.session.identity.User.ID)
	words := "You will show as away."
	if mine > 0 {
		words = fmt.Sprintf("You will show as away, and %s back into the queue for others.", dialog.Plural(mine, "transfer you have taken goes", "transfers you have taken go"))
	} else if !r.transfers.known {
		words = "You will show as away. Transfers you have taken, if any, go back into the queue for others."
	}
	lines := func(width int) []string { return text.Wrap(words, width) }
	r.dialogs.Push(r.NewQuestion("Go away?", "Go away", lines, func() tea.Cmd { return r.switchAvailable(false) }))
	return nil
}

// switched is the platform's answer to a change of one's availability.
type switched struct {
	now client.Availability
	err error
}

func (r *contactRoom) switchAvailable(available bool) tea.Cmd {
	platform := r.deps.Platform
	return call(r.door(), writeLimit, func(ctx context.Context) (client.Availability, error) {
		return platform.SetAvailable(ctx, available)
	}, func(a client.Availability, err error) tea.Msg { return switched{now: a, err: err} })
}

func (m switched) arrive(r *contactRoom) tea.Cmd {
	if m.err != nil {
		return r.trouble("change your availability", m.err)
	}
	r.session.identity.User.Available = m.now.Available
	words := "You are available."
	if !m.now.Available {
		words = "You are away."
		if m.now.Requeued > 0 {
			words = fmt.Sprintf("You are away; %s went back into the queue.", dialog.Plural(m.now.Requeued, "transfer", "transfers"))
		}
	}
	back := func() tea.Cmd { return r.switchAvailable(!m.now.Available) }
	if m.now.Requeued > 0 {
		back = nil // others may have taken them
	}
	return tea.Batch(r.sayUndoable(words, back), r.changed(theRights, theTransfers))
}

// togetherCommands are those of working with colleagues.
func (r *contactRoom) togetherCommands() []command.Command {
	assign := r.lacks("contacts", "write", "assign conversations")
	return []command.Command{
		{Binding: command.Bind(command.ScopeGlobal, "assign", "", "Assign the conversation: me, a colleague, a team, nobody", "alt+g"), Run: r.askAssign, Why: r.needsChat},
		{Binding: command.Bind(command.ScopeGlobal, "assign.me", "", "Assign the conversation to me"), Run: r.assignMe, Why: assign, Class: command.Sends},
		{Binding: command.Bind(command.ScopeGlobal, "undo.last", "", "Take back what was done last: assignment, tags, availability", "ctrl+x u"), Run: r.undoLast, Why: r.needsBack, Class: command.Sends},
		{Binding: command.Bind(command.ScopeGlobal, "transfer", "", "Transfer the conversation, or give it back to the chatbot", "alt+x"), Run: r.askTransfer, Why: r.needsChat},
		{Binding: command.Bind(command.ScopeGlobal, "queue", "", "Transfers that wait, and taking the next one", "alt+q"), Run: r.showQueue},
		{Binding: command.Bind(command.ScopeGlobal, "available", "", "Go away, or be available again", "alt+w"), Run: r.setAvailable, Class: command.Sends},
		{Binding: command.Bind(command.ScopeGlobal, "people", "", "Colleagues: who is available, as far as your role is told", "ctrl+x w"), Run: r.showPeople},
		{Binding: command.Bind(command.ScopeGlobal, "tags", "", "Add and remove tags", "alt+l"), Run: r.askTags, Why: r.lacks("contacts", "write", "change tags")},
	}
}
