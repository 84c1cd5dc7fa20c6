package config

import (
	"path/filepath"
	"sync"
	"testing"
)

func TestDownloadsAreTheSystemsOrTheSettings(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "config"))
	t.Setenv("XDG_DOWNLOAD_DIR", filepath.Join(home, "Load"))
	p := FindPaths()
	here, err := filepath.Abs("files")
	if err != nil {
		t.Fatal(err)
	}
	for setting, want := range map[string]string{
		"":                         filepath.Join(home, "Load"),
		"~":                        home,
		"~/from customers":         filepath.Join(home, "from customers"),
		"~other":                   filepath.Join(filepath.Dir(here), "~other"),
		"files":                    here,
		filepath.Join(home, "abs"): filepath.Join(home, "abs"),
	} {
		if got := p.Downloads(setting); got != want {
			t.Errorf("%q is %q, want %q", setting, got, want)
		}
	}
}

// The doctor looks at everything at once; xdg keeps its answers in global variables.
func TestPathsAreFoundByManyAtOnce(t *testing.T) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if p := FindPaths(); p.Downloads("") == "" || p.ConfigFile() == "" {
				t.Error("a place is missing")
			}
		})
	}
	all.Wait()
}
