//go:build unix

package walls

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// limit is one resource limit to set.
type limit struct {
	name     string
	resource int
	value    uint64
	detail   string
}

func raiseLimits() []Wall {
	limits := []limit{
		{"CPU limit", unix.RLIMIT_CPU, maxCPU, "62 s of processor time in all"},
		{"descriptor limit", unix.RLIMIT_NOFILE, maxFiles, "16 descriptors"},
		{"file size limit", unix.RLIMIT_FSIZE, 0, "no file can grow"},
		{"core dump limit", unix.RLIMIT_CORE, 0, "no core dumps"},
	}
	var list []Wall
	for _, l := range append(limits, systemLimits()...) {
		list = append(list, tried(l.name, l.detail, l.set()))
	}
	return append(list, memoryWalls()...)
}

// set sets the limit for good and reads it back.
func (l limit) set() error {
	if err := setLimit(l.resource, l.value); err != nil {
		return fmt.Errorf("setting it failed: %w", err)
	}
	var now unix.Rlimit
	if err := unix.Getrlimit(l.resource, &now); err != nil {
		return fmt.Errorf("reading it back failed: %w", err)
	}
	if uint64(now.Max) != l.value {
		return fmt.Errorf("it is %d instead of %d", now.Max, l.value)
	}
	return nil
}
