// Package studio is what an administrator sees of the actions themselves: the list of all of them,
// the form for one, and the choice between two versions of one. It is state and drawing only. What
// leaves the event loop (loading, saving, checking, testing) is wired in package ui, which calls the
// methods here and never the other way round.
//
//	entry.go    one action in the list: what is known of it besides what it is
//	list.go     the list: filter, sort, the line under the bar; listview.go draws it
//	order.go    which display_order has to be written so that the platform shows a new order
//	spec.go     the fields of the form: names, kinds, when they are shown, an example each
//	field.go    one field as it is edited; rows.go those that hold several entries
//	form.go     the form: focus, commands, what was changed; read.go an action into the form,
//	            write.go and back; formview.go draws it
//	finding.go  which field a finding or a refusal belongs to
//	draft.go    unsaved work as it is kept on disk, secrets left out
//	merge.go    an action that changed on both sides, decided field by field; mergeview.go draws it
//
// A form never interprets: it turns an action into texts and those back, and what was not touched
// goes back exactly as it came, members that nobody here knows included. What the action means, and
// what is wrong with it, package actions says.
package studio
