//go:build linux || darwin

package terminal

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// modesSize is how many bytes a terminal's modes are on their way to the guard.
var modesSize = binary.Size(unix.Termios{})

// aside gives the guard a process group of its own: what stops or kills the desk's leaves it alone.
func aside() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// deafen makes the guard outlive what ends a terminal's programs, and lets it write from the background.
// Another name keeps it from those who kill by name.
func deafen() {
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM, syscall.SIGQUIT, syscall.SIGHUP, syscall.SIGTSTP, syscall.SIGTTOU, syscall.SIGPIPE)
	_ = os.WriteFile("/proc/self/comm", []byte("kd-terminal"), 0) // where there is none, the name stays
}

func terminalModes(f *os.File) ([]byte, bool) {
	modes, err := unix.IoctlGetTermios(int(f.Fd()), getModes)
	if err != nil {
		return nil, false
	}
	var b bytes.Buffer
	err = binary.Write(&b, binary.NativeEndian, modes)
	return b.Bytes(), err == nil
}

// restoreModes sets the modes back that a dead desk left raw. A shell that has taken the terminal over
// meanwhile has set its own, in which output is processed; those are left alone.
func restoreModes(f *os.File, before []byte) {
	now, err := unix.IoctlGetTermios(int(f.Fd()), getModes)
	if err != nil || now.Oflag&unix.OPOST != 0 {
		return
	}
	var modes unix.Termios
	if binary.Read(bytes.NewReader(before), binary.NativeEndian, &modes) == nil {
		_ = unix.IoctlSetTermios(int(f.Fd()), setModes, &modes)
	}
}
