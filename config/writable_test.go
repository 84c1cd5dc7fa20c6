//go:build unix

package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A settings file that others may write runs no program; what else it says still holds.
func TestProgramsOnlyOfOnesOwnFile(t *testing.T) {
	for _, tc := range []struct {
		name            string
		file, dir, link os.FileMode
		text            string
		refused         bool
	}{
		{"own", 0o600, 0o700, 0, "open = \"command firefox\"\n", false},
		{"readable", 0o644, 0o755, 0, "open = \"command firefox\"\n", false},
		{"group", 0o664, 0o700, 0, "open = \"command firefox\"\n", true},
		{"everybody", 0o606, 0o700, 0, "clipboard = \"command wl-copy\"\n", true},
		{"folder", 0o600, 0o770, 0, "notify_by = \"command notify-me\"\n", true},
		{"sticky folder", 0o600, 0o777 | os.ModeSticky, 0, "open = \"command firefox\"\n", false},
		{"no program", 0o666, 0o777, 0, "open = \"local\"\ntheme = \"dark\"\n", false},
		{"link in a shared folder", 0o600, 0o700, 0o777, "open = \"command firefox\"\n", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "dir")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, "config.toml")
			if err := os.WriteFile(path, []byte(tc.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, tc.file); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(dir, tc.dir); err != nil {
				t.Fatal(err)
			}
			if tc.link != 0 {
				shared := filepath.Join(t.TempDir(), "shared")
				if err := os.Mkdir(shared, 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.Symlink(path, filepath.Join(shared, "config.toml")); err != nil {
					t.Fatal(err)
				}
				if err := os.Chmod(shared, tc.link); err != nil {
					t.Fatal(err)
				}
				path = filepath.Join(shared, "config.toml")
			}
			_, err := Load(path, func(string) string { return "" })
			if (err != nil) != tc.refused {
				t.Fatalf("got %v", err)
			}
			if tc.refused && (!strings.Contains(err.Error(), ":1:") || !strings.Contains(err.Error(), "chmod go-w")) {
				t.Errorf("%v says not where, or not what to do", err)
			}
		})
	}
}
