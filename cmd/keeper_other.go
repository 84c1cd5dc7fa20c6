//go:build !linux && !darwin

package cmd

import (
	"os"
	"syscall"
)

// Elsewhere the desk has no keeper.
const modesSize = 0

func aside() *syscall.SysProcAttr { return nil }

func deafen() {}

func terminalModes(*os.File) ([]byte, bool) { return nil, false }

func restoreModes(*os.File, []byte) {}
