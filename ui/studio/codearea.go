package studio

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/ui/code"
	"keydesk/ui/theme"
)

// codeArea is an Editor for scripts and bodies.
type codeArea struct{ pane *code.Pane }

// CodeArea makes editors that know the language of their field and offer the names of source after {{.
func CodeArea(source func() []code.Candidate) NewEditor {
	return func(th *theme.Theme, field string) Editor {
		lang := code.JSON
		if field == FieldCode {
			lang = code.JavaScript
		}
		p := code.New(th, lang)
		p.SetSource(source)
		return &codeArea{pane: p}
	}
}

func (c *codeArea) Update(msg tea.Msg) bool { return c.pane.Update(msg) }
func (c *codeArea) Value() string           { return c.pane.Value() }

// SetValue replaces the text. Over another one it is a step that undo goes back from: a template or an
// editor elsewhere put it there.
func (c *codeArea) SetValue(s string) {
	if c.pane.Value() == "" {
		c.pane.SetValue(s)
		return
	}
	c.pane.Replace(s)
}

func (c *codeArea) View(width, height int) (rows []string, x, y int) {
	c.pane.Resize(width, height)
	if view := c.pane.View(); view != "" {
		rows = strings.Split(view, "\n")
	}
	x, y, _ = c.pane.Cursor()
	return rows, x, y
}

// Problems marks those that have a place in the text; the others stand under the field.
func (c *codeArea) Problems(list []actions.Finding) {
	var out []code.Problem
	for _, x := range list {
		if x.Offset < 0 {
			continue
		}
		words := x.Message
		if x.Hint != "" {
			words += "; " + x.Hint
		}
		out = append(out, code.Problem{Offset: x.Offset, Text: words, Warning: x.Warning})
	}
	c.pane.SetProblems(out)
}

// wanted is how many rows the text takes, what is wrong and what is offered included.
func (c *codeArea) wanted(width, most int) int { return c.pane.Wanted(width, most) }

// offering tells whether names are offered now.
func (c *codeArea) offering() bool { return c.pane.Offering() }
