package ui

import tea "charm.land/bubbletea/v2"

// draftRoom is what was typed and not sent: where it comes back, the list of it, and
// the person's own editor.
type draftRoom struct {
	*desk

	write   *writeRoom
	contact *contactRoom
	outbox  *outRoom
	files   *filesRoom

	marksChanged func() tea.Cmd // another desk changed reminders, or what is unread
}

// draftAnswer is the answer of a call that concerns drafts.
type draftAnswer interface{ arrive(*draftRoom) tea.Cmd }
