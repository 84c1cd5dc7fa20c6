package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"strings"
)

var errDamaged = fault("is damaged; the next start sets it aside and keeps what can be read of it")

// Examine looks whether a store's file can be read and written, and what exists nowhere but in it. It
// makes no file, brings none to a newer version, and sets none aside.
func Examine(ctx context.Context, path string) (Unsent, error) {
	u, err := examine(ctx, path)
	if damaged(err) {
		err = errDamaged
	}
	return u, explain(path, err)
}

func examine(ctx context.Context, path string) (Unsent, error) {
	var u Unsent
	f, err := os.OpenFile(path, os.O_RDWR, 0) // SQLite would make do with reading, and not tell
	if err != nil {
		return u, err
	}
	_ = f.Close() // nothing was written
	if err := checkWAL(path); err != nil {
		return u, err
	}
	db, err := sql.Open("sqlite", address(path, url.Values{"mode": {"rw"}, "_txlock": {"immediate"}, "_pragma": {"busy_timeout(2000)"}}))
	if err != nil {
		return u, err
	}
	defer func() { _ = db.Close() }() // nothing was written
	db.SetMaxOpenConns(1)
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return u, err
	}
	if version > len(migrations) {
		return u, errNewer
	}
	var found string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return u, err
	}
	if found != "ok" {
		return u, errDamaged
	}
	if u, err = count(ctx, inFile{db}); err != nil {
		return u, err
	}
	tx, err := db.BeginTx(ctx, nil) // takes the right to write
	if err != nil {
		return u, err
	}
	return u, tx.Rollback()
}

// count counts what a file holds. One of an earlier version may not know all kinds.
func count(ctx context.Context, q queryer) (Unsent, error) {
	var u Unsent
	var errs []error
	for table, n := range map[string]*int{"drafts": &u.Drafts, "outbox": &u.Messages, "parcels": &u.Files, "notes": &u.Notes, "reminders": &u.Reminders, "kept_unread": &u.KeptUnread} {
		err := q.QueryRowContext(ctx, "SELECT count(*) FROM "+table+" WHERE {mine}").Scan(n)
		if err != nil && !strings.Contains(err.Error(), "no such table") {
			errs = append(errs, err)
		}
	}
	return u, errors.Join(errs...)
}
