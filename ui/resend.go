package ui

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/delivery"
	"keydesk/client/store"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
)

// retry sends something of ours that did not go out, now.
func (r *outRoom) retry() tea.Cmd {
	c, it, m, why := r.failedMessage()
	if why != "" {
		return r.say(levelInfo, why)
	}
	c.thread.ClearSelection()
	c.thread.ToNewest()
	if it.ID == "" { // the platform has it, WhatsApp refused it
		return r.sendText(c, m.Body, m.ReplyToID, store.Topic{})
	}
	return r.again(it)
}

// again sends something now. Where it may have arrived all the same, the platform
// is asked first; where that cannot tell, the person.
func (r *outRoom) again(it delivery.Item) tea.Cmd {
	f, file := it.Content.(delivery.File)
	switch {
	case whyNotAgain(it) != "":
		return r.say(levelInfo, whyNotAgain(it))
	case it.State == delivery.Held && (it.Why == delivery.Several || it.Why == delivery.TooMuch):
		return r.askTwice(it)
	case file && it.Unsure:
		return r.askFileAgain(it, f)
	}
	r.out.Again(it.ID)
	if it.Reached && r.session.ready {
		return r.say(levelInfo, "Looking whether it arrived before it is sent again.")
	}
	return nil
}

// askTwice asks before something is sent that the thread may have already.
func (r *outRoom) askTwice(it delivery.Item) tea.Cmd {
	about := unsentLine(r.chats.byID[it.Contact].message(it, r.out.words))
	lines := func(width int) []string {
		rows := text.Wrap("Sent again it may stand there twice: "+it.Words+".", width)
		return append(append(rows, ""), text.Wrap(about, width)...)
	}
	r.dialogs.Push(r.NewQuestion("Send it again?", "Send again", lines, func() tea.Cmd {
		if !r.out.Resend(it.ID) {
			return r.say(levelGood, "It had arrived: it was not sent a second time.")
		}
		return nil
	}))
	return nil
}

// askFileAgain asks before a file is sent that may have arrived. It is looked for
// all the same.
func (r *outRoom) askFileAgain(it delivery.Item, f delivery.File) tea.Cmd {
	words := "It may have arrived all the same, and stand there twice then: " + text.Line(f.Name) + ". Look into the conversation first."
	if it.Words == notThere {
		words = "The conversation does not show " + text.Line(f.Name) + ". If it still arrives, it stands there twice."
	}
	r.dialogs.Push(r.NewQuestion("Send the file again?", "Send again", func(width int) []string { return text.Wrap(words, width) }, func() tea.Cmd {
		if !r.out.Again(it.ID) {
			return r.say(levelGood, "It had arrived: it was not sent a second time.")
		}
		return nil
	}))
	return nil
}

// drop throws away what did not go out, after asking.
func (r *outRoom) drop() tea.Cmd {
	c, it, m, why := r.failedMessage()
	f, file := it.Content.(delivery.File)
	switch {
	case why != "":
		return r.say(levelInfo, why)
	case file:
		return r.askDropFile(c, it, f)
	case it.ID == "":
		return r.say(levelInfo, "The platform has this message; it cannot be taken back.")
	}
	lines := func(width int) []string {
		return append(append(text.Wrap("It was not sent for certain, and it is kept nowhere else:", width), ""), text.Wrap(text.Line(m.Body), width)...)
	}
	r.dialogs.Push(r.NewQuestion("Throw this message away?", "Throw away", lines, func() tea.Cmd {
		if !r.out.Withdraw(it.ID) {
			return r.say(levelInfo, "Too late: it went out.")
		}
		return tea.Batch(r.deliver(), r.save())
	}))
	return nil
}

// askDropFile throws a file that did not go out away, here: the file itself stays.
func (r *outRoom) askDropFile(c *chat, it delivery.Item, f delivery.File) tea.Cmd {
	lines := func(width int) []string {
		return text.Wrap("It leaves the conversation, with its caption; the file itself stays where it is: "+text.Line(f.Path), width)
	}
	r.dialogs.Push(r.NewQuestion("Do not send the file?", "Throw away", lines, func() tea.Cmd {
		if !r.out.Withdraw(it.ID) {
			return r.say(levelInfo, "Too late: it went out.")
		}
		c.setAside(store.File.Of(it.ID), dialog.Draft{})
		return r.keepNow(c)
	}))
	return nil
}

// keepNow writes at once what must not be sent any more, and how the composer
// is now.
func (r *outRoom) keepNow(c *chat) tea.Cmd {
	if r.deps.Store == nil {
		return nil
	}
	return tea.Batch(r.deliver(), r.noteChat(c), r.save())
}

// editFile opens the dialog again with path and caption. The old one stays until
// another is sent.
func (r *outRoom) editFile(c *chat, it delivery.Item) tea.Cmd {
	f, _ := it.Content.(delivery.File)
	topic := store.File.Of(it.ID)
	kept := c.draftOf(topic) // it may have been edited before, and not sent
	cmd := r.files.openAttach(c, topic, cmp.Or(kept.Ref, f.Path), cmp.Or(kept.Body, f.Caption))
	if d, ok := r.dialogs.Top().(*attach); ok {
		d.instead = it
		if it.Unsure {
			d.warning = "It may have arrived all the same: look into the conversation before you send it again."
			if it.Words == notThere {
				d.warning = "The conversation does not show it. If it still arrives, it stands there twice."
			}
		}
	}
	return cmd
}
