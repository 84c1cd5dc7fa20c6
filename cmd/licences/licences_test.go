package licences

import (
	"flag"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const (
	root = "../.."
	file = root + "/.github/THIRD-PARTY.txt"
)

var update = flag.Bool("update", false, "write the file anew")

// TestLicencesAreThoseOfWhatIsLinked fails when a dependency came, went or changed.
func TestLicencesAreThoseOfWhatIsLinked(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go command")
	}
	want, err := Text(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("the licences of what is linked are out of date: go test ./cmd/licences -update")
	}
	for _, name := range []string{"charm.land/bubbletea/v2 ", "github.com/dop251/goja ", "modernc.org/sqlite ", "Go, its library and runtime"} {
		if !strings.Contains(string(got), "\n"+name) {
			t.Errorf("%s is missing", name)
		}
	}
	if strings.Contains(string(got), "goldmark") {
		t.Error("what only tests use is not linked")
	}
}
