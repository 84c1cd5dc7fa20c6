package ui

import tea "charm.land/bubbletea/v2"

// Recover goes on after a panic of the desk's own: what lay over it is the likeliest cause and goes.
// What was typed into conversations is in their drafts and stays.
func (r *Root) Recover() tea.Cmd {
	r.dialogs.List = nil
	r.arrange()
	return tea.Batch(r.drafts.noteDrafts(), r.say(levelBad, "keydesk stumbled over a fault of its own and goes on; what you wrote is kept. Please report it with the log, “keydesk doctor” says where that is."))
}
