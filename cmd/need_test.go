package cmd

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// need skips a test where a program is missing; the gate installs them.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip("no " + name + " on this machine")
		}
	}
}

// linked is a name by which a shell can start the test binary as keydesk.
func linked(t *testing.T, dir string) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "keydesk")
	if err := os.Symlink(exe, path); err != nil {
		t.Fatal(err)
	}
	return path
}
