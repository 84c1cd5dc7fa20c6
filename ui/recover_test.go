package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/dialog"
)

// poisoned is a dialog that panics when it is drawn.
type poisoned struct{}

func (poisoned) Update(tea.Msg) dialog.Intent { return nil }
func (poisoned) Draw(int, int) dialog.Panel   { panic("a fault in draw") }

// TestRecoverPutsTheDialogAway holds that the desk can be drawn after a fault, with what was typed.
func TestRecoverPutsTheDialogAway(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.press("H", "i")
	p.root.dialogs.Push(poisoned{})
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the dialog does not panic")
			}
		}()
		p.root.View()
	}()
	p.run(p.root.Recover())
	screen := p.root.View().Content
	if !strings.Contains(screen, "Hi") || !strings.Contains(screen, "stumbled") {
		t.Errorf("after a fault:\n%s", screen)
	}
}
