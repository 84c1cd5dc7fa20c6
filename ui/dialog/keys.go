package dialog

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/keys"
)

// Keys is a dialog's own view of the key table: which of its commands a
// key calls, and which key to show for one.
type Keys struct {
	table  *keys.Table
	Scope  string
	prefix keys.Matcher
	begun  *Sequence     // where the desk looks what sequence was begun
	Pace   *command.Pace // whether the key is held
	class  func(id string) command.Class
}

// KeysIn are the keys of a dialog of the given scope. They follow the table
// when that changes while the dialog is open.
func (k *Kit) KeysIn(scope string) Keys {
	return Keys{table: &k.Keys, Scope: scope, begun: &k.Begun, Pace: &k.Pace, class: k.classOf}
}

// ID is the command that a key calls, "" for none.
func (k *Keys) ID(press tea.KeyPressMsg) string {
	id, _ := k.prefix.Press(*k.table, k.Scope, keys.Normal(press))
	*k.begun = Sequence{k.Scope, k.prefix.Prefix()}
	if id != "" && k.Pace.Spares(k.class(id)) {
		return ""
	}
	return id
}

// Typing is ID where somebody types: keys that are text are text, unless they go on with a sequence
// that was begun.
func (k *Keys) Typing(press tea.KeyPressMsg) string {
	if press.Text != "" && press.Mod&(tea.ModCtrl|tea.ModAlt) == 0 && !k.goesOn(press) {
		k.prefix.Clear()
		return ""
	}
	return k.ID(press)
}

func (k *Keys) goesOn(press tea.KeyPressMsg) bool {
	if !k.prefix.Pending() {
		return false
	}
	whole := k.prefix.Prefix() + " " + keys.Normal(press)
	_, ok := k.table.Find(k.Scope, whole)
	return ok || k.table.Leads(k.Scope, whole)
}

// key is the first key of a command as the settings name it, "" for none.
func (k *Keys) key(id string) string {
	if b, ok := k.table.Binding(id); ok && len(b.Keys) > 0 {
		return b.Keys[0]
	}
	return ""
}

// Hint is a command's key and what it does there, for the lower edge; "" while
// it has no key.
func (k *Keys) hint(id, word string) string {
	if key := k.key(id); key != "" {
		return key + " " + word
	}
	return ""
}

// Hints are the hints of several commands, given as id and word in turn,
// without those that have no key.
func (k *Keys) Hints(idsAndWords ...string) []string {
	list := make([]string, 0, len(idsAndWords)/2)
	for i := 0; i+1 < len(idsAndWords); i += 2 {
		if h := k.hint(idsAndWords[i], idsAndWords[i+1]); h != "" {
			list = append(list, h)
		}
	}
	return list
}

// Commands are the keys inside dialogs. They have nothing to run: the
// dialog itself knows what its commands mean.
func Commands() []command.Command {
	row := func(scope, id, long string, keyNames ...string) command.Command {
		return command.Command{Binding: command.Bind(scope, id, "", long, keyNames...)}
	}
	return []command.Command{
		row(command.ScopeChooser, "chooser.pick", "Choose the line under the bar", "enter"),
		row(command.ScopeChooser, "chooser.mark", "Mark the line, where several can be chosen", "space"),
		row(command.ScopeChooser, "chooser.other", "Its second way, such as a preview", "alt+p"),
		row(command.ScopeChooser, "chooser.down", "Next line", "down", "tab"),
		row(command.ScopeChooser, "chooser.up", "Previous line", "up", "shift+tab"),
		row(command.ScopeChooser, "chooser.pagedown", "One screen down", "pgdown"),
		row(command.ScopeChooser, "chooser.pageup", "One screen up", "pgup"),
		row(command.ScopeChooser, "chooser.close", "Close the list", "esc"),

		row(command.ScopeViewer, "viewer.down", "One line down", "down", "j"),
		row(command.ScopeViewer, "viewer.up", "One line up", "up", "k"),
		row(command.ScopeViewer, "viewer.pagedown", "One screen down", "pgdown", "ctrl+d", "space"),
		row(command.ScopeViewer, "viewer.pageup", "One screen up", "pgup", "ctrl+u"),
		row(command.ScopeViewer, "viewer.top", "To the beginning", "home", "g"),
		row(command.ScopeViewer, "viewer.end", "To the end", "end", "G"),
		row(command.ScopeViewer, "viewer.find", "Find in the text", "/"),
		row(command.ScopeViewer, "viewer.next", "Next hit", "n"),
		row(command.ScopeViewer, "viewer.previous", "Previous hit", "N"),
		row(command.ScopeViewer, "viewer.back", "End the search, or close", "esc"),
		row(command.ScopeViewer, "viewer.close", "Close the text", "q"),

		row(command.ScopePreview, "preview.run", "Run what is shown", "enter").As(command.Sends),
		row(command.ScopePreview, "preview.copy", "Copy it as a curl line, or its link", "c"),
		row(command.ScopePreview, "preview.raw", "The body byte for byte", "r"),
		row(command.ScopePreview, "preview.rehearse", "Run the script, every effect recorded and none performed", "t"),

		row(command.ScopeOutcome, "outcome.copy", "Copy the reply", "c"),
		row(command.ScopeOutcome, "outcome.open", "Open the link", "o"),
		row(command.ScopeOutcome, "outcome.link", "Copy the link", "l"),
		row(command.ScopeOutcome, "outcome.repeat", "Repeat with the same id", "r").As(command.Sends),

		row(command.ScopeRecord, "record.again", "Run it again, after a preview", "r"),
		row(command.ScopeRecord, "record.copy", "Copy its id", "c"),

		row(command.ScopeMessage, "message.copy", "Copy the message", "c"),

		row(command.ScopeContact, "contact.name", "Edit the name", "e"),
		row(command.ScopeContact, "contact.field", "Edit a field", "f"),
		row(command.ScopeContact, "contact.copy", "Copy a value", "c"),

		row(command.ScopeNote, "note.copy", "Copy the note", "c"),
		row(command.ScopeNote, "note.edit", "Edit it, if it is yours", "e"),
		row(command.ScopeNote, "note.delete", "Delete it, if it is yours", "d").As(command.Destroys),

		row(command.ScopeHelp, "help.all", "All keys, of every place", "a"),

		row(command.ScopeConfirm, "confirm.yes", "Do it", "y").As(command.Sends),
		row(command.ScopeConfirm, "confirm.no", "Do not", "n", "esc", "q"),
		row(command.ScopeConfirm, "confirm.choose", "The other button", "left", "right", "tab", "shift+tab", "h", "l"),
		row(command.ScopeConfirm, "confirm.press", "Press the chosen button", "enter").As(command.Sends),
		row(command.ScopeConfirm, "confirm.down", "One line down", "down", "j"),
		row(command.ScopeConfirm, "confirm.up", "One line up", "up", "k"),

		row(command.ScopeForm, "form.next", "Next question", "tab", "down"),
		row(command.ScopeForm, "form.previous", "Previous question", "shift+tab", "up"),
		row(command.ScopeForm, "form.enter", "Go on; on a button: press it", "enter"),
		row(command.ScopeForm, "form.right", "Next answer", "right", "space", "l"),
		row(command.ScopeForm, "form.left", "Previous answer", "left", "h"),
		row(command.ScopeForm, "form.close", "Cancel", "esc"),

		row(command.ScopeField, "field.accept", "Take what was typed", "enter"),
		row(command.ScopeField, "field.undo", "Take back what was changed in a value of the platform's", "alt+z", "ctrl+_"),
		row(command.ScopeField, "field.cancel", "Back", "esc"),
	}
}
