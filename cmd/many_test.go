package cmd

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/cmd/app"
)

// manyDesk is a platform, a listener for webhooks and a keydesk that may use both.
type manyDesk struct {
	*inProcess
	platform *emulator.Emulator
	hook     *hook
	contacts []client.Contact
	settings string
}

func newManyDesk(t *testing.T, generation, settings string) *manyDesk {
	t.Helper()
	platform, err := emulator.New(emulator.Options{Generation: generation, Contacts: 8, Seed: 7, Manual: true, AllowHosts: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	url, err := platform.Start(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = platform.Close() })
	d := &manyDesk{inProcess: newInProcess(t), platform: platform, hook: newHook()}
	t.Cleanup(d.hook.server.Close)
	if err := seedActions(platform, url, d.hook.server.URL); err != nil {
		t.Fatal(err)
	}
	admin := platform.Users()[0]
	d.vars["KEYDESK_URL"], d.vars["KEYDESK_API_KEY"] = url, admin.APIKey
	c, err := client.New(client.Options{BaseURL: url, Credentials: client.Credentials{APIKey: admin.APIKey}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	page, err := c.Contacts(t.Context(), client.ContactQuery{Limit: 8})
	if err != nil {
		t.Fatal(err)
	}
	for i, contact := range page.Contacts[:3] {
		if _, err := c.SetTags(t.Context(), contact.ID, []string{"late"}); err != nil {
			t.Fatal(err)
		}
		d.contacts = append(d.contacts, page.Contacts[i])
	}
	d.settings = d.file("keydesk.toml", settings)
	return d
}

// list is a list of the contacts, the first by its number.
func (d *manyDesk) list() string {
	lines := []string{"# who is late", "", d.contacts[0].PhoneNumber, d.contacts[1].ID, d.contacts[2].ID}
	return d.file("late.txt", strings.Join(lines, "\r\n"))
}

func (d *manyDesk) many(code int, args ...string) {
	d.t.Helper()
	d.run(code, append([]string{"--config", d.settings, "run", "--allow-host", "127.0.0.1"}, args...)...)
}

// lines are the JSON lines that were printed.
func (d *manyDesk) lines() []map[string]any {
	d.t.Helper()
	var list []map[string]any
	for line := range strings.Lines(d.out.String()) {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			d.t.Fatalf("%q is no line of JSON: %v", line, err)
		}
		list = append(list, row)
	}
	return list
}

func (d *manyDesk) arrived(n int) {
	d.t.Helper()
	d.hook.mu.Lock()
	defer d.hook.mu.Unlock()
	if len(d.hook.seen) != n {
		d.t.Fatalf("%d webhooks arrived, want %d: %q", len(d.hook.seen), n, d.hook.seen)
	}
}

// TestRunForMany looks first, is not let through without a word, and then runs for each once.
func TestRunForMany(t *testing.T) {
	for _, generation := range []string{emulator.Upstream, emulator.Fork} {
		t.Run(generation, func(t *testing.T) {
			d := newManyDesk(t, generation, "")
			list := d.list()
			d.many(app.ExitDone, "Hook", "--contacts", list, "--dry-run")
			for _, c := range d.contacts {
				if !strings.Contains(d.out.String(), c.Name) {
					t.Errorf("%s has no plan in %s", c.Name, d.out.String())
				}
			}
			d.many(app.ExitDone, "Hook", "--contacts", list, "--dry-run", "--json")
			planned := d.lines()
			d.many(app.ExitUsage, "Hook", "--contacts", list)
			if !strings.Contains(d.err.String(), "give --yes") {
				t.Errorf("%s", d.err.String())
			}
			d.many(app.ExitUsage, "Hook", "--contacts", list, "--json")
			d.arrived(0)

			d.many(app.ExitDone, "Hook", "--contacts", list, "--json", "--yes")
			d.arrived(3)
			for i, row := range d.lines() {
				body := row["result"].(map[string]any)["request"].(map[string]any)["body"]
				if row["contact_id"] != d.contacts[i].ID || row["state"] != "done" {
					t.Errorf("%v", row)
				}
				if shown := planned[i]["result"].(map[string]any)["request"].(map[string]any)["body"]; shown != body {
					t.Errorf("%v was shown, %v sent", shown, body)
				}
				if !strings.HasSuffix(d.hook.seen[i], "\n"+body.(string)) {
					t.Errorf("%q arrived, %q was sent", d.hook.seen[i], body)
				}
			}
			d.run(app.ExitDone, "--config", d.settings, "history")
			if n := strings.Count(d.out.String(), "done  Hook"); n != 3 {
				t.Errorf("the history has %d runs:\n%s", n, d.out.String())
			}
		})
	}
}

// TestRunForManyAsksOnce answers the question at a terminal: no, yes, and a number where it is
// dangerous.
func TestRunForManyAsksOnce(t *testing.T) {
	d := newManyDesk(t, "", "")
	list := d.list()
	d.env.StdinTerminal = true
	ask := func(code int, answer string) {
		t.Helper()
		d.env.Stdin = strings.NewReader(answer)
		d.many(code, "Hook", "--contacts", list)
	}
	ask(app.ExitFailed, "n\n")
	d.arrived(0)
	if shown := d.err.String(); strings.Count(shown, "POST ") != 3 || !strings.Contains(shown, "Run Hook for 3 contacts?") {
		t.Errorf("%s", shown)
	}
	ask(app.ExitDone, "y\n")
	d.arrived(3)
	if !strings.Contains(d.out.String(), "All 3 contacts done.") {
		t.Errorf("%s", d.out.String())
	}
	d.settings = d.file("danger.toml", "[actions.Hook]\ndanger = true\n")
	ask(app.ExitFailed, "y\n")
	d.arrived(3)
	ask(app.ExitDone, "3\n")
	d.arrived(6)
}

// TestRunForManyRefusesAWrongLine names file and line, and runs nothing.
func TestRunForManyRefusesAWrongLine(t *testing.T) {
	d := newManyDesk(t, "", "")
	good := d.contacts[0].ID
	for _, c := range []struct{ text, words string }{
		{good + "\nAarav\n", `:2: "Aarav" is neither`},
		{good + "\n\n" + good + "\n", `:3: "` + good + `" stands in line 1`},
		{good + "\n" + d.contacts[0].PhoneNumber, ":2: this is the contact of line 1"},
		{good + "\n+1 555 000 0000\n", ":2: there is no contact"},
		{good + "\n\xff\n", ":2: this is no text"},
		{"Aarav\n" + good + "\n12\n" + good + "\n", `:4: "` + good + `" stands in line 2 already; nothing was run`},
		{good + "\n+1 555 000 0000\n+1 555 000 0001\n", `:3: there is no contact "+1 555 000 0001"`},
		{strings.Repeat("Aarav\n", 25), "and 5 more; nothing was run"},
		{"# nobody\n", "names no contact"},
	} {
		file := d.file("list.txt", c.text)
		d.many(app.ExitUsage, "Hook", "--contacts", file, "--yes")
		if !strings.Contains(d.err.String(), c.words) {
			t.Errorf("%q: %s", c.text, d.err.String())
		}
		d.many(app.ExitUsage, "Hook", "--contacts", file, "--yes", "--json")
		if rows := d.lines(); len(rows) != 1 || rows[0]["success"] != false {
			t.Errorf("%v", rows)
		}
	}
	d.arrived(0)
}

// TestRunForAView runs for what a view shows, and for nobody where it names what is unknown.
func TestRunForAView(t *testing.T) {
	d := newManyDesk(t, emulator.Fork, `
[views.Late]
tags = ["late"]
sort = "newest"
[views.Typo]
tags = ["lte"]
[views.Stranger]
assignees = ["Nobody Known"]
`)
	d.many(app.ExitDone, "Hook", "--view", "Late", "--yes", "--json")
	if rows := d.lines(); len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	d.arrived(3)
	for view, words := range map[string]string{"Unread": "there are Late, ", "Lat": `did you mean "Late"?`, "Typo": `toml:6: the view "Typo" names the tag "lte"`, "Stranger": `toml:8: the view "Stranger" names the colleague "Nobody Known"`} {
		d.many(app.ExitUsage, "Hook", "--view", view, "--yes")
		if !strings.Contains(d.err.String(), words) {
			t.Errorf("%s: %s", view, d.err.String())
		}
	}
	d.many(app.ExitUsage, "Hook", "--view", "Unread", "--contact", "1")
	if !strings.Contains(d.err.String(), "say only one of --contact, --view") {
		t.Errorf("two of them: %s", d.err.String())
	}
	d.arrived(3)
}

// TestRunForManyTellsWhatFailed ends with exit code 1 and says for each what became of it.
func TestRunForManyTellsWhatFailed(t *testing.T) {
	d := newManyDesk(t, "", "")
	list := d.list()
	action := d.file("broken.json", fmt.Sprintf(`{"id":"a1","name":"Broken","action_type":"webhook","is_active":true,"config":{"url":%q}}`, d.hook.server.URL+"/broken"))
	d.many(app.ExitFailed, "-f", action, "--contacts", list, "--yes", "--json")
	for _, row := range d.lines() {
		if row["state"] != "failed" || !strings.Contains(row["message"].(string), "500") {
			t.Errorf("%v", row)
		}
	}
	d.arrived(3)
	d.many(app.ExitFailed, "Hook", "--contacts", list, "--yes", "--input", "nothing=1")
	if !strings.Contains(d.err.String(), "0 of 3 contacts done") {
		t.Errorf("%s%s", d.out.String(), d.err.String())
	}
	d.arrived(3)
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	d.env.Args = []string{"--config", d.settings, "run", "Hook", "--contacts", list, "--yes", "--allow-host", "127.0.0.1"}
	if code := Run(stopped, d.env); code == app.ExitDone {
		t.Error("it ran although it was interrupted")
	}
	d.arrived(3)
}
