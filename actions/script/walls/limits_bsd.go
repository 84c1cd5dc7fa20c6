//go:build unix && !linux

package walls

import "golang.org/x/sys/unix"

// systemLimits are those of systems whose RLIMIT_NPROC counts processes rather than threads.
func systemLimits() []limit {
	return []limit{{"process limit", unix.RLIMIT_NPROC, 0, "no further processes"}}
}

// memoryWalls watch from inside: RLIMIT_DATA does not count mapped memory on these systems.
func memoryWalls() []Wall {
	return []Wall{{Name: "memory limit", Stands: true, Detail: "224 MiB, looked at every 5 ms of a run from inside the worker"}}
}

// raiseSystem adds nothing: there is no unprivileged sandbox here that a program without C can use.
func raiseSystem() []Wall {
	return []Wall{
		{Name: "files and network", Detail: "only the language keeps them away: goja gives a snippet neither"},
	}
}
