//go:build unix && !linux

package script

import (
	"os"
	"syscall"
)

func self() (string, error) { return os.Executable() }

// attributes put a worker into a process group of its own. Its end of input tells it that the
// parent is gone.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
