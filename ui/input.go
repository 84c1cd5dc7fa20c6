package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/store"
	"keydesk/ui/command"
	"keydesk/ui/host"
	"keydesk/ui/inbox"
	"keydesk/ui/keys"
)

// onKey decides who gets a key: quit always works, then the dialog on top
// takes everything, then the key table, then whoever is typed into.
func (r *Root) onKey(press tea.KeyPressMsg) tea.Cmd {
	name := keys.Normal(press)
	r.Pace.Take(press, r.deps.Now())
	if name == "ctrl+c" {
		return r.quitNow()
	}
	if cmd, taken := r.strays.strayKey(press, name); taken {
		return cmd
	}
	if d := r.dialogs.Top(); d != nil {
		r.endRefusal()
		return r.dialogKey(d, press)
	}
	if name == "esc" {
		if r.run.cancelRuns() {
			return nil
		}
		if cmd, stopped := r.files.stopFiles(); stopped {
			return cmd
		}
	}
	if id, ok := r.run.bar.own[name]; ok {
		if r.Pace.Spares(command.Sends) {
			return nil
		}
		r.endRefusal()
		return r.run.press(id)
	}
	typing := r.typing()
	id, ok := r.lookup(press, name, typing)
	rest := r.awaitLeader()
	if ok {
		if r.write.canned.begun = ""; id == "compose.canned" && typing && r.chats.open != nil {
			r.write.canned.begun, r.write.canned.in = press.Text, r.chats.open.id
		}
		r.endRefusal()
		return r.strays.strayDo(id)
	}
	if rest != nil {
		return rest
	}
	if typing && !r.prefix.Pending() {
		r.endRefusal()
		return r.typed(press)
	}
	return nil
}

// lookup finds the command of a key. While somebody types, keys that are text
// are text, unless they go on with a sequence that was begun.
func (r *Root) lookup(press tea.KeyPressMsg, name string, typing bool) (string, bool) {
	if typing && press.Text != "" && press.Mod&(tea.ModCtrl|tea.ModAlt) == 0 && !r.goesOn(name) {
		r.prefix.Clear()
		if c := r.chats.open; c == nil || c.compose.Value() != "" || r.focus.scope() != command.ScopeCompose {
			return "", false
		}
		id, ok := r.Keys.Find(command.ScopeCompose, name) // a composer key that is text works while it is empty
		return id, ok && strings.HasPrefix(id, "compose.")
	}
	if r.focus == focusCompose && name == "up" && r.chats.open != nil && r.chats.open.compose.Value() != "" {
		return "", false // moves within the draft
	}
	return r.prefix.Press(r.Keys, r.scope(), name)
}

// goesOn says whether a key goes on with the sequence that was begun.
func (r *Root) goesOn(name string) bool {
	if !r.prefix.Pending() {
		return false
	}
	sequence := r.prefix.Prefix() + " " + name
	_, ends := r.Keys.Find(r.scope(), sequence)
	return ends || r.Keys.Leads(r.scope(), sequence)
}

// typing says whether keys that are text are text.
func (r *Root) typing() bool {
	return r.focus == focusCompose || r.find.typingSearch() || r.reading.typingFind()
}

// scope is the column of the key table that is read first.
func (r *Root) scope() string {
	if r.find.typingSearch() {
		return command.ScopeSearch
	}
	if r.reading.typingFind() {
		return command.ScopeFind
	}
	return r.focus.scope()
}

// typed hands a key or a paste to who is typed into.
func (r *Root) typed(msg tea.Msg) tea.Cmd {
	if r.find.typingSearch() {
		return r.find.typedSearch(msg)
	}
	if r.reading.typingFind() {
		return r.reading.typedFind(msg)
	}
	c := r.chats.open
	if c == nil {
		return nil
	}
	c.compose.Update(msg)
	if press, ok := msg.(tea.KeyPressMsg); ok && press.Text == ":" {
		if before, done := completeEmoji(c.compose.Before()); done {
			c.compose.ReplaceBefore(before)
		}
	}
	r.arrange()
	return nil
}

func (r *Root) onPaste(msg tea.PasteMsg) tea.Cmd {
	if d := r.dialogs.Top(); d != nil {
		if !r.strays.takesPaste() {
			return r.strays.sayNotTaken()
		}
		return r.apply(d.Update(msg))
	}
	if r.find.typingSearch() || r.reading.typingFind() {
		return r.typed(msg)
	}
	c := r.chats.open
	if r.focus == focusList && (c == nil || host.DroppedPath(msg.Content) == "") {
		first, _, _ := strings.Cut(strings.TrimSpace(msg.Content), "\n")
		return r.strays.offerStray(first)
	}
	if c == nil {
		return r.strays.sayNotTaken()
	}
	r.focus = focusCompose
	if empty := c.compose.Value() == "" && c.mode() == store.Reply; empty {
		return tea.Batch(r.typed(msg), r.files.offerDropped(c, msg.Content))
	}
	return r.typed(msg)
}

// moveFocus gives the keyboard to the next part that is on screen.
func (r *Root) moveFocus(by int) func() tea.Cmd {
	return func() tea.Cmd {
		if r.chats.open == nil {
			r.focus = focusList
			return nil
		}
		was := r.focus
		for range focusCount {
			r.focus = (r.focus + focus(by) + focusCount) % focusCount
			between := was == focusList && by > 0 // list and conversation
			if r.focus != focusBar || !between && r.layout.bar.h > 0 && len(r.run.bar.list) > 0 {
				break
			}
		}
		r.arrange()
		if c := r.chats.open; r.focus == focusThread {
			if !c.thread.Selecting() {
				c.thread.SelectMove(-1) // its keys are about a message
			}
		}
		if r.focus == focusBar {
			return tea.Batch(r.list.markSeen(), r.foresee())
		}
		return r.list.markSeen()
	}
}

func (r *Root) focusComposer() tea.Cmd {
	if c := r.chats.open; c != nil {
		c.thread.ClearSelection()
		r.focus = focusCompose
		r.arrange()
	}
	return r.list.markSeen()
}

// leaveCompose stops replying, or goes to the list.
func (r *Root) leaveCompose() tea.Cmd {
	switch c := r.chats.open; {
	case c != nil && c.mode() == store.Note:
		return r.write.toggleNote()
	case c != nil && c.replyTo != "":
		r.write.cancelReply()
		return nil
	}
	r.focus = focusList
	r.arrange()
	return nil
}

// leaveList ends a search. The list is the outermost part: one esc too many does
// nothing.
func (r *Root) leaveList() tea.Cmd {
	r.find.endSearch(!r.find.finding.typing)
	return nil
}

func (r *Root) newLine() tea.Cmd {
	r.chats.open.compose.Insert("\n")
	r.arrange()
	return nil
}

// composeUp goes from an empty composer to the newest message.
func (r *Root) composeUp() tea.Cmd { return r.reading.selectMessage(-1)() }

// selectMessage moves the thread's selection and gives it the keyboard.
func (r *readRoom) selectMessage(by int) func() tea.Cmd {
	return func() tea.Cmd {
		c := r.chats.open
		if c == nil {
			return nil
		}
		r.focus = focusThread
		c.thread.SelectMove(by)
		r.arrange()
		return r.afterScroll()
	}
}

func (r *readRoom) scrollThread(pages int) func() tea.Cmd {
	return func() tea.Cmd {
		if r.chats.open == nil {
			return nil
		}
		r.chats.open.thread.Page(pages)
		return r.afterScroll()
	}
}

func (r *readRoom) toOldest() tea.Cmd {
	if r.chats.open == nil {
		return nil
	}
	r.chats.open.thread.ToTop()
	return r.afterScroll()
}

func (r *readRoom) toNewest() tea.Cmd {
	if r.chats.open == nil {
		return nil
	}
	r.chats.open.thread.ToNewest()
	return r.afterScroll()
}

// toUnread shows the line above what was unread when the conversation opened, or
// came while nobody looked.
func (r *readRoom) toUnread() tea.Cmd {
	c := r.chats.open
	if c == nil {
		return nil
	}
	if !c.thread.ToUnread() {
		return r.say(levelInfo, "Nothing was unread in this conversation.")
	}
	return r.afterScroll()
}

// afterScroll fetches older messages near the top, and marks as read at the
// newest.
func (r *Root) afterScroll() tea.Cmd {
	return tea.Batch(r.loadOlder(r.chats.open), r.list.markSeen())
}

func (r *listRoom) nextUnread() tea.Cmd {
	if !r.inbox.NextUnread() {
		return r.say(levelInfo, "No unread messages among the conversations fetched so far.")
	}
	return r.morePages()
}

func (r *Root) showTab(by int) func() tea.Cmd {
	return func() tea.Cmd {
		r.find.endSearch(true) // a tab is of all conversations
		r.inbox.ShowTab(r.inbox.Tab() + inbox.Tab(by))
		r.find.tellViews()
		return tea.Batch(r.find.viewDoubts(), r.list.morePages())
	}
}
