package ui

import tea "charm.land/bubbletea/v2"

// Intent is what a dialog wants from Root. The set is closed; nil wants
// nothing. A dialog never changes anything but itself.
type Intent interface{ intent() }

type (
	// closeDialog closes the dialog on top.
	closeDialog struct{}
	// perform closes the dialog on top and runs a command of the table.
	perform struct{ id string }
	// then closes the dialog on top and goes on with do: the answer to a
	// question that Root itself asked.
	then struct{ do func() tea.Cmd }
	// also goes on with do and leaves the dialog open.
	also struct{ do func() tea.Cmd }
)

func (closeDialog) intent() {}
func (perform) intent()     {}
func (then) intent()        {}
func (also) intent()        {}
