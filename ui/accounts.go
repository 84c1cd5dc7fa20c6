package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// number is a WhatsApp number of the organization in a conversation, and since
// when.
type number struct {
	account string // name or UUID, "" for none
	at      time.Time
}

// account is the number by which an answer goes out: the one that was chosen,
// unless the customer has written to one since; the one they wrote to last; the
// contact's own.
func (c *chat) account() string {
	switch {
	case c.chosen.account != "" && !c.wroteTo.at.After(c.chosen.at):
		return c.chosen.account
	case c.wroteTo.account != "":
		return c.wroteTo.account
	default:
		return c.contact().Account
	}
}

// several says whether the organization has more than one number.
func (r *writeRoom) several() bool { return len(r.deps.Platform.KnownAccounts()) > 1 }

// needsSeveral is why no number can be chosen, "" if one can.
func (r *writeRoom) needsSeveral() string {
	if why := r.needsChat(); why != "" {
		return why
	}
	if !r.several() {
		return "the organization has one number"
	}
	return ""
}

// chooseAccount offers the numbers by which an answer can go out.
func (r *writeRoom) chooseAccount() tea.Cmd {
	c := r.chats.open
	accounts := r.deps.Platform.KnownAccounts()
	choices := make([]dialog.Choice, 0, len(accounts))
	for _, a := range accounts {
		name, detail := text.Line(a.Name), ""
		switch {
		case r.sameAccount(a, c.account()):
			detail = "answers now"
		case r.sameAccount(a, c.wroteTo.account):
			detail = "the customer wrote to it last"
		}
		choices = append(choices, dialog.Choice{Label: name, Detail: detail, Pick: dialog.Then{Do: func() tea.Cmd {
			c.chosen = number{account: a.Name, at: r.deps.Now()}
			return r.say(levelGood, "Answers to "+c.name()+" go out by "+name+" until the customer writes to another number.")
		}}})
	}
	d := r.NewChooser("Answer "+text.CutWith(c.name(), 30, r.Theme.Glyphs.Cut)+" by", "No number matches %q.", choices)
	d.Verb = "answer by it"
	r.dialogs.Push(d)
	return nil
}

// sameAccount says whether a reference, a name or a UUID, is to an account.
func (r *writeRoom) sameAccount(a client.Account, ref string) bool {
	return ref != "" && (ref == a.ID || ref == a.Name)
}

// speaker tells who an outgoing message is from, as far as that is known, since
// the platform names nobody (contract §5.2), and which of our numbers a
// message came to or went by, where the conversation used several.
func (r *writeRoom) speaker(c *chat) func(client.Message) string {
	return func(m client.Message) string {
		switch {
		case thread.IsLocal(m.ID), c.out.Settled(c.id, m.ID):
			return "from here"
		case m.Account != "" && c.mixed && r.channel(m.Account) != "":
			return r.channel(m.Account)
		case m.Direction == client.Outgoing:
			return "team"
		}
		return ""
	}
}
