package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"
	"time"
)

// A file that lost a table or a column is set aside and told, and the drafts in it are read.
func TestAnAlteredFileIsSetAside(t *testing.T) {
	for name, c := range map[string]struct {
		change string
		drafts int
	}{
		"the outbox is gone":              {"DROP TABLE outbox", 2},
		"the list is gone":                {"DROP TABLE contacts", 2},
		"what was told is gone":           {"DROP TABLE meta", 2},
		"a draft's text has another name": {"ALTER TABLE drafts RENAME COLUMN body TO text", 2},
		"a draft's time is gone":          {"ALTER TABLE drafts DROP COLUMN changed", 2},
		"the drafts are gone":             {"DROP TABLE drafts", 0},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "s.db")
			o := Options{Path: path, Alive: func(string) bool { return false }}
			s := New(o)
			if _, err := s.Own(t.Context(), "o", "u"); err != nil {
				t.Fatal(err)
			}
			err := s.Save(t.Context(), Batch{Drafts: []Draft{
				{Contact: "c1", Topic: Reply.Of(""), Body: "one", Changed: time.Unix(1, 0)}, {Contact: "c2", Topic: Note.Of(""), Body: "two", Changed: time.Unix(2, 0)}}})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			alter(t, path, c.change)
			s = New(o)
			t.Cleanup(func() { _ = s.Close() })
			first, err := s.Start(t.Context(), 10)
			if err != nil {
				t.Fatal(err)
			}
			if first.Aside == "" || len(first.Drafts) != c.drafts {
				t.Fatalf("set aside %q, drafts %+v", first.Aside, first.Drafts)
			}
			for i, d := range first.Drafts {
				if d.Body != []string{"one", "two"}[i] {
					t.Errorf("%+v", d)
				}
			}
		})
	}
}

func alter(t *testing.T, path, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(context.Background(), query); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
