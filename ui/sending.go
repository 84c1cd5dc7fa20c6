package ui

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// maxText is WhatsApp's limit for one text in characters; the platform takes
// longer ones and fails later (contract §5.6).
const maxText = 4096

// aboutSending marks a notice that tells of a message which did not go out; it
// is no number of a run.
const aboutSending = -1

// send sends what the composer of the open conversation holds. The message
// stands in the thread at once, marked as on its way.
func (r *Root) send() tea.Cmd {
	c := r.chats.open
	if c == nil {
		return nil
	}
	if c.mode() == store.Note {
		return r.sendNote(c)
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
	return r.sendText(c, body, replyTo, store.Reply)
}

// sendText puts a message of ours into the thread and the outbox, and sends it
// as soon as it is its turn. was is the mode of the draft that it was, "" for none.
func (r *Root) sendText(c *chat, body, replyTo, was string) tea.Cmd {
	p := &post{Outgoing: store.Outgoing{
		ID: localID(), Contact: c.id, Mode: store.Reply, Body: body, ReplyTo: replyTo,
		Account: c.contact.Account, Written: r.deps.Now(), Was: was,
	}}
	r.inbox.Bump(c.put(p), true)
	r.arrange()
	return r.keepPost(c, p)
}

// edit puts a failed message back into the composer; what stood there is kept
// behind it.
func (r *Root) edit() tea.Cmd {
	c, m, why := r.failedMessage()
	if why != "" {
		return r.say(levelInfo, why)
	}
	if p := c.parcels[m.ID]; p != nil {
		return r.editParcel(c, p)
	}
	if c.mode() != store.Reply {
		r.writeReply(c) // it was for the customer, and the note stays aside
	}
	draft := m.Body
	if old := c.compose.Value(); strings.TrimSpace(old) != "" {
		draft += "\n" + old
	}
	p := c.posts[m.ID]
	unsure := p != nil && p.Unsure
	c.compose.SetValue(draft)
	c.dropLocal(m.ID)
	c.thread.ClearSelection()
	r.focus = focusCompose
	r.arrange()
	var said tea.Cmd
	if unsure {
		said = r.say(levelWarn, "The message may have arrived all the same: look before you send it again.")
	}
	return tea.Batch(said, r.keepNow(c)) // before a crash could send it
}

// failedMessage is the selected message if it is one of ours that did not go
// out, else the newest such one; why says that there is none.
func (r *Root) failedMessage() (c *chat, m client.Message, why string) {
	c = r.chats.open
	if c == nil {
		return nil, m, "Open a conversation first."
	}
	m, ok := c.thread.Selected()
	if p := c.newestParcel(); !ok && p != nil {
		m, ok = p.message, true
	} else if n := len(c.outbox); !ok && n > 0 {
		m, ok = c.outbox[n-1], true
	} else if !ok {
		m, ok = c.thread.Newest()
	}
	if x := c.parcels[m.ID]; x != nil {
		return c, m, whyNotParcel(x)
	}
	p := c.posts[m.ID]
	switch {
	case p != nil && p.sending:
		return c, m, "The message is on its way: wait for the answer."
	case p != nil && p.busy:
		return c, m, "It is being looked whether the message arrived: wait for the answer."
	case ok && p == nil && m.Direction == client.Outgoing && m.Status == client.StatusFailed:
		return r.failedElsewhere(c, m)
	case !ok || p == nil:
		return c, m, "Only a message or file of ours that did not go out can be sent again: select it first."
	}
	return c, m, ""
}

// failedElsewhere is a message that the platform took and WhatsApp refused.
func (r *Root) failedElsewhere(c *chat, m client.Message) (*chat, client.Message, string) {
	if m.Type != "text" {
		return c, m, fmt.Sprintf("A failed %s cannot be sent again from here; %s sends a file.", text.Line(m.Type), r.label("file.send"))
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
	r.writeReply(c)
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
