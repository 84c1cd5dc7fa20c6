package ui

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/client/mirror"
	"keydesk/ui/inbox"
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

	width, height int
	layout        layout
	focus         focus
	watched       bool // the terminal has the person's eyes, as far as it tells
	clusters      bool // the terminal confirmed that it measures by grapheme cluster
}

// deskAnswer is the answer of a call that concerns what the rooms share.
type deskAnswer interface{ arrive(*desk) tea.Cmd }
