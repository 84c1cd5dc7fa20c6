package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// rescue is what could still be read of a damaged file: what exists nowhere else.
type rescue struct {
	who     string
	drafts  [][]any
	outbox  [][]any
	parcels [][]any
}

const (
	draftColumns  = "who, contact, mode, console, body, reply_to, changed"
	outboxColumns = "id, who, contact, mode, console, body, reply_to, account, written, after_at, tried, attempts, sending, unsure, held"
	parcelColumns = outboxColumns + ", " + attachmentColumns
)

// replace begins a new file in the place of one that turned out to be damaged while it was open.
func (s *Store) replace(ctx context.Context, broken *sql.DB, cause error) (*sql.DB, error) {
	s.mu.Lock()
	if s.db == broken {
		s.db = nil
		found, err := s.setAside(ctx, broken, cause)
		if err != nil {
			s.mu.Unlock()
			return nil, err
		}
		db, err := s.connect(ctx)
		if err == nil {
			err = found.into(ctx, db)
		}
		if err != nil {
			s.mu.Unlock()
			return nil, err
		}
		s.db = db
	}
	s.mu.Unlock()
	return s.open(ctx)
}

// setAside renames a damaged file, unless another console has done so in the meantime, and returns
// what it could read of it. It closes db, which may be nil.
func (s *Store) setAside(ctx context.Context, db *sql.DB, cause error) (rescue, error) {
	if db == nil {
		var err error
		if db, err = sql.Open("sqlite", dsn(s.o.Path)); err != nil {
			return rescue{}, errors.Join(cause, err)
		}
	}
	found := read(ctx, db)
	_ = db.Close() // of a damaged file this may fail, and it makes no difference
	now, err := os.Stat(s.o.Path)
	if err != nil {
		return found, errors.Join(cause, err)
	}
	if s.file != nil && !os.SameFile(now, s.file) {
		return rescue{}, nil // another console was quicker
	}
	aside := s.o.Path + asideMark + s.o.Now().UTC().Format("20060102-150405.000000")
	for _, suffix := range companions {
		if err := os.Rename(s.o.Path+suffix, aside+suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return found, errors.Join(cause, err)
		}
	}
	s.aside = aside
	if s.who == "" {
		s.who = found.who
	} else {
		found.who = s.who // the damaged file may not tell it any more
	}
	return found, nil
}

// read reads what it can.
func read(ctx context.Context, db *sql.DB) rescue {
	r := rescue{drafts: readRows(ctx, db, "SELECT "+draftColumns+" FROM drafts"), outbox: readRows(ctx, db, "SELECT "+outboxColumns+" FROM outbox ORDER BY number"),
		parcels: readRows(ctx, db, "SELECT "+parcelColumns+" FROM parcels ORDER BY number")}
	r.who, _ = meta(ctx, db, metaWho) // unknown is possible: the platform tells it anew
	return r
}

// readRows returns the rows up to the first that cannot be read.
func readRows(ctx context.Context, db *sql.DB, query string) [][]any {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil
	}
	defer func() { _ = rows.Close() }() // nothing more can be read
	columns, err := rows.Columns()
	if err != nil {
		return nil
	}
	var all [][]any
	for rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if rows.Scan(into...) == nil {
			all = append(all, row)
		}
	}
	return all
}

// into writes what was rescued into a new file. A row that the new file refuses was damaged too.
func (r rescue) into(ctx context.Context, db *sql.DB) error {
	if r.who == "" && len(r.drafts)+len(r.outbox)+len(r.parcels) == 0 {
		return nil
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit there is nothing to roll back
	insert := func(table, columns string, rows [][]any) {
		query := "INSERT OR IGNORE INTO " + table + " (" + columns + ") VALUES (?" + strings.Repeat(",?", strings.Count(columns, ",")) + ")"
		for _, row := range rows {
			_, _ = tx.ExecContext(ctx, query, row...)
		}
	}
	insert("drafts", draftColumns, r.drafts)
	insert("outbox", outboxColumns, r.outbox)
	insert("parcels", parcelColumns, r.parcels)
	if r.who != "" {
		if err := setMeta(ctx, tx, metaWho, r.who); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// asideMark stands in the name of a damaged file behind the store's own.
const asideMark = ".damaged-"

// Aside lists the damaged files of a store that were set aside.
func Aside(path string) ([]string, error) {
	list, err := os.ReadDir(filepath.Dir(path))
	var found []string
	for _, e := range list {
		if strings.HasPrefix(e.Name(), filepath.Base(path)+asideMark) {
			found = append(found, filepath.Join(filepath.Dir(path), e.Name()))
		}
	}
	return found, err
}

// tidyAside removes damaged files that are older than anything is kept: they hold the customers' data
// too.
func (s *Store) tidyAside() error {
	if s.o.Keep <= 0 {
		return nil
	}
	found, err := Aside(s.o.Path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	for _, file := range found {
		info, gone := os.Stat(file)
		if gone == nil && info.ModTime().Before(s.o.Now().Add(-s.o.Keep)) {
			err = errors.Join(err, os.Remove(file))
		}
	}
	return err
}

// SetAside is where a damaged file was put since the last call, "" for nowhere.
func (s *Store) SetAside() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.aside
	s.aside = ""
	return at
}
