package ui

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/ui/keys"
)

// command is one line of the table from which keys, footer, help, palette and
// the README's key sheet are made, so that they cannot disagree.
type command struct {
	keys.Binding
	class class
	run   func() tea.Cmd // nil: a key inside a dialog, which knows itself what it means
	// why is the reason why it cannot be done now, "" if it can; nil: always can.
	why func() string
}

// needing is the command with the reason why it cannot be done now.
func (c command) needing(why func() string) command {
	c.why = why
	return c
}

// bind is the key table's line of a command: short is the footer's word, "" keeps it
// out of there, and long its sentence.
func bind(scope, id, short, long string, keyNames ...string) keys.Binding {
	return keys.Binding{ID: id, Owner: long, Scope: scope, Keys: keyNames, Short: short, Long: long, Group: groupOf[scope]}
}
