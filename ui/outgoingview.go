package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/delivery"
	"keydesk/ui/dialog"
	"keydesk/ui/media"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// The reasons why something waits, and of a file why it is held.
const (
	waitsForLine = "waiting for the line"
	waitsItsTurn = "waiting for the one before it"
	maybeArrived = "it may have arrived: the thread is asked before it is sent again"
	looksForIt   = "looking whether it arrived"
	notThere     = "it was cut off under way, and the conversation does not show it"
	cutOffFile   = "keydesk ended while it was under way, so it may have arrived"
)

// itemWords says what is with something on its way out. Calls that send use it
// too, so it knows nothing of the desk.
type itemWords struct {
	now  func() time.Time
	zone *time.Location
}

// held is why the person has to decide about something.
func (w itemWords) held(it delivery.Item) string {
	switch it.Why {
	case delivery.Old:
		return "it was written " + ago(w.now().Sub(it.Written)) + " ago and may not be meant any more"
	case delivery.Several:
		what := "messages with these words"
		if isFile(it) {
			what = "such files"
		}
		return fmt.Sprintf("the thread has %d %s since %s, and which is this one is not known", it.Count, what, it.Tried.In(w.zone).Format("15:04"))
	case delivery.TooMuch:
		return "it may have arrived, and too much was said since then to look: read the conversation"
	case delivery.NotThere:
		return notThere
	case delivery.NotLooked:
		if isFile(it) {
			return "it may have arrived, and looking whether it did failed: " + text.Line(it.Err.Error())
		}
		return "It is not known whether it arrived, so it was not sent again. " + it.Err.Error()
	case delivery.NotNoted:
		return "it could not be noted on the disk that it is sent, so a crash could send it twice"
	case delivery.Stopped:
		if it.Unsure {
			return "stopped when all of it was sent: it may have arrived"
		}
		return "stopped before it was sent"
	case delivery.Fault:
		return text.Line(it.Err.Error())
	}
	return it.Words
}

// status is how something on its way out is shown.
func (w itemWords) status(it delivery.Item) (client.Status, string) {
	lost := isFile(it) && it.Unsure && !it.Forced // it is sent again only when the person says so
	switch {
	case it.State == delivery.Failed, it.State == delivery.Held && it.Why == delivery.Stopped:
		return client.StatusFailed, it.Words
	case it.State == delivery.Held:
		return thread.StatusHeld, it.Words
	case it.State != delivery.Queued && it.State != delivery.Unknown && it.State != delivery.Looking:
		return client.StatusPending, ""
	case lost && it.Words != "":
		return thread.StatusHeld, it.Words
	case lost && it.Err != nil:
		return client.StatusFailed, text.Line(it.Err.Error())
	case lost:
		return thread.StatusHeld, cutOffFile
	case it.State == delivery.Looking:
		return thread.StatusWaiting, looksForIt
	}
	switch it.Why {
	case delivery.ForLine:
		return thread.StatusWaiting, waitsForLine
	case delivery.ForStore:
		return thread.StatusWaiting, "the database does not answer: it is sent when that can note it"
	case delivery.ForTurn:
		return thread.StatusWaiting, waitsItsTurn
	case delivery.ForTime:
		return thread.StatusWaiting, "the platform takes no more for now: it is sent at " + it.Until.In(w.zone).Format("15:04:05")
	case delivery.MayArrive:
		return thread.StatusWaiting, maybeArrived
	}
	return client.StatusPending, ""
}

// inThread says whether something on its way out stands in the thread.
func inThread(it delivery.Item) bool {
	_, text := it.Content.(delivery.Text)
	return text || isFile(it)
}

// items are what the thread shows that the platform does not have, as it was written.
func (c *chat) items() []delivery.Item {
	var list []delivery.Item
	for _, it := range c.out.Items(c.id) {
		if inThread(it) {
			list = append(list, it)
		}
	}
	return list
}

// unsent are the same as messages.
func (r *desk) unsent(c *chat) []client.Message {
	items := c.items()
	list := make([]client.Message, 0, len(items))
	for _, it := range items {
		list = append(list, c.message(it, r.out.words))
	}
	return list
}

// waiting are the unsent, and what else waits to go out.
func (r *outRoom) waiting(c *chat) []client.Message {
	var list []client.Message
	for _, it := range c.out.Items(c.id) {
		if !returned(it) {
			list = append(list, c.message(it, r.out.words))
		}
	}
	return list
}

// message is something on its way out as the thread shows it.
func (c *chat) message(it delivery.Item, words itemWords) client.Message {
	m := client.Message{ID: it.ID, ContactID: c.id, Direction: client.Outgoing, Type: "text", CreatedAt: it.Written}
	m.Status, m.Error = words.status(it)
	switch x := it.Content.(type) {
	case delivery.File:
		m.Type, m.Body, m.MediaFilename, m.MediaMIME = x.Type, x.Caption, x.Name, x.MIME
	case delivery.Note:
		m.Type, m.Body = "note", "NOTE "+x.Body
	case delivery.Template:
		m.Type, m.Body = "template", "template "+x.Name
	case delivery.Reaction:
		m.Type, m.Body = "reaction", strings.TrimSpace("reaction "+x.Emoji)
	case delivery.Text:
		m.Body = x.Body
		if x.ReplyTo == "" {
			break
		}
		m.IsReply, m.ReplyToID = true, x.ReplyTo
		if quoted, ok := c.thread.Message(x.ReplyTo); ok {
			m.ReplyTo = &client.Quoted{ID: quoted.ID, Body: quoted.Body, Type: quoted.Type, Direction: quoted.Direction}
		}
	}
	return m
}

// showChanges shows what became of things on their way out.
func (r *outRoom) showChanges(list []delivery.Change) tea.Cmd {
	var cmds []tea.Cmd
	var found []string // files that had arrived
	for _, ch := range list {
		c := r.chats.byID[ch.Contact]
		if c == nil {
			continue
		}
		if f, file := ch.Content.(delivery.File); file && ch.State == delivery.Sent && ch.From == delivery.Looking {
			found = append(found, text.Line(f.Name))
		}
		cmds = append(cmds, r.did(sentDeed(ch)))
		switch x := ch.Content.(type) {
		case delivery.Note:
			cmds = append(cmds, r.noteChanged(c, ch, x))
		case delivery.Reaction:
			cmds = append(cmds, r.reactionChanged(c, ch))
		case delivery.Template:
			cmds = append(cmds, r.templateChanged(c, ch, x))
		default:
			r.showChange(c, ch)
			cmds = append(cmds, r.tellChange(c, ch))
			if ch.State == delivery.Sent {
				cmds = append(cmds, r.answeredNow(c))
			}
		}
	}
	switch len(found) {
	case 0:
	case 1:
		cmds = append(cmds, r.say(levelGood, found[0]+" had arrived: it was not sent a second time."))
	default:
		cmds = append(cmds, r.say(levelGood, dialog.Plural(len(found), "file", "files")+" had arrived: they were not sent a second time."))
	}
	r.arrange()
	return tea.Batch(cmds...)
}

// showChange shows in thread and list what became of something on its way out.
func (r *outRoom) showChange(c *chat, ch delivery.Change) {
	m := c.message(ch.Item, r.out.words)
	switch {
	case ch.State == delivery.Sent:
		c.thread.Replace(ch.ID, ch.Message)
		c.note([]client.Message{ch.Message})
		r.inbox.Arrived(ch.ID, ch.Message)
		r.listFollows(c)
		r.keepMessage(c, ch.Message.ID)
		r.applyEarly(c)
		if f, file := ch.Content.(delivery.File); file {
			r.files.noteSize(ch.Message, f.Size)
			r.fileArrived(ch.ID)
		}
		return
	case ch.State == delivery.Gone:
		c.thread.Remove(ch.ID)
		r.listFollows(c)
		return
	case ch.State == delivery.Storing:
		c.thread.Remove(ch.ID) // of one in whose place it is sent
		r.inbox.Bump(m, true)
	}
	c.thread.Merge([]client.Message{m})
	if f, file := ch.Content.(delivery.File); file {
		c.thread.SetMediaSize(ch.ID, f.Size)
	}
	r.inbox.SetStatus(c.id, m.Status)
}

// tellChange says what a person should know of a change.
func (r *outRoom) tellChange(c *chat, ch delivery.Change) tea.Cmd {
	f, file := ch.Content.(delivery.File)
	switch {
	case ch.State == delivery.Gone && ch.From == delivery.Sending:
		what := "message"
		if file {
			what = "file"
		}
		return r.say(levelInfo, "Another console has this "+what+", or it was deleted; it is not sent from here.")
	case ch.Why == delivery.NotNoted && ch.State == delivery.Held && ch.Err != nil:
		return r.keepTrouble(ch.Err)
	case ch.State == delivery.Sent && file && ch.From == delivery.Sending:
		return r.say(levelGood, text.Line(f.Name)+", "+media.Size(f.Size)+", is on its way.")
	case ch.State == delivery.Sent && ch.From == delivery.Looking && !file:
		return r.say(levelGood, "The message to "+r.nameOf(c)+" had arrived: it was not sent a second time.")
	case file && ch.From == delivery.Sending && ch.State != delivery.Queued && (ch.State != delivery.Unknown || ch.Unsure):
		return r.tellFile(ch, f)
	case file:
		return nil
	case ch.State == delivery.Failed && ch.Why == delivery.NotLooked:
		return r.trouble("look whether the message arrived", ch.Err)
	case ch.State == delivery.Failed && ch.From == delivery.Sending:
		cmd := r.trouble("send the message", ch.Err)
		r.notice.about = aboutSending
		return cmd
	}
	return nil
}

// tellFile says what became of a file that was not sent for certain.
func (r *outRoom) tellFile(ch delivery.Change, f delivery.File) tea.Cmd {
	name := text.Line(f.Name)
	why := ch.Words
	switch ours := client.KindOf(ch.Err) == client.KindUnknown; {
	case ch.State == delivery.Unknown:
		why = "Whether " + name + " arrived is not known, and is looked up in a moment"
	case ours || ch.Why == delivery.Stopped:
		why = name + " was not sent: " + why
	}
	return r.say(levelBad, strings.TrimSuffix(why, ".")+". It stays here with its caption: "+r.failedHint()+".")
}
