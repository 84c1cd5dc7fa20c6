package ui

// displayRoom draws the desk: header, list, conversation, footer, and the same for
// ears.
type displayRoom struct {
	*desk
	plain plain
	displayHooks
	contact *contactRoom
	files   *filesRoom
	find    *findRoom
	many    *many
	outbox  *outRoom
	reading *readRoom
	run     *runRoom
	write   *writeRoom
	line    *lineRoom
}

// displayHooks tell it what has the keyboard.
type displayHooks struct {
	typing     func() bool   // keys that are text are text
	scope      func() string // of the key table
	drawLeader func(width, height int) []string
}
