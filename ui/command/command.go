package command

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/ui/keys"
)

// Command is one line of the table from which keys, footer, help, palette and
// the guide's key sheet are made, so that they cannot disagree.
type Command struct {
	keys.Binding
	Class Class
	Run   func() tea.Cmd // nil: a key inside a dialog, which knows itself what it means
	// Why is the reason why it cannot be done now, "" if it can; nil: always can.
	Why func() string
}

// Needing is the command with the reason why it cannot be done now.
func (c Command) Needing(why func() string) Command {
	c.Why = why
	return c
}

// Bind is the key table's line of a command: short is the footer's word, "" keeps it
// out of there, and long its sentence.
func Bind(scope, id, short, long string, keyNames ...string) keys.Binding {
	return keys.Binding{ID: id, Owner: long, Scope: scope, Keys: keyNames, Short: short, Long: long, Group: groupOf[scope]}
}
