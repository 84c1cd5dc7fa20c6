// Package cmd is the command line: flags and environment are read here, files opened, and the rest
// of keydesk wired together. It draws nothing and speaks no HTTP itself.
//
//	main.go        Main, and Run with everything of the process in an Env
//	cli.go         the commands and their flags; exit.go the exit codes and error sentences
//	app.go         what commands share: settings, secrets, log; platform.go signs in
//	desk.go        the desk; demo.go the desk with an embedded platform; serve.go that platform alone
//	screen.go      the event loop and its faults; keeper.go puts the terminal back after a death
//	pace.go        how often it looks for something to draw; collect.go when memory is collected
//	store.go       what the desk keeps: opened, written at the end, cleared
//	choices.go     what the desk takes of the settings, and which of it also while it is open; reload.go watches them
//	config.go      config show, check, init, path, schema
//	login.go       login and logout; prompt.go asks on the terminal
//	actions.go     list and show; run.go runs one; effects.go does what it asked for
//	doctor.go     what works here, one table; a file for each part of it; terminal_ask.go asks the terminal
//	actions_files.go  actions as files: pull and diff; actions_push.go writes them to the platform;
//	               actions_lint.go checks them, actions_expect.go compares what they would do
//	history.go     the record of runs
//	version.go, man.go, completion.go and beside it one file a shell
//	output.go      what goes to standard output: printable text, and JSON without raw control characters
//
// Exit codes: 0 done, 1 failed, 2 usage, 3 platform unreachable, 4 not signed in.
package cmd
