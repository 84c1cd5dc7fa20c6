// Package inbox is the list of conversations on the left of the desk, as drawn. What there is to
// show, and in which order, is told by package conversations.
//
//	pane.go    Pane: what the desk calls; tabs, filter, clicks
//	place.go   the selection and the screen keep their place through every change and search
//	moving.go  the bar through the list, and to what is unread
//	marks.go   conversations that are marked, to do something with all of them
//	own.go     the settings' views as the list understands them
//	view.go    the pane as drawn: tabs or search, rows, why it is empty
//	row.go     how one conversation is drawn in two rows; waits.go how long things last
package inbox
