//go:build !linux && !darwin

package terminal

import (
	"os"
	"syscall"
)

// Elsewhere the desk has no guard.
const modesSize = 0

func aside() *syscall.SysProcAttr { return nil }

func deafen() {}

func terminalModes(*os.File) ([]byte, bool) { return nil, false }

func restoreModes(*os.File, []byte) {}
