package ui

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/theme"
)

// prompt asks for one line. See promptkeep.go for one that edits what the platform
// has.
type prompt struct {
	theme *theme.Theme
	keys  dialogKeys
	title string
	verb  string // what enter does
	field field
	do    func(string) tea.Cmd
	edits *edit // nil: what is typed is nobody's draft
}

func (r *kit) newPrompt(title, placeholder string, do func(string) tea.Cmd) *prompt {
	return &prompt{theme: &r.theme, keys: r.dialogKeys(command.ScopeField), verb: "search", title: title, field: newField(placeholder, false), do: do}
}

func (p *prompt) Update(msg tea.Msg) Intent {
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
		return then{func() tea.Cmd { return p.do(value) }}
	case "field.undo":
		if p.edits != nil {
			p.field.set(p.edits.before)
		}
		return nil
	default:
		p.field.update(press)
		return nil
	}
}

func (p *prompt) Draw(width, _ int) panel {
	w := min(max(width-8, 36), 60)
	w = min(w, width-2)
	line, column := p.field.draw(w - 3)
	body := []string{" " + p.theme.Accent.Render(p.theme.Glyphs.Prompt) + " " + line}
	hints := p.keys.hints("field.accept", p.verb, "field.cancel", "close")
	if p.edits != nil && p.field.value() != p.edits.before {
		hints = p.keys.hints("field.accept", p.verb, "field.undo", "undo", "field.cancel", "keep")
		body = append(body, p.edits.rows(p.theme, w)...)
	}
	return panel{lines: box(p.theme, p.title, hints, body, w), cursor: &point{x: 4 + column, y: 1}}
}
