package ui

import tea "charm.land/bubbletea/v2"

// findRoom is the list narrowed: the search line, the filter, the views, who waits.
type findRoom struct {
	*desk
	finding   finding
	filtering filtering
	findHooks
	contact *contactRoom
}

// findHooks are what else of the list it leads to.
type findHooks struct {
	morePages    func() tea.Cmd // fetches what the list needs to be full
	leaveList    func() tea.Cmd
	openSelected func() tea.Cmd
	takeStray    func() string // what was typed where letters are commands
}

// findAnswer is the answer of a call that concerns the narrowed list.
type findAnswer interface{ arrive(*findRoom) tea.Cmd }
