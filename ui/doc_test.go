package ui

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheMapIsTrue holds the maps of doc.go and studio.go against the folder: they name every file, and
// none that is gone.
func TestTheMapIsTrue(t *testing.T) {
	named := map[string]bool{"doc.go": true}
	for _, at := range []string{"doc.go", "studio.go"} {
		src, err := os.ReadFile(at)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range regexp.MustCompile(`[a-z]+\.go`).FindAllString(string(src), -1) {
			named[name] = true
			if _, err := os.Stat(name); err != nil {
				t.Errorf("%s names %s, which is not there", at, name)
			}
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if !strings.HasSuffix(name, "_test.go") && !named[name] {
			t.Errorf("no map names %s", name)
		}
	}
}
