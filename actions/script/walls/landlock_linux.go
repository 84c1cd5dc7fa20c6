package walls

import (
	"errors"
	"fmt"
	"runtime"

	"github.com/landlock-lsm/go-landlock/landlock"
	"golang.org/x/sys/unix"
)

// raiseSystem raises the walls of the Linux kernel. Landlock is measured before seccomp, which
// would answer first.
func raiseSystem() []Wall {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	list := []Wall{tried("no new privileges", "no program gets more rights than the worker", noNewPrivileges())}
	err := landlock.V8.BestEffort().Restrict()
	list = append(list,
		tried("Landlock files", "no file can be opened", refusal(err, openRoot())),
		tried("Landlock TCP", "no TCP connection can be made", refusal(err, connectTCP())))
	err = raiseSeccomp()
	return append(list, tried("seccomp", "no files, sockets, programs, processes or tracing", refusal(err, openSocket())))
}

// noNewPrivileges sets the flag on this thread, from which Landlock and seccomp carry it to all,
// and reads it back.
func noNewPrivileges() error {
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	set, err := unix.PrctlRetInt(unix.PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0)
	if err == nil && set != 1 {
		err = errors.New("it did not stay set")
	}
	return err
}

// refusal turns what an attempt gave into the state of a wall: nil when it was refused as a wall
// refuses.
func refusal(raised, attempt error) error {
	switch {
	case errors.Is(attempt, unix.EACCES), errors.Is(attempt, unix.EPERM):
		return nil
	case raised != nil:
		return raised
	case attempt == nil:
		return errors.New("not in this kernel, or switched off: an attempt went through")
	}
	return fmt.Errorf("not in this kernel, or switched off: an attempt ended with %w", attempt)
}

func openRoot() error {
	fd, err := unix.Open("/", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err == nil {
		unix.Close(fd)
	}
	return err
}

// connectTCP tries the discard port of this machine; anything but a refusal by the kernel's rules
// means that the wall does not stand.
func connectTCP() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return fmt.Errorf("opening a socket: %v", err)
	}
	defer unix.Close(fd)
	return unix.Connect(fd, &unix.SockaddrInet4{Port: 9, Addr: [4]byte{127, 0, 0, 1}})
}

func openSocket() error {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err == nil {
		unix.Close(fd)
	}
	return err
}
