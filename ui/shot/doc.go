// Package shot draws frames of the console as SVG pictures, still or moving.
//
//	shot.go   SVG: the window and its rows
//	movie.go  Movie: many frames, each piece shown when it is on the screen
//	grid.go   escape sequences and text → cells
//	run.go    cells → pieces of text that keep their columns
//	lines.go  lines, bars and blocks as shapes, so that they join
//	color.go  the palette
//
// The picture is a function of the frame alone: made again, it is the same to
// the byte. Every piece of text begins at the column of its first cell, so the
// columns hold whatever fonts the reader has.
package shot
