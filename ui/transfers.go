package ui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
)

// transfers are the active transfers this role sees: who was asked to answer
// for the chatbot, and what still waits.
type transfers struct {
	byContact map[string]client.Transfer
	order     []string // contact ids, the longest waiting first
	general   int      // in the queue of no team
	known     bool     // fetched at least once
}

// of is the active transfer of a contact.
func (t *transfers) of(contactID string) (client.Transfer, bool) {
	x, ok := t.byContact[contactID]
	return x, ok
}

// mine counts the active transfers that a user has taken.
func (t *transfers) mine(userID string) int {
	n := 0
	for _, x := range t.byContact {
		if x.AgentID == userID {
			n++
		}
	}
	return n
}

// waiting counts those nobody has taken.
func (t *transfers) waiting() int { return t.mine("") }

// transfersLoaded are the active transfers.
type transfersLoaded struct {
	page  client.TransferPage
	show  bool // the queue was asked for
	asked time.Time
	err   error
}

// readTransfers fetches the active transfers without showing them. At the start
// nobody waits for them.
func (r *contactRoom) readTransfers(ahead bool) tea.Cmd {
	return r.fetchTransfers(false, ahead || !r.transfers.known)
}

func (r *contactRoom) fetchTransfers(show, ahead bool) tea.Cmd {
	platform, asked := r.deps.Platform, r.deps.Now()
	return call(r.door(), readLimit, func(ctx context.Context) (client.TransferPage, error) {
		return platform.Transfers(ifAhead(ctx, ahead), client.TransferQuery{Status: "active"})
	}, func(page client.TransferPage, err error) tea.Msg {
		return transfersLoaded{page: page, show: show, asked: asked, err: err}
	})
}

func (m transfersLoaded) arrive(r *contactRoom) tea.Cmd {
	holds := r.refreshed(theTransfers, m.asked, m.err)
	if m.err != nil {
		if !m.show {
			r.deps.Logger.Info("transfers are not to be had", "err", m.err)
			return nil
		}
		return r.trouble("fetch the queue", m.err)
	}
	if !holds {
		return nil // something newer is known
	}
	t := &r.transfers
	t.byContact, t.order = make(map[string]client.Transfer, len(m.page.Transfers)), t.order[:0]
	for _, x := range m.page.Transfers {
		if _, twice := t.byContact[x.ContactID]; !twice {
			t.order = append(t.order, x.ContactID)
		}
		t.byContact[x.ContactID] = x
		r.learnName(x.AgentID, x.AgentName)
	}
	t.general, t.known = m.page.GeneralQueue, true
	if m.show {
		return r.openQueue()
	}
	return nil
}

// onTransfer takes in what the realtime line tells of a transfer, and fetches
// the rest of it: the event holds ids only (contract §15.4).
func (r *contactRoom) onTransfer(e client.TransferChanged) tea.Cmd {
	r.facts.Heard(theList)
	if id := e.Transfer.ContactID; id != "" {
		return r.changed(theTransfers, contactKey(id))
	}
	return r.changed(theTransfers)
}

// answers says who answers a conversation whose chatbot is paused.
func (r *contactRoom) answers(userID string) string {
	switch {
	case userID == "":
		return "nobody answers yet"
	case userID == r.session.identity.User.ID:
		return "you answer"
	default:
		return r.assignee(userID) + " answers"
	}
}

// askTransfer offers what can be done about the chatbot and a conversation.
func (r *contactRoom) askTransfer() tea.Cmd {
	c := r.chats.open
	active, under := r.transfers.of(c.id)
	off := r.lacksRight("transfers", "write", "hand conversations over")
	var choices []dialog.Choice
	add := func(label, detail, why string, do func() tea.Cmd) {
		choices = append(choices, r.orSay(dialog.Choice{Label: label, Detail: detail, Class: command.Sends, Off: why, Pick: dialog.Then{Do: do}}))
	}
	if under {
		add("Give it back to the chatbot", "paused, "+r.answers(active.AgentID), off, func() tea.Cmd { return r.askResume(c, active.ID) })
	} else {
		add("Give it back to the chatbot", "", "the chatbot is not paused for it", nil)
	}
	add("Take it myself", "", off, func() tea.Cmd { return r.handTo(c.id, r.session.identity.User.ID, "", "you") })
	add("Into the general queue", "anybody may take it", off, func() tea.Cmd { return r.handTo(c.id, "", "", "the general queue") })
	for _, t := range r.people.teams {
		name := "team " + text.Line(t.Name)
		add("To "+name, strategyWords(t.Strategy), off, func() tea.Cmd { return r.handTo(c.id, "", t.ID, name) })
	}
	for _, p := range r.colleagues() {
		why := off
		if why == "" && p.told && !p.available {
			why = "they are away" // the platform refuses it (contract §13)
		}
		add("To "+p.name, p.availability(), why, func() tea.Cmd { return r.handTo(c.id, p.id, "", p.name) })
	}
	d := r.NewChooser("Transfer "+text.CutWith(c.name(), 30, r.Theme.Glyphs.Cut), "Nothing matches %q.", choices)
	d.Verb = "do it"
	r.dialogs.Push(d)
	return nil
}

// askResume asks before the chatbot answers a customer again: nobody here sees then
// what it says, and only a new transfer stops it.
func (r *contactRoom) askResume(c *chat, transferID string) tea.Cmd {
	words := "The chatbot answers " + c.name() + " from now on, and whoever has taken this conversation does not any more. Only a new transfer stops it."
	lines := func(width int) []string { return text.Wrap(words, width) }
	r.dialogs.Push(r.NewQuestion("Give it back to the chatbot?", "Give it back", lines, func() tea.Cmd { return r.resume(c.id, transferID) }))
	return nil
}

// resume ends a transfer.
func (r *contactRoom) resume(contactID, transferID string) tea.Cmd {
	return r.changeContact(contactID, "The chatbot answers again.", func(ctx context.Context, p *client.Client) error {
		return p.ResumeTransfer(ctx, transferID)
	})
}

// showQueue fetches the transfers and shows them.
func (r *contactRoom) showQueue() tea.Cmd { return r.fetchTransfers(true, false) }

// openQueue shows the active transfers: taking the next one first.
func (r *contactRoom) openQueue() tea.Cmd {
	t := &r.transfers
	off := r.lacksRight("transfers", "pickup", "take transfers")
	next := dialog.Choice{Label: "Take the next one", Detail: dialog.Plural(t.waiting(), "waits", "wait"), Off: off, Pick: dialog.Then{Do: func() tea.Cmd { return r.takeNext() }}}
	if off == "" && t.waiting() == 0 {
		next.Off = "nobody waits"
	}
	choices := []dialog.Choice{r.orSay(next)}
	for _, id := range t.order {
		choices = append(choices, r.transferChoice(t.byContact[id]))
	}
	d := r.NewChooser("Transfers", "No transfer matches %q.", choices)
	d.Records, d.Verb, d.Second = true, "open", "take"
	r.dialogs.Push(d)
	return nil
}

// transferChoice is one transfer: open it, or take it with the second key.
func (r *contactRoom) transferChoice(x client.Transfer) dialog.Choice {
	state := "waits"
	if x.AgentID != "" {
		state = r.assignee(x.AgentID)
	}
	where := text.Line(x.TeamName)
	if where == "" {
		where = "general"
	}
	detail := fmt.Sprintf("%s  %s  %s", where, state, inbox.ShortTime(x.TransferredAt, r.deps.Now(), r.deps.Location, true))
	if x.SLABreached {
		detail = r.Theme.Glyphs.Danger + " late  " + detail
	}
	label := text.Line(x.ContactName)
	if label == "" {
		label = text.Line(x.PhoneNumber)
	}
	take := dialog.Then{Do: func() tea.Cmd {
		if why := r.lacksRight("transfers", "write", "hand conversations over"); why != "" {
			return r.say(levelInfo, "Take this one: "+why+"; take the next one instead.")
		}
		return r.handTo(x.ContactID, r.session.identity.User.ID, x.TeamID, "you")
	}}
	return dialog.Choice{
		Label: label, Detail: detail, Search: text.Line(x.PhoneNumber) + " " + text.Line(x.Notes),
		Pick:  dialog.Then{Do: func() tea.Cmd { return r.openByID(x.ContactID) }},
		Other: take,
	}
}

// taken is the transfer that the platform gave us, if any.
type taken struct {
	transfer client.Transfer
	ok       bool
	err      error
}

// takeNext takes the next transfer, whichever queue it is in.
func (r *contactRoom) takeNext() tea.Cmd {
	platform := r.deps.Platform
	return call(r.door(), writeLimit, func(ctx context.Context) (taken, error) {
		t, ok, err := platform.PickTransfer(ctx, "")
		return taken{transfer: t, ok: ok}, err
	}, func(t taken, err error) tea.Msg {
		t.err = err
		return t
	})
}

func (m taken) arrive(r *contactRoom) tea.Cmd {
	switch {
	case m.err != nil:
		return tea.Batch(r.trouble("take the next transfer", m.err), r.changed(theTransfers))
	case !m.ok:
		return tea.Batch(r.say(levelInfo, "Nobody waits in the queue any more."), r.changed(theTransfers))
	}
	name := text.Line(m.transfer.ContactName)
	return tea.Batch(r.say(levelGood, "You answer "+name+" now."), r.openByID(m.transfer.ContactID), r.changed(theTransfers, contactKey(m.transfer.ContactID)))
}

// openByID opens a conversation that may not be in the list yet.
func (r *contactRoom) openByID(contactID string) tea.Cmd {
	if contact, ok := r.inbox.Contact(contactID); ok {
		r.inbox.Select(contact.ID)
		return tea.Batch(r.openConversation(contact), r.reread(contactKey(contactID)))
	}
	platform := r.deps.Platform
	return call(r.door(), readLimit, func(ctx context.Context) (client.Contact, error) {
		return platform.Contact(ctx, contactID)
	}, func(c client.Contact, err error) tea.Msg { return fetchedToOpen{contact: c, err: err} })
}

// fetchedToOpen is a contact that was fetched because its conversation is to be
// opened.
type fetchedToOpen struct {
	contact client.Contact
	err     error
}

func (m fetchedToOpen) arrive(r *contactRoom) tea.Cmd {
	if m.err != nil {
		return r.trouble("open the conversation", m.err)
	}
	r.inbox.Merge(r.windowed(m.contact))
	r.inbox.Select(m.contact.ID)
	return r.openConversation(m.contact)
}
