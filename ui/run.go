package ui

import tea "charm.land/bubbletea/v2"

// runRoom is everything about actions in a conversation: the buttons, what one
// would do, what is asked first, what became of it.
type runRoom struct {
	*desk
	timeline *timeline
	bar      toolbar
	runs     runs
}

// runAnswer is the answer of a call that concerns actions.
type runAnswer interface{ arrive(*runRoom) tea.Cmd }
