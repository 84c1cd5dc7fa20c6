package studio

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/ui/code"
	"keydesk/ui/compose"
	"keydesk/ui/theme"
)

// Editor edits a text of several lines.
type Editor interface {
	// Update handles a key or a paste; it reports whether text or cursor changed.
	Update(msg tea.Msg) bool
	Value() string
	SetValue(s string)
	// View draws exactly height rows of width cells. x and y are where the terminal's own cursor
	// belongs in them.
	View(width, height int) (rows []string, x, y int)
	// Problems are what is wrong with the text, to be marked where it is.
	Problems(list []actions.Finding)
}

// NewEditor makes the editor of a field.
type NewEditor func(th *theme.Theme, field string) Editor

// field is one field as it is edited.
type field struct {
	spec
	line   *compose.Pane // oneLine
	popup  code.Popup    // what a line offers after {{
	editor Editor        // manyLines
	picked string        // choice
	odd    []string      // answers a choice came with that are none of its own
	list   []Row         // rows
	at     int           // the entry under the keyboard; len(list) is the one that adds
	was    string        // the text as it was read: what did not change is not written
	room   int           // of a choice: the cells it was drawn in
	left   bool          // the keyboard was here and went on
}

// text is the field's content as one text, to compare and to write.
func (x *field) text() string {
	switch x.kind {
	case oneLine:
		return x.line.Value()
	case manyLines:
		return x.editor.Value()
	case choice:
		return x.picked
	}
	return rowsText(x.list)
}

// set replaces the content of anything but rows. A text that is there already stays, and with it the
// cursor and what undo goes back to.
func (x *field) set(s string) {
	switch x.kind {
	case oneLine:
		if s = flat(s); s != x.line.Value() {
			x.line.SetValue(s)
		}
	case manyLines:
		if s != x.editor.Value() {
			x.editor.SetValue(s)
		}
	case choice:
		if x.picked = s; !slices.Contains(x.choices(), s) {
			x.odd = append(x.odd, s)
		}
	}
}

// flat is a text without line breaks.
func flat(s string) string {
	return strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(s)
}

// choices are the answers of a choice: its own, and what the action came with.
func (x *field) choices() []string { return append(slices.Clone(x.options), x.odd...) }

// step takes the next answer, or the one before.
func (x *field) step(by int) {
	all := x.choices()
	i := max(0, slices.Index(all, x.picked))
	x.picked = all[(i+by+len(all))%len(all)]
}

// typed handles a key or a paste of a field that is typed.
func (x *field) typed(msg tea.Msg, names func() []code.Candidate) bool {
	before := x.text()
	switch x.kind {
	case oneLine:
		if x.offerKey(msg) {
			break
		}
		if paste, ok := msg.(tea.PasteMsg); ok {
			paste.Content = flat(strings.TrimRight(paste.Content, "\r\n"))
			msg = paste
		}
		x.line.Update(msg)
		x.offer(names)
	case manyLines:
		x.editor.Update(msg)
	}
	return x.text() != before
}
