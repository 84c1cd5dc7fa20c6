package ui

import (
	"strings"
	"unicode/utf8"

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

// draw is the line in width cells and the cursor's column in it. Where the text is
// longer, its part up to the cursor is shown. The input's own cursor counts
// characters and not cells: with wide ones it stood among them, where input
// methods open their window and where terminals break the letter.
func (f *field) draw(width int) (line string, column int) {
	room := max(1, width-1)
	value := f.input.Value()
	if value == "" {
		f.input.SetWidth(room)
		return f.input.View(), 0
	}
	before := string([]rune(value)[:f.input.Position()])
	after := value[len(before):]
	if f.input.EchoMode != textinput.EchoNormal {
		hide := func(s string) string {
			return strings.Repeat(string(f.input.EchoCharacter), utf8.RuneCountInString(s))
		}
		before, after = hide(before), hide(after)
	}
	for text.Width(before) > room {
		n, _, _ := text.Next(before)
		before = before[n:]
	}
	return text.Pad(before+after, room+1), text.Width(before)
}
