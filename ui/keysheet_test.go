package ui

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"keydesk/ui/keys"
)

const (
	readme     = "../README.md"
	sheetBegin = "<!-- keys: made by go test ./ui -run TestKeySheet -update -->\n"
	sheetEnd   = "<!-- /keys -->"
)

// updating says whether -update asks to write what tests compare with.
func updating() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}

// TestKeySheet holds the README's table of keys against the key table.
func TestKeySheet(t *testing.T) {
	raw, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(raw), sheetBegin)
	old, after, ok2 := strings.Cut(rest, sheetEnd)
	if !ok || !ok2 {
		t.Fatal("the README has no place for the key sheet")
	}
	sheet := keySheet()
	if updating() {
		if err := os.WriteFile(readme, []byte(before+sheetBegin+sheet+sheetEnd+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if old != sheet {
		t.Fatalf("the README's keys are not those of the table; go test ./ui -run TestKeySheet -update. Want:\n%s", sheet)
	}
}

// keySheet is the key table as Markdown, by where the keys work.
func keySheet() string {
	var b strings.Builder
	group := ""
	for _, c := range commands(false) {
		if len(c.Keys) == 0 {
			continue
		}
		if c.Group != group {
			group = c.Group
			fmt.Fprintf(&b, "\n**%s**\n\n| key | does |\n|---|---|\n", group)
		}
		shown := make([]string, len(c.Keys))
		for i, k := range c.Keys {
			shown[i] = "`" + k + "`"
		}
		fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(shown, " "), c.Long)
	}
	b.WriteString("\n")
	return b.String()
}

// TestNoKeyHasTwoOwners is what a person would notice first.
func TestNoKeyHasTwoOwners(t *testing.T) {
	var all []keys.Binding
	for _, c := range commands(false) {
		all = append(all, c.Binding)
	}
	if _, conflicts := keys.New(all, nil); len(conflicts) > 0 {
		t.Fatalf("%v", conflicts)
	}
	all = all[:0]
	for _, c := range commands(true) {
		all = append(all, c.Binding)
	}
	if _, conflicts := keys.New(all, nil); len(conflicts) > 0 {
		t.Fatalf("with ctrl+enter sending: %v", conflicts)
	}
}
