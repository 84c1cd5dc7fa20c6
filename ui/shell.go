package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/mirror"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/theme"
)

// shell is what every part of the desk is lent: the colours, the keys, the last
// row, the dialogs, who is signed in, what is known of the platform, and the one
// door for work that leaves the event loop.
type shell struct {
	dialog.Kit
	deps     Deps
	lookName string // the theme's name
	ground   theme.Ground
	leaders  leaders

	dialogs dialog.Stack
	notice  notice
	said    []said // the last sentences shown as a notice, newest last
	// noticeRows is how many rows a notice may take: the footer's, and on a screen
	// with rules the lower rule's as well. Neither moves anything else.
	noticeRows int
	handed     dialog.Handed
	back       func() tea.Cmd // takes back what was done last; nil: nothing does
	backAt     time.Time

	session session
	facts   *mirror.Mirror
	kept    keeper

	// footerWord is a command's word in the footer, "" to leave it out; it may depend
	// on what is being done.
	footerWord func(*command.Command) string
	writeNow   func() tea.Cmd // writes what the local store still lacks
}

func newShell(d Deps) *shell {
	return &shell{Kit: dialog.Kit{Theme: d.Theme, Now: d.Now}, deps: d, lookName: d.LookName, ground: d.Theme.Ground()}
}
