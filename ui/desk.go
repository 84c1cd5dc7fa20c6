package ui

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/delivery"
	"keydesk/client/mirror"
	"keydesk/client/store"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/keys"
)

// desk is what the rooms about conversations share: the screen, the list, the
// conversations in memory, and what of them is being read.
type desk struct {
	*shell
	inbox    *inbox.Pane
	chats    *chats
	out      outgoing
	looking  looking
	readers  map[mirror.Kind]reader
	realtime realtime
	catching catching
	previous string // the conversation open before this one

	hooks

	width, height int
	layout        layout
	focus         focus
	watched       bool         // the terminal has the person's eyes, as far as it tells
	prefix        keys.Matcher // a sequence of keys that was begun
	clusters      bool         // the terminal confirmed that it measures by grapheme cluster
}

// hooks are what rooms may ask of the desk as a whole.
type hooks struct {
	arrange          func() // computes the layout anew
	openConversation func(client.Contact) tea.Cmd
	focusComposer    func() tea.Cmd
	afterScroll      func() tea.Cmd // after the thread was scrolled: fetches older messages, tells what is read
	apply            func(dialog.Intent) tea.Cmd
	do               func(command string) tea.Cmd
	scope            func() string // of the key table, where the keyboard is
	sendFile         func(delivery.Item) tea.Cmd
	takeWork         func(store.Draft)  // unsaved work of the studio
	did              func(deed) tea.Cmd // what the tour of the demo waits for
	peopleKnown      func()             // other colleagues, teams or tags are known now
}

// deskAnswer is the answer of a call that concerns what the rooms share.
type deskAnswer interface{ arrive(*desk) tea.Cmd }
