//go:build !linux

package testdatabase

import (
	"errors"
	"os/exec"
)

func (*Server) command(string, ...string) (*exec.Cmd, error) {
	return nil, errors.New("tests start it on Linux only")
}
