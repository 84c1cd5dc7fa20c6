package ui

import tea "charm.land/bubbletea/v2"

// sweepOn asks the list to look at some more conversations.
type sweepOn struct{}

// swept is a dialog that shows what the list finds by looking at all
// conversations, and shows more of it as the list goes on.
type swept interface{ SweptOn() }

// sweep lets the list go on with what has to look at every conversation: a
// search, a filter. Keys and events come in between.
func (r *listRoom) sweep() tea.Cmd {
	if r.sweeping || !r.inbox.Sweeping() {
		return nil
	}
	r.sweeping = true
	return func() tea.Msg { return sweepOn{} }
}

func (sweepOn) arrive(r *listRoom) tea.Cmd {
	r.sweeping = false
	r.inbox.Sweep()
	if d, ok := r.dialogs.Top().(swept); ok {
		d.SweptOn()
	}
	return nil
}
