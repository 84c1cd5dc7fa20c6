// Package guide is the manual: a Markdown file a topic, which can be read on the web as it is, in the terminal
// (keydesk guide), in the man page and on the desk.
//
//	guide.go    the topics; search.go finds lines in them
//	command.go  keydesk guide; pager.go shows what is longer than the screen
//
// A new topic is a file here and a line in order. The tables of keys and of what scripts can use are made by tests of
// package ui with -update.
package guide
