package ui

import tea "charm.land/bubbletea/v2"

// writeRoom is what the person writes in a conversation: replies, notes, reactions,
// canned responses, templates.
type writeRoom struct {
	*desk
	canned   canned
	contact  *contactRoom
	timeline *timeline
	outbox   *outRoom
}

// writeAnswer is the answer of a call that concerns what is written.
type writeAnswer interface{ arrive(*writeRoom) tea.Cmd }
