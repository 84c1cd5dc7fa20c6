//go:build unix

package walls

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// dropInherited empties the environment, goes to / and closes every descriptor that came from the
// parent but the three pipes.
func dropInherited() []Wall {
	os.Clearenv()
	list := []Wall{tried("environment", "empty", emptyEnvironment())}
	list = append(list, tried("directory", "/", os.Chdir("/")))
	return append(list, tried("descriptors", "the worker's pipes only", closeInherited()))
}

func emptyEnvironment() error {
	if n := len(os.Environ()); n > 0 {
		return fmt.Errorf("%d variables are left", n)
	}
	return nil
}

// closeInherited closes what survived the exec: exactly the descriptors without close-on-exec. Go
// opens its own with it, so the runtime's poller is left alone; the files it keeps open to follow
// the machine's processor quota are closed too, since a worker has a fixed number of processors.
func closeInherited() error {
	for fd := 3; fd < 1024; fd++ {
		flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
		if err == nil && (flags&unix.FD_CLOEXEC == 0 || isFile(fd)) {
			if err := unix.Close(fd); err != nil {
				return fmt.Errorf("descriptor %d stays open: %w", fd, err)
			}
		}
	}
	return nil
}

func isFile(fd int) bool {
	var s unix.Stat_t
	return unix.Fstat(fd, &s) == nil && s.Mode&unix.S_IFMT == unix.S_IFREG
}
