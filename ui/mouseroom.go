package ui

// mouseRoom acts on what is drawn under the pointer.
type mouseRoom struct {
	*desk

	display  *displayRoom
	list     *listRoom
	run      *runRoom
	palettes *paletteRoom
	opening  *openRoom
}
