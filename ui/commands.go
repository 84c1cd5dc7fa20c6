package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/inbox"
)

// commands is the table. Its order is the footer's: most useful first.
func (r *Root) commands(ctrlEnter bool) []command {
	return slices.Concat(
		classed(mine, r.composeCommands(ctrlEnter)),
		classed(looks, r.answerCommands()),
		classed(mine, r.draftCommands()),
		classed(looks, r.listCommands()),
		classed(looks, r.searchCommands()),
		classed(looks, r.barCommands()),
		classed(looks, r.threadCommands()),
		classed(looks, r.findCommands()),
		classed(sends, r.actionCommands()),
		classed(looks, r.globalCommands()),
		classed(looks, r.togetherCommands()),
		classed(looks, r.outboxCommands()),
		classed(looks, r.lineCommands()),
		classed(looks, r.contactCommands()),
		classed(looks, r.bareCommands()),
		classed(looks, r.fileCommands()),
		classed(looks, dialogCommands()),
		classed(looks, attachCommands()),
		classed(looks, hintCommands()),
		classed(looks, pictureCommands()),
		classed(looks, filterKeys()),
		classed(looks, r.studioCommands()),
	)
}

func (r *Root) composeCommands(ctrlEnter bool) []command {
	send, line := []string{"enter"}, []string{"alt+enter", "shift+enter", "ctrl+j"}
	if ctrlEnter {
		send, line = []string{"ctrl+enter", "alt+s"}, []string{"enter", "shift+enter", "ctrl+j"}
	}
	return []command{
		{Binding: bind(scopeCompose, "compose.send", "send", "Send the message", send...), run: r.send, why: r.needsSend, class: sends},
		{Binding: bind(scopeCompose, "compose.line", "new line", "Start a new line", line...), run: r.newLine, why: r.needsChat},
		{Binding: bind(scopeCompose, "compose.leave", "list", "Back: stop replying, then to the conversations", "esc"), run: r.leaveCompose},
		{Binding: bind(scopeCompose, "compose.up", "", "Select a message, from an empty composer", "up"), run: r.composeUp},
		{Binding: bind(scopeCompose, "compose.pageup", "", "Scroll the thread up", "pgup"), run: r.scrollThread(-1)},
		{Binding: bind(scopeCompose, "compose.pagedown", "", "Scroll the thread down", "pgdown"), run: r.scrollThread(+1)},
		{Binding: bind(scopeCompose, "compose.newest", "", "To the newest message", "ctrl+end"), run: r.toNewest},
	}
}

func (r *Root) listCommands() []command {
	move := func(f func(*inbox.Pane)) func() tea.Cmd { return func() tea.Cmd { return r.moveList(f) } }
	return []command{
		{Binding: bind(scopeList, "list.open", "open", "Open the conversation", "enter", "right"), run: r.openSelected, why: r.needsSelected},
		{Binding: bind(scopeList, "list.down", "", "Next conversation", "down", "j"), run: move(func(p *inbox.Pane) { p.Move(1) })},
		{Binding: bind(scopeList, "list.up", "", "Previous conversation", "up", "k"), run: move(func(p *inbox.Pane) { p.Move(-1) })},
		{Binding: bind(scopeList, "list.pagedown", "", "One screen down", "pgdown", "ctrl+d"), run: move(func(p *inbox.Pane) { p.Page(1) })},
		{Binding: bind(scopeList, "list.pageup", "", "One screen up", "pgup", "ctrl+u"), run: move(func(p *inbox.Pane) { p.Page(-1) })},
		{Binding: bind(scopeList, "list.top", "", "First conversation", "home", "g g"), run: move((*inbox.Pane).ToTop)},
		{Binding: bind(scopeList, "list.end", "", "Last conversation fetched", "end", "G"), run: move((*inbox.Pane).ToEnd)},
		{Binding: bind(scopeList, "list.unread", "next unread", "Next conversation with unread messages", "n"), run: r.nextUnread, why: r.needsUnread},
		{Binding: bind(scopeList, "list.search", "search", "Search as you type, by name or number", "/"), run: r.askSearch},
		{Binding: bind(scopeList, "list.filter", "filter", "Show only some: by tag, channel, assignee, open window", "f"), run: r.openFilter},
		{Binding: bind(scopeList, "list.unfilter", "clear filter", "Show all again, without a filter", "F"), run: r.clearFilter, why: r.needsFilter},
		{Binding: bind(scopeList, "list.tab", "tab", "Next tab: All, Unread, Mine, Unassigned", "]"), run: r.showTab(+1)},
		{Binding: bind(scopeList, "list.tabback", "", "Previous tab", "["), run: r.showTab(-1)},
		{Binding: bind(scopeList, "list.back", "", "Back to the conversation that was open before", "'"), run: r.openPrevious},
		{Binding: bind(scopeList, "list.refresh", "", "Fetch the conversations again", "R"), run: r.refresh},
		{Binding: bind(scopeList, "list.leave", "", "End the search", "esc"), run: r.leaveList},
	}
}

func (r *Root) barCommands() []command {
	return []command{
		{Binding: bind(scopeBar, "bar.press", "run", "Run the action", "enter", "space"), run: r.pressFocused, class: sends},
		{Binding: bind(scopeBar, "bar.preview", "preview", "Show exactly what the action would do", "p"), run: r.previewFocused},
		{Binding: bind(scopeBar, "bar.right", "", "Next action", "right"), run: r.moveBar(+1)},
		{Binding: bind(scopeBar, "bar.left", "", "Previous action", "left"), run: r.moveBar(-1)},
		{Binding: bind(scopeBar, "bar.leave", "composer", "Back to the composer", "esc", "down"), run: r.focusComposer},
	}
}

func (r *Root) threadCommands() []command {
	return []command{
		{Binding: bind(scopeThread, "thread.reply", "reply", "Reply to the selected message", "r"), run: r.reply, class: mine},
		{Binding: bind(scopeThread, "thread.react", "react", "React to the selected message with an emoji", "+"), run: r.askReaction, why: r.needsReach},
		{Binding: bind(scopeThread, "thread.copy", "copy", "Copy the selected message", "c", "y"), run: r.copyMessage},
		{Binding: bind(scopeThread, "thread.plain", "", "The message alone, to select by hand", "p"), run: r.showMessagePlain},
		{Binding: bind(scopeThread, "thread.retry", "retry", "Send a failed message again", "R"), run: r.retry, why: r.needsFailed, class: sends},
		{Binding: bind(scopeThread, "thread.edit", "edit", "Put a failed message back into the composer", "e"), run: r.edit, why: r.needsFailed, class: mine},
		{Binding: bind(scopeThread, "thread.drop", "", "Throw away an unsent message or file", "x"), run: r.drop, why: r.needsFailed, class: destroys},
		{Binding: bind(scopeThread, "thread.show", "details", "All details of the selected message", "enter"), run: r.showMessage},
		{Binding: bind(scopeThread, "thread.up", "", "Message before", "up", "k"), run: r.selectMessage(-1)},
		{Binding: bind(scopeThread, "thread.down", "", "Message after", "down", "j"), run: r.selectMessage(+1)},
		{Binding: bind(scopeThread, "thread.pageup", "", "One screen up", "pgup", "ctrl+u"), run: r.scrollThread(-1)},
		{Binding: bind(scopeThread, "thread.pagedown", "", "One screen down", "pgdown", "ctrl+d"), run: r.scrollThread(+1)},
		{Binding: bind(scopeThread, "thread.top", "", "Oldest message fetched", "home", "g g"), run: r.toOldest},
		{Binding: bind(scopeThread, "thread.end", "newest", "Newest message", "end", "G"), run: r.toNewest},
		{Binding: bind(scopeThread, "thread.unread", "", "First unread message", "u"), run: r.toUnread},
		{Binding: bind(scopeThread, "thread.leave", "composer", "Back to the composer; ends finding first", "esc", "i"), run: r.leaveThread},
	}
}

// actionCommands are the keys of the first nine buttons, everywhere.
func (r *Root) actionCommands() []command {
	list := make([]command, 0, keyedActions)
	for n := 1; n <= keyedActions; n++ {
		b := bind(scopeGlobal, fmt.Sprintf("action.%d", n), "", fmt.Sprintf("Run action %d of the toolbar", n),
			fmt.Sprintf("alt+%d", n), fmt.Sprintf("f%d", n))
		list = append(list, command{Binding: b, run: func() tea.Cmd { return r.pressNumber(n) }, why: r.needsChat})
	}
	return list
}

func (r *Root) globalCommands() []command {
	return []command{
		{Binding: bind(scopeGlobal, "palette", "all commands", "Palette of all commands and conversations", "ctrl+k"), run: r.palette},
		{Binding: bind(scopeGlobal, "action.list", "actions", "All actions of this conversation", "alt+a"), run: r.listActions, why: r.needsChat},
		{Binding: bind(scopeGlobal, "action.preview", "", "Preview an action", "alt+p"), run: r.listPreviews, why: r.needsChat},
		{Binding: bind(scopeGlobal, "run.view", "", "Everything about the last run of an action", "alt+v"), run: r.viewRun, why: r.needsRun},
		{Binding: bind(scopeGlobal, "history", "", "History of all runs of actions", "h", "alt+h"), run: r.history, why: r.needsHistory},
		{Binding: bind(scopeGlobal, "focus.next", "", "Next part of the screen", "tab"), run: r.moveFocus(+1)},
		{Binding: bind(scopeGlobal, "focus.back", "", "Previous part of the screen", "shift+tab"), run: r.moveFocus(-1)},
		{Binding: bind(scopeGlobal, "unread.first", "", "To the first unread message of the thread", "alt+u"), run: r.toUnread, why: r.needsChat},
		{Binding: bind(scopeGlobal, "copy.phone", "", "Copy the contact's phone number", "alt+c"), run: r.copyPhone, why: r.needsChat},
		{Binding: bind(scopeGlobal, "notice.read", "", "Read again what keydesk said in the last row", "alt+m"), run: r.readNotices, why: r.needsNotice},
		{Binding: bind(scopeGlobal, "reload", "", "Fetch what is on the screen again", "alt+r"), run: r.refresh},
		{Binding: bind(scopeGlobal, "actions.reload", "", "Load the actions again"), run: r.reloadActions},
		{Binding: bind(scopeGlobal, "help", "help", "All keys", "?"), run: r.help},
		{Binding: bind(scopeGlobal, "look", "", "Change the colours"), run: r.chooseLook, why: r.needsLooks, class: mine},
		{Binding: bind(scopeGlobal, "settings", "", "Settings: where they are, and what can be set"), run: r.showSettings},
		{Binding: bind(scopeGlobal, "sign.out", "", "Sign out, or open another profile"), run: r.askQuit, why: otherwise("leave keydesk first; then keydesk logout, or keydesk --profile NAME")},
		{Binding: bind(scopeGlobal, "archive", "", "Archive or close the conversation"), run: r.askQuit, why: otherwise("the platform knows no such state: assign it to nobody, or give it back to the chatbot")},
		{Binding: bind(scopeGlobal, "screen.redraw", "", "Draw the screen again", "ctrl+l"), run: func() tea.Cmd { return tea.ClearScreen }},
		{Binding: bind(scopeGlobal, "suspend", "", "Suspend keydesk; fg brings it back", "ctrl+z"), run: r.suspend},
		{Binding: bind(scopeGlobal, "quit", "quit", "Leave keydesk", "q", "ctrl+c"), run: r.askQuit},
	}
}

// otherwise is the reason of what people look for here and is done another way.
func otherwise(reason string) func() string { return func() string { return reason } }

// needsChat is the reason why a command that needs a conversation cannot be
// done.
func (r *Root) needsChat() string {
	if r.chats.open == nil {
		return "open a conversation first"
	}
	return ""
}

func (r *Root) needsSelected() string {
	if _, ok := r.inbox.Selected(); !ok {
		return "the list is empty"
	}
	return ""
}

func (r *Root) needsUnread() string {
	if r.inbox.UnreadTotal() == 0 {
		return "none among the conversations fetched so far"
	}
	return ""
}

func (r *Root) needsFailed() string {
	_, _, _, why := r.failedMessage()
	return why
}

func (r *Root) needsRun() string {
	if r.runs.last == nil {
		return "no action was run yet"
	}
	return ""
}

// do runs the command with the given id, or says why it cannot.
func (r *Root) do(id string) tea.Cmd {
	for i := range r.table {
		c := &r.table[i]
		if c.ID != id || c.run == nil {
			continue
		}
		if r.pace.spares(c.class) {
			return nil
		}
		if c.why != nil {
			if why := c.why(); why != "" {
				return r.say(levelInfo, "Not possible: "+strings.TrimSuffix(why, ".")+".")
			}
		}
		return c.run()
	}
	return nil
}
