package ui

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/delivery"
	"keydesk/client/store"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// maxText is WhatsApp's limit for one text in characters; the platform takes
// longer ones and fails later (contract §5.6).
const maxText = 4096

// send sends what the composer of the open conversation holds. The message
// stands in the thread at once, marked as on its way.
func (r *writeRoom) send() tea.Cmd {
	c := r.chats.open
	if c == nil {
		return nil
	}
	if told, there := r.showDraft(c); there {
		return told
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
	if why := r.shutWords(c); why != "" {
		return r.say(levelWarn, why)
	}
	return r.unlessOpen(body, func() tea.Cmd { return r.sendReply(c, body) })
}

// shutWords is why no text reaches the customer now and what does, "" while the
// 24-hour window is open: it would only become a message that failed.
func (r *writeRoom) shutWords(c *chat) string {
	if r.windowState(c) != windowShut {
		return ""
	}
	const shut = "Not sent: the 24-hour window is closed and only a template can be sent"
	if why := r.lacksTemplates(); why != "" {
		return shut + ", and " + why + ". Your text stays here."
	}
	return shut + " (" + r.Label("template") + "). Your text stays here."
}

// sendReply hands over what stands in the composer, and empties it.
func (r *writeRoom) sendReply(c *chat, body string) tea.Cmd {
	replyTo := c.replyTo
	c.compose.SetValue("")
	r.cancelReply()
	c.thread.SetUnreadFrom("") // who answers has read it
	c.thread.ToNewest()
	return r.outbox.sendText(c, body, replyTo, store.Reply.Of(""))
}

// sendText hands a message for the customer over. was is the topic of the
// draft that it was, zero for none.
func (r *outRoom) sendText(c *chat, body, replyTo string, was store.Topic) tea.Cmd {
	r.out.Put(delivery.Item{
		ID: localID(), Contact: c.id, Account: c.account(), Written: r.deps.Now(), Draft: was,
		Content: delivery.Text{Body: body, ReplyTo: replyTo},
	})
	return nil
}

// edit puts a failed message back into the composer; what stood there is kept
// behind it.
func (r *writeRoom) edit() tea.Cmd {
	c, it, m, why := r.failedMessage()
	switch {
	case why != "":
		return r.say(levelInfo, why)
	case isFile(it):
		return r.outbox.editFile(c, it)
	case c.mode() != store.Reply:
		r.writeReply(c) // it was for the customer, and the note stays aside
	}
	draft := m.Body
	if old := c.compose.Value(); strings.TrimSpace(old) != "" {
		draft += "\n" + old
	}
	r.out.Withdraw(it.ID)
	c.compose.SetValue(draft)
	c.thread.ClearSelection()
	r.focus = focusCompose
	var told tea.Cmd
	if it.Reached {
		told = r.say(levelWarn, "The message may have arrived all the same: look before you send it again.")
	}
	return tea.Batch(told, r.outbox.keepNow(c)) // before a crash could send it
}

// failedMessage is the selected message if it is one of ours that did not go
// out, else the newest such one; why says that there is none. One that the platform
// took and WhatsApp refused is no item.
func (r *desk) failedMessage() (c *chat, it delivery.Item, m client.Message, why string) {
	c = r.chats.open
	if c == nil {
		return nil, it, m, "Open a conversation first."
	}
	m, ok := c.thread.Selected()
	if items := c.items(); !ok && len(items) > 0 {
		m, ok = c.message(items[len(items)-1], r.out.words), true
	} else if !ok {
		m, ok = c.thread.Newest()
	}
	it, here := r.out.Item(m.ID)
	switch {
	case here:
		return c, it, m, whyNotAgain(it)
	case !ok || m.Direction != client.Outgoing || m.Status != client.StatusFailed:
		why = "Only a message or file of ours that did not go out can be sent again: select it first."
	case m.Type != "text":
		why = fmt.Sprintf("A failed %s cannot be sent again from here; %s sends a file.", text.Line(m.Type), r.Label("file.send"))
	}
	return c, it, m, why
}

// whyNotAgain is why nothing can be done about something on its way out now, "" if
// it can.
func whyNotAgain(it delivery.Item) string {
	switch {
	case it.State.Busy() && isFile(it) && it.State != delivery.Looking:
		return "The file is on its way: esc stops it."
	case it.State == delivery.Looking && !it.Unsure, it.State == delivery.Looking && !isFile(it):
		return "It is being looked whether the message arrived: wait for the answer."
	case it.State.Busy() && it.State != delivery.Looking:
		return "The message is on its way: wait for the answer."
	}
	return ""
}

// reply makes the composer answer the selected message.
func (r *writeRoom) reply() tea.Cmd {
	c := r.chats.open
	if c == nil {
		return nil
	}
	m, ok := c.thread.Selected()
	if !ok || thread.IsLocal(m.ID) {
		return r.say(levelInfo, "Select a message first ("+r.Theme.Glyphs.UpDown+"), then reply to it.")
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
func (r *writeRoom) cancelReply() {
	if c := r.chats.open; c != nil {
		c.replyTo = ""
		c.compose.SetQuote("")
		r.arrange()
	}
}
