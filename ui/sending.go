package ui

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// maxText is WhatsApp's limit for one text in characters; the platform takes
// longer ones and fails later (contract §5.6).
const maxText = 4096

// aboutSending marks a notice that tells of a message which did not go out; it
// is no number of a run.
const aboutSending = -1

// sent is the platform's answer to a message sent from here.
type sent struct {
	id      string // contact
	localID string
	message client.Message
	err     error
}

// send sends what the composer of the open conversation holds. The message
// stands in the thread at once, marked as on its way.
func (r *Root) send() tea.Cmd {
	c := r.chats.open
	if c == nil {
		return nil
	}
	body := strings.TrimSpace(c.compose.Value())
	if body == "" {
		return r.say(levelInfo, "Nothing to send: the message is empty.")
	}
	if n := utf8.RuneCountInString(body); n > maxText {
		return r.say(levelWarn, fmt.Sprintf("Too long: WhatsApp takes %d characters, this has %d. Shorten it by %d.", maxText, n, n-maxText))
	}
	replyTo := c.replyTo
	c.compose.SetValue("")
	r.cancelReply()
	c.thread.SetUnreadFrom("") // who answers has read it
	c.thread.ToNewest()
	return r.sendText(c, body, replyTo)
}

// sendText puts a pending message into the thread and sends it.
func (r *Root) sendText(c *chat, body, replyTo string) tea.Cmd {
	m := client.Message{
		ID: r.chats.localID(), ContactID: c.id, Direction: client.Outgoing, Type: "text", Body: body,
		Status: client.StatusPending, CreatedAt: r.deps.Now(),
	}
	if quoted, ok := c.thread.Message(replyTo); ok && replyTo != "" {
		m.IsReply, m.ReplyToID = true, replyTo
		m.ReplyTo = &client.Quoted{ID: quoted.ID, Body: quoted.Body, Type: quoted.Type, Direction: quoted.Direction}
	}
	c.outbox = append(c.outbox, m)
	c.thread.Merge([]client.Message{m})
	r.inbox.Bump(m, true)
	r.arrange()
	id, localID, platform := c.id, m.ID, r.deps.Platform
	out := client.OutgoingMessage{Text: body, ReplyTo: replyTo, Account: c.contact.Account}
	return call(r.door(), writeLimit, func(ctx context.Context) (client.Message, error) {
		return platform.Send(ctx, id, out)
	}, func(m client.Message, err error) tea.Msg { return sent{id: id, localID: localID, message: m, err: err} })
}

func (r *Root) onSent(msg sent) tea.Cmd {
	c := r.chats.byID[msg.id]
	if c == nil {
		return nil
	}
	if msg.err != nil {
		c.failLocal(msg.localID, msg.err)
		r.inbox.SetStatus(c.id, client.StatusFailed)
		cmd := r.trouble("send the message", msg.err)
		r.notice.about = aboutSending
		return cmd
	}
	if r.notice.about == aboutSending {
		r.notice.text = "" // the trouble is over
	}
	c.settleLocal(msg.localID, msg.message)
	r.inbox.Bump(msg.message, true)
	r.applyEarly(c)
	return nil
}

// retry sends a failed message of ours once more. Where it may have arrived all
// the same, the platform is asked first: it knows no ids of ours by which it
// would recognise the second one (contract §5.6).
func (r *Root) retry() tea.Cmd {
	c, m, why := r.failedMessage()
	if why != "" {
		return r.say(levelInfo, why)
	}
	c.thread.ClearSelection()
	c.thread.ToNewest()
	if c.unsure[m.ID] {
		return r.lookFirst(c, m)
	}
	return r.sendAgain(c, m)
}

// sendAgain sends a failed message in its own place.
func (r *Root) sendAgain(c *chat, m client.Message) tea.Cmd {
	c.dropLocal(m.ID)
	return r.sendText(c, m.Body, m.ReplyToID)
}

// looked is what the platform holds since a message of ours was sent that may
// have arrived.
type looked struct {
	id      string // contact
	localID string
	page    client.MessagePage
	err     error
}

// lookPages bounds how far back is looked for a message that may have arrived.
const lookPages = 10

// lookFirst asks what the platform holds since m was sent, by peeking.
func (r *Root) lookFirst(c *chat, m client.Message) tea.Cmd {
	c.setLocal(m.ID, client.StatusPending, "")
	id, localID, since, platform := c.id, m.ID, m.CreatedAt.Add(-clockSkew), r.deps.Platform
	return tea.Batch(
		r.say(levelInfo, "Looking whether it arrived before it is sent again."),
		call(r.door(), readLimit, func(ctx context.Context) (client.MessagePage, error) {
			return messagesSince(ctx, platform, id, since)
		}, func(page client.MessagePage, err error) tea.Msg {
			return looked{id: id, localID: localID, page: page, err: err}
		}))
}

// messagesSince fetches the newest messages back to a moment.
func messagesSince(ctx context.Context, platform *client.Client, id string, since time.Time) (client.MessagePage, error) {
	page, err := platform.Messages(ctx, id, client.MessageQuery{Limit: pageSize})
	for n := 1; err == nil && page.HasMore && len(page.Messages) > 0 && page.Messages[0].CreatedAt.After(since); n++ {
		if n == lookPages {
			return page, &client.Error{
				Op:      "find out whether the message arrived",
				Message: "too much was said since then, so read the conversation yourself",
			}
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
	c := r.chats.byID[msg.id]
	if c == nil {
		return nil
	}
	m, waiting := c.sent(msg.localID)
	if msg.err != nil && waiting {
		c.setLocal(msg.localID, client.StatusFailed, "It is not known whether it arrived, so it was not sent again. "+msg.err.Error())
		return r.trouble("look whether the message arrived", msg.err)
	}
	if waiting {
		r.mergeNewest(c, msg.page)
		m, waiting = c.sent(msg.localID)
	}
	if !waiting {
		return r.say(levelGood, "It had arrived: it was not sent a second time.")
	}
	return r.sendAgain(c, m)
}

// edit puts a failed message back into the composer; what stood there is kept
// behind it.
func (r *Root) edit() tea.Cmd {
	c, m, why := r.failedMessage()
	if why != "" {
		return r.say(levelInfo, why)
	}
	draft := m.Body
	if old := c.compose.Value(); strings.TrimSpace(old) != "" {
		draft += "\n" + old
	}
	unsure := c.unsure[m.ID]
	c.compose.SetValue(draft)
	c.dropLocal(m.ID)
	c.thread.ClearSelection()
	r.focus = focusCompose
	r.arrange()
	if unsure {
		return r.say(levelWarn, "The message may have arrived all the same: look before you send it again.")
	}
	return nil
}

// failedMessage is the selected message if it is a failed text of ours, else
// the newest such one; why says that there is none.
func (r *Root) failedMessage() (c *chat, m client.Message, why string) {
	c = r.chats.open
	if c == nil {
		return nil, m, "Open a conversation first."
	}
	m, ok := c.thread.Selected()
	if n := len(c.outbox); !ok && n > 0 {
		m, ok = c.outbox[n-1], true
	} else if !ok {
		m, ok = c.thread.Newest()
	}
	switch {
	case !ok || m.Direction != client.Outgoing || m.Status != client.StatusFailed:
		return c, m, "Only a message of ours that failed can be sent again: select it first."
	case m.Type != "text":
		return c, m, fmt.Sprintf("A failed %s cannot be sent again from here.", text.Line(m.Type))
	}
	return c, m, ""
}

// reply makes the composer answer the selected message.
func (r *Root) reply() tea.Cmd {
	c := r.chats.open
	if c == nil {
		return nil
	}
	m, ok := c.thread.Selected()
	if !ok || thread.IsLocal(m.ID) {
		return r.say(levelInfo, "Select a message first ("+r.theme.Glyphs.UpDown+"), then reply to it.")
	}
	c.replyTo = m.ID
	c.quoteAgain()
	c.thread.ClearSelection()
	r.focus = focusCompose
	r.arrange()
	return nil
}

// cancelReply makes the composer answer no particular message.
func (r *Root) cancelReply() {
	if c := r.chats.open; c != nil {
		c.replyTo = ""
		c.compose.SetQuote("")
		r.arrange()
	}
}

// clockSkew is how far the platform's clock and ours may be apart.
const clockSkew = 5 * time.Minute

// matchLocal finds the message of ours that the platform tells of, when that
// comes before the answer to the send itself, or the answer was lost.
func matchLocal(c *chat, m client.Message) (string, bool) {
	if m.Direction != client.Outgoing {
		return "", false
	}
	for _, p := range c.outbox {
		awaited := p.Status == client.StatusPending || c.unsure[p.ID]
		if awaited && p.Body == m.Body && m.CreatedAt.Sub(p.CreatedAt).Abs() < clockSkew {
			return p.ID, true
		}
	}
	return "", false
}
