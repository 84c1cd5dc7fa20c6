package cmd

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// packaged is a file that goes into archives and packages; one written as a word has no other name there.
type packaged struct{ Src, Dst string }

func (p *packaged) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		p.Src, p.Dst = node.Value, node.Value
		return nil
	}
	var pair struct{ Src, Dst string }
	err := node.Decode(&pair)
	*p = packaged(pair)
	return err
}

// release is what this test asks of the GoReleaser file.
type release struct {
	Before   struct{ Hooks []string }
	Builds   []struct{ Main string }
	Archives []struct{ Files []packaged }
	Nfpms    []struct {
		Formats  []string
		Contents []packaged
	}
	Sboms []struct{ Artifacts string }
	Casks []struct {
		Binaries, Manpages []string
		Completions        map[string]string
	} `yaml:"homebrew_casks"`
	Scoops []struct {
		Upload bool `yaml:"skip_upload"`
	}
	Checksum struct {
		Name string `yaml:"name_template"`
	}
}

func readRelease(t *testing.T) release {
	t.Helper()
	data, err := os.ReadFile("../.goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var r release
	if err := yaml.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// Every file that is packaged is in the repository, or made by a hook from a command that there is.
func TestWhatIsPackagedIsThere(t *testing.T) {
	t.Parallel()
	r := readRelease(t)
	made := map[string]bool{}
	for _, hook := range r.Before.Hooks {
		for _, match := range regexp.MustCompile(`go run \./cmd/keydesk ([a-z]+)(?: (\$shell))?[^>]*>(\S+?)[";]*(?:;| \|\||$)`).FindAllStringSubmatch(hook, -1) {
			names := []string{match[3]}
			if match[2] != "" {
				names = nil
				for _, shell := range []string{"bash", "zsh", "fish"} {
					names = append(names, strings.ReplaceAll(match[3], "$shell", shell))
					parses(t, []string{match[1], shell})
				}
			} else {
				parses(t, []string{match[1]})
			}
			for _, name := range names {
				made[name] = true
			}
		}
	}
	if len(made) != 4 {
		t.Errorf("the hooks make %v", made)
	}
	there := func(name string) {
		if _, err := fs.Stat(os.DirFS(".."), filepath.ToSlash(filepath.Clean(name))); err != nil && !made[name] {
			t.Errorf("%s is neither there nor made", name)
		}
	}
	for _, b := range r.Builds {
		there(b.Main)
	}
	for _, f := range slices.Concat(r.Archives[0].Files, r.Nfpms[0].Contents) {
		there(f.Src)
	}
}

// Each package has the man page, the completions of three shells and the licences, and each release says what
// it is made of.
func TestPackagesHaveWhatBelongsToThem(t *testing.T) {
	t.Parallel()
	r := readRelease(t)
	archive := map[string]bool{}
	for _, f := range r.Archives[0].Files {
		archive[f.Dst] = true
	}
	for _, want := range []string{"README.md", "CHANGELOG.md", "THIRD-PARTY.txt", "man/keydesk.1.gz", "completions/keydesk.bash", "completions/_keydesk", "completions/keydesk.fish"} {
		if !archive[want] {
			t.Errorf("the archives have no %s", want)
		}
	}
	system := map[string]bool{}
	for _, f := range r.Nfpms[0].Contents {
		system[f.Dst] = true
	}
	for _, want := range []string{"/usr/share/man/man1/keydesk.1.gz", "/usr/share/bash-completion/completions/keydesk", "/usr/share/zsh/site-functions/_keydesk",
		"/usr/share/fish/vendor_completions.d/keydesk.fish", "/usr/share/doc/keydesk/THIRD-PARTY.txt"} {
		if !system[want] {
			t.Errorf("deb and rpm have no %s", want)
		}
	}
	if !slices.Equal(r.Nfpms[0].Formats, []string{"deb", "rpm"}) || len(r.Sboms) != 1 || len(r.Scoops) != 1 || len(r.Casks) != 1 {
		t.Fatalf("there is not everything: %+v", r)
	}
	cask := r.Casks[0]
	for _, name := range append(cask.Manpages, cask.Completions["bash"], cask.Completions["zsh"], cask.Completions["fish"]) {
		if !archive[name] {
			t.Errorf("the cask installs %q, which no archive has", name)
		}
	}
}

// The workflow attests and publishes what the GoReleaser file makes.
func TestTheReleaseIsAttested(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../.github/workflows/release.yml")
	if err != nil {
		t.Fatal(err)
	}
	var workflow struct {
		Permissions map[string]string
		Jobs        map[string]struct{ Steps []map[string]any }
	}
	if err := yaml.Unmarshal(data, &workflow); err != nil {
		t.Fatal(err)
	}
	if workflow.Permissions["id-token"] != "write" || workflow.Permissions["attestations"] != "write" || len(workflow.Jobs["packages"].Steps) < 5 {
		t.Errorf("%+v", workflow)
	}
	for _, want := range []string{"attest-build-provenance", "dist/" + readRelease(t).Checksum.Name, "KEYDESK_HOST", ".github/CHANGELOG.md"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("the workflow has no %s", want)
		}
	}
}
