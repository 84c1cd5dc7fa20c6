//go:build linux && (amd64 || arm64)

package walls

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Offsets into the kernel's struct seccomp_data, on little-endian machines.
const (
	offNumber = 0
	offArch   = 4
	offArg0   = 16
	offArg2   = 32
)

// commonCalls are what a running Go program needs on every machine: memory, threads of its own,
// signals, time, and the descriptors it has. Nothing here opens anything.
func commonCalls() []uint32 {
	return []uint32{
		unix.SYS_READ, unix.SYS_WRITE, unix.SYS_READV, unix.SYS_WRITEV, unix.SYS_PREAD64, unix.SYS_CLOSE,
		unix.SYS_FCNTL, unix.SYS_FSTAT, unix.SYS_PIPE2, unix.SYS_EVENTFD2,
		unix.SYS_EPOLL_CREATE1, unix.SYS_EPOLL_CTL, unix.SYS_EPOLL_PWAIT, unix.SYS_PPOLL,
		unix.SYS_MUNMAP, unix.SYS_MADVISE, unix.SYS_MINCORE, unix.SYS_BRK, unix.SYS_MREMAP, unix.SYS_MEMBARRIER,
		unix.SYS_FUTEX, unix.SYS_SCHED_YIELD, unix.SYS_SCHED_GETAFFINITY, unix.SYS_SET_ROBUST_LIST, unix.SYS_RSEQ,
		unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN, unix.SYS_SIGALTSTACK,
		unix.SYS_NANOSLEEP, unix.SYS_CLOCK_NANOSLEEP, unix.SYS_CLOCK_GETTIME, unix.SYS_GETTIMEOFDAY,
		unix.SYS_GETPID, unix.SYS_GETTID, unix.SYS_GETRANDOM, unix.SYS_RESTART_SYSCALL,
		unix.SYS_EXIT, unix.SYS_EXIT_GROUP,
	}
}

func stmt(code uint16, k uint32) unix.SockFilter { return unix.SockFilter{Code: code, K: k} }

func jump(code uint16, k uint32, yes, no uint8) unix.SockFilter {
	return unix.SockFilter{Code: code, K: k, Jt: yes, Jf: no}
}

const (
	load      = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
	ifEqual   = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
	ifAtLeast = unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K
	ifBits    = unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K
	answer    = unix.BPF_RET | unix.BPF_K

	deny = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
)

// filter is the program the kernel runs on every system call of the worker. What is not allowed
// gets EPERM, so that the worker lives to tell; a foreign calling convention kills it.
func filter(pid int) []unix.SockFilter {
	f := []unix.SockFilter{
		stmt(load, offArch),
		jump(ifEqual, auditArch, 1, 0),
		stmt(answer, unix.SECCOMP_RET_KILL_PROCESS),
		stmt(load, offNumber),
	}
	if foreignBit != 0 {
		f = append(f, jump(ifAtLeast, foreignBit, 0, 1), stmt(answer, unix.SECCOMP_RET_KILL_PROCESS))
	}
	for _, nr := range append(commonCalls(), machineCalls()...) {
		f = append(f, jump(ifEqual, nr, 0, 1), stmt(answer, unix.SECCOMP_RET_ALLOW))
	}
	// clone3 hides its flags from a filter; told that it does not exist, the C library uses clone.
	f = append(f, jump(ifEqual, unix.SYS_CLONE3, 0, 1), stmt(answer, unix.SECCOMP_RET_ERRNO|uint32(unix.ENOSYS)))
	// clone: threads only. mmap and mprotect: no executable memory. tgkill: this process only.
	f = append(f, when(unix.SYS_CLONE, offArg0, jump(ifBits, unix.CLONE_THREAD, 0, 1))...)
	f = append(f, when(unix.SYS_MMAP, offArg2, jump(ifBits, unix.PROT_EXEC, 1, 0))...)
	f = append(f, when(unix.SYS_MPROTECT, offArg2, jump(ifBits, unix.PROT_EXEC, 1, 0))...)
	f = append(f, when(unix.SYS_TGKILL, offArg0, jump(ifEqual, uint32(pid), 0, 1))...)
	return append(f, stmt(answer, deny))
}

// when allows one call if test falls through on an argument, and denies it if test skips one.
func when(nr uint32, arg uint32, test unix.SockFilter) []unix.SockFilter {
	return []unix.SockFilter{
		jump(ifEqual, nr, 0, 4),
		stmt(load, arg),
		test,
		stmt(answer, unix.SECCOMP_RET_ALLOW),
		stmt(answer, deny),
	}
}

// raiseSeccomp puts the filter on every thread at once. The calling thread must have
// no_new_privs; the others get it with the filter.
func raiseSeccomp() error {
	program := filter(os.Getpid())
	fprog := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	r, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER,
		unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&fprog)))
	runtime.KeepAlive(program)
	switch {
	case errno != 0:
		return fmt.Errorf("loading the filter: %w", errno)
	case r != 0:
		return errors.New("a thread could not take the filter")
	}
	return nil
}
