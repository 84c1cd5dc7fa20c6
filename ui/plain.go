package ui

import (
	"fmt"
	"strings"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// plain is what the desk says to somebody who listens: one row, changed when
// something changed, so that a screen reader reads nothing twice.
type plain struct {
	line   string // what the row says
	place  string // the sentence for what had the keyboard when it was last said
	number int    // the notice that was last said
	heard  string // id of the last incoming message that was said
}

// announce says what changed: a notice first, then a message that came, else
// where the keyboard is now.
func (r *displayRoom) announce() {
	p := &r.plain
	place := r.whereWords()
	moved := place != p.place
	p.place = place
	switch {
	case r.notice.text != "" && r.notice.number != p.number:
		p.number = r.notice.number
		p.line = r.notice.text
	case r.newsWords() != "":
		p.line = r.newsWords()
		p.heard = r.chats.open.newest().ID
	case moved:
		p.line = place + r.tour.speak()
	}
	if c := r.chats.open; c != nil {
		p.heard = c.newest().ID
	}
}

// newsWords is the message that came into the open conversation and was not
// said yet, "" for none.
func (r *displayRoom) newsWords() string {
	c := r.chats.open
	if c == nil || !c.loaded {
		return ""
	}
	m := c.newest()
	if m.ID == "" || m.ID == r.plain.heard || m.Direction != client.Incoming || r.plain.heard == "" {
		return ""
	}
	return c.name() + " writes: " + text.Line(thread.Summary(m))
}

// whereWords says what has the keyboard, most telling first.
func (r *displayRoom) whereWords() string {
	if d := r.dialogs.Top(); d != nil {
		return dialog.WordsOf(d)
	}
	if !r.session.ready && r.session.problem != nil {
		return text.Line(r.session.problem.Error())
	}
	switch r.focus {
	case focusBar:
		return r.buttonWords()
	case focusThread:
		if r.reading.typingFind() {
			words, _ := r.reading.findWords(r.width)
			return "Find in the conversation: " + words
		}
		return r.messageWords()
	case focusCompose:
		if c := r.chats.open; c != nil {
			if c.mode() == store.Note {
				return "NOTE about " + c.name() + ", for colleagues only"
			}
			return "Write to " + c.name()
		}
	}
	return r.conversationWords()
}

// conversationWords is the conversation under the list's bar.
func (r *displayRoom) conversationWords() string {
	c, ok := r.inbox.Selected()
	if !ok {
		return "The list of conversations is empty"
	}
	words := []string{inbox.DisplayName(c)}
	unread, preview := r.inbox.Told(c.ID)
	if unread > 0 {
		words = append(words, fmt.Sprintf("%d unread", unread))
	} else if r.inbox.IsKeptUnread(c.ID) {
		words = append(words, "unread on this desk")
	}
	if preview != "" {
		words = append(words, preview)
	}
	if when := inbox.ShortTime(c.LastMessageAt, r.deps.Now(), r.deps.Location, false); when != "" {
		words = append(words, when)
	}
	if c.AssignedUserID != "" {
		words = append(words, "answered by "+r.contact.assignee(c.AssignedUserID))
	}
	return strings.Join(words, ", ")
}

// buttonWords is the button under the keyboard.
func (r *displayRoom) buttonWords() string {
	if r.run.bar.focus >= len(r.run.bar.list) {
		return "No actions"
	}
	d := r.run.bar.list[r.run.bar.focus]
	words := fmt.Sprintf("Button %s, %d of %d", actionName(d), r.run.bar.focus+1, len(r.run.bar.list))
	if d.Options.Danger {
		words += ", dangerous"
	}
	if why := r.run.disabled(d); why != "" {
		words += ", cannot run: " + why
	}
	return words
}

// messageWords is the message that is selected in the thread.
func (r *displayRoom) messageWords() string {
	if e, ok := r.chats.open.thread.SelectedEvent(); ok {
		return inbox.ShortTime(e.At, r.deps.Now(), r.deps.Location, false) + ", " + e.Speaks()
	}
	m, ok := r.chats.open.thread.Selected()
	if !ok {
		return "Thread"
	}
	who := r.chats.open.name()
	if m.Direction == client.Outgoing {
		who = "you, " + string(m.Status)
		if why := text.Line(m.Error); why != "" && thread.IsLocal(m.ID) {
			who = "you, not sent, " + why
		}
	}
	if at, of := r.chats.open.thread.Hits(); r.reading.seeks() && at > 0 {
		who = fmt.Sprintf("hit %d of %d, %s", at, of, who)
	}
	return fmt.Sprintf("%s, %s: %s", inbox.ShortTime(m.CreatedAt, r.deps.Now(), r.deps.Location, false), who, text.Line(thread.Summary(m)))
}

// drawAnnouncement is the row that says what changed.
func (r *displayRoom) drawAnnouncement(width int) string {
	return text.Pad(text.CutWith(r.plain.line, width, r.Theme.Glyphs.Cut), width)
}

// blank empties lines.
func blank(lines []string, width int) {
	for i := range lines {
		lines[i] = text.Spaces(width)
	}
}
