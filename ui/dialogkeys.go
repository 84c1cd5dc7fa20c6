package ui

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/ui/keys"
)

// dialogKeys is a dialog's own view of the key table: which of its commands a
// key calls, and which key to show for one.
type dialogKeys struct {
	table  *keys.Table
	scope  string
	prefix keys.Matcher
	begun  *sequence // where the desk looks what sequence was begun
	pace   *pace     // whether the key is held
	class  func(id string) class
}

// dialogKeys are the keys of a dialog of the given scope. They follow the table
// when that changes while the dialog is open.
func (r *shell) dialogKeys(scope string) dialogKeys {
	return dialogKeys{table: &r.keys, scope: scope, begun: &r.leaders.within, pace: &r.pace, class: r.classOf}
}

// id is the command that a key calls, "" for none.
func (k *dialogKeys) id(press tea.KeyPressMsg) string {
	id, _ := k.prefix.Press(*k.table, k.scope, keys.Normal(press))
	*k.begun = sequence{k.scope, k.prefix.Prefix()}
	if id != "" && k.pace.spares(k.class(id)) {
		return ""
	}
	return id
}

// typing is id where somebody types: keys that are text are text, unless they go on with a sequence
// that was begun.
func (k *dialogKeys) typing(press tea.KeyPressMsg) string {
	if press.Text != "" && press.Mod&(tea.ModCtrl|tea.ModAlt) == 0 && !k.goesOn(press) {
		k.prefix.Clear()
		return ""
	}
	return k.id(press)
}

func (k *dialogKeys) goesOn(press tea.KeyPressMsg) bool {
	if !k.prefix.Pending() {
		return false
	}
	whole := k.prefix.Prefix() + " " + keys.Normal(press)
	_, ok := k.table.Find(k.scope, whole)
	return ok || k.table.Leads(k.scope, whole)
}

// key is the first key of a command as the settings name it, "" for none.
func (k *dialogKeys) key(id string) string {
	if b, ok := k.table.Binding(id); ok && len(b.Keys) > 0 {
		return b.Keys[0]
	}
	return ""
}

// hint is a command's key and what it does there, for the lower edge; "" while
// it has no key.
func (k *dialogKeys) hint(id, word string) string {
	if key := k.key(id); key != "" {
		return key + " " + word
	}
	return ""
}

// hints are the hints of several commands, given as id and word in turn,
// without those that have no key.
func (k *dialogKeys) hints(idsAndWords ...string) []string {
	list := make([]string, 0, len(idsAndWords)/2)
	for i := 0; i+1 < len(idsAndWords); i += 2 {
		if h := k.hint(idsAndWords[i], idsAndWords[i+1]); h != "" {
			list = append(list, h)
		}
	}
	return list
}

// dialogCommands are the keys inside dialogs. They have nothing to run: the
// dialog itself knows what its commands mean.
func dialogCommands() []command {
	row := func(scope, id, long string, keyNames ...string) command {
		return command{Binding: bind(scope, id, "", long, keyNames...)}
	}
	return []command{
		row(scopeChooser, "chooser.pick", "Choose the line under the bar", "enter"),
		row(scopeChooser, "chooser.other", "Its second way, such as a preview", "ctrl+o"),
		row(scopeChooser, "chooser.down", "Next line", "down", "ctrl+n", "tab"),
		row(scopeChooser, "chooser.up", "Previous line", "up", "ctrl+p"),
		row(scopeChooser, "chooser.pagedown", "One screen down", "pgdown"),
		row(scopeChooser, "chooser.pageup", "One screen up", "pgup"),
		row(scopeChooser, "chooser.close", "Close the list", "esc"),

		row(scopeViewer, "viewer.down", "One line down", "down", "j"),
		row(scopeViewer, "viewer.up", "One line up", "up", "k"),
		row(scopeViewer, "viewer.pagedown", "One screen down", "pgdown", "ctrl+d", "space"),
		row(scopeViewer, "viewer.pageup", "One screen up", "pgup", "ctrl+u"),
		row(scopeViewer, "viewer.top", "To the beginning", "home", "g"),
		row(scopeViewer, "viewer.end", "To the end", "end", "G"),
		row(scopeViewer, "viewer.find", "Find in the text", "/"),
		row(scopeViewer, "viewer.next", "Next hit", "n"),
		row(scopeViewer, "viewer.previous", "Previous hit", "N"),
		row(scopeViewer, "viewer.back", "End the search, or close", "esc"),
		row(scopeViewer, "viewer.close", "Close the text", "q"),

		row(scopePreview, "preview.run", "Run what is shown", "enter").as(sends),
		row(scopePreview, "preview.copy", "Copy it as a curl line, or its link", "c"),
		row(scopePreview, "preview.raw", "The body byte for byte", "r"),
		row(scopePreview, "preview.rehearse", "Run the script, every effect recorded and none performed", "t"),

		row(scopeOutcome, "outcome.copy", "Copy the reply", "c"),
		row(scopeOutcome, "outcome.open", "Open the link", "o"),
		row(scopeOutcome, "outcome.link", "Copy the link", "l"),
		row(scopeOutcome, "outcome.repeat", "Repeat with the same id", "r").as(sends),

		row(scopeRecord, "record.again", "Run it again, after a preview", "r"),
		row(scopeRecord, "record.copy", "Copy its id", "c"),

		row(scopeMessage, "message.copy", "Copy the message", "c"),

		row(scopeContact, "contact.name", "Edit the name", "e"),
		row(scopeContact, "contact.field", "Edit a field", "f"),
		row(scopeContact, "contact.copy", "Copy a value", "c"),

		row(scopeNote, "note.copy", "Copy the note", "c"),
		row(scopeNote, "note.edit", "Edit it, if it is yours", "e"),
		row(scopeNote, "note.delete", "Delete it, if it is yours", "d").as(destroys),

		row(scopeConfirm, "confirm.yes", "Do it", "y").as(sends),
		row(scopeConfirm, "confirm.no", "Do not", "n", "esc", "q"),
		row(scopeConfirm, "confirm.choose", "The other button", "left", "right", "tab", "shift+tab", "h", "l"),
		row(scopeConfirm, "confirm.press", "Press the chosen button", "enter").as(sends),
		row(scopeConfirm, "confirm.down", "One line down", "down", "j"),
		row(scopeConfirm, "confirm.up", "One line up", "up", "k"),

		row(scopeForm, "form.next", "Next question", "tab", "down"),
		row(scopeForm, "form.previous", "Previous question", "shift+tab", "up"),
		row(scopeForm, "form.enter", "Go on; on a button: press it", "enter"),
		row(scopeForm, "form.right", "Next answer", "right", "space", "l"),
		row(scopeForm, "form.left", "Previous answer", "left", "h"),
		row(scopeForm, "form.close", "Cancel", "esc"),

		row(scopeField, "field.accept", "Take what was typed", "enter"),
		row(scopeField, "field.undo", "Take back what was changed in a value of the platform's", "alt+z", "ctrl+_"),
		row(scopeField, "field.cancel", "Back", "esc"),
	}
}
