package store

import (
	"strconv"

	"golang.org/x/sys/unix"
)

// processStart is when a process began, in microseconds; "" where the system does not tell it.
func processStart(pid int) string {
	info, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil {
		return ""
	}
	at := info.Proc.P_starttime
	return strconv.FormatInt(at.Sec*1_000_000+int64(at.Usec), 10)
}
