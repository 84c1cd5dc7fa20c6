package ui

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/client"
)

// alertRoom tells of things away from the screen: a bell, or what the terminal or the
// desktop shows.
type alertRoom struct {
	*desk
	resting bool
	held    []alert
	awaited map[string]client.Message // of conversations not known yet, by contact
	minutes bool                      // what changes without an event is looked at every minute
	closing map[string]bool           // contacts of whose window it was told that it closes

	find      *findRoom
	reminders *reminders
	unread    *keptUnread
}

// alertAnswer is the answer of a call that concerns what is told away from the screen.
type alertAnswer interface{ arrive(*alertRoom) tea.Cmd }
