//go:build unix

package host

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tools is a folder that is the whole PATH of a test.
type tools struct {
	t   *testing.T
	dir string
}

func newTools(t *testing.T) tools {
	t.Helper()
	d := tools{t, t.TempDir()}
	t.Setenv("PATH", d.dir)
	return d
}

// add makes a program that records each of its arguments on a line of its own,
// and its input, and then runs more.
func (d tools) add(name, more string) {
	d.t.Helper()
	script := "#!/bin/sh\n" +
		`for a in "$@"; do printf '%s\n' "$a" >>"` + d.dir + "/" + name + `.args"; done` + "\n" +
		"/bin/cat >\"" + d.dir + "/" + name + ".in\"\n" + more + "\n"
	if err := os.WriteFile(filepath.Join(d.dir, name), []byte(script), 0o700); err != nil {
		d.t.Fatal(err)
	}
}

// told is what a program got: "args" or "in".
func (d tools) told(name, what string) string {
	d.t.Helper()
	data, err := os.ReadFile(filepath.Join(d.dir, name+"."+what))
	if err != nil && !os.IsNotExist(err) {
		d.t.Fatal(err)
	}
	return strings.TrimSuffix(string(data), "\n")
}

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for _, p := range pairs {
			if value, ok := strings.CutPrefix(p, name+"="); ok {
				return value
			}
		}
		return ""
	}
}
