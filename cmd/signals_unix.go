//go:build unix

package cmd

import (
	"os/signal"
	"syscall"
)

// ignoreFileLimit lets a write beyond the size that a file may have (ulimit -f) fail, as one onto a full
// disk does. The signal that comes with it would end the program without putting the terminal back.
func ignoreFileLimit() { signal.Ignore(syscall.SIGXFSZ) }
