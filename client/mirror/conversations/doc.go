// Package conversations is what a desk knows of all conversations, and which of them are shown: in
// which order, under which tab, behind which filter, as the answer to which search. A busy desk
// knows 100,000.
//
// It knows no screen, and does no I/O. Contacts, pages and events go in; the pages to fetch, and what
// of it should be kept on disk, come out. A view wraps every change ([List.Around]) to keep its
// place, and draws what [List.Shown] tells.
//
//	list.go    List: contacts and events; what is shown; how many are unread
//	view.go    tabs and views; index.go every known conversation once a tab; lane.go one tab in its order
//	waiting.go whose the last word is, and since when a customer waits
//	reminder.go  conversations put off until a moment
//	unread.go  conversations that are shown as unread although they were read
//	pages.go   pages of the platform's list: which to fetch, and what one brings
//	kept.go    the list as an earlier console kept it, and what of this one to keep
//	search.go  what a search shows: what is known at once, then the platform's answer
//	match.go   who matches what is typed, and how well
//	filter.go  the list narrowed by tag, channel, assignee and service window
//	sweep.go   what looks at every conversation, in steps; filtercounts.go what is counted all along
//	next.go    which conversation comes next
//	held.go    counts that stand still while the index fills
//	bumps.go   answers that do not know the newest messages, and their unread counts; ours.go how far ours got
//	item.go    Item: one conversation; card.go its contact, kept small
//
// The platform orders by last_message_at, which can stick at an old value (contract §4.1), and can
// filter by search and tags only. The list therefore keeps its own order and its own tabs over what
// has been fetched, and moves a conversation up itself when a message comes over the realtime line.
package conversations
