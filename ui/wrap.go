package ui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"keydesk/ui/text"
)

// wrapStyled breaks an already printable, styled row into rows of at most
// width cells, anywhere: code and addresses have no words.
func wrapStyled(s string, width int) []string {
	if text.Width(s) <= width {
		return []string{s}
	}
	return strings.Split(ansi.HardwrapWc(s, max(1, width), true), "\n")
}

// wrapLines makes text from outside printable, line by line, and breaks it at
// width cells, keeping its spaces.
func wrapLines(s string, width int) []string {
	var rows []string
	for _, line := range strings.Split(text.Safe(s), "\n") {
		rows = append(rows, wrapStyled(line, width)...)
	}
	return rows
}

// cutWords cuts a sentence behind a word rather than within one, unless that
// would leave less than half of the room in use.
func cutWords(s string, width int, tail string) string {
	if text.Width(s) <= width {
		return s
	}
	rows := text.Wrap(s, max(1, width-text.Width(tail)-1))
	if text.Width(rows[0])*2 < width {
		return text.CutWith(s, width, tail)
	}
	return rows[0] + " " + tail
}

// plural is a number and its noun.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// quoted is a text from a person in quotation marks, printable.
func quoted(s string) string { return "“" + text.Line(s) + "”" }
