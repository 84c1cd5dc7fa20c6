// Package serve gives desks to a team over SSH. It knows who may come in, what a session may use of the
// server and when it ends; what a desk is, it is told by a function.
//
//	server.go   Server: listening, refusing, draining
//	agents.go   who has which key
//	proxy.go    whom a balancer connects
//	hostkey.go  the server's own key
//	session.go  Session: one agent at one terminal, or one command
//	environ.go  what a client may say about its terminal
//	input.go    keys on their way in: bounded, and their end ends the session
//	output.go   the screen on its way out: whoever stops reading is cut off
//	window.go   the size of the terminal, clamped
//	living.go   the sessions that are open
//	strangers.go  connections without a known key
//	lock.go     one server a folder
//	limits.go   how many at once
//	files.go    the trays
//	audit.go    who did what, never what was written
//	metrics.go  figures for Prometheus, and whether the server is well
package serve
