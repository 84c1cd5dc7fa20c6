package store

import (
	"strconv"

	"golang.org/x/sys/windows"
)

// times opens a process that still runs and reads when it began.
func times(pid int) (began windows.Filetime, ok bool) {
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if err != nil {
		return began, false
	}
	defer func() { _ = windows.CloseHandle(h) }() // only opened to ask
	var ended, kernel, user windows.Filetime
	if err := windows.GetProcessTimes(h, &began, &ended, &kernel, &user); err != nil {
		return began, false
	}
	return began, ended.Nanoseconds() <= began.Nanoseconds()
}

func processExists(pid int) bool {
	_, ok := times(pid)
	return ok
}

// processStart is when a process began, in nanoseconds; "" where the system does not tell it.
func processStart(pid int) string {
	began, ok := times(pid)
	if !ok {
		return ""
	}
	return strconv.FormatInt(began.Nanoseconds(), 10)
}
