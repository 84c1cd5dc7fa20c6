// Package qr draws a QR code in a terminal: two modules a cell, one above the
// other, with the quiet zone that cameras need, in black on white of its own,
// so that dark and light backgrounds do not matter.
package qr

import (
	"errors"
	"strings"

	"rsc.io/qr"
)

// Quiet is the width of the empty border in modules, as the standard wants it.
const Quiet = 4

// Ink is how the two colours are told to the terminal.
type Ink int

const (
	// Paper draws black on white with colours that themes do not bend.
	Paper Ink = iota
	// Bare uses the terminal's own colours: right on a dark background.
	Bare
	// BareLight uses the terminal's own colours: right on a light background.
	BareLight
)

// paper are black and white of the 256 fixed colours; the first sixteen are
// anybody's.
const (
	paper = "\x1b[38;5;16;48;5;231m"
	reset = "\x1b[m"
)

// ErrTooLong says that no QR code holds the text.
var ErrTooLong = errors.New("it is too long for a QR code")

// Lines draws the code of a text; all lines are as wide, and each cell is one
// column. The code may be larger than the screen: that is the caller's to see.
func Lines(text string, ink Ink) ([]string, error) {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return nil, ErrTooLong
	}
	side := code.Size + 2*Quiet
	// On a dark background the light modules are what is inked.
	inked := func(x, y int) bool { return y < side && code.Black(x-Quiet, y-Quiet) != (ink == Bare) }
	lines := make([]string, 0, (side+1)/2)
	for y := 0; y < side; y += 2 {
		var b strings.Builder
		if ink == Paper {
			b.WriteString(paper)
		}
		for x := range side {
			b.WriteString(cell(inked(x, y), inked(x, y+1)))
		}
		if ink == Paper {
			b.WriteString(reset)
		}
		lines = append(lines, b.String())
	}
	return lines, nil
}

// cell is two modules, drawn where they are inked.
func cell(upper, lower bool) string {
	switch {
	case upper && lower:
		return "█"
	case upper:
		return "▀"
	case lower:
		return "▄"
	}
	return " "
}

// Size is how many columns and rows the code of a text takes.
func Size(text string) (columns, rows int, err error) {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return 0, 0, ErrTooLong
	}
	side := code.Size + 2*Quiet
	return side, (side + 1) / 2, nil
}
