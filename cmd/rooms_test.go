package cmd

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestRooms holds the one rule of the layout: cmd may use everything, ui uses actions, client and
// config, and those three use neither each other nor ui nor the libraries of the screen. What everybody
// may use imports nothing.
func TestRooms(t *testing.T) {
	screen := []string{"charm.land/bubbletea", "charm.land/bubbles", "charm.land/lipgloss"}
	forbidden := map[string][]string{
		"cmd/keydesk": {"keydesk/ui", "keydesk/actions", "keydesk/client", "keydesk/config"},
		"ui":          {"keydesk/cmd", "net/http", "database/sql"},
		"actions":     append([]string{"keydesk/cmd", "keydesk/ui", "keydesk/client", "keydesk/config"}, screen...),
		"client":      append([]string{"keydesk/cmd", "keydesk/ui", "keydesk/actions", "keydesk/config"}, screen...),
		"config":      append([]string{"keydesk/cmd", "keydesk/ui", "keydesk/actions", "keydesk/client"}, screen...),
	}
	shared := []string{"keydesk/config/near"}
	seen := map[string]bool{}
	walkGo(t, func(dir, file string, imports []string) {
		if slices.Contains(shared, "keydesk/"+dir) && !strings.HasSuffix(file, "_test.go") && len(imports) > 0 {
			t.Errorf("%s imports %v; what every room may use imports nothing", file, imports)
		}
		for room, not := range forbidden {
			if dir != room && !strings.HasPrefix(dir, room+"/") {
				continue
			}
			seen[room] = true
			if room == "ui" && strings.HasSuffix(file, "_test.go") {
				not = []string{"keydesk/cmd"} // its tests serve the embedded platform themselves
			}
			for _, path := range imports {
				if strings.HasSuffix(file, "_test.go") && slices.Contains([]string{"keydesk/cmd/badserver", "keydesk/cmd/chance", "keydesk/cmd/testdatabase"}, path) {
					continue // servers that misbehave, seeds, and databases, for the tests of every room
				}
				if slices.Contains(shared, path) {
					continue
				}
				for _, bad := range not {
					if path == bad || strings.HasPrefix(path, bad+"/") {
						t.Errorf("%s imports %s, which %s must not", file, path, room)
					}
				}
			}
		}
	})
	for room := range forbidden {
		if !seen[room] {
			t.Errorf("there is no Go file in %s, so nothing was checked", room)
		}
	}
}

// TestMainIsACall keeps logic out of the main package.
func TestMainIsACall(t *testing.T) {
	walkGo(t, func(dir, file string, imports []string) {
		if dir == "cmd/keydesk" && !slices.Equal(imports, []string{"os", "keydesk/cmd"}) {
			t.Errorf("%s imports %v; it calls into cmd and does nothing else", file, imports)
		}
	})
}

// TestChanceIsTheSameEveryTime keeps draws without a fixed seed out of the tests, and the seeds out of
// the program.
func TestChanceIsTheSameEveryTime(t *testing.T) {
	drawing := []string{"pgregory.net/rapid", "math/rand", "math/rand/v2"}
	draws, seeded := map[string]string{}, map[string]bool{}
	walkGo(t, func(dir, file string, imports []string) {
		seeds := slices.Contains(imports, "keydesk/cmd/chance")
		switch {
		case !strings.HasSuffix(file, "_test.go"):
			if seeds {
				t.Errorf("%s imports keydesk/cmd/chance, which is for tests", file)
			}
			return
		case slices.ContainsFunc(imports, func(path string) bool { return slices.Contains(drawing, path) }):
			draws[dir] = file
		}
		seeded[dir] = seeded[dir] || seeds
	})
	for dir, file := range draws {
		if !seeded[dir] && dir != "cmd/chance" {
			t.Errorf("%s draws at random, and no test of its package imports keydesk/cmd/chance, which fixes the seed", file)
		}
	}
}

// TestTopLevel keeps the first look at the project short.
func TestTopLevel(t *testing.T) {
	allowed := []string{"cmd", "ui", "client", "actions", "config", "go.mod", "go.sum", "README.md"}
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(allowed, e.Name()) {
			t.Errorf("%s does not belong on the top level", e.Name())
		}
	}
}

// walkGo reads the imports of every Go file of the module; dir and file are relative to its root.
func walkGo(t *testing.T, visit func(dir, file string, imports []string)) {
	t.Helper()
	files := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (name == "testdata" || strings.HasPrefix(name, ".") && name != "..") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		parsed, err := parser.ParseFile(files, path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		imports := make([]string, 0, len(parsed.Imports))
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports = append(imports, imported)
		}
		file := filepath.ToSlash(strings.TrimPrefix(path, ".."+string(filepath.Separator)))
		visit(filepath.ToSlash(filepath.Dir(file)), file, imports)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
