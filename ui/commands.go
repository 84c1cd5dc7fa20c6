package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/bulk"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
)

// commands is the table. Its order is the footer's: most useful first.
func (r *Root) commands(ctrlEnter bool) []command.Command {
	return slices.Concat(
		command.Classed(command.Mine, r.composeCommands(ctrlEnter)),
		command.Classed(command.Looks, r.write.answerCommands()),
		command.Classed(command.Mine, r.drafts.draftCommands()),
		command.Classed(command.Looks, r.listCommands()),
		command.Classed(command.Looks, r.many.commands()),
		command.Classed(command.Looks, r.reminders.commands(r.needsChat)),
		r.unread.commands(),
		command.Classed(command.Looks, r.find.searchCommands()),
		command.Classed(command.Looks, r.run.barCommands()),
		command.Classed(command.Looks, r.reading.threadCommands()),
		command.Classed(command.Looks, r.reading.findCommands()),
		command.Classed(command.Sends, r.run.actionCommands()),
		command.Classed(command.Looks, r.globalCommands()),
		command.Classed(command.Looks, r.contact.togetherCommands()),
		command.Classed(command.Looks, r.outbox.outboxCommands()),
		command.Classed(command.Looks, r.line.lineCommands()),
		command.Classed(command.Looks, r.contact.contactCommands()),
		command.Classed(command.Looks, r.accountCommands()),
		command.Classed(command.Looks, r.bareCommands()),
		command.Classed(command.Looks, r.fileCommands()),
		command.Classed(command.Looks, dialog.Commands()),
		command.Classed(command.Looks, attachCommands()),
		command.Classed(command.Looks, dialog.HintCommands()),
		command.Classed(command.Looks, pictureCommands()),
		command.Classed(command.Looks, filterKeys()),
		command.Classed(command.Looks, bulk.Commands()),
		command.Classed(command.Looks, r.studio.studioCommands()),
		command.Classed(command.Looks, r.find.viewCommands()),
		command.Classed(command.Looks, guide{r.shell}.commands()),
		command.Classed(command.Looks, r.tour.commands()),
	)
}

func (r *Root) composeCommands(ctrlEnter bool) []command.Command {
	send, line := []string{"enter"}, []string{"alt+enter", "shift+enter", "ctrl+j"}
	if ctrlEnter {
		send, line = []string{"ctrl+enter", "alt+s"}, []string{"enter", "shift+enter", "ctrl+j"}
	}
	return []command.Command{
		{Binding: command.Bind(command.ScopeCompose, "compose.send", "send", "Send the message", send...), Run: r.write.send, Why: r.needsSend, Class: command.Sends},
		{Binding: command.Bind(command.ScopeCompose, "compose.line", "new line", "Start a new line", line...), Run: r.newLine, Why: r.needsChat},
		{Binding: command.Bind(command.ScopeCompose, "compose.leave", "list", "Back: stop replying, then to the conversations", "esc"), Run: r.leaveCompose},
		{Binding: command.Bind(command.ScopeCompose, "compose.up", "", "Select a message, from an empty composer", "up"), Run: r.composeUp},
		{Binding: command.Bind(command.ScopeCompose, "compose.pageup", "", "Scroll the thread up", "pgup"), Run: r.reading.scrollThread(-1)},
		{Binding: command.Bind(command.ScopeCompose, "compose.pagedown", "", "Scroll the thread down", "pgdown"), Run: r.reading.scrollThread(+1)},
		{Binding: command.Bind(command.ScopeCompose, "compose.newest", "", "To the newest message", "ctrl+end"), Run: r.reading.toNewest},
	}
}

func (r *Root) listCommands() []command.Command {
	move := func(f func(*inbox.Pane)) func() tea.Cmd { return func() tea.Cmd { return r.list.moveList(f) } }
	return []command.Command{
		{Binding: command.Bind(command.ScopeList, "list.open", "open", "Open the conversation", "enter", "right"), Run: r.opening.openSelected, Why: r.list.needsSelected},
		{Binding: command.Bind(command.ScopeList, "list.down", "", "Next conversation", "down", "j"), Run: move(func(p *inbox.Pane) { p.Move(1) })},
		{Binding: command.Bind(command.ScopeList, "list.up", "", "Previous conversation", "up", "k"), Run: move(func(p *inbox.Pane) { p.Move(-1) })},
		{Binding: command.Bind(command.ScopeList, "list.pagedown", "", "One screen down", "pgdown", "ctrl+d"), Run: move(func(p *inbox.Pane) { p.Page(1) })},
		{Binding: command.Bind(command.ScopeList, "list.pageup", "", "One screen up", "pgup", "ctrl+u"), Run: move(func(p *inbox.Pane) { p.Page(-1) })},
		{Binding: command.Bind(command.ScopeList, "list.top", "", "First conversation", "home", "g g"), Run: move((*inbox.Pane).ToTop)},
		{Binding: command.Bind(command.ScopeList, "list.end", "", "Last conversation fetched", "end", "G"), Run: move((*inbox.Pane).ToEnd)},
		{Binding: command.Bind(command.ScopeList, "list.waiting", "who waits", "Who waits longest, yours before nobody's", "n"), Run: r.find.nextWaiting, Why: r.find.needsWaiting},
		{Binding: command.Bind(command.ScopeList, "list.unread", "next unread", "Next conversation with unread messages", "u"), Run: r.list.nextUnread, Why: r.list.needsUnread},
		{Binding: command.Bind(command.ScopeList, "list.search", "search", "Search as you type, by name or number", "/"), Run: r.find.askSearch},
		{Binding: command.Bind(command.ScopeList, "list.filter", "filter", "Show only some: by window, waiting, text, assignee, channel, tags", "f"), Run: r.find.openFilter},
		{Binding: command.Bind(command.ScopeList, "list.unfilter", "clear filter", "Show all again, without a filter", "F"), Run: r.find.clearFilter, Why: r.find.needsFilter},
		{Binding: command.Bind(command.ScopeList, "list.tab", "tab", "Next tab: All, Unread, Waiting, Mine, Unassigned, your views", "]"), Run: r.showTab(+1)},
		{Binding: command.Bind(command.ScopeList, "list.tabback", "", "Previous tab", "["), Run: r.showTab(-1)},
		{Binding: command.Bind(command.ScopeList, "list.back", "", "Back to the conversation that was open before", "'"), Run: r.opening.openPrevious},
		{Binding: command.Bind(command.ScopeList, "list.refresh", "", "Fetch the conversations again", "R"), Run: r.line.refresh},
		{Binding: command.Bind(command.ScopeList, "list.leave", "", "End the search", "esc"), Run: r.leaveList},
	}
}

func (r *runRoom) barCommands() []command.Command {
	return []command.Command{
		{Binding: command.Bind(command.ScopeBar, "bar.press", "run", "Run the action", "enter", "space"), Run: r.pressFocused, Class: command.Sends},
		{Binding: command.Bind(command.ScopeBar, "bar.preview", "preview", "Show exactly what the action would do", "p"), Run: r.previewFocused},
		{Binding: command.Bind(command.ScopeBar, "bar.right", "", "Next action", "right"), Run: r.moveBar(+1)},
		{Binding: command.Bind(command.ScopeBar, "bar.left", "", "Previous action", "left"), Run: r.moveBar(-1)},
		{Binding: command.Bind(command.ScopeBar, "bar.leave", "composer", "Back to the composer", "esc", "down"), Run: r.focusComposer},
	}
}

func (r *readRoom) threadCommands() []command.Command {
	return []command.Command{
		{Binding: command.Bind(command.ScopeThread, "thread.reply", "reply", "Reply to the selected message", "r"), Run: r.write.reply, Class: command.Mine},
		{Binding: command.Bind(command.ScopeThread, "thread.react", "react", "React to the selected message with an emoji", "+"), Run: r.write.askReaction, Why: r.needsReach},
		{Binding: command.Bind(command.ScopeThread, "thread.copy", "copy", "Copy the selected message", "c", "y"), Run: r.copyMessage},
		{Binding: command.Bind(command.ScopeThread, "thread.plain", "", "The message alone, to select by hand", "p"), Run: r.showMessagePlain},
		{Binding: command.Bind(command.ScopeThread, "thread.retry", "retry", "Send a failed message again", "R"), Run: r.outbox.retry, Why: r.needsFailed, Class: command.Sends},
		{Binding: command.Bind(command.ScopeThread, "thread.edit", "edit", "Put a failed message back into the composer", "e"), Run: r.write.edit, Why: r.needsFailed, Class: command.Mine},
		{Binding: command.Bind(command.ScopeThread, "thread.drop", "", "Throw away an unsent message or file", "x"), Run: r.outbox.drop, Why: r.needsFailed, Class: command.Destroys},
		{Binding: command.Bind(command.ScopeThread, "thread.show", "details", "All details of the selected message", "enter"), Run: r.showMessage},
		{Binding: command.Bind(command.ScopeThread, "thread.up", "", "Message before", "up", "k"), Run: r.selectMessage(-1)},
		{Binding: command.Bind(command.ScopeThread, "thread.down", "", "Message after", "down", "j"), Run: r.selectMessage(+1)},
		{Binding: command.Bind(command.ScopeThread, "thread.pageup", "", "One screen up", "pgup", "ctrl+u"), Run: r.scrollThread(-1)},
		{Binding: command.Bind(command.ScopeThread, "thread.pagedown", "", "One screen down", "pgdown", "ctrl+d"), Run: r.scrollThread(+1)},
		{Binding: command.Bind(command.ScopeThread, "thread.top", "", "Oldest message fetched", "home", "g g"), Run: r.toOldest},
		{Binding: command.Bind(command.ScopeThread, "thread.end", "newest", "Newest message", "end", "G"), Run: r.toNewest},
		{Binding: command.Bind(command.ScopeThread, "thread.unread", "", "First unread message", "u"), Run: r.toUnread},
		{Binding: command.Bind(command.ScopeThread, "thread.leave", "composer", "Back to the composer; ends finding first", "esc", "i"), Run: r.leaveThread},
	}
}

// actionCommands are the keys of the first nine buttons, everywhere.
func (r *runRoom) actionCommands() []command.Command {
	list := make([]command.Command, 0, keyedActions)
	for n := 1; n <= keyedActions; n++ {
		b := command.Bind(command.ScopeGlobal, fmt.Sprintf("action.%d", n), "", fmt.Sprintf("Run action %d of the toolbar", n),
			fmt.Sprintf("alt+%d", n), fmt.Sprintf("f%d", n))
		list = append(list, command.Command{Binding: b, Run: func() tea.Cmd { return r.pressNumber(n) }, Why: r.needsChat})
	}
	return list
}

func (r *Root) globalCommands() []command.Command {
	return []command.Command{
		{Binding: command.Bind(command.ScopeGlobal, "palette", "all commands", "Palette of all commands and conversations", "ctrl+k"), Run: r.palettes.palette},
		{Binding: command.Bind(command.ScopeGlobal, "action.list", "actions", "All actions of this conversation", "alt+a"), Run: r.palettes.listActions, Why: r.needsChat},
		{Binding: command.Bind(command.ScopeGlobal, "action.preview", "", "Preview an action", "alt+p"), Run: r.palettes.listPreviews, Why: r.needsChat},
		{Binding: command.Bind(command.ScopeGlobal, "run.view", "", "Everything about the last run of an action", "alt+v"), Run: r.run.viewRun, Why: r.run.needsRun},
		{Binding: command.Bind(command.ScopeGlobal, "history", "", "History of all runs of actions", "h", "alt+h"), Run: r.run.history, Why: r.run.needsHistory},
		{Binding: command.Bind(command.ScopeGlobal, "focus.next", "", "Next part of the screen", "tab"), Run: r.moveFocus(+1)},
		{Binding: command.Bind(command.ScopeGlobal, "focus.back", "", "Previous part of the screen", "shift+tab"), Run: r.moveFocus(-1)},
		{Binding: command.Bind(command.ScopeGlobal, "unread.first", "", "To the first unread message of the thread", "alt+u"), Run: r.reading.toUnread, Why: r.needsChat},
		{Binding: command.Bind(command.ScopeGlobal, "read.mark", "", "Mark the conversation as read without an answer"), Run: r.list.markByHand, Why: r.list.needsUnseen, Class: command.Sends},
		{Binding: command.Bind(command.ScopeGlobal, "copy.phone", "", "Copy the contact's phone number", "alt+c"), Run: r.reading.copyPhone, Why: r.needsChat},
		{Binding: command.Bind(command.ScopeGlobal, "notice.read", "", "Read again what keydesk said in the last row", "alt+m"), Run: r.readNotices, Why: r.needsNotice},
		{Binding: command.Bind(command.ScopeGlobal, "reload", "", "Fetch what is on the screen again", "alt+r"), Run: r.line.refresh},
		{Binding: command.Bind(command.ScopeGlobal, "actions.reload", "", "Load the actions again"), Run: r.run.reloadActions},
		{Binding: command.Bind(command.ScopeGlobal, "help", "help", "The keys that work here, and all others", "?"), Run: r.display.help},
		{Binding: command.Bind(command.ScopeGlobal, "look", "", "Change the colours"), Run: r.chooseLook, Why: r.needsLooks, Class: command.Mine},
		{Binding: command.Bind(command.ScopeGlobal, "settings", "", "Settings: where they are, and what can be set"), Run: r.showSettings},
		{Binding: command.Bind(command.ScopeGlobal, "sign.out", "", "Sign out, or open another profile"), Run: r.askQuit, Why: otherwise("leave keydesk first; then keydesk logout, or keydesk --profile NAME")},
		{Binding: command.Bind(command.ScopeGlobal, "archive", "", "Archive or close the conversation"), Run: r.askQuit, Why: otherwise("the platform knows no such state: assign it to nobody, or give it back to the chatbot")},
		{Binding: command.Bind(command.ScopeGlobal, "screen.redraw", "", "Draw the screen again", "ctrl+l"), Run: func() tea.Cmd { return tea.ClearScreen }},
		{Binding: command.Bind(command.ScopeGlobal, "suspend", "", "Suspend keydesk; fg brings it back", "ctrl+z"), Run: r.suspend, Why: r.needsOwnMachine},
		{Binding: command.Bind(command.ScopeGlobal, "quit", "quit", "Leave keydesk", "q", "ctrl+c"), Run: r.askQuit},
	}
}

// accountCommands are about who signs in, and which number answers.
func (r *Root) accountCommands() []command.Command {
	return []command.Command{
		{Binding: command.Bind(command.ScopeGlobal, "signin", "", "Sign in again", "ctrl+x i"), Run: r.line.askSignIn, Why: r.line.needsAnotherSignIn},
		{Binding: command.Bind(command.ScopeGlobal, "account", "", "Choose the number of yours that answers"), Run: r.write.chooseAccount, Why: r.write.needsSeveral},
	}
}

// fileCommands are the keys about files.
func (r *Root) fileCommands() []command.Command {
	return []command.Command{
		{Binding: command.Bind(command.ScopeThread, "thread.view", "view", "Show the picture; others with left and right", "v"), Run: r.files.viewPicture, Why: r.files.needsPicture},
		{Binding: command.Bind(command.ScopeThread, "thread.open", "open", "Open the link or file, or one of several", "o"), Run: r.reading.openThings, Why: r.reading.needsThings},
		{Binding: command.Bind(command.ScopeThread, "thread.save", "save", "Save the file", "s"), Run: r.files.saveFile, Why: r.files.needsFile},
		{Binding: command.Bind(command.ScopeThread, "thread.link", "", "Copy a link or a number from the messages", "L"), Run: r.reading.copyLink, Why: r.reading.needsLinks},
		{Binding: command.Bind(command.ScopeGlobal, "file.send", "", "Send a file with a caption", "ctrl+o", "ctrl+x ctrl+f"), Run: r.files.askFile, Why: r.needsReach},
		{Binding: command.Bind(command.ScopeGlobal, "files.list", "", "Files of this session: saved, sent, under way", "alt+j"), Run: r.files.listFiles, Why: r.files.needsJobs},
	}
}

// otherwise is the reason of what people look for here and is done another way.
func otherwise(reason string) func() string { return func() string { return reason } }

// needsOwnMachine is the reason why nothing of the machine can be used that the
// desk runs on: it is somebody else's.
func (r *shell) needsOwnMachine() string {
	if r.deps.Host.HasTray() {
		return "the desk runs on a server"
	}
	return ""
}

// needsChat is the reason why a command that needs a conversation cannot be
// done.
func (r *desk) needsChat() string {
	if r.chats.open == nil {
		return "open a conversation first"
	}
	return ""
}

func (r *listRoom) needsSelected() string {
	if _, ok := r.inbox.Selected(); !ok {
		return "the list is empty"
	}
	return ""
}

func (r *listRoom) needsUnread() string {
	if r.inbox.UnreadTotal() == 0 {
		return "none among the conversations fetched so far"
	}
	return ""
}

func (r *desk) needsFailed() string {
	_, _, _, why := r.failedMessage()
	return why
}

func (r *runRoom) needsRun() string {
	if r.runs.last == nil {
		return "no action was run yet"
	}
	return ""
}

// do runs the command with the given id, or says why it cannot.
func (r *Root) do(id string) tea.Cmd {
	for i := range r.Table {
		c := &r.Table[i]
		if c.ID != id || c.Run == nil {
			continue
		}
		if r.Pace.Spares(c.Class) {
			return nil
		}
		if c.Why != nil {
			if why := c.Why(); why != "" {
				cmd := r.say(levelInfo, "Not possible: "+strings.TrimSuffix(why, ".")+".")
				r.notice.refuse = true
				return cmd
			}
		}
		return c.Run()
	}
	return nil
}
