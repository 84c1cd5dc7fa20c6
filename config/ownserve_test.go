package config

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestWhatOthersMayWriteIsNotServed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no mode")
	}
	folder := t.TempDir()
	s := Settings{Path: filepath.Join(folder, "config.toml")}
	if err := os.WriteFile(s.Path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		file, folder os.FileMode
		want         string
	}{{0o600, 0o700, ""}, {0o644, 0o755, ""}, {0o666, 0o700, "the settings"}, {0o620, 0o700, "the settings"}, {0o600, 0o777, "the folder"}} {
		if err := os.Chmod(s.Path, c.file); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(folder, c.folder); err != nil {
			t.Fatal(err)
		}
		err := s.CheckServed(folder)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%04o in %04o: %v", c.file, c.folder, err)
		}
	}
}
