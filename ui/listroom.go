package ui

import tea "charm.land/bubbletea/v2"

// listRoom is the conversations as they are fetched: pages, the index, those the line
// told of first, and what counts as read.
type listRoom struct {
	*desk
	indexing  indexing
	sweeping  bool // the list was asked to go on looking at all conversations
	strangers strangers
	listHooks
	find   *findRoom
	outbox *outRoom
}

// listHooks take in what came for the list and concerns more.
type listHooks struct {
	onContact    func(contactLoaded) tea.Cmd
	alertAwaited func(contact string) tea.Cmd
	endUnread    func(ids ...string) tea.Cmd // of what only this desk shows as unread
}

// listAnswer is the answer of a call that concerns the list.
type listAnswer interface{ arrive(*listRoom) tea.Cmd }
