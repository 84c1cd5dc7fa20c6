package history

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the database/sql driver "sqlite", in pure Go

	"keydesk/actions"
)

// runLimit is how long a run can take at most, with some room: after it a run without an end counts
// as cut off even when its process cannot be judged.
const runLimit = actions.MaxTimeout + 5*time.Minute

// Options say where the record is kept.
type Options struct {
	// Path is the database file; its folder is made when missing.
	Path string
	// Retention is how long runs are kept; 0 keeps them for ever. It is applied when the file is opened.
	Retention time.Duration
	// Now replaces the clock in tests.
	Now func() time.Time
	// Rows keep the record in a database instead, nil: in the file.
	Rows Rows
}

// Asker asks for rows. Statements are written in SQLite's words; {own} is the column of whose rows they are
// where a table is made, {desk} that column in a key, {mine} the condition that a row is this person's.
type Asker = interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Rows are those of one person in a database, with the tables of Migrations.
type Rows interface {
	Do(ctx context.Context, f func(q Asker) error) error
}

// Migrations are the tables of the record, as versions.
func Migrations() []string { return migrations }

// inFile is a file, which is one person's.
type inFile struct{ db *sql.DB }

var marks = strings.NewReplacer("{own}", "", "{desk}", "", "{mine}", "TRUE")

// ExecContext changes rows.
func (f inFile) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return f.db.ExecContext(ctx, marks.Replace(query), args...)
}

// QueryContext reads rows.
func (f inFile) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return f.db.QueryContext(ctx, marks.Replace(query), args...)
}

// QueryRowContext reads one row.
func (f inFile) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return f.db.QueryRowContext(ctx, marks.Replace(query), args...)
}

// Store is the record. It is safe for use by several goroutines; the zero value is not usable.
type Store struct {
	o     Options
	owner string

	mu     sync.Mutex
	db     *sql.DB
	closed bool
	pruned bool // of a database
}

var _ actions.Recorder = (*Store)(nil)

// New returns a store without touching the disk.
func New(o Options) *Store {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Store{o: o, owner: thisOwner()}
}

// Close closes the file if it was opened. The store cannot be used afterwards.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.db == nil {
		return nil
	}
	err := s.db.Close()
	s.db = nil
	return err
}

// Begin writes a run before it starts.
func (s *Store) Begin(ctx context.Context, r actions.Run) error {
	return s.do(ctx, func(q Asker) error {
		_, err := q.ExecContext(ctx, `INSERT INTO runs (id, press, state, owner, started, profile, user_id, user_name,
			contact_id, contact_name, action_id, action_name, type, summary, plan)
			VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
			r.ID, r.PlanID, string(actions.StateRunning), s.owner, r.Started.UnixMilli(), clean(r.Profile), clean(r.UserID), clean(r.UserName),
			clean(r.ContactID), clean(r.ContactName), clean(r.ActionID), clean(r.ActionName), string(r.Type), clean(r.Summary), clean(r.Plan))
		return err
	})
}

// Finish completes a run that Begin wrote. If its row is missing, because it was pruned or Begin
// failed, the run is written whole.
func (s *Store) Finish(ctx context.Context, r actions.Run) error {
	effects, err := actions.MarshalEffects(r.Effects)
	if err != nil {
		return err
	}
	lines := r.Log
	if lines == nil {
		lines = []string{}
	}
	log, err := json.Marshal(lines)
	if err != nil {
		return err
	}
	return s.do(ctx, func(q Asker) error {
		_, err := q.ExecContext(ctx, `INSERT INTO runs (id, press, state, owner, started, took, profile, user_id, user_name,
			contact_id, contact_name, action_id, action_name, type, summary, plan, status, attempts, message, error, effects, log)
			VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
			ON CONFLICT ({desk}id) DO UPDATE SET state = excluded.state, took = excluded.took, status = excluded.status,
				attempts = excluded.attempts, message = excluded.message, error = excluded.error,
				effects = excluded.effects, log = excluded.log`,
			r.ID, r.PlanID, string(r.State), s.owner, r.Started.UnixMilli(), r.Took.Microseconds(), clean(r.Profile), clean(r.UserID), clean(r.UserName),
			clean(r.ContactID), clean(r.ContactName), clean(r.ActionID), clean(r.ActionName), string(r.Type), clean(r.Summary), clean(r.Plan),
			r.Status, r.Attempts, clean(r.Message), clean(r.Error), string(effects), string(log))
		return err
	})
}

// clean keeps text storable: SQLite's text ends at a NUL for some readers and should be UTF-8.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// do runs f with the open database and tells its errors with the file's name.
func (s *Store) do(ctx context.Context, f func(q Asker) error) error {
	if s.o.Rows != nil {
		return s.doInDatabase(ctx, f)
	}
	db, err := s.open(ctx)
	if err == nil {
		err = f(inFile{db})
	}
	switch {
	case err == nil:
		return nil
	case strings.Contains(err.Error(), "not a database"), strings.Contains(err.Error(), "malformed"):
		return fmt.Errorf("the history file %s is damaged (%w); move it away and a new one is made", s.o.Path, err)
	}
	return fmt.Errorf("the history file %s: %w", s.o.Path, err)
}

// doInDatabase is do where a database keeps the rows; what is too old goes at the first call.
func (s *Store) doInDatabase(ctx context.Context, f func(q Asker) error) error {
	s.mu.Lock()
	closed, old := s.closed, !s.pruned && s.o.Retention > 0
	s.mu.Unlock()
	if closed {
		return errors.New("the history is closed")
	}
	err := s.o.Rows.Do(ctx, func(q Asker) error {
		if old {
			if _, err := prune(ctx, q, s.o.Now().Add(-s.o.Retention)); err != nil {
				return err
			}
		}
		return f(q)
	})
	if err == nil {
		s.mu.Lock()
		s.pruned = true
		s.mu.Unlock()
	}
	return err
}

// open opens the file at the first call.
func (s *Store) open(ctx context.Context) (*sql.DB, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errors.New("it is closed")
	}
	if s.db != nil {
		return s.db, nil
	}
	if err := prepareFile(s.o.Path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dsn(s.o.Path))
	if err != nil {
		return nil, err
	}
	// One connection: statements are short, and SQLite has one writer anyway.
	db.SetMaxOpenConns(1)
	if err := s.setUp(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s.db = db
	return db, nil
}

// setUp migrates and applies the retention. Turning a new file to WAL can find it busy whatever the
// busy timeout is, when another console does the same; then it is tried again.
func (s *Store) setUp(ctx context.Context, db *sql.DB) error {
	var err error
	for range 20 {
		if err = migrate(ctx, db); err == nil || !busy(err) {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(25 * time.Millisecond):
		}
	}
	if err == nil && s.o.Retention > 0 {
		_, err = prune(ctx, inFile{db}, s.o.Now().Add(-s.o.Retention))
	}
	return err
}

func busy(err error) bool {
	return strings.Contains(err.Error(), "SQLITE_BUSY") || strings.Contains(err.Error(), "locked")
}

// prepareFile makes the folder and an empty file that only its owner can read, before SQLite would
// make one that others can; its companion files take over the rights.
func prepareFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Close())
}

// dsn sets what every connection needs. NORMAL keeps every finished transaction when the process is
// killed; only a power cut can lose the last ones.
func dsn(path string) string {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(NORMAL)"}}
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}
	return u.String()
}
