package ui

import tea "charm.land/bubbletea/v2"

// lineRoom is the line to the platform: signing in, its events, and catching up with
// what they did not tell.
type lineRoom struct {
	*desk

	alerts  *alertRoom
	contact *contactRoom
	list    *listRoom
	outbox  *outRoom
	write   *writeRoom
}

// lineAnswer is the answer of a call that concerns the line.
type lineAnswer interface{ arrive(*lineRoom) tea.Cmd }
