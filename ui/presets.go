package ui

import (
	"maps"
	"slices"

	"keydesk/ui/command"
)

// Presets are the names of the key presets, the default first.
func Presets() []string { return []string{"default", "vim", "emacs"} }

// preset is what a preset changes of the default keys, by command. The keys of
// a person stand above it.
func preset(name string) map[string][]string {
	switch name {
	case "vim":
		return vimKeys()
	case "emacs":
		return emacsKeys()
	}
	return nil
}

// vimKeys are the keys of somebody who lives in vi: the leader is the space bar
// outside the composer.
func vimKeys() map[string][]string {
	return map[string][]string{
		"list.open":        {"enter", "l", "o", "right"},
		"list.mark":        {"x"},
		"list.pagedown":    {"ctrl+d", "pgdown"},
		"list.pageup":      {"ctrl+b", "ctrl+u", "pgup"},
		"list.tab":         {"g t", "]"},
		"list.tabback":     {"g T", "["},
		"bar.right":        {"l", "right"},
		"bar.left":         {"h", "left"},
		"bar.press":        {"enter"},
		"thread.pagedown":  {"ctrl+d", "pgdown"},
		"thread.pageup":    {"ctrl+b", "ctrl+u", "pgup"},
		"thread.copy":      {"y", "c"},
		"thread.leave":     {"i", "a", "esc"},
		"palette":          {"ctrl+k", "space space"},
		"action.list":      {"alt+a", "space a"},
		"action.preview":   {"alt+p", "space p"},
		"history":          {"alt+h", "space h"},
		"run.view":         {"alt+v", "space v"},
		"reload":           {"alt+r", "space r"},
		"notice.read":      {"alt+m", "space m"},
		"copy.phone":       {"alt+c", "space c"},
		"quit":             {"q", "Z Z", "ctrl+c"},
		"viewer.pagedown":  {"ctrl+f", "ctrl+d", "pgdown", "space"},
		"viewer.pageup":    {"ctrl+b", "ctrl+u", "pgup"},
		"viewer.top":       {"g g", "home"},
		"chooser.down":     {"down", "ctrl+n", "ctrl+j", "tab"},
		"chooser.up":       {"up", "ctrl+p"},
		"compose.pageup":   {"pgup", "ctrl+b"},
		"compose.pagedown": {"pgdown"},
	}
}

// emacsKeys are the keys of somebody who lives in Emacs: ctrl+n, ctrl+p move
// where nobody types, ctrl+v, alt+v turn pages, and ctrl+x leads.
func emacsKeys() map[string][]string {
	return map[string][]string{
		"list.down":       {"down", "ctrl+n", "j"},
		"list.up":         {"up", "ctrl+p", "k"},
		"list.pagedown":   {"pgdown", "ctrl+v"},
		"list.pageup":     {"pgup", "alt+v"},
		"list.top":        {"home", "alt+<"},
		"list.end":        {"end", "alt+>"},
		"list.search":     {"/", "ctrl+s"},
		"list.leave":      {"esc", "ctrl+g"},
		"bar.right":       {"right"},
		"bar.left":        {"left"},
		"bar.leave":       {"esc", "down", "ctrl+g"},
		"thread.down":     {"down", "ctrl+n", "j"},
		"thread.up":       {"up", "ctrl+p", "k"},
		"thread.pagedown": {"pgdown", "ctrl+v"},
		"thread.pageup":   {"pgup", "alt+v"},
		"thread.top":      {"home", "alt+<"},
		"thread.end":      {"end", "alt+>"},
		"thread.copy":     {"c", "y"},
		"thread.leave":    {"esc", "ctrl+g", "i"},
		"thread.find":     {"/", "ctrl+s"},
		"find.leave":      {"esc", "ctrl+g"},
		"find.older":      {"up", "ctrl+r"},
		"find.newer":      {"down", "ctrl+s"},
		"compose.leave":   {"esc", "ctrl+g"},
		"palette":         {"ctrl+k", "ctrl+x ctrl+k"},
		"run.view":        {"ctrl+x v"},
		"action.list":     {"alt+a", "ctrl+x a"},
		"action.preview":  {"alt+p", "ctrl+x p"},
		"history":         {"h", "alt+h", "ctrl+x h"},
		"focus.next":      {"tab", "ctrl+x o"},
		"quit":            {"q", "ctrl+x ctrl+c", "ctrl+c"},
		"chooser.close":   {"esc", "ctrl+g"},
		"viewer.back":     {"esc", "ctrl+g"},
		"viewer.down":     {"down", "ctrl+n", "j"},
		"viewer.up":       {"up", "ctrl+p", "k"},
		"viewer.pagedown": {"pgdown", "ctrl+v", "space"},
		"viewer.pageup":   {"pgup", "alt+v"},
		"viewer.top":      {"home", "alt+<"},
		"viewer.end":      {"end", "alt+>"},
		"viewer.find":     {"/", "ctrl+s"},
		"confirm.no":      {"n", "esc", "ctrl+g", "q"},
		"form.next":       {"tab", "down", "ctrl+n"},
		"form.previous":   {"shift+tab", "up", "ctrl+p"},
		"form.close":      {"esc", "ctrl+g"},
		"field.cancel":    {"esc", "ctrl+g"},
		"studio.down1":    {"down", "ctrl+n", "j"},
		"studio.up1":      {"up", "ctrl+p", "k"},
		"studio.leave":    {"esc", "ctrl+g", "q"},
		"studio.down":     {"down", "ctrl+n"},
		"studio.up":       {"up", "ctrl+p"},
		"studio.save":     {"ctrl+s", "ctrl+x ctrl+s"},
		"studio.close":    {"esc", "ctrl+g"},
		"studio.unmerge":  {"esc", "ctrl+g"},
	}
}

// withPreset puts a preset's keys into the table in place of the defaults. What
// it names that does not exist is left out: a test looks for that.
func withPreset(table []command.Command, name string) []command.Command {
	changed := preset(name)
	for i := range table {
		if k, ok := changed[table[i].ID]; ok {
			table[i].Keys = slices.Clone(k)
		}
	}
	return table
}

// presetIDs are the commands a preset names, in order.
func presetIDs(name string) []string { return slices.Sorted(maps.Keys(preset(name))) }
