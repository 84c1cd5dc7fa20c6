package store

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A console is gone if it is of this machine and its process is; what cannot be asked counts as there.
func TestWhichConsolesAreGone(t *testing.T) {
	s := New(Options{Path: filepath.Join(t.TempDir(), "desk.db")})
	p := strings.Split(s.console, "/")
	if len(p) != 4 {
		t.Fatalf("this console is %q", s.console)
	}
	for console, want := range map[string]bool{
		s.console:                               true,
		strings.Join(append(p[:3:3], "9"), "/"): true, // another one of this process
		"elsewhere/1/2/3":                       true,
		p[0] + "/x/" + p[2] + "/1":              false,
		p[0] + "/0/" + p[2] + "/1":              false,
		p[0] + "/-1/" + p[2] + "/1":             false,
		p[0] + "/" + p[1] + "/another time/1":   false, // the number was given to another process
		p[0] + "/" + p[1] + "/" + p[2]:          false,
		s.console + "/5":                        false,
		"":                                      false,
	} {
		if got := s.lives(console); got != want {
			t.Errorf("%q is there: %t", console, got)
		}
	}
}

// What several consoles that are gone had typed about one topic comes once and whole, about others beside
// it, and only to the one console that took it.
func TestDraftsOfSeveralConsolesComeTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db")
	for i, body := range []string{"one", "two", "two"} {
		s := console(t, path)
		list := []Draft{{Contact: "c", Topic: Reply.Of(""), Body: body}, {Contact: body + string(rune('0'+i)), Topic: Note.Of(""), Body: body}}
		if err := s.Save(t.Context(), Batch{Drafts: list}); err != nil {
			t.Fatal(err)
		}
	}
	next := own(t, New(Options{Path: path, Alive: func(string) bool { return false }}))
	st, err := next.Start(t.Context(), 9)
	if err != nil || len(st.Drafts) != 4 {
		t.Fatalf("%+v, %v", st.Drafts, err)
	}
	for _, d := range st.Drafts {
		if d.Contact == "c" && (!strings.Contains(d.Body, "one") || !strings.Contains(d.Body, "two")) {
			t.Errorf("together they are %q", d.Body)
		}
	}
	again := own(t, New(Options{Path: path}))
	if st, err = again.Start(t.Context(), 9); err != nil || len(st.Drafts) != 0 {
		t.Errorf("another console got them too: %+v, %v", st.Drafts, err)
	}
}

// Each part of a batch alone is something to save.
func TestABatchWithAnythingInItIsNotEmpty(t *testing.T) {
	if !(Batch{}).Empty() {
		t.Error("nothing is something")
	}
	for i, b := range []Batch{{Drafts: make([]Draft, 1)}, {Done: make([]string, 1)}, {Contacts: make([]Contact, 1)}, {Seen: make([]string, 1)}, {Gone: make([]string, 1)}, {Threads: make([]Thread, 1)}, {Listed: time.Unix(1, 0)}} {
		if b.Empty() {
			t.Errorf("part %d is nothing", i)
		}
	}
}
