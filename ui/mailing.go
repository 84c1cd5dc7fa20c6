package ui

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/thread"
)

// sent is the platform's answer to a message sent from here.
type sent struct {
	id      string // contact
	localID string
	message client.Message
	err     error
}

// transmit sends a message whose turn it is.
func (r *Root) transmit(c *chat, p *post) tea.Cmd {
	r.prepare(c, p)
	r.showPost(c, p, client.StatusPending, "")
	kept, platform := r.deps.Store, r.deps.Platform
	if !p.kept {
		kept = nil
	}
	row := p.Outgoing
	out := client.OutgoingMessage{Text: row.Body, ReplyTo: row.ReplyTo, Account: row.Account}
	return call(r.door(), writeLimit, func(ctx context.Context) (client.Message, error) {
		if kept == nil {
			return platform.Send(ctx, row.Contact, out)
		}
		if err := kept.Claim(ctx, row.ID, row.After); err != nil {
			return client.Message{}, claimError{err}
		}
		m, err := platform.Send(ctx, row.Contact, out)
		note, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepLimit)
		defer cancel()
		// Where this cannot be noted, the claim stands, and a later console asks the thread first.
		switch {
		case err == nil:
			_ = kept.Done(note, row.ID)
		case client.KindOf(err) != client.KindCancelled:
			_ = kept.Return(note, row.ID, row.Unsure || client.MayHaveReached(err), heldBy(err))
		}
		return m, err
	}, func(m client.Message, err error) tea.Msg {
		return sent{id: row.Contact, localID: row.ID, message: m, err: err}
	})
}

// prepare takes note of what is in the thread before a message is sent.
func (r *Root) prepare(c *chat, p *post) {
	p.busy, p.sending, p.Held, p.conflict = true, true, "", false
	p.Tried, p.Attempts = r.deps.Now(), p.Attempts+1
	p.After, p.before = c.newest().CreatedAt, nil
	if !c.loaded {
		return
	}
	p.before = map[string]bool{}
	for _, m := range c.recent {
		if m.Direction == client.Outgoing && m.Body == p.Body {
			p.before[m.ID] = true
		}
	}
}

// claimError says that the local store did not let a message go: another
// console has it, or the disk cannot note that it is sent.
type claimError struct{ err error }

func (e claimError) Error() string { return e.err.Error() }
func (e claimError) Unwrap() error { return e.err }

// heldBy is why a message that could not be sent needs the person, or "" when
// it is tried again by itself.
func heldBy(err error) string {
	var e *client.Error
	switch kind := client.KindOf(err); {
	case kind == client.KindUnreachable, kind == client.KindRateLimited, kind == client.KindCancelled:
		return ""
	case errors.As(err, &e) && (e.Status == 502 || e.Status == 503 || e.Status == 504):
		return "" // a proxy whose platform is away
	}
	return err.Error()
}

func (r *Root) onSent(msg sent) tea.Cmd {
	c, p := r.post(msg.id, msg.localID)
	if c == nil {
		return nil
	}
	if p != nil {
		p.busy, p.sending = false, false
	}
	if msg.err != nil {
		if p == nil {
			return r.push(c) // the thread had told of it already: those behind it have their turn
		}
		return r.notSent(c, p, msg.err)
	}
	if r.notice.about == aboutSending {
		r.notice.text = "" // the trouble is over
	}
	c.settleLocal(msg.localID, msg.message)
	r.keepMessage(c, msg.message.ID)
	r.applyEarly(c)
	return tea.Batch(r.reached(), r.push(c))
}

// listArrived shows in the list that a message or file of ours is with the
// platform: as its newest, or no longer as one that did not go out.
func (r *Root) listArrived(c *chat, m client.Message) {
	r.inbox.Bump(m, true)
	if newest := c.newest(); len(c.outbox)+len(c.parcels) == 0 && newest.Direction == client.Outgoing {
		r.inbox.SetStatus(c.id, newest.Status)
	}
}

// notSent keeps a message that did not go out, or not for certain.
func (r *Root) notSent(c *chat, p *post, err error) tea.Cmd {
	var claim claimError
	if errors.As(err, &claim) {
		return r.notClaimed(c, p, claim.err)
	}
	p.Unsure = p.Unsure || client.MayHaveReached(err)
	if p.Held = heldBy(err); p.Held != "" {
		r.showPost(c, p, client.StatusFailed, p.Held)
		cmd := r.trouble("send the message", err)
		r.notice.about = aboutSending
		return tea.Batch(cmd, r.push(c))
	}
	if at, ok := client.RetryAt(err); ok || client.KindOf(err) == client.KindRateLimited {
		p.notUntil = at
		if !ok {
			p.notUntil = r.deps.Now().Add(retryAfter)
		}
		r.showPost(c, p, thread.StatusWaiting, "the platform takes no more for now: it is sent at "+p.notUntil.In(r.deps.Location).Format("15:04:05"))
		return r.push(c)
	}
	first := !r.mail.away
	r.mail.away = true
	r.deps.Logger.Warn("a message waits for the line", "contact", c.id, "unsure", p.Unsure, "kind", client.KindOf(err).String())
	var said tea.Cmd
	if first {
		words := "The platform was not reached: what you send waits, and goes out by itself when it is back."
		if p.Unsure {
			words = "The line broke while sending: whether it arrived is asked before it is sent again."
		}
		said = r.say(levelWarn, words)
		r.notice.about = aboutSending
	}
	return tea.Batch(said, r.push(c))
}

// notClaimed is a message that another console has, or that the disk could not
// note.
func (r *Root) notClaimed(c *chat, p *post, err error) tea.Cmd {
	if errors.Is(err, store.ErrTaken) {
		p.kept = false
		c.dropLocal(p.ID)
		return tea.Batch(r.say(levelInfo, "Another console has this message, or it was deleted; it is not sent from here."), r.push(c))
	}
	p.Held = "it could not be noted on the disk that it is sent, so a crash could send it twice"
	r.showPost(c, p, thread.StatusHeld, p.Held)
	return tea.Batch(r.keepTrouble(err), r.push(c))
}
