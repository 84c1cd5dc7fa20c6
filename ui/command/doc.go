// Package command is the table of what a person can have done: which key does it
// where, what it is called, and what it may do outside of the screen.
//
//	command.go  one line of the table; scopes.go where keys work
//	class.go    looks, mine, sends, destroys, and the rhythm of the keyboard
//	names.go    by which the palette finds a command; sheet.go the table in reading order
package command
