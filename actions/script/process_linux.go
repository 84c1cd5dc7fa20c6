package script

import "syscall"

// self is the very program that runs, even if its file was replaced by an update meanwhile.
func self() (string, error) { return "/proc/self/exe", nil }

// attributes put a worker into a process group of its own and have the kernel kill it with its
// parent.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
