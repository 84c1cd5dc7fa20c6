//go:build unix

package script

import (
	"os"
	"syscall"
)

func rootDir(string) string { return "/" }

// killGroup kills the worker and whatever shares its group. An error means that it is gone.
func killGroup(p *os.Process) {
	_ = syscall.Kill(-p.Pid, syscall.SIGKILL)
	_ = p.Kill()
}

// endedBy is the signal that ended the worker, 0 for none.
func endedBy(state *os.ProcessState) syscall.Signal {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return status.Signal()
	}
	return 0
}

func outOfTime(state *os.ProcessState) bool { return endedBy(state) == syscall.SIGXCPU }
func wasKilled(state *os.ProcessState) bool { return endedBy(state) == syscall.SIGKILL }
