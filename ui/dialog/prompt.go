package dialog

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/theme"
)

// Prompt asks for one line. See promptkeep.go for one that edits what the platform
// has.
type Prompt struct {
	theme *theme.Theme
	keys  Keys
	title string
	Verb  string // what enter does
	field Field
	Do    func(string) tea.Cmd
	Edits *edit // nil: what is typed is nobody's draft
}

// NewPrompt opens nothing yet. do gets what was typed.
func (k *Kit) NewPrompt(title, placeholder string, do func(string) tea.Cmd) *Prompt {
	return &Prompt{theme: &k.Theme, keys: k.KeysIn(command.ScopeField), Verb: "search", title: title, field: NewField(placeholder, false), Do: do}
}

// Type puts a text into the line, as if it were typed.
func (p *Prompt) Type(s string) { p.field.Set(s) }

func (p *Prompt) Update(msg tea.Msg) Intent {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		p.field.Update(msg)
		return nil
	}
	switch p.keys.Typing(press) {
	case "field.cancel":
		return CloseDialog{}
	case "field.accept":
		value := p.field.Value()
		return Then{func() tea.Cmd { return p.Do(value) }}
	case "field.undo":
		if p.Edits != nil {
			p.field.Set(p.Edits.before)
		}
		return nil
	default:
		p.field.Update(press)
		return nil
	}
}

func (p *Prompt) Draw(width, _ int) Panel {
	w := min(max(width-8, 36), 60)
	w = min(w, width-2)
	line, column := p.field.Draw(w - 3)
	body := []string{" " + p.theme.Accent.Render(p.theme.Glyphs.Prompt) + " " + line}
	hints := p.keys.Hints("field.accept", p.Verb, "field.cancel", "close")
	if p.Edits != nil && p.field.Value() != p.Edits.before {
		hints = p.keys.Hints("field.accept", p.Verb, "field.undo", "undo", "field.cancel", "keep")
		body = append(body, p.Edits.rows(p.theme, w)...)
	}
	return Panel{Lines: Box(p.theme, p.title, hints, body, w), Cursor: &Point{X: 4 + column, Y: 1}}
}
