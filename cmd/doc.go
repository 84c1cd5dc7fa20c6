// Package cmd is the command line: flags and environment are read here, files opened, and the rest
// of keydesk wired together. It draws nothing and speaks no HTTP itself.
//
//	cli.go      the table of subcommands, and parsing; main.go what the process hands in
//	login.go, logout.go, history.go, version.go: the small commands
//	desk        keydesk, keydesk demo, keydesk cache, keydesk serve
//	serve       SSH sessions: who may come in, limits, trays of files, audit log, figures
//	actionscmd  keydesk actions, keydesk run
//	settings    keydesk config
//	doctor      keydesk doctor
//	manual      the man page and completions; guide: keydesk guide, and its texts
//	app         what commands share: settings, secrets, signing in, the engine, questions, output, exit codes
//	licences    the licences of what is linked, a file for the packages
//	terminal    the event loop, its pace and faults, and the guard that puts the terminal back
//	figures     a program of its own that measures keydesk beside others: go run ./cmd/figures
//	keydesk     the main package; chance, badserver: seeds and misbehaving servers for tests
//
// A subcommand is a struct with its flags and a Run method, and one line in cli.go.
//
// Exit codes: 0 done, 1 failed, 2 usage, 3 platform unreachable, 4 not signed in.
package cmd
