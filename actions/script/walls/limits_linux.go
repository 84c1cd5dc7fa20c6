package walls

import (
	"errors"

	"golang.org/x/sys/unix"
)

func setLimit(resource int, value uint64) error {
	return unix.Setrlimit(resource, &unix.Rlimit{Cur: value, Max: value})
}

// systemLimits are those that only this system has. RLIMIT_NPROC counts threads here, which Go
// needs; seccomp keeps processes out instead.
func systemLimits() []limit { return nil }

// memoryWall limits writable memory. RLIMIT_AS would count the gigabyte that Go only reserves.
func memoryWall() Wall {
	if raceDetector {
		return tried("memory limit", "", errors.New("not set: this program was built with the race detector"))
	}
	l := limit{"memory limit", unix.RLIMIT_DATA, MaxData, "256 MiB"}
	return tried(l.name, l.detail, l.set())
}
