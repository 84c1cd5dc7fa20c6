//go:build unix

package host

import "syscall"

// apart gives a program a session of its own: it survives the end of the
// terminal, and cannot write on it.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
