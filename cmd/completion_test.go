package cmd

import (
	"bytes"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"keydesk/cmd/app"
	"keydesk/cmd/manual"
)

func completions(t *testing.T, shell string) string {
	t.Helper()
	var out, errs bytes.Buffer
	code := Run(t.Context(), app.Env{Args: []string{"completion", shell}, Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" }})
	if code != app.ExitDone || errs.Len() > 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	return out.String()
}

// TestCompletionIsValid lets each shell that is here read its script.
func TestCompletionIsValid(t *testing.T) {
	t.Parallel()
	for _, shell := range []string{"bash", "zsh", "fish"} {
		t.Run(shell, func(t *testing.T) {
			script := completions(t, shell)
			for _, word := range []string{"actions", "--older-than", "upstream"} {
				if !strings.Contains(script, strings.TrimPrefix(word, "--")) {
					t.Errorf("%s is missing", word)
				}
			}
			path, err := exec.LookPath(shell)
			if err != nil {
				t.Skipf("%s is not installed", shell)
			}
			check := exec.CommandContext(t.Context(), path, "-n")
			check.Stdin = strings.NewReader(script)
			if out, err := check.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

// TestCompletionInBash completes words as a person would with the tab key.
func TestCompletionInBash(t *testing.T) {
	t.Parallel()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed")
	}
	script := completions(t, "bash")
	for _, c := range []struct {
		line string // words; the last one is being typed
		want string
	}{
		{"keydesk ac", "actions"},
		{"keydesk actions s", "show"},
		{"keydesk actions show --j", "--json"},
		{"keydesk demo --generation ", "upstream fork"},
		{"keydesk demo --generation f", "fork"},
		{"keydesk --profile work hist", "history"},
		{"keydesk history prune --o", "--older-than"},
		{"keydesk history --si", "--since"},
		{"keydesk completion z", "zsh"},
		{"keydesk guide tr", "troubleshooting"},
		{"keydesk guide se", "search settings serve security"},
		{"keydesk run --contact ", ""},
		{"keydesk frob", ""},
	} {
		t.Run(c.line, func(t *testing.T) {
			words := strings.Split(c.line, " ")
			line := script + "\nCOMP_WORDS=("
			for _, w := range words {
				line += manual.Single(w) + " "
			}
			line += ")\nCOMP_CWORD=" + string(rune('0'+len(words)-1)) + "\n_keydesk\necho \"${COMPREPLY[*]}\"\n"
			out, err := exec.CommandContext(t.Context(), bash, "--norc", "-c", line).CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if got := strings.TrimSpace(string(out)); got != c.want {
				t.Errorf("completed to %q, want %q", got, c.want)
			}
		})
	}
}

// TestEveryCommandShowsAnExample walks the model, so a new command cannot be forgotten.
func TestEveryCommandShowsAnExample(t *testing.T) {
	t.Parallel()
	parser, err := newParser(&cli{})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	var walk func(n *kong.Node)
	walk = func(n *kong.Node) {
		seen++
		if !strings.Contains(n.Detail, "Example:\n\n    ") {
			t.Errorf("%q has no example in its help", n.Path())
		}
		for _, flag := range n.Flags {
			if flag.Help == "" {
				t.Errorf("%s %s has no help", n.Path(), flag.Name)
			}
		}
		for _, child := range n.Children {
			walk(child)
		}
	}
	walk(parser.Model.Node)
	if seen < 10 {
		t.Errorf("only %d commands were looked at", seen)
	}
}

// TestExamplesParse runs the parser over every example of the help, so that none of them lies.
func TestExamplesParse(t *testing.T) {
	t.Parallel()
	parser, err := newParser(&cli{})
	if err != nil {
		t.Fatal(err)
	}
	var nodes []*kong.Node
	var walk func(n *kong.Node)
	walk = func(n *kong.Node) {
		nodes = append(nodes, n)
		for _, child := range n.Children {
			walk(child)
		}
	}
	walk(parser.Model.Node)
	checked := 0
	for _, n := range nodes {
		for line := range strings.Lines(n.Detail) {
			args, ok := exampleArgs(line)
			if !ok {
				continue
			}
			checked++
			fresh, err := newParser(&cli{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := fresh.Parse(args); err != nil {
				t.Errorf("%q: %v", strings.TrimSpace(line), err)
			}
		}
	}
	if checked < 10 {
		t.Errorf("only %d examples were found", checked)
	}
}

// exampleArgs are the arguments of "    keydesk … | …" in a help text.
func exampleArgs(line string) ([]string, bool) {
	rest, ok := strings.CutPrefix(line, "    keydesk")
	if !ok || (rest[0] != ' ' && rest[0] != '\n') {
		return nil, false
	}
	var args []string
	var word strings.Builder
	quoted := false
	for _, r := range strings.TrimSpace(rest) + " " {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ' ' && !quoted:
			if word.Len() > 0 {
				args = append(args, word.String())
			}
			word.Reset()
		default:
			word.WriteRune(r)
		}
	}
	if end := slices.IndexFunc(args, func(s string) bool { return s == "|" || s == ">" || s == "<" }); end >= 0 {
		args = args[:end]
	}
	return args, true
}
