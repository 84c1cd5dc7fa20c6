package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/client/store"
	"keydesk/ui/host"
)

// onPlatform changes an action behind the studio's back.
func (p *pump) onPlatform(name string, change func(*client.CustomAction)) {
	p.t.Helper()
	a := p.stored()[name]
	change(&a)
	if _, err := p.platform().UpdateCustomAction(context.Background(), a); err != nil {
		p.t.Fatal(err)
	}
}

func TestStudioSavesAllFieldsAndTheToolbarFollows(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		p := studioPump(t, bench{emulator: emulator.Options{Generation: generation}})
		before := p.stored()["Open in CRM"]
		p.press("down", "e")
		p.typeText(" now")
		p.press("ctrl+s")
		p.shows("Open in CRM now is saved.")
		after := p.stored()["Open in CRM now"]
		if !after.Active || after.Order != before.Order || string(after.Config) != string(before.Config) {
			t.Fatalf("it was %+v, and is %+v", before, after)
		}
		p.press("esc", "space")
		p.answer("y")
		p.shows("Open in CRM now is off for the team.", "7 on, 3 off")
		p.press("esc")
		p.hides("⇗ Open in CRM")
	})
}

func TestAnEmptyNameIsRefusedAtItsField(t *testing.T) {
	p := studioPump(t, bench{width: 140, height: 36})
	p.press("n", "tab", "tab", "tab")
	p.typeText("https://crm.example.com/")
	p.press("ctrl+s")
	p.shows("the platform refuses it: Name is required")
	p.typeText("X")
	p.hides("the platform refuses it")
	p.press("tab", "tab", "tab")
	p.clearField()
	p.typeText("http://10.0.0.1/")
	p.press("ctrl+s")
	p.shows("the platform refuses it: URL must not point to internal")
}

func TestAConflictIsShownFieldByField(t *testing.T) {
	p := studioPump(t, bench{width: 120, height: 36})
	p.press("e")
	p.typeText(" 2")
	p.press("tab", "tab", "tab")
	p.clearField()
	p.typeText("https://mine.example.com/")
	p.onPlatform("Create ticket", func(a *client.CustomAction) {
		a.Icon = "mail"
		a.Config = json.RawMessage(strings.Replace(string(a.Config), p.address()+"/demo/echo/tickets", "https://theirs.example.com/", 1))
	})
	p.press("ctrl+s")
	p.shows("icon", "take theirs", "name", "take mine", "decide", "https://mine.example.com/", "https://theirs.example.com/")
	p.press("enter")
	p.shows("1 field to decide")
	if a := p.stored()["Create ticket"]; a.Icon != "mail" {
		t.Fatalf("something was overwritten: %+v", a)
	}
	p.press("m", "enter")
	p.shows("Create ticket 2 is saved.")
	a := p.stored()["Create ticket 2"]
	if a.Icon != "mail" || !strings.Contains(string(a.Config), "mine.example.com") || !strings.Contains(string(a.Config), "helpdesk-token") {
		t.Fatalf("saved: %+v", a)
	}
}

// Somebody else switching an action off is no reason to ask, and stays.
func TestAStateChangedMeanwhileStays(t *testing.T) {
	p := studioPump(t, bench{})
	p.press("down", "e")
	p.typeText(" 2")
	p.onPlatform("Open in CRM", func(a *client.CustomAction) { a.Active = false })
	p.press("ctrl+s")
	p.shows("Open in CRM 2 is saved.")
	if p.stored()["Open in CRM 2"].Active {
		t.Fatal("it was switched on again")
	}
}

func TestAnActionDeletedMeanwhileIsOfferedAsNew(t *testing.T) {
	p := studioPump(t, bench{})
	p.press("down", "e")
	p.typeText(" 2")
	id := p.stored()["Open in CRM"].ID
	if err := p.platform().DeleteCustomAction(context.Background(), id); err != nil {
		t.Fatal(err)
	}
	p.press("ctrl+s")
	p.shows("was deleted on the platform while you worked on it")
	p.answer("y")
	p.shows("Open in CRM 2 is saved, switched off")
	if a := p.stored()["Open in CRM 2"]; a.ID == "" || a.ID == id || a.Active {
		t.Fatalf("%+v", a)
	}
}

func TestDeletingAndBringingBack(t *testing.T) {
	p := studioPump(t, bench{})
	before := p.stored()["Create ticket"]
	p.press("d")
	p.typeText("Create")
	p.press("enter")
	p.shows("Not deleted")
	if len(p.stored()) != 10 {
		t.Fatal("it is gone all the same")
	}
	p.press("d")
	p.typeText("Create ticket")
	p.press("enter")
	p.shows("Create ticket is deleted", "7 on, 2 off")
	entries, err := os.ReadDir(p.trash())
	if err != nil || len(entries) == 0 {
		t.Fatalf("trash: %v, %v", entries, err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err != nil || (runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0) {
			t.Errorf("%s can be read by others: %v, %v", e.Name(), info.Mode(), err)
		}
	}
	p.press("u", "enter")
	p.shows("new", "Create ticket")
	p.press("ctrl+s")
	p.shows("is saved, switched off")
	after := p.stored()["Create ticket"]
	if after.Active || string(after.Config) != string(before.Config) || after.Icon != before.Icon {
		t.Fatalf("it was %+v, and is %+v", before, after)
	}
	p.press("esc", "u")
	p.shows("The trash is empty")
}

// writes counts the requests that change something.
type writes struct {
	next http.RoundTripper
	puts int
	fail error
}

func (w *writes) RoundTrip(q *http.Request) (*http.Response, error) {
	if q.Method == http.MethodPut && strings.Contains(q.URL.Path, "custom-actions") {
		w.puts++
	}
	if w.fail != nil && strings.Contains(q.URL.Path, "custom-actions") {
		return nil, w.fail
	}
	return w.next.RoundTrip(q)
}

// stubborn refuses to save the action of a name, as the platform does with one
// that was made when it checked less.
type stubborn struct{ name string }

func (f stubborn) RoundTrip(q *http.Request) (*http.Response, error) {
	if q.Method == http.MethodPut && strings.Contains(q.URL.Path, "custom-actions") {
		body, err := io.ReadAll(q.Body)
		if err != nil {
			return nil, err
		}
		if strings.Contains(string(body), `"name":"`+f.name+`"`) {
			w := httptest.NewRecorder()
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.WriteString(`{"status":"error","message":"URL must not point to internal addresses","data":null}`)
			return w.Result(), nil
		}
		q.Body = io.NopCloser(bytes.NewReader(body))
	}
	return http.DefaultTransport.RoundTrip(q)
}

func TestAMoveNamesTheNeighbourThatWasRefused(t *testing.T) {
	p := studioPump(t, bench{transport: stubborn{"Open in CRM"}, width: 160, height: 40})
	before := p.stored()["Open in CRM"]
	p.press("J")
	p.fire()
	p.shows("Open in CRM has to move as well", "internal addresses")
	if p.stored()["Open in CRM"].Order != before.Order {
		t.Error("it was moved all the same")
	}
}

func TestMovingWritesAsLittleAsPossible(t *testing.T) {
	w := &writes{next: http.DefaultTransport}
	p := studioPump(t, bench{transport: w})
	p.press("J", "J", "J")
	if w.puts != 0 {
		t.Fatal("every step is written")
	}
	p.fire()
	p.shows("The new order is saved")
	if w.puts != 4 {
		t.Errorf("%d writes for one action moved past three", w.puts)
	}
	a := p.stored()
	for _, x := range a {
		if x.Name != "Old hook" && x.Name != "Track parcel" && !x.Active {
			t.Errorf("%s was switched off", x.Name)
		}
	}
	if !(a["Refund request"].Order < a["Create ticket"].Order && a["Create ticket"].Order < a["Mail the warehouse"].Order) {
		t.Errorf("the order is %d, %d, %d", a["Refund request"].Order, a["Create ticket"].Order, a["Mail the warehouse"].Order)
	}
	p.press("esc")
	p.shows("[1 ⇗ Open in CRM]")
}

func TestSwitchingOnUntestedAsksOnce(t *testing.T) {
	p := studioPump(t, bench{})
	p.press("end", "space")
	p.shows("untested?", "was not tested successfully as it is now")
	p.answer("n")
	if p.stored()["Track parcel"].Active {
		t.Fatal("Cancel switched it on")
	}
	p.press("space")
	p.answer("y")
	p.shows("Track parcel is on for the team")
	p.press("space", "space")
	if p.dialog() != p.dialogs()[0] || !p.stored()["Track parcel"].Active {
		t.Fatal("it asks again")
	}
}

// What is wrong with an action is named before it gets a button for the whole team.
func TestSwitchingOnABrokenActionNamesWhatIsWrong(t *testing.T) {
	p := studioPump(t, bench{})
	p.press("n")
	p.typeText("Broken")
	p.press("tab", "tab", "tab")
	p.typeText("https://crm.example.com/{{contact.nme}}")
	p.press("ctrl+s")
	p.press("esc")
	p.press("end", "space")
	p.shows("Switch Broken on broken?", "contact.nme", "cannot run")
	p.answer("n")
	if p.stored()["Broken"].Active {
		t.Fatal("Cancel switched it on")
	}
}

// A new action that could not be switched off is told as loudly as can be.
func TestANewActionThatStaysOnIsShouted(t *testing.T) {
	w := &refusing{next: http.DefaultTransport}
	p := studioPump(t, bench{transport: w})
	p.press("n")
	p.typeText("Loud")
	p.press("tab", "tab", "tab")
	p.typeText("https://crm.example.com/")
	w.on = true
	p.press("ctrl+s")
	p.shows("THE NEW ACTION IS ON FOR THE WHOLE TEAM", "Switch it off")
	w.on = false
	p.answer("y")
	p.shows("Loud is off for the team")
	if p.stored()["Loud"].Active {
		t.Fatal("it is on")
	}
}

// refusing answers every PUT with 500 while it is on.
type refusing struct {
	next http.RoundTripper
	on   bool
}

func (w *refusing) RoundTrip(q *http.Request) (*http.Response, error) {
	if w.on && q.Method == http.MethodPut {
		return nil, errors.New("the line broke")
	}
	return w.next.RoundTrip(q)
}

func TestALostLineCostsNothing(t *testing.T) {
	w := &writes{next: http.DefaultTransport}
	p := studioPump(t, bench{transport: w})
	p.press("down", "e")
	p.typeText(" 2")
	w.fail = errors.New("no route to host")
	p.press("ctrl+s")
	p.shows("Open in CRM 2", "tries again")
	w.fail = nil
	p.press("ctrl+s")
	p.shows("Open in CRM 2 is saved.")
}

func TestUnsavedWorkOutlivesTheConsole(t *testing.T) {
	path := t.TempDir() + "/desk.db"
	open := func() (*pump, *store.Store) {
		kept := store.New(store.Options{Path: path, Alive: func(string) bool { return false }})
		t.Cleanup(func() { _ = kept.Close() })
		return studioPump(t, bench{deps: func(d *Deps) { d.Store = kept }}), kept
	}
	p, _ := open()
	p.press("e")
	p.typeText(" half")
	p.fire() // what was typed is written a moment later; then the console is killed
	raw, err := os.ReadFile(path + "-wal")
	if err != nil || !strings.Contains(string(raw), "Create ticket half") {
		t.Fatalf("nothing is on the disk: %v", err)
	}
	if strings.Contains(string(raw), "helpdesk-token") {
		t.Fatal("a secret is on the disk")
	}
	p, _ = open()
	p.shows("*Create ticket")
	p.press("e")
	p.shows("Create ticket half", "not saved", "Your unsaved changes are here again")
	p.press("alt+-")
	p.answer("y")
	p.hides("*Create ticket")
	p.press("e")
	p.hides("half")
}

func TestTheStudioIsReadOnlyWithoutTheRight(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		p := studioPump(t, bench{role: "agent", emulator: emulator.Options{Generation: generation}})
		p.shows("Read-only: your role may not change actions (custom_actions:write)", "POST")
		p.press("n")
		p.shows("your role may not change actions")
		p.press("e")
		p.typeText("x")
		p.press("tab", "tab", "right", "tab", "enter", "delete", "ctrl+s")
		p.shows("Create ticket")
		p.hides("not saved")
		if p.stored()["Create ticket"].Type != "webhook" {
			t.Fatal("it was changed")
		}
	})
	p := newPump(t, bench{role: "agent", emulator: emulator.Options{Generation: "fork", Enforce: true}})
	p.press("enter", "alt+o")
	p.shows("R tries again")
}

func TestProblemsAreMarkedWhileTyping(t *testing.T) {
	p := studioPump(t, bench{width: 120, height: 36})
	p.press("e", "tab", "tab", "tab", "tab", "tab", "tab")
	p.typeText("{{contact.phone}}")
	p.shows("contact.phone_number", "Not as it is")
	p.press("esc", "down", "down", "e", "tab", "tab", "tab")
	p.press("end")
	p.typeText(" (")
	p.fire()
	p.shows("✗ column 55: The code ends too early")
}

// The body goes to the person's own editor and comes back into the form.
func TestTheBodyInOnesOwnEditor(t *testing.T) {
	saved := "{\"id\": \"{{contact.id}}\"}\n"
	p := studioPump(t, bench{width: 120, height: 36, env: map[string]string{"EDITOR": "vi"}, deps: func(d *Deps) {
		d.Scratch, d.Trash = &host.Scratch{}, t.TempDir()
		d.Exec = func(c *exec.Cmd, done func(error) tea.Msg) tea.Cmd {
			return func() tea.Msg { return done(os.WriteFile(c.Args[len(c.Args)-1], []byte(saved), 0o600)) }
		}
	}})
	p.press("e", "alt+e")
	p.shows("Create ticket")
	p.press("tab", "tab", "tab", "tab", "tab", "tab", "alt+e")
	if got := p.studio().form.Text("body"); got != strings.TrimSuffix(saved, "\n") {
		t.Fatalf("the body is %q", got)
	}
	p.shows("not saved", "← contact.id")
}

// Saving leaves the cursor where it was, in a script as in a body, so that one
// types on.
func TestSavingLeavesTheCursorWhereItWas(t *testing.T) {
	for field, c := range map[string]struct {
		to   []string
		text string
	}{
		"code": {[]string{"tab", "tab", "right", "right", "tab"}, "return 1"},
		"body": {[]string{"tab", "tab", "tab", "tab", "tab", "tab"}, `{"a": 1}`},
	} {
		p := studioPump(t, bench{width: 120, height: 36})
		p.press("n")
		p.typeText("Mine")
		p.press(c.to...)
		if got := p.studio().form.Focused(); got != field {
			t.Fatalf("the keyboard is in %s", got)
		}
		p.typeText(c.text)
		for range 2 {
			p.press("left", "ctrl+s")
			p.shows("Mine is saved")
			p.typeText(" ")
		}
		last := len(c.text) - 1
		if got := p.studio().form.Text(field); got != c.text[:last]+"  "+c.text[last:] {
			t.Errorf("%s: two spaces typed before the last character gave %q", field, got)
		}
	}
}

// A form of a new action in which nothing was typed leaves nothing behind.
func TestAnUntouchedNewActionLeavesNothing(t *testing.T) {
	p := studioPump(t, bench{width: 120, height: 36})
	for range 2 {
		p.press("n")
		p.shows("Headers")
		p.typeText("x")
		p.press("backspace", "enter", "esc")
		p.hides("Not saved, but kept", "begun, not saved")
	}
	if n := p.studio().unsaved(); n != 0 {
		t.Fatalf("%d actions count as not saved", n)
	}
	p.press("n")
	p.typeText("Begun")
	p.press("esc", "n")
	p.shows("Begun", "begun, not saved")
}

// The list of icons opens on the one that the action has.
func TestTheIconsBeginOnThePresentOne(t *testing.T) {
	p := studioPump(t, bench{width: 120, height: 36})
	p.press("n", "tab", "enter", "enter")
	if got := p.studio().form.Text("icon"); got != "zap" {
		t.Fatalf("enter twice changed the icon to %q", got)
	}
	p.press("enter", "down", "enter", "enter", "enter")
	if got := p.studio().form.Text("icon"); got != "globe" {
		t.Fatalf("it is %q", got)
	}
}

// What is saved with problems is not called good, whether typing rested before or not.
func TestSavingWithProblemsSaysSo(t *testing.T) {
	p := studioPump(t, bench{width: 120, height: 36})
	p.press("n")
	p.typeText("Broken")
	p.press("tab", "tab", "right", "right", "tab")
	p.typeText("return {")
	p.press("ctrl+s")
	p.shows("Broken is saved and stays off: it has 1 problem, marked in the form.")
	p.hides("✓ Broken")
	p.typeText("}")
	p.press("ctrl+s")
	p.shows("✓ Broken is saved.")
	p.press("esc", "n")
	p.typeText("Link")
	p.press("tab", "tab", "right", "tab")
	p.clearField()
	p.typeText("javascript:alert(1)")
	p.press("ctrl+s")
	p.shows("Link is saved and stays off: it has 1 problem, marked in the form.")
	p.press("esc", "home", "e", "tab", "tab", "tab")
	p.typeText("{{contact.nmae}}")
	p.press("ctrl+s")
	p.answer("y")
	p.shows("Create ticket is saved and is on for the team, but it has 1 problem")
}
