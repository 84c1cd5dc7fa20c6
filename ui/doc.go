// Package ui is everything one sees of keydesk. Root is the only tea.Model;
// its parts are plain structs with methods that it calls.
//
//	root.go       Root, Update as a table of contents, the layout's owner
//	deps.go       what cmd hands in
//	commands.go   the table of commands: keys, footer, help, palette
//	input.go      keys and focus; mouse.go the mouse, toolbarkeys.go the buttons under the keyboard
//	call.go       the one door through which work leaves the event loop
//	session.go    signing in, colleagues, what the header says of the line
//	realtime.go   events of the platform; catchup.go what they did not tell
//	lineview.go   what the line is doing, and how much of the budget is spent
//	facts.go      has client/mirror say what to read again, and lets uses wait for it
//	grounds.go    what an action was shown with, and what holds when it runs
//	accounts.go   the number of ours that answers, and who a message is from
//	signin.go     a sign-in that ended, and the next one
//	askfirst.go   what asks before it runs, and what just ran
//	scriptdata.go what scripts see of a conversation; placeholders.go those of canned responses
//	class.go      what a command may do, and so what keys and palette may do with it
//	reading.go    conversations, contacts, older pages; listing.go the pages of the list
//	seen.go       what counts as read, and telling the platform
//	finding.go    the search line; filter.go filterdialog.go the list narrowed
//	seeking.go    the find line of a thread: hits, and looking further back
//	indexing.go   all conversations, fetched in the background; sweeping.go looks at them in steps,
//	              strangers.go are those that the line told of first
//	alert.go      what is told away from the screen
//	sending.go    what is sent, edited, replied to
//	editor.go     the draft in the person's own editor, undone, cleared
//	outgoing.go   does the work of what is on its way out (client/delivery says which);
//	              outgoingfile.go of files, outgoingview.go shows it, resend.go is what a
//	              person does about what did not go, waiting.go lists it, draftlist.go the
//	              drafts below
//	keeping.go    what outlives the desk, written in batches; drafts.go what was typed,
//	              cached.go the list and threads before the platform answers
//	chat.go       one conversation in memory: thread and composer
//	toolbar.go    the action buttons; press.go runs them
//	preview.go    what an action would do; outcome.go what it did
//	files.go      files on their way: saved, opened, how far; filelist.go lists them
//	attach.go     asks for a file to send: attachopen.go opens it, attachview.go draws it
//	pictures.go   the picture viewer; paint.go its pixels, past the renderer
//	links.go      what a message holds that can be opened; hintlist.go by number
//	contactpanel.go  the contact beside the conversation; contactedit.go changes it,
//	              promptkeep.go keeps what was typed there and is not saved
//	form.go       questions in a dialog; formkeep.go keeps what was typed there, where it may be kept
//	view.go       the frame; header.go, footer.go, notice.go its rows
//	dialog.go     what lies over the desk: chooser, viewer, confirm, form, prompt
//	presets.go    keys for hands trained elsewhere; whichkey.go how a sequence goes on
//	looks.go      other colours, while the desk is open
//	bare.go       a text on the whole screen, to select by hand; a link with its QR code
//	studio.go     the action studio, and the map of its files
//	recover.go    how the desk goes on after a fault of its own
//	reload.go     settings that changed while the desk is open
//	dialogkeys.go their keys, in the one table too
//
// What the desk knows of the platform is in client/mirror, with its age; what is on its way
// out is in client/delivery.
//
// Packages below stand alone: text (the one door for text from outside), input (the bytes of the terminal, bounded), theme
// (colours and glyphs), keys (the key table), inbox (the list), thread (the
// messages), media (pictures
// and files from outside), link (addresses in texts), compose (the composer), code (the editor of scripts and bodies), studio (actions as an administrator edits them), qr (codes for phones), host (clipboard and browser).
package ui
