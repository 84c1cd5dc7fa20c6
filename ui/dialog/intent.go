package dialog

import tea "charm.land/bubbletea/v2"

// Intent is what a dialog wants from Root. The set is closed; nil wants
// nothing. A dialog never changes anything but itself.
type Intent interface{ intent() }

type (
	// CloseDialog closes the dialog on top.
	CloseDialog struct{}
	// Perform closes the dialog on top and runs a command of the table.
	Perform struct{ ID string }
	// Then closes the dialog on top and goes on with do: the answer to a
	// question that Root itself asked.
	Then struct{ Do func() tea.Cmd }
	// Also goes on with do and leaves the dialog open.
	Also struct{ Do func() tea.Cmd }
)

func (CloseDialog) intent() {}
func (Perform) intent()     {}
func (Then) intent()        {}
func (Also) intent()        {}
