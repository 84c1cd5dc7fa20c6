package ui

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sameMeaning are commands of several places that do the same there.
var sameMeaning = [][]string{
	{"screen.redraw", "studio.redraw"},
	{"palette", "studio.palette"},
	{"notice.read", "studio.notices"},
	{"action.preview", "chooser.other", "studio.show"}, // a look at what would be done
	{"compose.undo", "field.undo"},
	{"studio.save", "studio.merged"},
	{"compose.editor", "studio.editor"},
	{"list.pageup", "thread.pageup", "viewer.pageup", "filter.pageup", "bulk.pageup", "studio.pageup"},
	{"list.pagedown", "thread.pagedown", "viewer.pagedown", "filter.pagedown", "bulk.pagedown", "studio.pagedown"},
}

// A chord means one thing, wherever one is and whichever key sends.
func TestAChordMeansOneThing(t *testing.T) {
	by := map[string][]string{}
	for _, ctrlEnter := range []bool{false, true} {
		for _, b := range defaultCommands(ctrlEnter) {
			for _, key := range b.Keys {
				chord := strings.Contains(key, "ctrl+") || strings.Contains(key, "alt+")
				if chord && !slices.Contains(by[key], b.ID) {
					by[key] = append(by[key], b.ID)
				}
			}
		}
	}
	for key, ids := range by {
		same := slices.ContainsFunc(sameMeaning, func(group []string) bool {
			return !slices.ContainsFunc(ids, func(id string) bool { return !slices.Contains(group, id) })
		})
		if len(ids) > 1 && !same {
			t.Errorf("%s means %s", key, strings.Join(ids, ", "))
		}
	}
	for file, keys := range keyExamples(t) {
		for _, key := range keys {
			if ids := by[key]; len(ids) > 0 {
				t.Errorf("%s gives %s as an example, which is %s", file, key, strings.Join(ids, ", "))
			}
		}
	}
}

// keyExamples are the keys that the documents and the settings give to actions and views.
func keyExamples(t *testing.T) map[string][]string {
	t.Helper()
	example := regexp.MustCompile(`"?\bkey"?\s*[:=]\s*"([^"]+)"|\*\.key", kind: kindText, example: ` + "`\"([^\"]+)\"`")
	found := map[string][]string{}
	for _, glob := range []string{"../README.md", "../cmd/guide/*.md", "../config/schema.go", "../config/views.go"} {
		files, err := filepath.Glob(glob)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range example.FindAllStringSubmatch(string(raw), -1) {
				found[file] = append(found[file], m[1]+m[2])
			}
		}
	}
	if len(found) < 2 {
		t.Fatalf("the examples are not found any more: %v", found)
	}
	return found
}
