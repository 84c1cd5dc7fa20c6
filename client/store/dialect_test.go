package store

import (
	"path/filepath"
	"testing"

	"keydesk/cmd/testdatabase"
)

// inBoth runs a test on rows in a file and on rows in a database.
func inBoth(t *testing.T, test func(t *testing.T, o Options)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, Options{Path: filepath.Join(t.TempDir(), "s.db")}) })
	t.Run("postgres", func(t *testing.T) { test(t, inDatabase(t, testdatabase.New(t))) })
}

// inDatabase is a desk in a database, as one process has it.
func inDatabase(t testing.TB, address string) Options {
	t.Helper()
	d, err := OpenDatabase(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return Options{Path: filepath.Join(t.TempDir(), "s.db"), Database: d, Desk: "ravi"}
}

// outlive lets the leases of all other consoles run out.
func outlive(t *testing.T, s *Store) {
	t.Helper()
	if d := s.o.Database; d != nil {
		if _, err := d.db.ExecContext(t.Context(), "UPDATE leases SET expires = clock_timestamp() - interval '1 second' WHERE console <> $1", s.console); err != nil {
			t.Fatal(err)
		}
	}
}

// Every mark is replaced, and arguments are numbered.
func TestStatementsAreSpelled(t *testing.T) {
	const query = "INSERT INTO t (a, b) VALUES (?, ?) ON CONFLICT ({desk}a) DO UPDATE SET b = excluded.b WHERE {mine} AND t.b < ?"
	for d, want := range map[*dialect]string{
		sqliteWords:   "INSERT INTO t (a, b) VALUES (?, ?) ON CONFLICT (a) DO UPDATE SET b = excluded.b WHERE TRUE AND t.b < ?",
		postgresWords: "INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT (desk, a) DO UPDATE SET b = excluded.b WHERE desk = current_setting('keydesk.desk') AND t.b < $3",
	} {
		if got := d.spell(query); got != want || d.spell(query) != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
