package ui

import (
	"strings"
	"time"
	"unicode/utf8"

	"keydesk/ui/command"
	"keydesk/ui/keys"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// kit is what dialogs are made with.
type kit struct {
	theme theme.Theme
	table []command.Command
	keys  keys.Table
	pace  command.Pace
	begun sequence // of keys, in the dialog on top
	now   func() time.Time
}

// classOf is the class of a command.
func (r *kit) classOf(id string) command.Class {
	for i := range r.table {
		if r.table[i].ID == id {
			return r.table[i].Class
		}
	}
	return command.Unclassed
}

// sequence is one that was begun, and the scope whose keys go on with it.
type sequence struct{ scope, prefix string }

// label is the first key of a command as the screen shows it, "" for none.
func (r *kit) label(id string) string {
	b, ok := r.keys.Binding(id)
	if !ok || len(b.Keys) == 0 {
		return ""
	}
	return r.show(b.Keys[0])
}

// show is a key in the glyphs of the theme.
func (r *kit) show(key string) string {
	if r.theme.Glyphs.ASCII {
		return keys.ShowASCII(key)
	}
	return keys.Show(key)
}

// quoted is a printable text between quotation marks.
func (r *kit) quoted(s string) string {
	if r.theme.Glyphs.ASCII {
		return `"` + text.Line(s) + `"`
	}
	return "“" + text.Line(s) + "”"
}

// hintKey is the key to show for a command: while somebody types, one that is
// not text.
func (r *kit) hintKey(c *command.Command, typing bool) string {
	for _, k := range c.Keys {
		if !typing || !isText(k) {
			return r.show(k)
		}
	}
	return ""
}

// isText says whether a key is text to somebody who types.
func isText(key string) bool { return utf8.RuneCountInString(key) == 1 || strings.Contains(key, " ") }
