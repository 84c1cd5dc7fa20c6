//go:build !unix

package host

import "syscall"

// apart changes nothing where programs do not share a terminal.
func apart() *syscall.SysProcAttr { return nil }
