package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/dialog"
)

// showHanded opens what was last to be copied or opened.
func (r *shell) showHanded() tea.Cmd {
	r.showBare(r.handed)
	return nil
}

func (r *shell) showBare(h dialog.Handed) {
	r.dialogs.Push(r.NewBare(h, strings.Contains(r.lookName, "light"), func(h dialog.Handed) tea.Cmd { return r.copy(h.Text, h.What, 0) }))
}

func (r *shell) needsHanded() string {
	if r.handed.Text == "" {
		return "nothing was copied or opened yet"
	}
	return ""
}

// bareCommands are the ways into a bare view, and its keys.
func (r *shell) bareCommands() []command.Command {
	return append([]command.Command{
		{Binding: command.Bind(command.ScopeGlobal, "handed.show", "", "What was copied or opened last, plain, and a link as a QR code", "alt+k"), Run: r.showHanded, Why: r.needsHanded},
	}, dialog.BareKeys()...)
}

// released reports whether the mouse is left to the terminal for now.
func (r *shell) released() bool {
	_, ok := r.dialogs.Top().(*dialog.Bare)
	return ok
}

// hand remembers what leaves the desk. A link that is copied as well stays one.
func (r *shell) hand(what, s string, link bool) {
	r.handed = dialog.Handed{What: what, Text: s, Link: link || r.handed.Link && r.handed.Text == s}
}

// takeAway copies a link that nothing here can open, unless the run that
// brought it copied something of its own.
func (r *shell) takeAway(msg opened) tea.Cmd {
	if !msg.report.Elsewhere || msg.copies {
		return nil
	}
	return r.copy(msg.report.URL, msg.what, msg.about)
}
