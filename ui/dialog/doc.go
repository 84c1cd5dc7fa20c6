// Package dialog is what lies over the desk: one frame and one grammar of keys for
// all of it.
//
//	dialog.go   the stack; intent.go is what a dialog may want of the desk
//	kit.go      what dialogs are made with: colours, keys, the clock
//	keys.go     a dialog's view of the key table, and the keys of all of them
//	chooser.go  a list that one filters; matching.go says what fits best
//	hints.go    a short list by number
//	viewer.go   a text that may be longer than the screen
//	bare.go     a text on the whole screen, to select by hand; a link with its QR code
//	confirm.go  a question before something leaves the desk or is destroyed
//	form.go     several questions; formkeep.go keeps what was typed there
//	prompt.go   one line; promptkeep.go one that changes what the platform has
//	field.go    the line of input in all of them
//	overlay.go  the frame; wrap.go breaks rows; spoken.go says in words where the keyboard is
//
// A dialog changes nothing but itself: it returns an Intent. It knows no
// conversation and no platform; what is typed in it is kept in a Place.
package dialog
