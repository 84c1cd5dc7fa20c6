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

// WrapAddress is WrapStyled that breaks behind a separator of an address rather than
// within a name, where one is near.
func WrapAddress(s string, width int) []string {
	var rows []string
	for {
		if text.Width(s) <= width {
			return append(rows, s)
		}
		row := ansi.TruncateWc(s, width, "")
		plain := ansi.Strip(row)
		at := strings.LastIndexAny(plain, "/?&=;, ") + 1
		if cells := text.Width(plain[:at]); cells > width/2 && cells < text.Width(plain) {
			row = ansi.TruncateWc(s, cells, "")
		}
		if text.Width(row) == 0 {
			return append(rows, WrapStyled(s, width)...)
		}
		rows = append(rows, row)
		s = ansi.TruncateLeftWc(s, text.Width(row), "")
	}
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

// Plural is a number and its noun.
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Quoted is a text from a person in quotation marks, printable.
func Quoted(s string) string { return "“" + text.Line(s) + "”" }
