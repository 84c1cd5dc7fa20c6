package store

import (
	"database/sql"
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"
)

func TestAFileOnItsWayIsItsConsolesAndComesBackWhole(t *testing.T) {
	inBoth(t, func(t *testing.T, o Options) {
		a, b := consoleOf(t, o), consoleOf(t, o)
		save(t, a, Batch{Drafts: []Draft{draft("a reply"), {Contact: "c1", Topic: File.Of(""), Body: "words under f1"}}})
		was := parcel("f1")
		was.Was = File.Of("")
		if err := errors.Join(a.Enqueue(t.Context(), was), a.Enqueue(t.Context(), parcel("f2")), a.Enqueue(t.Context(), outgoing("m1"))); err != nil {
			t.Fatal(err)
		}
		if got := bodies(start(t, a).Drafts); len(got) != 1 || got[0] != "c1 reply a reply" {
			t.Errorf("the drafts are %q", got)
		}
		if got, err := b.Adopt(t.Context()); err != nil || len(got) != 0 {
			t.Errorf("another console took %+v, %v", got, err)
		}
		if err := errors.Join(a.Claim(t.Context(), "f1", at(3)), a.Claim(t.Context(), "f2", at(3)), a.Return(t.Context(), "f1", false, "the folder is gone")); err != nil {
			t.Fatal(err)
		}
		for name, err := range map[string]error{"Claim": b.Claim(t.Context(), "f1", at(4)), "Return": b.Return(t.Context(), "f1", false, ""),
			"Done": b.Done(t.Context(), "f1"), "Enqueue": b.Enqueue(t.Context(), parcel("f1")), "a second Claim": a.Claim(t.Context(), "f2", at(4))} {
			if !errors.Is(err, ErrTaken) {
				t.Errorf("%s: %v", name, err)
			}
		}
		save(t, b, Batch{Done: []string{"f1", "f2"}})
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		got, err := b.Adopt(t.Context())
		if err != nil || !slices.Equal(ids(got), []string{"m1", "f1", "f2"}) {
			t.Fatalf("%+v %v", got, err)
		}
		if f := got[2]; !f.Unsure || f.Tried.IsZero() || !f.After.Equal(at(3)) {
			t.Errorf("it was being sent: %+v", f)
		}
		f, want := got[1], parcel("f1")
		want.After, want.Attempts, want.Held, want.Tried, want.number = at(3), 1, "the folder is gone", f.Tried, f.number
		if !reflect.DeepEqual(f, want) {
			t.Errorf("got  %+v %+v\nwant %+v %+v", f, f.File, want, want.File)
		}
	})
}

func TestAFileIsTakenInAnew(t *testing.T) {
	inBoth(t, func(t *testing.T, o Options) {
		s := consoleOf(t, o)
		if err := errors.Join(s.Enqueue(t.Context(), parcel("f1")), s.Claim(t.Context(), "f1", at(3)), s.Return(t.Context(), "f1", true, "why")); err != nil {
			t.Fatal(err)
		}
		want := parcel("f1")
		want.Body, want.Written, want.File.Path, want.File.Size = "other words", at(7), "/elsewhere.pdf", 13
		if err := s.Enqueue(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		next := consoleOf(t, o)
		got, err := next.Adopt(t.Context())
		if err != nil || len(got) != 1 {
			t.Fatalf("%+v %v", got, err)
		}
		want.number = got[0].number
		if !reflect.DeepEqual(got[0], want) {
			t.Errorf("got  %+v %+v\nwant %+v %+v", got[0], got[0].File, want, want.File)
		}
		if err := next.Done(t.Context(), "f1"); err != nil {
			t.Fatal(err)
		}
		if u, err := next.Unsent(t.Context()); err != nil || !u.None() {
			t.Errorf("%+v %v", u, err)
		}
	})
}

// A file of the first version has no table for files; what it holds stays.
func TestAnOlderFileOpensWithItsContent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{sqliteWords.spell(migrations[0]), "PRAGMA user_version = 1", "INSERT INTO meta VALUES ('who', 'o1/u1')",
		"INSERT INTO drafts VALUES ('o1/u1', 'c1', 'reply', '', 'half a thought', '', 0)",
		"INSERT INTO outbox (id, who, contact, mode, console, body, reply_to, account, written, after_at) VALUES ('m1', 'o1/u1', 'c1', 'reply', '', 'waits', '', '', 0, 0)"} {
		if _, err := db.ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := console(t, path)
	st := start(t, s)
	if got := bodies(st.Drafts); !slices.Equal(got, []string{"c1 reply half a thought"}) || !slices.Equal(ids(st.Outbox), []string{"m1"}) {
		t.Errorf("%q, %+v", got, st.Outbox)
	}
	if err := errors.Join(s.Enqueue(t.Context(), parcel("f1")), s.Claim(t.Context(), "f1", time.Time{})); err != nil {
		t.Error(err)
	}
}

func TestWhatWouldBeLostIsNamed(t *testing.T) {
	for want, u := range map[string]Unsent{
		"1 draft and 2 messages that did not go out":                             {Drafts: 1, Messages: 2},
		"1 file that was not sent":                                               {Files: 1},
		"2 drafts, 1 message that did not go out and 3 files that were not sent": {Drafts: 2, Messages: 1, Files: 3},
	} {
		if got := u.Words(); got != want || u.None() || u.And(Unsent{}) != u {
			t.Errorf("%+v: %q", u, got)
		}
	}
}
