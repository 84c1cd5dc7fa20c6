package ui

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client/emulator"
	"keydesk/client/store"
	"keydesk/ui/dialog"
)

// withStore gives a desk the store in path, as one that is gone does not have it
// any more. It is closed at the end.
func withStore(t testing.TB, path string) (*store.Store, func(*Deps)) {
	t.Helper()
	s := store.New(store.Options{Path: path})
	t.Cleanup(func() { _ = s.Close() })
	return s, func(d *Deps) { d.Store = s }
}

func storePath(t *testing.T) string { return filepath.Join(t.TempDir(), "desk.db") }

func TestADraftOutlivesTheConsole(t *testing.T) {
	path := storePath(t)
	first, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	p.openFirst()
	p.typeText("half a thought")
	p.fire() // the write is due
	p.press("q")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	_, dep = withStore(t, path)
	next := p.again(dep)
	next.shows("1 draft unsent")
	c := next.openFirst()
	if c.compose.Value() != "half a thought" {
		t.Fatalf("the composer holds %q", c.compose.Value())
	}
	next.hides("draft unsent")
	next.press("ctrl+c") // nothing is lost, so nothing is asked
	if _, ok := next.sent[len(next.sent)-1].(tea.QuitMsg); !ok {
		t.Fatal("it asked")
	}
}

func TestWhatWasTypedLastIsKeptAtTheEnd(t *testing.T) {
	path := storePath(t)
	first, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	p.openFirst()
	p.typeText("to the last letter") // no timer fires
	if err := p.keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	_, dep = withStore(t, path)
	if c := p.again(dep).openFirst(); c.compose.Value() != "to the last letter" {
		t.Fatalf("the composer holds %q", c.compose.Value())
	}
}

func TestReplyAndNoteHaveTheirOwnDrafts(t *testing.T) {
	path := storePath(t)
	first, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	c := p.openFirst()
	p.press("shift+tab", "r")
	answers := c.replyTo
	p.typeText("to the customer")
	c.setMode(store.Note)
	p.typeText("for us")
	p.fire()
	c.setMode(store.Reply)
	if c.compose.Value() != "to the customer" || c.replyTo != answers {
		t.Fatalf("%q answering %q", c.compose.Value(), c.replyTo)
	}
	if n := p.drafts(); n != 1 {
		t.Fatalf("%d conversations with drafts", n)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	_, dep = withStore(t, path)
	next := p.again(dep)
	if n := next.drafts(); n != 1 {
		t.Fatalf("%d conversations with drafts after the start", n)
	}
	c = next.openFirst()
	if c.draft(store.Reply) != (dialog.Draft{Body: "to the customer", Ref: answers}) || c.draft(store.Note) != (dialog.Draft{Body: "for us", Ref: ""}) {
		t.Fatalf("%+v %+v", c.draft(store.Reply), c.draft(store.Note))
	}
	if !strings.Contains(next.screen(), "to the customer") {
		t.Fatal("the reply is not shown")
	}
}

// What is changed in a note is kept over esc and over a crash, as a change of that
// note.
func TestAnEditedNoteOutlivesTheConsole(t *testing.T) {
	path := storePath(t)
	first, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	c := p.openFirst()
	p.press("ctrl+n")
	p.typeText("mine")
	p.press("enter", "alt+n")
	p.pickLine("mine")
	p.press("e", "esc", "ctrl+n")
	p.shows("NOTE, private")
	if c.compose.Value() != "" {
		t.Fatalf("nothing was changed, and %q is kept", c.compose.Value())
	}
	p.press("alt+n")
	p.pickLine("mine")
	p.press("e")
	p.typeText(", more or less")
	p.press("esc")
	p.shows("a note waits")
	p.typeText("a reply") // and never for the customer
	p.fire()
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	s, dep := withStore(t, path)
	next := p.again(dep)
	c = next.openFirst()
	if c.compose.Value() != "a reply" {
		t.Fatalf("the composer holds %q", c.compose.Value())
	}
	next.press("ctrl+n")
	next.shows("NOTE, editing", "mine, more or less")
	next.hides("an earlier message")
	next.press("alt+n")
	next.pickLine("mine")
	next.press("e") // goes on
	next.press("enter", "alt+n")
	next.shows("mine, more or less")
	mine := 0
	for _, x := range next.dialog().(*dialog.Chooser).Choices {
		if strings.HasPrefix(x.Label, "mine") {
			mine++
		}
	}
	if mine != 1 {
		t.Fatalf("%d notes", mine)
	}
	next.fire()
	if u, err := s.Unsent(t.Context()); err != nil || u != (store.Unsent{Drafts: 1}) {
		t.Fatalf("%+v %v", u, err)
	}
}

// A note is kept until the platform has confirmed it.
func TestANoteOnItsWayOutlivesTheConsole(t *testing.T) {
	path := storePath(t)
	s, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	c := p.openFirst()
	p.press("ctrl+n")
	p.typeText("on its way")
	sends := p.giveAnswer(p.giveSend()().(rowWritten))
	p.typeText("the next")
	p.fire()
	if u, err := s.Unsent(t.Context()); err != nil || u != (store.Unsent{Drafts: 1, Notes: 1}) {
		t.Fatalf("%+v %v", u, err)
	}
	p.run(sends)
	if c.compose.Value() != "the next" || p.unsent() != 0 {
		t.Fatalf("the composer holds %q, %d are under way", c.compose.Value(), p.unsent())
	}
}

func TestASentDraftIsGone(t *testing.T) {
	path := storePath(t)
	first, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	p.openFirst()
	p.typeText("on its way")
	p.fire()
	p.press("enter")
	p.fire()
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	s, _ := withStore(t, path)
	if u, err := s.Unsent(t.Context()); err != nil || !u.None() {
		t.Fatalf("%+v %v", u, err)
	}
}

func TestAStoreThatCannotBeWrittenIsSaidOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, dep := withStore(t, filepath.Join(file, "desk.db"))
	p := newPump(t, bench{deps: dep})
	p.shows("kept in memory only")
	c := p.openFirst()
	p.typeText("still works")
	said := len(p.said())
	p.fire()
	p.fire()
	if len(p.said()) != said || c.compose.Value() != "still works" {
		t.Fatalf("said %+v, composer %q", p.said(), c.compose.Value())
	}
	p.press("ctrl+c")
	p.shows("1 unsent draft", "throws away what you wrote")
}

func TestADamagedStoreIsSetAside(t *testing.T) {
	path := storePath(t)
	if err := os.WriteFile(path, []byte(strings.Repeat("no database ", 999)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep, width: 200, height: 30})
	p.shows("The local store was damaged", "set aside")
	p.openFirst()
	p.typeText("goes on")
	p.fire()
	p.hides("memory only")
}

func TestAnotherUserOfTheProfileSeesNoDraft(t *testing.T) {
	path := storePath(t)
	s, _ := withStore(t, path)
	if _, err := s.Own(t.Context(), "other organization", "other user"); err != nil {
		t.Fatal(err)
	}
	em := emulator.Options{}
	probe := newPump(t, bench{emulator: em})
	id := probe.openFirst().id
	if err := s.Save(t.Context(), store.Batch{Drafts: []store.Draft{{Contact: id, Topic: store.Reply.Of(""), Body: "not yours"}}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, dep := withStore(t, path)
	p := newPump(t, bench{emulator: em, deps: dep})
	p.hides("draft unsent")
	if c := p.openFirst(); c.id != id || c.compose.Value() != "" {
		t.Fatalf("%s holds %q", c.id, c.compose.Value())
	}
}

// What somebody deletes under an open desk is not made again; the desk says so, and asks before what
// is typed now goes with it.
func TestADeskWhoseStoreWasDeletedAsksBeforeItLeaves(t *testing.T) {
	path := storePath(t)
	_, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	p.openFirst()
	p.typeText("before")
	p.fire()
	if err := store.New(store.Options{Path: path}).Wipe(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.typeText(" and after")
	p.fire()
	p.shows("kept in memory only", "deleted while keydesk was open")
	p.press("ctrl+c")
	p.shows("You have 1 unsent draft")
	if _, err := os.Stat(path); err == nil {
		t.Error("the file is there again")
	}
	if err := p.keep(t.Context()); err == nil {
		t.Error("a draft was lost without a word")
	}
}

// What is answered to an action may be secret: neither esc nor a crash nor an end leaves it on the disk.
func TestAnswersToAnActionAreKeptNowhere(t *testing.T) {
	const secret = "hunter2-and-more"
	path := storePath(t)
	_, dep := withStore(t, path)
	asked := []actions.Input{{Name: "pin", Label: "PIN", Type: actions.InputText}}
	p := newPump(t, bench{deps: func(d *Deps) { dep(d); configured("Create ticket", actions.Options{Inputs: asked})(d) }})
	p.openFirst()
	p.typeText("half a thought") // so that something is kept
	p.press("alt+1")
	p.typeText(secret)
	for _, then := range []func(){func() {}, func() { p.press("esc") }, func() { p.press("alt+1"); p.hides(secret) }} {
		then()
		p.fire()
		if err := p.keep(t.Context()); err != nil {
			t.Fatal(err)
		}
		found := false
		for _, name := range []string{path, path + "-wal"} {
			raw, err := os.ReadFile(name)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
			if bytes.Contains(raw, []byte(secret)) {
				t.Fatalf("%s holds the answer", name)
			}
			found = found || bytes.Contains(raw, []byte("half a thought"))
		}
		if !found {
			t.Fatal("nothing is kept at all")
		}
	}
}

// A draft that comes while one types never gets in front of it, nor out with it unseen: it stands behind
// the cursor, undo takes it away, and the first enter says that it is there.
func TestALateDraftIsNotSentUnseen(t *testing.T) {
	for _, typed := range []string{"", "Hel"} {
		p := newPump(t, bench{})
		c := p.openFirst()
		p.typeText(typed)
		p.act(p.root.drafts.takeDrafts([]store.Draft{{Contact: c.id, Topic: store.Reply.Of(""), Body: "from yesterday"}}))
		p.shows("What you typed here before is back in the composer.")
		p.typeText("lo")
		want := "from yesterdaylo"
		if typed != "" {
			want = "Hello\n\nfrom yesterday"
		}
		p.press("enter")
		if got := c.compose.Value(); got != want || c.newest().Body == want {
			t.Fatalf("typed %q: the composer holds %q, want %q", typed, got, want)
		}
		p.shows("Not sent yet: what you typed here before came into the composer.")
		p.rest()
		p.press("enter")
		if got := c.newest().Body; got != want {
			t.Errorf("typed %q: sent %q", typed, got)
		}
	}
}

// A draft that is here already comes no second time.
func TestADraftThatIsHereIsNotDoubled(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	p.typeText("once")
	p.act(p.root.drafts.takeDrafts([]store.Draft{{Contact: c.id, Topic: store.Reply.Of(""), Body: "once"}}))
	p.press("enter")
	if got := c.newest().Body; got != "once" {
		t.Errorf("sent %q", got)
	}
}
