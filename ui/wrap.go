package ui

import (
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
