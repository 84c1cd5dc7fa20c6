package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// rescue is what could still be read of a damaged file: what exists nowhere else.
type rescue struct {
	who       string
	drafts    [][]any
	outbox    [][]any
	parcels   [][]any
	notes     [][]any
	reminders [][]any
	unread    [][]any
}

const (
	draftColumns  = "who, contact, mode, console, body, reply_to, changed"
	outboxColumns = "id, who, contact, mode, console, body, reply_to, account, written, after_at, tried, attempts, sending, unsure, held, known"
	parcelColumns = outboxColumns + ", " + attachmentColumns
	outboxKey     = 5 // that many of them tell what it is and whose, and never change
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
	var mended rescue
	if errors.Is(cause, errWAL) { // before the database throws away what it does not read
		mended = readMended(ctx, s.o.Path)
	}
	if db == nil {
		var err error
		if db, err = sql.Open("sqlite", dsn(s.o.Path)); err != nil {
			return rescue{}, errors.Join(cause, err)
		}
	}
	found := more(mended, read(ctx, db))
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
	r := rescue{drafts: readRows(ctx, db, "drafts", draftColumns), outbox: readRows(ctx, db, "outbox", outboxColumns),
		parcels: readRows(ctx, db, "parcels", parcelColumns), notes: readRows(ctx, db, "notes", outboxColumns), reminders: readRows(ctx, db, "reminders", reminderColumns),
		unread: readRows(ctx, db, "kept_unread", keptUnreadColumns)}
	r.who, _ = meta(ctx, inFile{db}, metaWho) // unknown is possible: the platform tells it anew
	if r.who == "" {
		r.who = onlyOwner(r.drafts)
	}
	return r
}

// onlyOwner is whose all the drafts are, "" where they are several people's.
func onlyOwner(drafts [][]any) string {
	var who string
	for i, row := range drafts {
		of, _ := row[0].(string)
		if i > 0 && of != who {
			return ""
		}
		who = of
	}
	return who
}

// readRows returns the wanted columns of a table's rows up to the first that cannot be read. What one
// is missing is empty, but for a single one that has another name now.
func readRows(ctx context.Context, db *sql.DB, table, wanted string) [][]any {
	rows, err := db.QueryContext(ctx, "SELECT * FROM "+table)
	if err != nil {
		return nil
	}
	defer func() { _ = rows.Close() }() // nothing more can be read
	has, err := rows.Columns()
	if err != nil {
		return nil
	}
	from := places(has, strings.Split(wanted, ", "))
	var all [][]any
	for rows.Next() {
		row, into := make([]any, len(has)), make([]any, len(has))
		for i := range row {
			into[i] = &row[i]
		}
		if rows.Scan(into...) != nil {
			continue
		}
		picked := make([]any, len(from))
		for i, at := range from {
			switch {
			case at >= 0:
				picked[i] = row[at]
			case at == noNumber:
				picked[i] = 0
			default:
				picked[i] = ""
			}
		}
		all = append(all, picked)
	}
	return all
}

// What stands in the place of a column that is missing.
const (
	noText   = -1
	noNumber = -2
)

// places tells which of the columns that a table has is each of those wanted.
func places(has, wanted []string) []int {
	at := make([]int, len(wanted))
	missing := 0
	for i, name := range wanted {
		if at[i] = slices.Index(has, name); at[i] < 0 {
			missing++
			at[i] = noText
			if slices.Contains(numbers, name) {
				at[i] = noNumber
			}
		}
	}
	var unknown []int
	for i, name := range has {
		if name != "number" && !slices.Contains(wanted, name) {
			unknown = append(unknown, i)
		}
	}
	if missing == 1 && len(unknown) == 1 {
		i := slices.IndexFunc(at, func(n int) bool { return n < 0 })
		at[i] = unknown[0]
	}
	return at
}

// numbers are the columns that hold no text.
var numbers = []string{"changed", "written", "after_at", "tried", "attempts", "sending", "unsure", "size", "modified", "due", "answered", "heard"}

// into writes what was rescued into a new file. A row that the new file refuses was damaged too.
func (r rescue) into(ctx context.Context, db *sql.DB) error {
	if r.who == "" && len(r.drafts)+len(r.outbox)+len(r.parcels)+len(r.notes)+len(r.reminders)+len(r.unread) == 0 {
		return nil
	}
	raw, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = raw.Rollback() }() // after Commit there is nothing to roll back
	tx := &tx{Tx: raw, dialect: sqliteWords}
	insert := func(table, columns string, rows [][]any) {
		query := "INSERT OR IGNORE INTO " + table + " (" + columns + ") VALUES (?" + strings.Repeat(",?", strings.Count(columns, ",")) + ")"
		for _, row := range rows {
			_, _ = tx.ExecContext(ctx, query, row...)
		}
	}
	insert("drafts", draftColumns, r.drafts)
	insert("outbox", outboxColumns, r.outbox)
	insert("parcels", parcelColumns, r.parcels)
	insert("notes", outboxColumns, r.notes)
	insert("reminders", reminderColumns, r.reminders)
	insert("kept_unread", keptUnreadColumns, r.unread)
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
