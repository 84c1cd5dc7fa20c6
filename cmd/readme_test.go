//go:build unix

package cmd

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/anmitsu/go-shlex"

	"keydesk/client/emulator"
	"keydesk/cmd/app"
	"keydesk/cmd/desk"
	"keydesk/ui/markdown"
)

const readmeFile = "../README.md"

// TestReadmeFitsTwoScreens keeps it short: the guide has the rest.
func TestReadmeFitsTwoScreens(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(readmeFile)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "\n"); n > 200 {
		t.Errorf("the README has %d lines", n)
	}
	for _, b := range markdown.Parse(string(text)) {
		texts := []string{b.Text}
		for _, row := range b.Cells {
			texts = append(texts, row...)
		}
		for _, text := range texts {
			for _, span := range markdown.Spans(text) {
				if target := span.Target; target != "" && !strings.HasPrefix(target, "https://") {
					if _, err := os.Stat(filepath.Join("..", target)); err != nil {
						t.Errorf("the README links to %s, which is not there", target)
					}
				}
			}
		}
	}
}

// TestReadmeCommands runs every command of the README, in its order and in one home, against a platform and with
// a person's answers. What opens the desk is tried in a terminal.
func TestReadmeCommands(t *testing.T) {
	text, err := os.ReadFile(readmeFile)
	if err != nil {
		t.Fatal(err)
	}
	r := newReader(t)
	n := 0
	for _, b := range markdown.Parse(string(text)) {
		if b.Kind != markdown.Code {
			continue
		}
		if b.Lang == "toml" {
			r.write("action.toml", strings.Join(b.Lines, "\n")+"\n")
			continue
		}
		for _, line := range b.Lines {
			r.try(line)
			n++
		}
	}
	if n < 10 {
		t.Errorf("only %d commands were found", n)
	}
}

// readmeReader is somebody who types what the README says.
type readmeReader struct {
	*inProcess
	home, work, source string
	environ            []string          // of whoever runs the tests, whose Go has its cache
	told               *strings.Replacer // what stands in the README, and what it is here
}

func newReader(t *testing.T) *readmeReader {
	t.Helper()
	platform, err := emulator.New(emulator.Options{Contacts: 5, Manual: true})
	if err != nil {
		t.Fatal(err)
	}
	url, err := platform.Start(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = platform.Close() })
	admin := desk.UserOf(platform, "admin")
	contact, err := firstContact(url, admin)
	if err != nil {
		t.Fatal(err)
	}
	environ := os.Environ()
	source, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	r := &readmeReader{inProcess: newInProcess(t), source: source, environ: environ, work: t.TempDir(), told: strings.NewReplacer(
		"https://desk.example.com", url, "919810000000", contact.PhoneNumber, "127.0.0.1:2222", "127.0.0.1:0")}
	r.home = os.Getenv("HOME")
	t.Chdir(r.work)
	r.env.Keyring = nil
	r.env.StdinTerminal = true
	r.env.Stdin = strings.NewReader(admin.Email + "\n")
	r.env.ReadSecret = func(context.Context, string) (string, error) { return admin.Password, nil }
	return r
}

func (r *readmeReader) write(name, text string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.work, name), []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// try runs one line. One that is of no kind known here fails: it is to be tried as well.
func (r *readmeReader) try(line string) {
	r.t.Helper()
	line, _, _ = strings.Cut(line, " #")
	words, err := shlex.Split(r.told.Replace(line), true)
	if err != nil || len(words) == 0 {
		r.t.Fatalf("%q: %v", line, err)
	}
	switch said := strings.TrimSpace(line); {
	case said == "go run ./cmd/keydesk demo":
		r.demo()
	case said == "go build -o keydesk ./cmd/keydesk":
		r.build()
	case said == "keydesk":
		w := startTerminal(r.t, r.home, 100, 30, nil)
		w.waitFor("live")
		w.press("\x03")
		w.ends(app.ExitDone)
	case strings.HasPrefix(said, "keydesk demo --ssh"): // TestTheDemoLetsEverybodyIn goes on from here
		parses(r.t, words[1:])
	case said == "keydesk doctor": // what it finds wrong is this machine's
		r.env.Args = words[1:]
		if code := Run(r.t.Context(), r.env); code != app.ExitDone && code != app.ExitFailed {
			r.t.Errorf("%s: exit code %d", said, code)
		}
	case words[0] == "keydesk":
		r.run(app.ExitDone, words[1:]...)
	default:
		r.t.Errorf("nobody knows how to try %q", line)
	}
}

// demo does what the README says under it.
func (r *readmeReader) demo() {
	w := startTerminal(r.t, r.t.TempDir(), 120, 36, nil, "demo", "--rate", "0")
	w.waitFor("Aarav")
	w.press("\r")
	w.waitFor("Reply")
	w.press("Good morning\r")
	w.waitFor("Good morning")
	w.press("\x1bOP") // F1
	w.waitFor("TCK-1042")
	w.press("\x1bp")
	w.waitFor("Preview")
	w.press("\x1b[B")
	w.press("\x03\x03")
	w.ends(app.ExitDone)
}

// build builds it; .ci/run has built the same before, so that little is left to do.
func (r *readmeReader) build() {
	r.t.Helper()
	if testing.Short() {
		return
	}
	build := exec.CommandContext(r.t.Context(), "go", "build", "-o", filepath.Join(r.work, "keydesk"), "./cmd/keydesk")
	build.Dir, build.Env = r.source, append(r.environ, "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		r.t.Errorf("%v: %s", err, out)
	}
}
