package ui

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"keydesk/ui/text"
)

// field is a line of input in a dialog, with the terminal's own cursor.
type field struct{ input textinput.Model }

// newField returns a focused, empty line. A secret shows dots.
func newField(placeholder string, secret bool) field {
	in := textinput.New()
	in.Prompt = ""
	in.Placeholder = placeholder
	in.CharLimit = 1000
	in.SetVirtualCursor(false)
	plain := lipgloss.NewStyle()
	state := textinput.StyleState{Text: plain, Placeholder: plain.Faint(true), Prompt: plain, Suggestion: plain}
	in.SetStyles(textinput.Styles{Focused: state, Blurred: state})
	if secret {
		in.EchoMode = textinput.EchoPassword
	}
	in.Focus()
	return field{input: in}
}

// update handles a key or a paste; it reports whether the text changed.
func (f *field) update(msg tea.Msg) bool {
	before := f.input.Value()
	f.input, _ = f.input.Update(msg)
	f.clean()
	return f.input.Value() != before
}

// set puts a text into the line, as one can see it: it may come from outside.
func (f *field) set(s string) {
	f.input.SetValue(s)
	f.clean()
	f.input.CursorEnd()
}

// clean makes what was pasted or put in printable; a secret stays as it is,
// since it is not shown.
func (f *field) clean() {
	if f.input.EchoMode != textinput.EchoNormal {
		return
	}
	v := f.input.Value()
	if seen := strings.ReplaceAll(text.Safe(v), "\n", " "); seen != v {
		f.input.SetValue(seen)
		f.input.CursorEnd()
	}
}

func (f *field) value() string { return f.input.Value() }

// draw is the line in width cells and the cursor's column in it.
func (f *field) draw(width int) (line string, column int) {
	f.input.SetWidth(max(1, width-1))
	if c := f.input.Cursor(); c != nil {
		column = c.X
	}
	return f.input.View(), column
}
