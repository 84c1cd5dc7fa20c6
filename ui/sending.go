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
		return r.trouble("send the message", msg.err)
	}
	c.settleLocal(msg.localID, msg.message)
	r.inbox.Bump(msg.message, true)
	r.applyEarly(c)
	return nil
}

// retry sends a failed message of ours once more.
func (r *Root) retry() tea.Cmd {
	c, m, why := r.failedMessage()
	if why != "" {
		return r.say(levelInfo, why)
	}
	c.dropLocal(m.ID)
	c.thread.ClearSelection()
	c.thread.ToNewest()
	return r.sendText(c, m.Body, m.ReplyToID)
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
	c.compose.SetValue(draft)
	c.dropLocal(m.ID)
	c.thread.ClearSelection()
	r.focus = focusCompose
	r.arrange()
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
	c.compose.SetQuote(text.Line(thread.Summary(m)))
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

// matchLocal finds the pending message of ours that an event from the realtime
// line tells of, when it came before the answer to the send itself.
func matchLocal(c *chat, m client.Message) (string, bool) {
	if m.Direction != client.Outgoing {
		return "", false
	}
	for _, p := range c.outbox {
		if p.Status == client.StatusPending && p.Body == m.Body && m.CreatedAt.Sub(p.CreatedAt).Abs() < 5*time.Minute {
			return p.ID, true
		}
	}
	return "", false
}
