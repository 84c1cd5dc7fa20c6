package script

import (
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/windows"
)

func self() (string, error) { return os.Executable() }

func rootDir(exe string) string { return filepath.VolumeName(exe) + `\` }

// attributes give a worker a process group of its own and no console window.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NEW_PROCESS_GROUP | windows.CREATE_NO_WINDOW}
}

// killGroup kills the worker; its job object lets it have no children. An error means that it is
// gone.
func killGroup(p *os.Process) { _ = p.Kill() }

func outOfTime(*os.ProcessState) bool { return false }
func wasKilled(*os.ProcessState) bool { return false }
