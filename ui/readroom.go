package ui

import tea "charm.land/bubbletea/v2"

// readRoom is a thread as it is read: the message under the bar, finding in it, one
// message alone, the links and files in it.
type readRoom struct {
	*desk
	seeking  seeking
	contact  *contactRoom
	files    *filesRoom
	write    *writeRoom
	run      *runRoom
	outbox   *outRoom
	timeline *timeline
}

// readAnswer is the answer of a call that concerns reading a thread.
type readAnswer interface{ arrive(*readRoom) tea.Cmd }
