package dialog

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"keydesk/ui/text"
)

// WrapStyled breaks an already printable, styled row into rows of at most
// width cells, anywhere: code and addresses have no words.
func WrapStyled(s string, width int) []string {
	if text.Width(s) <= width {
		return []string{s}
	}
	return strings.Split(ansi.HardwrapWc(s, max(1, width), true), "\n")
}

// WrapLines makes text from outside printable, line by line, and breaks it at
// width cells, keeping its spaces.
func WrapLines(s string, width int) []string {
	var rows []string
	for _, line := range strings.Split(text.Safe(s), "\n") {
		rows = append(rows, WrapStyled(line, width)...)
	}
	return rows
}

// CutWords cuts a sentence behind a word rather than within one, unless that
// would leave less than half of the room in use.
func CutWords(s string, width int, tail string) string {
	if text.Width(s) <= width {
		return s
	}
	rows := text.Wrap(s, max(1, width-text.Width(tail)-1))
	if text.Width(rows[0])*2 < width {
		return text.CutWith(s, width, tail)
	}
	return rows[0] + " " + tail
}

// Plural is a number and its noun.
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Quoted is a text from a person in quotation marks, printable.
func Quoted(s string) string { return "“" + text.Line(s) + "”" }
