package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/mirror"
	"keydesk/ui/command"
	"keydesk/ui/keys"
	"keydesk/ui/theme"
)

// shell is what every part of the desk is lent: the colours, the keys, the last
// row, the dialogs, who is signed in, what is known of the platform, and the one
// door for work that leaves the event loop.
type shell struct {
	deps     Deps
	theme    theme.Theme
	lookName string // the theme's name
	ground   theme.Ground

	table   []command.Command
	keys    keys.Table
	pace    command.Pace
	leaders leaders

	dialogs dialogs
	notice  notice
	said    []said // the last sentences shown as a notice, newest last
	// noticeRows is how many rows a notice may take: the footer's, and on a screen
	// with rules the lower rule's as well. Neither moves anything else.
	noticeRows int
	handed     handed
	back       func() tea.Cmd // takes back what was done last; nil: nothing does
	backAt     time.Time

	session session
	facts   *mirror.Mirror
}

func newShell(d Deps) *shell {
	return &shell{deps: d, theme: d.Theme, lookName: d.LookName, ground: d.Theme.Ground()}
}

// classOf is the class of a command.
func (r *shell) classOf(id string) command.Class {
	for i := range r.table {
		if r.table[i].ID == id {
			return r.table[i].Class
		}
	}
	return command.Unclassed
}
