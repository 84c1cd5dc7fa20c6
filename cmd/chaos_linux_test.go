package cmd

import "golang.org/x/sys/unix"

// limitFiles lets no file of a process grow, as on a disk that is full, or gives it room again. It says
// whether the system can.
func limitFiles(pid int, full bool) bool {
	var limit unix.Rlimit
	if unix.Prlimit(pid, unix.RLIMIT_FSIZE, nil, &limit) != nil {
		return false
	}
	if limit.Cur = limit.Max; full {
		limit.Cur = 1
	}
	return unix.Prlimit(pid, unix.RLIMIT_FSIZE, &limit, nil) == nil
}
