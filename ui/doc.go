// Package ui is everything one sees of keydesk. Root is the only tea.Model: it has
// the screen, the focus and who gets a message. A subject is a room, which is lent the
// desk or the shell and names the other rooms it calls; newRoot puts them together.
//
// The frame:
//
//	root.go       Root, Update as a table of contents; layout.go where everything stands
//	shell.go      what each part is lent; deps.go what cmd hands in
//	desk.go       what the parts about conversations share
//	commands.go   the table of commands; paletteroom.go palette.go offer them, undo.go takes one back
//	input.go      keys and focus; mouseroom.go mouse.go the mouse, strayroom.go stray.go text typed where
//	              letters are commands, typedinto.go the line that text goes into
//	display.go    what draws it: view.go the frame, header.go footer.go notice.go its rows,
//	              plain.go what is said to ears
//	help.go       the keys of a place, and all of them
//	presets.go    keys for hands trained elsewhere; whichkey.go how a sequence goes on
//	handed.go     what was copied or opened last
//	looks.go      other colours; settings.go where they are set, reload.go settings that changed
//	alertroom.go  the room of what is told away from the screen; alert.go tells it
//	guide.go      the manual's topics
//	tour.go       leads through the first minute of the demo
//	recover.go    how the desk goes on after a fault of its own
//
// The line to the platform:
//
//	call.go       the one door through which work leaves the event loop
//	lineroom.go   the room of the line; session.go signing in, signin.go a sign-in that
//	              ended, rights.go what the role may
//	realtime.go   events of the platform; catchup.go what they did not tell
//	lineview.go   what the line is doing, and how much of the budget is spent
//	facts.go      has client/mirror say what to read again, and lets uses wait for it
//	keeping.go    what outlives the desk, written in batches; keepagain.go while that fails,
//	              cached.go the list and threads before the platform answers, otherdesks.go
//	              what another desk of the same agent typed
//
// The list:
//
//	openroom.go   opens conversations; reading.go reads conversations, contacts, older pages
//	listroom.go   the room of the list as it is fetched; listing.go its pages
//	seen.go       what counts as read, and telling the platform
//	find.go       the room of the list narrowed: finding.go the search line, filter.go the
//	              filter, filterdialog.go and filteroption.go what is chosen in it
//	many.go       the same with many marked conversations; manychoice.go what that can be
//	reminders.go  conversations put off until a moment; keptunread.go shown as unread again;
//	              marks.go both of them in the store, and as other desks have them
//	queue.go      who waits, and which window closes; views.go tabs of the settings,
//	              viewwithin.go a tab and a filter as one
//	indexing.go   all conversations, fetched in the background; sweeping.go looks at them in steps,
//	              strangers.go are those that the line told of first
//
// The open conversation:
//
//	chat.go       one conversation in memory: thread and composer
//	readroom.go   the room of a thread as it is read: seeking.go the find line,
//	              details.go a message alone, links.go what it holds
//	write.go      the room of what is written: sending.go what is sent, edited, replied to;
//	              notes.go reactions.go emoji.go
//	timeline.go   notes and runs in the thread, where they happened
//	canned.go     canned responses; placeholders.go what is missing in them, template.go templates
//	draftroom.go  the room of drafts: drafts.go what was typed, draftlist.go lists it
//	editor.go     the draft in the person's own editor; leftedit.go what one left behind
//	outbox.go     the room of what is on its way out: outgoing.go does the work (client/delivery
//	              says which), outgoingfile.go of files, outgoingview.go shows it, resend.go
//	              is what a person does about what did not go, waiting.go lists it
//	accounts.go   the number of ours that answers, and who a message is from
//	assign.go     who answers it; transfers.go handing over, people.go colleagues, tags.go
//	contact.go    the room of who it is with and who answers; contactpanel.go the panel
//	              beside it, contactedit.go changes the contact
//
// Actions:
//
//	run.go        the room of actions
//	toolbar.go    the action buttons; toolbarview.go where they stand on a wide or narrow screen,
//	              toolbarkeys.go under the keyboard, ownkeys.go with keys of their own
//	press.go      runs them; askfirst.go what asks before, grounds.go what one was shown with
//	preview.go    what an action would do; outcome.go what it did, history.go all runs
//	scriptdata.go what scripts see of a conversation
//	studio.go     the action studio, and the map of its files
//
// Files:
//
//	filesroom.go  the room of files: files.go those on their way, saved, opened, how far,
//	              filelist.go lists them
//	attach.go     asks for a file to send: attachopen.go opens it, attachview.go draws it
//	pictures.go   the picture viewer; paint.go its pixels, past the renderer, and wider screens
//
// What the desk knows of the platform is in client/mirror, with its age; what is on its way
// out is in client/delivery.
//
// Packages below stand alone: text (the one door for text from outside), input (the bytes of
// the terminal, bounded), theme (colours and glyphs), keys (the key table), command (what can
// be done, and what it may do outside), dialog (what lies over the desk), bulk (the dialog about many
// conversations), remind (times in plain words), inbox (the list),
// thread (the messages), compose (the composer), media (pictures and files from outside), link
// (addresses in texts), markdown (the manual), code (the editor of scripts and bodies), studio (actions as an
// administrator edits them), qr (codes for phones), host (clipboard and browser).
package ui
