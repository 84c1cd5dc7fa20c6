package dialog

import (
	"strings"
	"time"
	"unicode/utf8"

	"keydesk/ui/command"
	"keydesk/ui/keys"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// Kit is what dialogs are made with.
type Kit struct {
	Theme theme.Theme
	Table []command.Command
	Keys  keys.Table
	Pace  command.Pace
	Begun Sequence // of keys, in the dialog on top
	Now   func() time.Time
}

// classOf is the class of a command.
func (k *Kit) classOf(id string) command.Class {
	for i := range k.Table {
		if k.Table[i].ID == id {
			return k.Table[i].Class
		}
	}
	return command.Unclassed
}

// Sequence is one that was begun, and the scope whose keys go on with it.
type Sequence struct{ Scope, Prefix string }

// Label is the first key of a command as the screen shows it, "" for none.
func (k *Kit) Label(id string) string {
	b, ok := k.Keys.Binding(id)
	if !ok || len(b.Keys) == 0 {
		return ""
	}
	return k.Show(b.Keys[0])
}

// Show is a key in the glyphs of the theme.
func (k *Kit) Show(key string) string {
	if k.Theme.Glyphs.ASCII {
		return keys.ShowASCII(key)
	}
	return keys.Show(key)
}

// Quoted is a printable text between quotation marks.
func (k *Kit) Quoted(s string) string {
	if k.Theme.Glyphs.ASCII {
		return `"` + text.Line(s) + `"`
	}
	return "“" + text.Line(s) + "”"
}

// HintKey is the key to show for a command: while somebody types, one that is
// not text.
func (k *Kit) HintKey(c *command.Command, typing bool) string {
	for _, key := range c.Keys {
		if !typing || !IsText(key) {
			return k.Show(key)
		}
	}
	return ""
}

// IsText says whether a key is text to somebody who types.
func IsText(key string) bool { return utf8.RuneCountInString(key) == 1 || strings.Contains(key, " ") }
