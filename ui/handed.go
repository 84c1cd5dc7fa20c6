package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
)

// showHanded opens what was last to be copied or opened.
func (r *shell) showHanded() tea.Cmd {
	r.showBare(r.handed)
	return nil
}

func (r *shell) showBare(h handed) {
	r.dialogs.push(r.newBare(h, strings.Contains(r.lookName, "light"), func(h handed) tea.Cmd { return r.copy(h.text, h.what, 0) }))
}

func (r *shell) needsHanded() string {
	if r.handed.text == "" {
		return "nothing was copied or opened yet"
	}
	return ""
}

// bareCommands are the ways into a bare view, and its keys.
func (r *shell) bareCommands() []command.Command {
	return append([]command.Command{
		{Binding: command.Bind(command.ScopeGlobal, "handed.show", "", "What was copied or opened last, plain, and a link as a QR code", "alt+k"), Run: r.showHanded, Why: r.needsHanded},
	}, bareKeys()...)
}

// released reports whether the mouse is left to the terminal for now.
func (r *shell) released() bool {
	_, ok := r.dialogs.top().(*bare)
	return ok
}

// hand remembers what leaves the desk. A link that is copied as well stays one.
func (r *shell) hand(what, s string, link bool) {
	r.handed = handed{what: what, text: s, link: link || r.handed.link && r.handed.text == s}
}

// takeAway copies a link that nothing here can open, unless the run that
// brought it copied something of its own.
func (r *shell) takeAway(msg opened) tea.Cmd {
	if !msg.report.Elsewhere || msg.copies {
		return nil
	}
	return r.copy(msg.report.URL, msg.what, msg.about)
}
