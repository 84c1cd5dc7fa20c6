package dialog

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// Dialog is anything that lies over the desk and takes all input while it
// does.
type Dialog interface {
	// Update handles a key, a paste or the mouse.
	Update(msg tea.Msg) Intent
	// Draw draws the dialog for a screen of the given size.
	Draw(width, height int) Panel
}

// Stack is the stack of open dialogs; the last one has the input.
type Stack struct{ List []Dialog }

// Push opens a dialog over the others.
func (d *Stack) Push(x Dialog) { d.List = append(d.List, x) }

// Pop closes the one on top.
func (d *Stack) Pop() {
	if n := len(d.List); n > 0 {
		d.List = d.List[:n-1]
	}
}

// Remove takes a dialog away wherever it stands.
func (d *Stack) Remove(x Dialog) {
	d.List = slices.DeleteFunc(d.List, func(y Dialog) bool { return x == y })
}

// Top is the dialog that has the input, nil for none.
func (d *Stack) Top() Dialog {
	if n := len(d.List); n > 0 {
		return d.List[n-1]
	}
	return nil
}

// Shown are the dialogs to be drawn: the one on top, and beneath it the one that
// covers the whole desk, if there is one.
func (d *Stack) Shown() []Dialog {
	n := len(d.List)
	for i := n - 2; i >= 0; i-- {
		if Covers(d.List[i]) {
			return []Dialog{d.List[i], d.List[n-1]}
		}
	}
	return d.List[max(0, n-1):]
}

// Open says whether a dialog is open.
func (d *Stack) Open() bool { return len(d.List) > 0 }

// Covers says whether nothing of the desk can be seen around a dialog.
func Covers(d Dialog) bool {
	c, ok := d.(interface{ Covers() bool })
	return ok && c.Covers()
}
