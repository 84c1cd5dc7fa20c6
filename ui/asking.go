package ui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// clockSkew is how far the platform's clock and ours may be apart.
const clockSkew = 5 * time.Minute

// fraction is what sources disagree about within a second (see thread's order).
const fraction = time.Second

// lookPages bounds how far back is looked for a message that may have arrived.
const lookPages = 10

// candidates are the messages among ms that may be what became of a message of
// ours whose answer is awaited or was lost: its words, from us, newer than what
// was known when it was sent, and not far from when that was.
func (c *chat) candidates(p *post, ms []client.Message) []client.Message {
	if p.Tried.IsZero() {
		return nil // it was never sent
	}
	var list []client.Message
	for _, m := range ms {
		switch {
		case m.Direction != client.Outgoing || m.Body != p.Body || thread.IsLocal(m.ID) || c.settled[m.ID]:
		case m.CreatedAt.Sub(p.Tried).Abs() >= clockSkew:
		case p.before != nil && (p.before[m.ID] || m.CreatedAt.Before(p.After.Add(-fraction))):
		case p.before == nil && !p.After.IsZero() && !m.CreatedAt.After(p.After):
		default:
			list = append(list, m)
		}
	}
	return list
}

// match settles messages of ours that the platform tells of before the answer to
// the send itself, or whose answer was lost. Where several could be it nothing
// is guessed: the look that comes before sending again asks the person.
func (c *chat) match(ms []client.Message) {
	fresh := make([]client.Message, 0, len(ms))
	for _, m := range ms {
		if _, known := c.thread.Message(m.ID); !known {
			fresh = append(fresh, m)
		}
	}
	taken := map[string]bool{}
	for _, o := range append([]client.Message(nil), c.outbox...) {
		p := c.posts[o.ID]
		if !p.sending && !p.Unsure {
			continue
		}
		var list []client.Message
		for _, m := range c.candidates(p, fresh) {
			if !taken[m.ID] {
				list = append(list, m)
			}
		}
		if len(list) == 0 || len(list) > 1 && !p.sending && len(list) > c.alike(p) {
			continue
		}
		taken[list[0].ID] = true
		c.settleLocal(p.ID, list[0])
	}
}

// alike counts the messages of ours with the same words that may have arrived.
func (c *chat) alike(p *post) int {
	n := 0
	for _, o := range c.posts {
		if o.Body == p.Body && (o.Unsure || o.sending) {
			n++
		}
	}
	return n
}

// looked is what the platform holds since a message of ours was sent that may
// have arrived.
type looked struct {
	id      string // contact
	localID string
	page    client.MessagePage
	err     error
}

// lookFirst asks what the platform holds since a message was sent, by peeking:
// it knows no ids of ours by which it would recognise a second one (contract
// §5.6).
func (r *Root) lookFirst(c *chat, p *post) tea.Cmd {
	p.busy = true
	r.showPost(c, p, thread.StatusWaiting, "looking whether it arrived")
	since := p.Tried
	if since.IsZero() {
		since = p.Written
	}
	id, localID, from, platform := c.id, p.ID, since.Add(-clockSkew), r.deps.Platform
	return call(r.door(), readLimit, func(ctx context.Context) (client.MessagePage, error) {
		return messagesSince(ctx, platform, id, from)
	}, func(page client.MessagePage, err error) tea.Msg {
		return looked{id: id, localID: localID, page: page, err: err}
	})
}

// errTooMuch says that looking further back would cost more than it tells.
var errTooMuch = &client.Error{
	Op:      "find out whether the message arrived",
	Message: "too much was said since then, so read the conversation yourself",
}

// messagesSince fetches the newest messages back to a moment.
func messagesSince(ctx context.Context, platform *client.Client, id string, since time.Time) (client.MessagePage, error) {
	page, err := platform.Messages(ctx, id, client.MessageQuery{Limit: pageSize})
	for n := 1; err == nil && page.HasMore && len(page.Messages) > 0 && page.Messages[0].CreatedAt.After(since); n++ {
		if n == lookPages {
			return page, errTooMuch
		}
		var older client.MessagePage
		if older, err = platform.Messages(ctx, id, client.MessageQuery{Before: page.Messages[0].ID, Limit: pageSize}); err == nil {
			page.Messages, page.HasMore = append(older.Messages, page.Messages...), older.HasMore
		}
	}
	return page, err
}

// onLooked sends a message again that did not arrive, and only that.
func (r *Root) onLooked(msg looked) tea.Cmd {
	c, p := r.post(msg.id, msg.localID)
	if p != nil {
		p.busy = false
	}
	switch {
	case c == nil:
		return nil
	case p != nil && msg.err != nil:
		return r.notLooked(c, p, msg.err)
	case p != nil:
		r.mergeNewest(c, msg.page)
		p = c.posts[msg.localID]
	}
	if p == nil {
		return tea.Batch(r.say(levelGood, "The message to "+r.nameOf(c)+" had arrived: it was not sent a second time."), r.push(c))
	}
	r.mail.away = false // it has answered
	switch found := c.candidates(p, msg.page.Messages); {
	case len(found) == 0:
		p.Unsure = false
		return r.push(c)
	case len(found) <= c.alike(p):
		c.settleLocal(p.ID, found[0])
		return tea.Batch(r.say(levelGood, "The message to "+r.nameOf(c)+" had arrived: it was not sent a second time."), r.push(c))
	default:
		p.conflict = true
		why := fmt.Sprintf("the thread has %d messages with these words since %s, and which is this one is not known",
			len(found), p.Tried.In(r.deps.Location).Format("15:04"))
		return tea.Batch(r.hold(c, p, why), r.push(c))
	}
}

// notLooked keeps a message of which it could not be found out whether it
// arrived.
func (r *Root) notLooked(c *chat, p *post, err error) tea.Cmd {
	if err == error(errTooMuch) {
		p.conflict = true
		return tea.Batch(r.hold(c, p, "it may have arrived, and too much was said since then to look: read the conversation"), r.push(c))
	}
	if heldBy(err) == "" {
		r.mail.away = client.KindOf(err) != client.KindRateLimited || r.mail.away
		if at, ok := client.RetryAt(err); ok {
			p.notUntil = at
		}
		return r.push(c)
	}
	p.Held = "It is not known whether it arrived, so it was not sent again. " + err.Error()
	r.showPost(c, p, client.StatusFailed, p.Held)
	return tea.Batch(r.trouble("look whether the message arrived", err), r.noteHeld(p.Outgoing, p.kept), r.push(c))
}

// retry sends a message of ours that did not go out, now. Where it may have
// arrived all the same, the platform is asked first; where that cannot tell,
// the person.
func (r *Root) retry() tea.Cmd {
	c, m, why := r.failedMessage()
	if why != "" {
		return r.say(levelInfo, why)
	}
	if p := c.parcels[m.ID]; p != nil {
		return r.retryParcel(p)
	}
	c.thread.ClearSelection()
	c.thread.ToNewest()
	p := c.posts[m.ID]
	switch {
	case p == nil: // the platform has it, WhatsApp refused it
		return r.sendText(c, m.Body, m.ReplyToID, "")
	case p.conflict:
		return r.askAgain(p)
	case p.Unsure && r.session.ready:
		p.forced, p.Held = true, ""
		return tea.Batch(r.say(levelInfo, "Looking whether it arrived before it is sent again."), r.lookFirst(c, p))
	}
	return r.pushNow(c, p)
}

// pushNow sends a message without waiting any longer.
func (r *Root) pushNow(c *chat, p *post) tea.Cmd {
	p.forced, p.conflict, p.Held, p.notUntil = true, false, "", time.Time{}
	r.mail.away = false
	return r.push(c)
}

// askAgain asks before a message is sent that the thread may have already.
func (r *Root) askAgain(p *post) tea.Cmd {
	id, localID, why, body := p.Contact, p.ID, p.Held, p.Body
	lines := func(width int) []string {
		rows := text.Wrap("Sent again it may stand there twice: "+why+".", width)
		return append(append(rows, ""), text.Wrap(text.Line(body), width)...)
	}
	r.dialogs.push(r.newQuestion("Send it again?", "Send again", lines, func() tea.Cmd {
		c, p := r.post(id, localID)
		if p == nil {
			return r.say(levelGood, "It had arrived: it was not sent a second time.")
		}
		p.Unsure = false
		return r.pushNow(c, p)
	}))
	return nil
}

// drop throws away a message that did not go out, after asking.
func (r *Root) drop() tea.Cmd {
	c, m, why := r.failedMessage()
	if why == "" && c.parcels[m.ID] != nil {
		return r.askDropParcel(c, c.parcels[m.ID])
	}
	if why == "" && c.posts[m.ID] == nil {
		why = "The platform has this message; it cannot be taken back."
	}
	if why != "" {
		return r.say(levelInfo, why)
	}
	id, localID, body := c.id, m.ID, m.Body
	lines := func(width int) []string {
		return append(append(text.Wrap("It was not sent for certain, and it is kept nowhere else:", width), ""), text.Wrap(text.Line(body), width)...)
	}
	r.dialogs.push(r.newQuestion("Throw this message away?", "Throw away", lines, func() tea.Cmd {
		c, p := r.post(id, localID)
		if p == nil || p.busy {
			return r.say(levelInfo, "Too late: it went out.")
		}
		c.dropLocal(localID)
		return tea.Batch(r.save(), r.push(c))
	}))
	return nil
}

// keepNow writes at once what must not be sent any more, and how the composer
// is now.
func (r *Root) keepNow(c *chat) tea.Cmd {
	if r.deps.Store == nil {
		return nil
	}
	return tea.Batch(r.noteChat(c), r.save(), r.push(c))
}
