package ui

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/ui/theme"
)

// prompt asks for one line.
type prompt struct {
	theme *theme.Theme
	keys  dialogKeys
	title string
	verb  string // what enter does
	field field
	do    func(*Root, string) tea.Cmd
}

func (r *Root) newPrompt(title, placeholder string, do func(*Root, string) tea.Cmd) *prompt {
	return &prompt{theme: &r.theme, keys: r.dialogKeys(scopeField), verb: "search", title: title, field: newField(placeholder, false), do: do}
}

func (p *prompt) update(msg tea.Msg) Intent {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		p.field.update(msg)
		return nil
	}
	switch p.keys.typing(press) {
	case "field.cancel":
		return closeDialog{}
	case "field.accept":
		value := p.field.value()
		return then{func(r *Root) tea.Cmd { return p.do(r, value) }}
	default:
		p.field.update(press)
		return nil
	}
}

func (p *prompt) draw(width, _ int) panel {
	w := min(max(width-8, 36), 60)
	w = min(w, width-2)
	line, column := p.field.draw(w - 3)
	body := []string{" " + p.theme.Accent.Render(p.theme.Glyphs.Prompt) + " " + line}
	return panel{lines: box(p.theme, p.title, p.keys.hints("field.accept", p.verb, "field.cancel", "close"), body, w), cursor: &point{x: 4 + column, y: 1}}
}
