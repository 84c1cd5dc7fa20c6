// Package inbox is the list of conversations on the left of the desk.
//
//	pane.go    Pane: what the desk calls; tabs, scrolling, clicks
//	pages.go   pages of the platform's list: which to fetch, and what one brings
//	kept.go    the list as an earlier console kept it, and what of this one to keep
//	moving.go  the bar through the list, and to what is unread
//	search.go  what a search shows: what is known at once, then the platform's answer
//	match.go   who matches what is typed, and how well
//	filter.go  the list narrowed by tag, channel, assignee and service window
//	sweep.go   what looks at every conversation, in steps; filtercounts.go what is counted all along
//	view.go    the pane as drawn: tabs or search, rows, why it is empty
//	index.go   index: every known conversation, ordered newest first, once a tab
//	held.go    counts that stand still while the index fills
//	bumps.go   answers that do not know the newest messages; ours.go how far ours got
//	item.go    item: one conversation; card.go its contact, kept small (a busy desk knows 100,000)
//	row.go     how one conversation is drawn in two rows
//
// The platform orders by last_message_at, which can stick at an old value
// (contract §4.1), and can filter by search and tags only. The list therefore
// keeps its own order and its own tabs over what has been fetched, and moves a
// conversation up itself when a message comes over the realtime line.
package inbox
