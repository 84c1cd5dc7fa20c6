package testdatabase

import (
	"errors"
	"os"
	"os/exec"
	osuser "os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// command is a program of PostgreSQL, which refuses to run as root: then it runs as somebody else, whose the
// folder becomes. It ends with the tests.
func (s *Server) command(name string, args ...string) (*exec.Cmd, error) {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = s.folder
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{}
	if os.Getuid() != 0 {
		return cmd, nil
	}
	somebody, err := osuser.Lookup("postgres")
	if err != nil {
		if somebody, err = osuser.Lookup("nobody"); err != nil {
			return nil, errors.New("it does not run as root, and there is no user postgres or nobody")
		}
	}
	uid, _ := strconv.Atoi(somebody.Uid) // numbers, on Linux
	gid, _ := strconv.Atoi(somebody.Gid)
	cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return cmd, os.Chown(s.folder, uid, gid)
}
