package ui

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
)

// showSettings tells how keydesk is set: by a file, which an open desk follows.
func (r *Root) showSettings() tea.Cmd {
	said := []string{
		"Settings are a file, which an open desk follows: colours, keys, mouse, glyphs, send, ask, open, clipboard, notify and what you say about actions hold within two seconds.",
		"",
		"keydesk config init    writes the file, every setting explained in it",
		"keydesk config show    tells every value, and who says so",
		"keydesk config check   tells what is wrong, by line",
		"",
		r.settingsHere(),
	}
	if r.deps.Host.HasTray() {
		said = []string{
			"This desk runs on a server, whose administrator keeps the settings. Your own looks, keys and notifications can stand in a file there, config.toml in your folder; ask for it.",
			"",
			r.settingsHere(),
		}
	}
	r.dialogs.Push(r.NewViewer(command.ScopeViewer, "Settings", func(width int) []string {
		var rows []string
		for _, line := range said {
			rows = append(rows, text.Wrap(line, width)...)
		}
		return rows
	}))
	return nil
}

// settingsHere is what the desk itself shows of what can be set.
func (r *Root) settingsHere() string {
	return "Here: " + r.sentence("look") + " tries the colours; " + r.sentence("guide") + " has the topics settings, and keys with the names that [keys] takes."
}

// sentence is a command as the palette lists it, with its key.
func (r *Root) sentence(id string) string {
	if key := r.Label(id); key != "" {
		return key
	}
	return r.Label("palette") + ", " + dialog.Quoted(r.long(id)) + ","
}
