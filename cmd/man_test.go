package cmd

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"keydesk/cmd/guide"
	"keydesk/cmd/manual"
)

func page(t *testing.T) (string, *kong.Node) {
	t.Helper()
	parser, err := newParser(&cli{})
	if err != nil {
		t.Fatal(err)
	}
	return manual.ManPage(parser.Model.Node), parser.Model.Node
}

// TestManPageHasEverything walks the model, so a new command or flag cannot be missing there, or in the
// completions.
func TestManPageHasEverything(t *testing.T) {
	t.Parallel()
	text, root := page(t)
	shells := completions(t, "bash") + completions(t, "zsh") + completions(t, "fish")
	var walk func(n *kong.Node)
	walk = func(n *kong.Node) {
		for _, flag := range n.Flags {
			if !flag.Hidden && (!strings.Contains(text, manual.Roff("--"+flag.Name)) || strings.Count(shells, flag.Name) < 3) {
				t.Errorf("--%s of %q is missing", flag.Name, n.Path())
			}
		}
		for _, child := range n.Children {
			if !child.Hidden && (!strings.Contains(text, manual.Roff("keydesk "+strings.TrimPrefix(child.Path(), "keydesk "))) || strings.Count(shells, child.Name) < 3) {
				t.Errorf("%q is missing", child.Path())
			}
			walk(child)
		}
	}
	walk(root)
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, ".") && !strings.Contains(" .TH .SH .SS .TP .PP .RS .RE .nf .fi .B .I .IP .br ", " "+strings.Fields(line)[0]+" ") {
			t.Errorf("a text became a request: %q", line)
		}
	}
}

// TestManPageHasTheGuide holds a line of each topic against the page.
func TestManPageHasTheGuide(t *testing.T) {
	t.Parallel()
	text, _ := page(t)
	for _, topic := range guide.Topics() {
		if !strings.Contains(text, "GUIDE: "+strings.ToUpper(topic.Name)) || !strings.Contains(text, manual.Roff(topic.About)) {
			t.Errorf("%s is missing", topic.Name)
		}
	}
	for _, want := range []string{`\fBlist.open\fR`, `\fBalt+1\fR`, "navigator.clipboard.writeText(contact.phone_number);"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing", want)
		}
	}
}

// TestManPageIsValid lets the formatter that is here read it.
func TestManPageIsValid(t *testing.T) {
	t.Parallel()
	text, _ := page(t)
	tool := []string{"groff", "-man", "-Tutf8", "-ww", "-z"}
	if _, err := exec.LookPath("mandoc"); err == nil {
		tool = []string{"mandoc", "-T", "lint", "-W", "error"}
	} else if _, err := exec.LookPath("groff"); err != nil {
		t.Skip("neither mandoc nor groff is installed")
	}
	check := exec.CommandContext(t.Context(), tool[0], tool[1:]...)
	check.Stdin = strings.NewReader(text)
	if out, err := check.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
}
