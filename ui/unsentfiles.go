package ui

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/text"
)

// cutOffFile is why a file is not sent that was under way when its console ended.
const cutOffFile = "keydesk ended while it was under way, so it may have arrived"

// takeParcel takes in a file that an earlier console did not send. It is sent by
// itself only if it never was under way.
func (r *Root) takeParcel(c *chat, row store.Outgoing) {
	if c.parcels[row.ID] != nil {
		return
	}
	if row.Unsure && row.Held == "" {
		row.Held = cutOffFile
	}
	c.putParcel(&parcel{Outgoing: row, kept: true, queued: true})
}

// whyNotParcel is why nothing can be done about a file now, "" if it can.
func whyNotParcel(p *parcel) string {
	if p.sending() {
		return "The file is on its way: esc stops it."
	}
	return ""
}

// retryParcel sends a file again; one that may have arrived only after a
// question.
func (r *Root) retryParcel(p *parcel) tea.Cmd {
	if !p.Unsure {
		return r.forceParcel(p)
	}
	lines := func(width int) []string {
		words := "It may have arrived all the same, and stand there twice then: " + text.Line(p.File.Name) + ". Look into the conversation first."
		if p.Held == notThere {
			words = "The conversation does not show " + text.Line(p.File.Name) + ". If it still arrives, it stands there twice."
		}
		return text.Wrap(words, width)
	}
	r.dialogs.push(r.newQuestion("Send the file again?", "Send again", lines, func() tea.Cmd {
		if _, now := r.parcel(p.Contact, p.ID); now != p {
			return r.say(levelGood, "It had arrived: it was not sent a second time.")
		}
		return r.forceParcel(p)
	}))
	return nil
}

// forceParcel sends a file without waiting any longer.
func (r *Root) forceParcel(p *parcel) tea.Cmd {
	p.forced = true
	r.mail.away = false
	return r.sendParcel(p)
}

// sendAgain sends a file of the list of files again: one that is still here, or
// one that was thrown away.
func (r *Root) sendAgain(p *parcel) tea.Cmd {
	c, now := r.parcel(p.Contact, p.ID)
	switch {
	case p.arrived:
		return r.say(levelInfo, "It had arrived: it was not sent a second time.")
	case now != nil && now != p:
		return r.say(levelInfo, "Another file was sent in its place.")
	case now == nil && c == nil:
		return r.say(levelInfo, "Open its conversation first.")
	case now == nil: // it was thrown away
		p.ID, p.kept = "", false
		return r.forceParcel(p)
	case p.sending():
		return r.say(levelInfo, whyNotParcel(p))
	}
	return r.retryParcel(p)
}

// editParcel opens the dialog again with path and caption. The old one stays until
// another is sent.
func (r *Root) editParcel(c *chat, p *parcel) tea.Cmd {
	mode := fileMode(p)
	kept := c.draft(mode) // it may have been edited before, and not sent
	cmd := r.openAttach(c, mode, cmp.Or(kept.replyTo, p.File.Path), cmp.Or(kept.body, p.Body))
	if d, ok := r.dialogs.top().(*attach); ok {
		d.instead = p
		if p.Unsure {
			d.warning = "It may have arrived all the same: look into the conversation before you send it again."
			if p.Held == notThere {
				d.warning = "The conversation does not show it. If it still arrives, it stands there twice."
			}
		}
	}
	return cmd
}

// askDropParcel throws a file that did not go out away, here: the file itself
// stays.
func (r *Root) askDropParcel(c *chat, p *parcel) tea.Cmd {
	lines := func(width int) []string {
		return text.Wrap("It leaves the conversation, with its caption; the file itself stays where it is: "+text.Line(p.File.Path), width)
	}
	r.dialogs.push(r.newQuestion("Do not send the file?", "Throw away", lines, func() tea.Cmd {
		if c.parcels[p.ID] != p || p.sending() {
			return r.say(levelInfo, "Too late: it went out.")
		}
		c.dropParcel(p)
		c.setAside(fileMode(p), draft{})
		return tea.Batch(r.noteChat(c), r.save(), r.push(c))
	}))
	return nil
}

// unsentOf are the messages and files of a conversation that the platform does not
// have, as the thread shows them.
func (c *chat) unsentOf() []client.Message {
	list := append([]client.Message(nil), c.outbox...)
	for _, p := range c.sortedParcels() {
		list = append(list, p.message)
	}
	return list
}
