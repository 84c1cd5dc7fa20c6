package ui

// paletteRoom is the palette, and the lists of actions.
type paletteRoom struct {
	*desk

	find   *findRoom
	run    *runRoom
	studio *studioRoom
}
