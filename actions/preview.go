package actions

import (
	"slices"
	"strings"
	"time"

	"keydesk/actions/template"
)

// Preview is a plan as rows to draw, without styling. Secrets are masked; other text is raw outside
// text and must be made printable by whoever shows it.
type Preview struct {
	// Title is the action's name, Kind its type in a word.
	Title, Kind string
	Sections    []Section
	// AsOf is when the platform told what is filled in; zero where that is not known.
	AsOf time.Time
}

// Section is a group of rows: "request", "headers", "added headers", "body", "link", "parts",
// "code", "data", "notes".
type Section struct {
	Name  string
	Lines []Line
}

// Line is one row.
type Line struct {
	// Label is what stands in the left column: a header's name, a part of a link.
	Label string
	// Number is a line number for code; 0 means none.
	Number int
	Text   string
	// Marks are the byte ranges of Text that came from the conversation or an input.
	Marks []template.Span
}

// From lists the names of the values in the row, each once, for "← contact.name".
func (l Line) From() []string { return l.words(func(m template.Span) string { return m.Path }) }

// Places lists where the values of the row stand, each kind once: "JSON string".
func (l Line) Places() []string { return l.words(func(m template.Span) string { return m.Place }) }

// words are what say gives for each mark, each word once.
func (l Line) words(say func(template.Span) string) []string {
	var list []string
	for _, m := range l.Marks {
		if w := say(m); w != "" && !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list
}

// Lines are all rows of all sections in order.
func (p Preview) Lines() []Line {
	var all []Line
	for _, s := range p.Sections {
		all = append(all, s.Lines...)
	}
	return all
}

// Text is the preview as plain text, sections parted by an empty line: what --dry-run prints and
// history keeps. A request begins as on the wire: POST https://….
func (p Preview) Text() string {
	var b strings.Builder
	for i, s := range p.Sections {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, l := range s.Lines {
			switch {
			case l.Label != "" && s.Name == "request":
				b.WriteString(l.Label + " ")
			case l.Label != "":
				b.WriteString(l.Label + ": ")
			}
			b.WriteString(l.Text)
			b.WriteByte('\n')
		}
	}
	return b.String()
}
