package store

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// What is deleted under an open desk stays deleted, and the desk is told.
func TestADeletedFileIsNotMadeAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	desk := console(t, path)
	save(t, desk, Batch{Drafts: []Draft{draft("before")}})
	if err := desk.Enqueue(t.Context(), outgoing("m1")); err != nil {
		t.Fatal(err)
	}
	if err := New(Options{Path: path}).Wipe(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := desk.Save(t.Context(), Batch{Drafts: []Draft{draft("after")}})
	if err == nil || !strings.Contains(err.Error(), "was deleted while keydesk was open") {
		t.Errorf("a draft that is kept nowhere was taken: %v", err)
	}
	if err := desk.Claim(t.Context(), "m1", time.Time{}); !errors.Is(err, ErrTaken) {
		t.Errorf("a message that was thrown away can still be sent: %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is there again: %v", err)
	}
}

// Where there is a new file, of a console that came later or found the old one damaged, the others go
// on in that.
func TestAReplacedFileIsFollowed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	desk := console(t, path)
	save(t, desk, Batch{Drafts: []Draft{draft("before")}})
	if err := New(Options{Path: path}).Wipe(t.Context()); err != nil {
		t.Fatal(err)
	}
	later := console(t, path)
	save(t, desk, Batch{Drafts: []Draft{draft("after")}, Contacts: []Contact{contact(1)}})
	if err := desk.Close(); err != nil {
		t.Fatal(err)
	}
	st := start(t, later)
	if got := bodies(st.Drafts); !slices.Equal(got, []string{"c1 reply after"}) || len(st.Contacts) != 1 {
		t.Errorf("%q, %d contacts", got, len(st.Contacts))
	}
}

// A damaged file that does not tell any more whose it was is still theirs who signed in.
func TestADamagedFileKeepsItsOwner(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	desk := console(t, path)
	save(t, desk, Batch{Contacts: []Contact{contact(1)}})
	desk.mu.Lock()
	db := desk.db
	desk.mu.Unlock()
	if _, err := db.ExecContext(t.Context(), "DELETE FROM meta"); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.replace(t.Context(), db, errors.New("malformed")); err != nil {
		t.Fatal(err)
	}
	save(t, desk, Batch{Contacts: []Contact{contact(2)}})
	if st := start(t, desk); len(st.Contacts) != 1 {
		t.Errorf("nothing is kept any more: %+v", st)
	}
}

// What is wrong and what to do stand before the path, which may be cut off.
func TestFaultsAreSentences(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := New(Options{Path: filepath.Join(file, "s.db")})
	want := "the local store cannot be used: not a directory (" + s.Path() + ")"
	if _, err := s.Start(t.Context(), 1); err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
	if err := s.Wipe(t.Context()); err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
	full := console(t, filepath.Join(t.TempDir(), "s.db"))
	if err := full.do(t.Context(), func(db *sql.DB) error {
		_, err := db.ExecContext(t.Context(), "PRAGMA max_page_count = 1")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	err := full.Save(t.Context(), Batch{Drafts: []Draft{draft(strings.Repeat("long", 1<<20))}})
	if err == nil || !strings.HasPrefix(err.Error(), "the local store cannot be written; is the disk full? ") || !strings.HasSuffix(err.Error(), " ("+full.Path()+")") {
		t.Error(err)
	}
}

// A damaged file holds the customers' data as well: it goes when they do.
func TestOldDamagedFilesGo(t *testing.T) {
	dir := t.TempDir()
	path, now := filepath.Join(dir, "s.db"), time.Now()
	s := own(t, New(Options{Path: path, Keep: time.Hour, Now: func() time.Time { return now }}))
	for name, age := range map[string]time.Duration{"s.db.damaged-old": 2 * time.Hour, "s.db.damaged-new": time.Minute, "other.db.damaged-old": 2 * time.Hour} {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.WriteFile(file, nil, 0o600), os.Chtimes(file, now.Add(-age), now.Add(-age))); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*damaged*"))
	if want := []string{filepath.Join(dir, "other.db.damaged-old"), filepath.Join(dir, "s.db.damaged-new")}; err != nil || !slices.Equal(left, want) {
		t.Errorf("%v %q", err, left)
	}
}
