package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the database/sql driver "sqlite", in pure Go
)

// Options say where a store is and what it keeps.
type Options struct {
	// Path is the database file; its folder is made when missing. Beside a Database it is only where
	// texts lie that are open in an editor.
	Path string
	// Database keeps the rows instead of a file, under the name of a Desk.
	Database *Database
	Desk     string
	// OwnOnly keeps what the person wrote (drafts, outbox) and nothing of the customers'.
	OwnOnly bool
	// Keep is how long lists and threads are kept that were not seen again; 0 keeps them for ever.
	// What the person wrote is never thrown away by age.
	Keep time.Duration
	// Now replaces the clock in tests.
	Now func() time.Time
	// Alive replaces asking the system whether a console is still there, in tests.
	Alive func(console string) bool
}

// Store is one file, or one desk in a database. It is safe for use by several goroutines and processes. New makes one.
type Store struct {
	o       Options
	console string // this console's name in rows

	mu     sync.Mutex
	db     *sql.DB
	closed bool
	who    string      // whose rows are handed out: the last one who signed in
	aside  string      // where a damaged file was put, until that was told
	file   os.FileInfo // the file that db has open, to tell it from a later one of the same name

	known    bool                // who was read from the database
	change   Change              // what happened and was not told yet
	poked    chan struct{}       // filled with change
	doubtful map[string]bool     // messages whose claim was sent to the database and not answered
	becomes  map[draftKey]string // messages that drafts become which the database does not have yet
	sent     map[draftKey]int64  // when the messages were written that drafts became
	seen     map[draftKey]string // texts of the drafts as the database had them when it was last asked
}

// draftKey is what of a desk a draft is.
type draftKey struct{ contact, column string }

// New returns a store without touching the disk.
func New(o Options) *Store {
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Store{o: o, console: thisConsole(), poked: make(chan struct{}, 1), doubtful: map[string]bool{}, becomes: map[draftKey]string{}, sent: map[draftKey]int64{}, seen: map[draftKey]string{}}
	if s.o.Alive == nil {
		s.o.Alive = s.lives
	}
	return s
}

// Path is the store's file; see Options.
func (s *Store) Path() string { return s.o.Path }

// OwnOnly tells whether nothing of the customers' is kept.
func (s *Store) OwnOnly() bool { return s.o.OwnOnly }

// Close lets go of this console's drafts and messages, so that the next one has them at once, and
// closes the file. The store cannot be used afterwards.
func (s *Store) Close() error {
	if s.Shared() {
		return s.closeDesk()
	}
	s.mu.Lock()
	db := s.db
	s.db, s.closed = nil, true
	s.mu.Unlock()
	if db == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), closeLimit)
	defer cancel()
	return s.explain(errors.Join(release(ctx, db, s.console), db.Close()))
}

// closeLimit bounds how long leaving may wait for a disk that does not answer.
const closeLimit = time.Second

// release gives up what belongs to a console that leaves in order.
func release(ctx context.Context, db *sql.DB, console string) error {
	raw, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = raw.Rollback() }() // after Commit there is nothing to roll back
	tx := &tx{Tx: raw, dialect: sqliteWords}
	if err := letGo(ctx, tx, console); err != nil {
		return err
	}
	if err := joinDrafts(ctx, tx, []string{console}, ""); err != nil {
		return err
	}
	return tx.Commit()
}

// letGo leaves what a console has on its way out to the next one that asks.
func letGo(ctx context.Context, tx *tx, console string) error {
	_, err := everywhere(ctx, tx, `UPDATE % SET console = '', unsure = CASE WHEN sending = 1 THEN 1 ELSE unsure END, sending = 0 WHERE {mine} AND console = ?`, console)
	return err
}

// write runs f in a transaction. durable ones are on the disk when it returns, even if the power
// goes; the others only cannot be lost by the end of this process.
func (s *Store) write(ctx context.Context, durable bool, f func(tx *tx) error) error {
	if s.Shared() {
		return s.writeDesk(ctx, f)
	}
	return s.do(ctx, func(db *sql.DB) error {
		conn, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		defer func() { _ = conn.Close() }() // goes back to the pool
		if durable {
			if _, err := conn.ExecContext(ctx, "PRAGMA synchronous = FULL"); err != nil {
				return err
			}
			defer func() { _, _ = conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA synchronous = NORMAL") }()
		}
		raw, err := conn.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = raw.Rollback() }() // after Commit there is nothing to roll back
		if err := f(&tx{Tx: raw, dialect: sqliteWords}); err != nil {
			return err
		}
		return raw.Commit()
	})
}

// do runs f with the open database and tells its errors with the file's name. A file that turns out
// to be damaged is set aside, and f runs once more on a new one.
func (s *Store) do(ctx context.Context, f func(db *sql.DB) error) error {
	db, err := s.open(ctx)
	if err == nil {
		if err = f(db); damaged(err) {
			if db, err = s.replace(ctx, db, err); err == nil {
				err = f(db)
			}
		}
	}
	return s.explain(err)
}

// Open opens the file now, so that a later call does not wait for it. What fails is told by that call,
// which tries again.
func (s *Store) Open(ctx context.Context) {
	_ = s.Ready(ctx) // nobody waits for this answer
}

// Ready opens what keeps the rows, and tells what is wrong with it.
func (s *Store) Ready(ctx context.Context) error {
	if s.Shared() {
		return s.writeDesk(ctx, func(*tx) error { return nil })
	}
	return s.do(ctx, func(*sql.DB) error { return nil })
}

// open opens the file at the first call.
func (s *Store) open(ctx context.Context) (*sql.DB, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errClosed
	}
	if s.db != nil {
		if there, err := s.inPlace(); there || err != nil {
			return s.db, err
		}
		_ = s.db.Close() // what it holds is in the file that was put in its place
		s.db = nil
	}
	db, err := s.connect(ctx)
	if damaged(err) {
		var rescued rescue
		if rescued, err = s.setAside(ctx, nil, err); err == nil {
			if db, err = s.connect(ctx); err == nil {
				err = rescued.into(ctx, db)
			}
		}
	}
	if err != nil {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
		return nil, err
	}
	s.db = db
	return db, nil
}

// inPlace tells whether the open file is still the one that its name leads to. It is another one
// when another console found it damaged, and errGone when it was deleted: what was deleted on purpose
// is not made again by a desk that happens to be open.
func (s *Store) inPlace() (bool, error) {
	now, err := os.Stat(s.o.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, errGone
	}
	return err != nil || os.SameFile(now, s.file), nil // what else is wrong the database tells
}

// connect opens and prepares the file as it is.
func (s *Store) connect(ctx context.Context) (*sql.DB, error) {
	if err := prepareFile(s.o.Path); err != nil {
		return nil, err
	}
	var err error
	if s.file, err = os.Stat(s.o.Path); err != nil {
		return nil, err
	}
	if err := checkWAL(s.o.Path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dsn(s.o.Path))
	if err != nil {
		return nil, err
	}
	// One connection: statements are short, and SQLite has one writer anyway.
	db.SetMaxOpenConns(1)
	for range 20 { // turning a new file to WAL can find it busy whatever the busy timeout is
		if err = migrate(ctx, db); err == nil || !busy(err) {
			break
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), db.Close())
		case <-time.After(25 * time.Millisecond):
		}
	}
	if err == nil && s.who == "" { // else whoever signed in stays, whatever a new file says
		s.who, err = meta(ctx, inFile{db}, metaWho)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// owner is whose rows are read and written now.
func (s *Store) owner() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.who
}
