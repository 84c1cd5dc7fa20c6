package ui

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/client/delivery"
	"keydesk/ui/dialog"
)

// outRoom does the work of what is on its way out, and shows it.
type outRoom struct {
	*desk
	outHooks
	files *filesRoom
}

// outHooks are those who know more of something on its way out.
type outHooks struct {
	catchUp      func() tea.Cmd      // reads what was missed
	answeredNow  func(*chat) tea.Cmd // an answer went out
	draftChoices func() []dialog.Choice
	takeNoteBack func(*chat, delivery.Item, delivery.Note) tea.Cmd

	noteChanged     func(*chat, delivery.Change, delivery.Note) tea.Cmd
	reactionChanged func(*chat, delivery.Change) tea.Cmd
	templateChanged func(*chat, delivery.Change, delivery.Template) tea.Cmd
}

// outAnswer is the answer of a call that concerns what is on its way out.
type outAnswer interface{ arrive(*outRoom) tea.Cmd }
