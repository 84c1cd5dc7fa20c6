package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// dialog is anything that lies over the desk and takes all input while it
// does.
type dialog interface {
	// update handles a key, a paste or the mouse.
	Update(msg tea.Msg) Intent
	// draw draws the dialog for a screen of the given size.
	Draw(width, height int) panel
}

// dialogs is the stack of open dialogs; the last one has the input.
type dialogs struct{ stack []dialog }

func (d *dialogs) push(x dialog) { d.stack = append(d.stack, x) }

func (d *dialogs) pop() {
	if n := len(d.stack); n > 0 {
		d.stack = d.stack[:n-1]
	}
}

// remove takes a dialog away wherever it stands.
func (d *dialogs) remove(x dialog) {
	d.stack = slices.DeleteFunc(d.stack, func(y dialog) bool { return x == y })
}

func (d *dialogs) top() dialog {
	if n := len(d.stack); n > 0 {
		return d.stack[n-1]
	}
	return nil
}

// shown are the dialogs to be drawn: the one on top, and beneath it the one that
// covers the whole desk, if there is one.
func (d *dialogs) shown() []dialog {
	n := len(d.stack)
	for i := n - 2; i >= 0; i-- {
		if c, ok := d.stack[i].(interface{ Covers() bool }); ok && c.Covers() {
			return []dialog{d.stack[i], d.stack[n-1]}
		}
	}
	return d.stack[max(0, n-1):]
}

func (d *dialogs) open() bool { return len(d.stack) > 0 }
