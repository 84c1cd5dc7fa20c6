//go:build freebsd || dragonfly

package walls

import "golang.org/x/sys/unix"

func setLimit(resource int, value uint64) error {
	return unix.Setrlimit(resource, &unix.Rlimit{Cur: int64(value), Max: int64(value)})
}
