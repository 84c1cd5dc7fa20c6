// Package walls closes a worker process in before a snippet reaches it, and measures what then
// stands. Every wall is optional to the others: what a kernel does not have is reported, not
// assumed.
//
//	walls.go           the list, in the order in which walls are raised
//	inherit_*.go       what came from the parent: environment, directory, descriptors
//	limits_*.go        resource limits of the operating system
//	landlock_linux.go  Landlock: no files, no TCP
//	seccomp_*.go       seccomp: only the system calls that a running Go program needs
//	job_windows.go     a job object on Windows
//	watch.go           the worker's own eye on its memory where the kernel has none
package walls

import "runtime/debug"

// Wall is one wall with what was found when it was tried.
type Wall struct {
	Name   string `json:"name"`
	Stands bool   `json:"stands"`
	Detail string `json:"detail"`
}

const (
	// MaxData is the memory a worker may use, in bytes: four of them together stay below 1 GiB.
	MaxData = 224 << 20
	// maxStack is the Go stack one goroutine may have before the process dies, in bytes.
	maxStack = 64 << 20
	// heapTarget is the heap size above which the collector works hard, in bytes.
	heapTarget = 128 << 20
	// maxCPU is the processor time of a worker's whole life, in seconds: two processors for the
	// longest run there is.
	maxCPU = 62
	// maxFiles is enough for three pipes and what the Go runtime opens for itself.
	maxFiles = 16
)

// Raise raises every wall there is around this very process, for good, and tells which stand.
func Raise() []Wall {
	debug.SetMaxStack(maxStack)
	debug.SetMemoryLimit(heapTarget)
	list := []Wall{{Name: "Go stack", Stands: true, Detail: "64 MiB, then the worker dies"}}
	list = append(list, dropInherited()...)
	list = append(list, raiseLimits()...)
	return append(list, raiseSystem()...)
}

// tried makes a wall of an attempt: err says why it does not stand.
func tried(name, detail string, err error) Wall {
	if err != nil {
		return Wall{Name: name, Detail: err.Error()}
	}
	return Wall{Name: name, Stands: true, Detail: detail}
}
