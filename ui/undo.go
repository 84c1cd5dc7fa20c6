package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// backTime is how long what was done can be taken back: later nobody remembers what
// that was.
const backTime = time.Minute

// sayUndoable tells of something that was done on the platform, with the key that
// takes it back while that is possible.
func (r *shell) sayUndoable(told string, back func() tea.Cmd) tea.Cmd {
	cmd := r.say(levelGood, told)
	r.back, r.backAt = back, r.deps.Now()
	if back != nil && r.Label("undo.last") != "" {
		r.notice.hint = r.Label("undo.last") + " undo"
	}
	return cmd
}

// undoLast takes back what was done last on the platform.
func (r *shell) undoLast() tea.Cmd {
	back := r.back
	r.back = nil
	return back()
}

func (r *shell) needsBack() string {
	if r.back == nil || r.deps.Now().Sub(r.backAt) > backTime {
		return "nothing was done in the last minute that can be taken back"
	}
	return ""
}
