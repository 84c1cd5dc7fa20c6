package dialog

import (
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"keydesk/ui/text"
)

// Field is a line of input in a dialog, with the terminal's own cursor.
type Field struct {
	Input textinput.Model
	whole bool // what is typed goes out: every letter stays, also those that are not drawn as they are
	Cut   bool // what was typed or pasted last did not fit
}

// MostTyped is how many characters a line takes from a person: what is pasted by
// mistake must not make the console slow. What did not fit is said, see typedinto.go.
const MostTyped = 16 << 10

// NewField returns a focused, empty line. A secret shows dots.
func NewField(placeholder string, secret bool) Field {
	in := textinput.New()
	in.Prompt = ""
	in.Placeholder = placeholder
	in.SetVirtualCursor(false)
	plain := lipgloss.NewStyle()
	state := textinput.StyleState{Text: plain, Placeholder: plain.Faint(true), Prompt: plain, Suggestion: plain}
	in.SetStyles(textinput.Styles{Focused: state, Blurred: state})
	if secret {
		in.EchoMode = textinput.EchoPassword
	}
	in.Focus()
	return Field{Input: in}
}

// NewWording returns a line for a text that goes out, to a customer or to the
// platform. It keeps skin tones, joiners and every other letter as the composer
// does, and draws them as safely.
func NewWording(placeholder string) Field {
	f := NewField(placeholder, false)
	f.whole = true
	return f
}

// Update handles a key or a paste; it reports whether the text changed.
func (f *Field) Update(msg tea.Msg) bool {
	msg = f.fitting(msg)
	before, at := f.Input.Value(), f.Input.Position()
	for range f.steps(msg) {
		f.Input, _ = f.Input.Update(msg)
	}
	f.clean()
	f.snap(f.Input.Position() < at)
	return f.Input.Value() != before
}

// fitting is a key or a paste without what does not fit into the line.
func (f *Field) fitting(msg tea.Msg) tea.Msg {
	room := max(0, MostTyped-utf8.RuneCountInString(f.Input.Value()))
	switch m := msg.(type) {
	case tea.PasteMsg:
		all := m.Content
		if f.whole {
			all = f.cleaned(all) // before the input takes sequences apart
		}
		m.Content = text.First(all, room)
		f.Cut = len(m.Content) < len(all)
		return m
	case tea.KeyPressMsg:
		fits := text.First(m.Text, room)
		f.Cut = len(fits) < len(m.Text)
		if f.Cut {
			m.Text, m.Code = fits, tea.KeyExtended
		}
		return m
	}
	return msg
}

// steps is how often a key is to be given to the input, which counts characters:
// what is seen as one letter is deleted as one, as in the composer.
func (f *Field) steps(msg tea.Msg) int {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok || !f.whole {
		return 1
	}
	letters, at := []rune(f.Input.Value()), f.Input.Position()
	switch {
	case key.Matches(press, f.Input.KeyMap.DeleteCharacterBackward) && at > 0:
		from, _ := letterAt(letters, at-1)
		return at - from
	case key.Matches(press, f.Input.KeyMap.DeleteCharacterForward) && at < len(letters):
		_, to := letterAt(letters, at)
		return to - at
	}
	return 1
}

// snap moves the cursor out of what is seen as one letter.
func (f *Field) snap(left bool) {
	letters, at := []rune(f.Input.Value()), f.Input.Position()
	if !f.whole || at == len(letters) {
		return
	}
	if from, to := letterAt(letters, at); from < at {
		if left {
			to = from
		}
		f.Input.SetCursor(to)
	}
}

// letterAt is where what is seen as one letter begins and ends that a character is
// part of.
func letterAt(letters []rune, at int) (from, to int) {
	for s := string(letters); s != ""; {
		n, _, _ := text.Next(s)
		if to = from + utf8.RuneCountInString(s[:n]); to > at {
			break
		}
		from, s = to, s[n:]
	}
	return from, to
}

// Set puts a text into the line. It may come from outside: it is made printable,
// or, where it goes out, drawn so.
func (f *Field) Set(s string) {
	f.Input.SetValue(s)
	f.clean()
	f.Input.CursorEnd()
}

// clean makes what was pasted or put in printable; a secret stays as it is,
// since it is not shown.
func (f *Field) clean() {
	if f.Input.EchoMode != textinput.EchoNormal {
		return
	}
	v := f.Input.Value()
	if seen := f.cleaned(v); seen != v {
		f.Input.SetValue(seen)
		f.Input.CursorEnd()
	}
}

// cleaned is a text as the line takes it.
func (f *Field) cleaned(s string) string {
	if f.whole {
		return strings.ReplaceAll(text.Typed(s), "\n", " ")
	}
	return strings.ReplaceAll(text.Safe(s), "\n", " ")
}

// Value is what stands in the line.
func (f *Field) Value() string { return f.Input.Value() }

// Draw is the line in width cells and the cursor's column in it. Where the text is
// longer, its part up to the cursor is shown. The input's own cursor counts
// characters and not cells: with wide ones it stood among them, where input
// methods open their window and where terminals break the letter.
func (f *Field) Draw(width int) (line string, column int) {
	room := max(1, width-1)
	value := f.Input.Value()
	if value == "" {
		f.Input.SetWidth(room)
		return f.Input.View(), 0
	}
	before := string([]rune(value)[:f.Input.Position()])
	after := value[len(before):]
	if f.Input.EchoMode != textinput.EchoNormal {
		hide := func(s string) string {
			return strings.Repeat(string(f.Input.EchoCharacter), utf8.RuneCountInString(s))
		}
		before, after = hide(before), hide(after)
	}
	if f.whole {
		before, after = drawnAs(before), drawnAs(after)
	}
	for w := text.Width(before); w > room && before != ""; {
		n, _, cells := text.Next(before)
		before, w = before[n:], w-cells
	}
	return text.Pad(before+after, room+1), text.Width(before)
}

// drawnAs is how typed text is drawn, letter by letter: it may hold what is not
// drawn as it is.
func drawnAs(s string) string {
	var b strings.Builder
	for s != "" {
		n, drawn, _ := text.Next(s)
		b.WriteString(drawn)
		s = s[n:]
	}
	return b.String()
}
