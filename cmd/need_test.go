package cmd

import (
	"os/exec"
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
