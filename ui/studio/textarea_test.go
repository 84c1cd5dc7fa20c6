package studio

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/ui/compose"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// textArea is an Editor for any text: the composer without its frame.
type textArea struct{ pane *compose.Pane }

// TextArea makes one.
func TextArea(th *theme.Theme, _ string) Editor { return &textArea{pane: compose.New(th)} }

func (t *textArea) Update(msg tea.Msg) bool    { return t.pane.Update(msg) }
func (t *textArea) Value() string              { return t.pane.Value() }
func (t *textArea) SetValue(s string)          { t.pane.SetValue(s) }
func (t *textArea) Problems([]actions.Finding) {}

func (t *textArea) View(width, height int) (rows []string, x, y int) {
	t.pane.Resize(width, height)
	if view := t.pane.View(); view != "" {
		rows = strings.Split(view, "\n")
	}
	for len(rows) < height {
		rows = append(rows, text.Spaces(width))
	}
	x, y, _ = t.pane.Cursor()
	return rows, x, y
}
