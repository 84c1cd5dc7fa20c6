package ui

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"keydesk/actions/script"
	"keydesk/ui/command"
	"keydesk/ui/keys"
)

// guideFolder has the guide's topics, some tables of which are made here.
const guideFolder = "../cmd/guide/"

// updating says whether -update asks to write what tests compare with.
func updating() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}

// TestKeySheet holds the guide's tables of keys against the key table, and
// TestBindingSheet its list of what a script can use against the sandbox.
func TestKeySheet(t *testing.T) {
	holdSheet(t, guideFolder+"keys.md", "keys", "TestKeySheet", keySheet())
}

func TestBindingSheet(t *testing.T) {
	holdSheet(t, guideFolder+"scripts.md", "bindings", "TestBindingSheet", bindingSheet())
}

// holdSheet compares one part of a file, between two comments, with what it has
// to be.
func holdSheet(t *testing.T, file, name, test, sheet string) {
	t.Helper()
	begin := fmt.Sprintf("<!-- %s: made by go test ./ui -run %s -update -->\n", name, test)
	end := fmt.Sprintf("<!-- /%s -->", name)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(raw), begin)
	old, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the %s", file, name)
	}
	if updating() {
		if err := os.WriteFile(file, []byte(before+begin+sheet+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if old != sheet {
		t.Fatalf("the %s in %s are out of date; go test ./ui -run %s -update. Want:\n%s", name, file, test, sheet)
	}
}

// keySheet is the key table as Markdown, by where the keys work, with the names that
// the settings take.
func keySheet() string {
	var b strings.Builder
	group := ""
	for _, c := range command.Sheet(defaultCommands(false)) {
		if c.Group != group {
			group = c.Group
			fmt.Fprintf(&b, "\n## %s\n\n| key | does | name |\n|---|---|---|\n", group)
		}
		shown := make([]string, len(c.Keys))
		for i, k := range c.Keys {
			shown[i] = "`" + k + "`"
		}
		fmt.Fprintf(&b, "| %s | %s | `%s` |\n", strings.Join(shown, " "), c.Long, c.ID)
	}
	b.WriteString("\n")
	return b.String()
}

// TestEveryHeadingOfTheSheetStandsOnce also holds that the sheet leaves nothing
// out that has a key.
func TestEveryHeadingOfTheSheetStandsOnce(t *testing.T) {
	seen, group, keyed := map[string]bool{}, "", 0
	rows := command.Sheet(defaultCommands(false))
	for _, c := range rows {
		if c.Group == "" {
			t.Errorf("%s has no heading", c.ID)
		}
		if c.Group != group && seen[c.Group] {
			t.Errorf("%s: the heading %q stands a second time", c.ID, c.Group)
		}
		group, seen[c.Group] = c.Group, true
	}
	for _, c := range defaultCommands(false) {
		if len(c.Keys) > 0 {
			keyed++
		}
	}
	if len(rows) != keyed {
		t.Errorf("%d commands have keys, the sheet shows %d", keyed, len(rows))
	}
}

// bindingSheet is what a script can use, with one example each.
func bindingSheet() string {
	var b strings.Builder
	for _, x := range script.Bindings() {
		fmt.Fprintf(&b, "\n`%s`: %s\n\n```javascript\n%s\n```\n", x.Name, x.What, x.Example)
	}
	b.WriteString("\n")
	return b.String()
}

// TestNoKeyHasTwoOwners is what a person would notice first.
func TestNoKeyHasTwoOwners(t *testing.T) {
	for _, ctrlEnter := range []bool{false, true} {
		var all []keys.Binding
		for _, c := range defaultCommands(ctrlEnter) {
			all = append(all, c.Binding)
		}
		if _, conflicts := keys.New(all, nil); len(conflicts) > 0 {
			t.Fatalf("ctrl+enter sends: %v: %v", ctrlEnter, conflicts)
		}
	}
}
