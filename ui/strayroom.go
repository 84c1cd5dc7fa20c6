package ui

import tea "charm.land/bubbletea/v2"

// strayRoom is what was typed where letters are commands, and the line it is offered
// to.
type strayRoom struct {
	*desk
	stray stray
	strayHooks
	find    *findRoom
	reading *readRoom
}

// strayHooks are what it needs of the keyboard and of what answers.
type strayHooks struct {
	typing   func() bool // keys that are text are text
	onAnswer func(tea.Msg) tea.Cmd
}
