package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"keydesk/cmd/testdatabase"
)

// inDatabase puts the address of a database into the settings of a server, by a reference.
func (o *office) inDatabase(address string) {
	o.t.Helper()
	file := filepath.Join(o.folder, "store.url")
	if err := os.WriteFile(file, []byte(address+"\n"), 0o600); err != nil {
		o.t.Fatal(err)
	}
	o.settings = strings.Replace(o.settings, "[serve]\n", fmt.Sprintf("[serve]\nstore = \"${file:%s}\"\n", file), 1)
	if err := os.WriteFile(o.file, []byte(o.settings), 0o600); err != nil {
		o.t.Fatal(err)
	}
}

var folderLine = regexp.MustCompile(`(?m)^folder = .*$`)

// branch is another server of the same agents, as on another machine.
func (o *office) branch() *office {
	o.t.Helper()
	b := o.copy()
	b.serve()
	return b
}

// An agent who comes in at two servers has the same drafts, history and settings at both.
func TestTwoServersOfOneDatabase(t *testing.T) {
	server, address := testdatabase.Own(t)
	o := newOffice(t)
	o.inDatabase(address)
	o.serve()
	other := o.branch()
	here := o.sit("ravi", nil)
	here.sees("live")
	here.press("\r")
	here.sees("Reply")
	here.press("typed at one desk")
	here.sees("typed at one desk")
	there := other.sit("ravi", nil)
	there.sees("live", "1 draft unsent") // it has read what is kept
	there.press("\r")
	there.sees("typed at one desk")
	there.press(" and at the other")
	here.sees("typed at one desk and at the other")
	here.press(", and again")
	there.sees("typed at one desk and at the other, and again")
	server.Stop()
	here.sees("nothing is kept")
	there.sees("nothing is kept")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	here.sees("kept again")
	there.press("\r")
	there.sees("typed at one desk and at the other", "from here")
	here.sees("typed at one desk and at the other", "read")
	here.leave()
	there.leave()
	// Who leaves before the answer to it came leaves it as unsure: it is looked for, and found.
	if sent, _, drafts := holdings(t, o, address); strings.Count(sent, "typed at one desk") != 1 || drafts != "" {
		t.Errorf("sent %d times, %q is a draft", strings.Count(sent, "typed at one desk"), drafts)
	}
	contact := o.platform.ContactIDs()[0]
	if out, said, code := o.command("ravi", fmt.Sprintf(`run "Copy phone" --contact %s --yes --json`, contact)); code != 0 {
		t.Errorf("run: %d, %s%s", code, out, said)
	}
	if out, _, _ := other.command("ravi", "history"); !strings.Contains(out, "Copy phone") {
		t.Errorf("the history of ravi is %q", out)
	}
	if out, _, _ := other.command("maya", "history"); strings.Contains(out, "Copy phone") {
		t.Errorf("maya has the history of ravi: %q", out)
	}
	if log := o.log.String() + other.log.String(); strings.Contains(log, "not-asked-for") {
		t.Errorf("the password is in the log: %s", log)
	}
}
