// Package host is what the machine around the terminal can do: a clipboard and
// a browser, and the truth about whether they did it.
//
//	host.go      Options, New: where we are (desktop, SSH, tmux, screen, WSL)
//	copy.go      Copy: the ways to a clipboard, tried in order
//	local.go     the clipboard of a local desktop
//	sequence.go  OSC 52, its size limit and its wrapping
//	tmux.go      what tmux takes, passes on and is set to
//	probe.go     Probe: a copy that is read back and undone
//	open.go      Open: the ways to a browser, tried in order
//	address.go   which addresses may be opened at all
//	run.go       running a program without a shell, never longer than wanted
//
// Nothing here draws, and no program started here can: its output is
// discarded and it has no terminal.
package host
