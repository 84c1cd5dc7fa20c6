package ui

// displayRoom draws the desk: header, list, conversation, footer, and the same for
// ears.
type displayRoom struct {
	*desk
	plain   plain
	typing  func() bool // keys that are text are text
	contact *contactRoom
	files   *filesRoom
	find    *findRoom
	many    *many
	outbox  *outRoom
	reading *readRoom
	run     *runRoom
	write   *writeRoom
	line    *lineRoom
	tour    *tour
}
