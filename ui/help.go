package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
)

// helpKeys is how many keys the help begins with: as many as one takes in at a glance.
const helpKeys = 15

// help shows the keys of the place that the keyboard is in, and on request all of them.
func (r *displayRoom) help() tea.Cmd {
	here := r.keysHere()
	all := dialog.ViewerKey{ID: "help.all", Word: "all keys", Intent: dialog.Then{Do: func() tea.Cmd {
		r.pushHelp("All keys, and their names for the settings", command.Sheet(r.Table), true)
		return nil
	}}}
	r.pushHelp("Keys here", here, false, all)
	return nil
}

// helpScopes are the places whose keys work where the keyboard is, the nearest first.
func (r *displayRoom) helpScopes() []string {
	if studio, shown := r.dialogs.Top().(*studioRoom); shown {
		return []string{studio.scope(), command.ScopeStudioAll}
	}
	return []string{r.scope(), command.ScopeGlobal}
}

// keysHere are the most useful commands of this place: those that the footer names
// before others, those that can be done now before those that cannot.
func (r *displayRoom) keysHere() []command.Command {
	var near, far []command.Command
	for _, scope := range r.helpScopes() {
		for _, c := range r.Table {
			switch {
			case c.Scope != scope || len(c.Keys) == 0 || strings.HasPrefix(c.ID, "action.") && c.ID != "action.list" && c.ID != "action.preview":
			case c.Short != "" && (c.Why == nil || c.Why() == ""):
				near = append(near, c)
			default:
				far = append(far, c)
			}
		}
	}
	list := append(near, far...)
	list = list[:min(helpKeys, len(list))]
	order := r.helpScopes()
	slices.SortStableFunc(list, func(a, b command.Command) int {
		return slices.Index(order, a.Scope) - slices.Index(order, b.Scope)
	})
	return list
}

// pushHelp shows some commands with their keys, grouped by where they work; named adds
// the names by which the settings know them.
func (r *displayRoom) pushHelp(title string, list []command.Command, named bool, extra ...dialog.ViewerKey) {
	r.dialogs.Push(r.NewViewer(command.ScopeHelp, title, func(width int) []string {
		var rows []string
		group := ""
		for i := range list {
			if c := &list[i]; c.Group != group {
				if group != "" {
					rows = append(rows, "")
				}
				group = c.Group
				rows = append(rows, r.Theme.Title.Render(group))
			}
			rows = append(rows, r.helpRows(&list[i], width, named)...)
		}
		return rows
	}, extra...))
}

// helpRows is one command: its keys, what it does, and its name, below where there is
// no room for it beside.
func (r *displayRoom) helpRows(c *command.Command, width int, named bool) []string {
	room := min(22, width/3)
	keyRows, words := text.Wrap(r.reading.allKeys(c), room), text.Wrap(c.Long, max(1, width-room-2))
	rows := make([]string, 0, 2)
	for i := range max(len(keyRows), len(words)) {
		shown, long := "", ""
		if i < len(keyRows) {
			shown = keyRows[i]
		}
		if i < len(words) {
			long = words[i]
		}
		rows = append(rows, r.Theme.Key.Render(text.Pad(shown, room))+"  "+long)
	}
	if !named {
		return rows
	}
	name := r.Theme.Faint.Render(c.ID)
	last := len(rows) - 1
	if free := width - text.Width(rows[last]) - text.Width(name); free >= 2 {
		rows[last] += text.Spaces(free) + name
	} else {
		rows = append(rows, text.Spaces(room+2)+name)
	}
	return rows
}
