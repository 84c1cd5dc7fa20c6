package ui

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/client"
)

// contactRoom is everything about who a conversation is with and who answers it:
// the panel, fields, tags, assignment, handing over, colleagues.
type contactRoom struct {
	*desk
	notesRead func(*chat, client.NotePage) // the newest notes of a conversation are here
	people    people
	transfers transfers
	noPanel   bool // the contact panel was put away
}

// contactAnswer is the answer of a call that concerns contacts.
type contactAnswer interface{ arrive(*contactRoom) tea.Cmd }
