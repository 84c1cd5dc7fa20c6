package walls

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// addressRoom is what a worker may map beyond what it has when its walls rise: two more of the
// 64 MiB arenas of Go's heap, never a third, and what the runtime needs beside the heap.
const addressRoom = 191 << 20

func setLimit(resource int, value uint64) error {
	return unix.Setrlimit(resource, &unix.Rlimit{Cur: value, Max: value})
}

// systemLimits are those that only this system has. RLIMIT_NPROC counts threads here, which Go
// needs; seccomp keeps processes out instead.
func systemLimits() []limit { return nil }

// memoryWalls limit writable memory twice. RLIMIT_DATA counts exactly, but lets Go map any amount
// over what it reserved before, in one go: a single large slice passes it. RLIMIT_AS counts what is
// reserved, and therefore stops such a slice; it is set above the gigabyte that Go only reserves.
func memoryWalls() []Wall {
	const name, address = "memory limit", "address space limit"
	if raceDetector {
		err := errors.New("not set: this program was built with the race detector")
		return []Wall{tried(name, "", err), tried(address, "", err)}
	}
	data := limit{name, unix.RLIMIT_DATA, MaxData, "224 MiB"}
	list := []Wall{tried(data.name, data.detail, data.set())}
	mapped, err := mappedMemory()
	if err == nil {
		err = limit{address, unix.RLIMIT_AS, mapped + addressRoom, ""}.set()
	}
	return append(list, tried(address, "no allocation reaches past the memory limit in one step", err))
}

// mappedMemory is the address space this process has, in bytes.
func mappedMemory() (uint64, error) {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, fmt.Errorf("measuring the address space: %w", err)
	}
	var pages uint64
	if _, err := fmt.Sscan(string(data), &pages); err != nil {
		return 0, fmt.Errorf("measuring the address space: %w", err)
	}
	return pages * uint64(os.Getpagesize()), nil
}
