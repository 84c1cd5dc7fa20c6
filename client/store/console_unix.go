//go:build unix

package store

import (
	"errors"
	"syscall"
)

// processExists asks with signal 0, which is only checked, never delivered.
func processExists(pid int) bool {
	if pid <= 0 {
		return false
	}
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
