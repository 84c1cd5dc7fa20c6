package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// notThere is what is known of a file that may have arrived and was looked for.
const notThere = "it was cut off under way, and the conversation does not show it"

// trail is how far it was found out whether a file arrived.
type trail int

const (
	untraced trail = iota
	tracing        // the platform is being asked
	traced         // it was asked, and does not have it
)

// traceNow asks to look for the files of a conversation that may have arrived.
type traceNow struct{ contact string }

// lookedFor is what the platform holds since files of ours were sent that may have
// arrived.
type lookedFor struct {
	contact string
	page    client.MessagePage
	err     error
}

// lost says whether a file may have arrived, and nobody looked for it yet.
func (p *parcel) lost() bool { return p.Unsure && p.Held != "" && p.trail == untraced && !p.sending() }

// trace looks for the files of a conversation that may have arrived. It sends
// none: one that is not there is still asked about. It waits wherever a person
// might need the request budget.
func (r *Root) trace(c *chat) tea.Cmd {
	var list []*parcel
	for _, p := range c.sortedParcels() {
		if p.lost() {
			list = append(list, p)
		}
	}
	if len(list) == 0 || c.tracing {
		return nil
	}
	if !r.session.ready || r.mail.away {
		return r.tryLater()
	}
	since, settled := list[0].Tried, time.Time{}
	for _, p := range list {
		if p.Tried.Before(since) {
			since = p.Tried
		}
		if at := p.Tried.Add(settleFor); at.After(settled) {
			settled = at
		}
	}
	if rest := settled.Sub(r.deps.Now()); rest > 0 {
		return r.traceLater(c, min(rest, settleFor)) // a clock may have been set back
	}
	c.tracing = true
	for _, p := range list {
		p.trail = tracing
	}
	id, from, platform := c.id, since.Add(-clockSkew), r.deps.Platform
	return call(r.door(), indexLimit, func(ctx context.Context) (client.MessagePage, error) {
		return messagesSince(client.Prefetch(ctx), platform, id, from)
	}, func(page client.MessagePage, err error) tea.Msg { return lookedFor{contact: id, page: page, err: err} })
}

// traceLater looks after a while.
func (r *Root) traceLater(c *chat, after time.Duration) tea.Cmd {
	if c.tracing {
		return nil
	}
	c.tracing = true
	return r.deps.After(after, traceNow{contact: c.id})
}

func (msg traceNow) arrive(r *Root) tea.Cmd {
	c := r.chats.byID[msg.contact]
	if c == nil {
		return nil
	}
	c.tracing = false
	return r.trace(c)
}

// arrive settles the files that the platform has, and says of the others what was
// found out.
func (msg lookedFor) arrive(r *Root) tea.Cmd {
	c := r.chats.byID[msg.contact]
	if c == nil {
		return nil
	}
	c.tracing = false
	var asked []*parcel
	for _, p := range c.sortedParcels() {
		if p.trail == tracing {
			asked = append(asked, p)
		}
	}
	if msg.err != nil && msg.err != error(errTooMuch) && heldBy(msg.err) == "" {
		for _, p := range asked {
			p.trail = untraced
		}
		return r.traceLater(c, r.indexWait())
	}
	why := notThere
	switch {
	case msg.err == error(errTooMuch):
		why = "it may have arrived, and too much was said since then to look: read the conversation"
	case msg.err != nil:
		r.deps.Logger.Warn("could not look whether a file arrived", "err", msg.err)
		why = "it may have arrived, and looking whether it did failed: " + text.Line(msg.err.Error())
	default:
		r.mergeNewest(c, msg.page)
	}
	var cmds []tea.Cmd
	var found []*parcel
	for _, p := range asked {
		if p.arrived {
			found = append(found, p)
			continue
		}
		p.trail, p.Held = traced, why
		r.showParcel(c, p, thread.StatusHeld, why)
		cmds = append(cmds, r.noteHeld(p.Outgoing, p.kept))
	}
	switch len(found) {
	case 0:
	case 1:
		cmds = append(cmds, r.say(levelGood, text.Line(found[0].File.Name)+" had arrived: it was not sent a second time."))
	default:
		cmds = append(cmds, r.say(levelGood, plural(len(found), "file", "files")+" had arrived: they were not sent a second time."))
	}
	return tea.Batch(append(cmds, r.trace(c))...)
}
