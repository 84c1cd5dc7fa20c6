package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// migrations[i] takes a file, or a database, from version i to i+1; dialect says how they are written. Only
// ever append: files of every version exist on people's disks. Times are microseconds since 1970, 0 for none.
//
// contacts, threads and messages belong to who signed in last and go when somebody else does; drafts,
// outbox, notes, parcels, reminders and kept_unread say themselves whose they are, because they exist nowhere else.
var migrations = []string{
	`CREATE TABLE meta ({own}name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY ({desk}name)) STRICT, WITHOUT ROWID;
	CREATE TABLE drafts (
		{own}
		who TEXT NOT NULL,
		contact TEXT NOT NULL,
		mode TEXT NOT NULL,
		console TEXT NOT NULL,
		body TEXT NOT NULL,
		reply_to TEXT NOT NULL,
		changed INTEGER NOT NULL,
		PRIMARY KEY ({desk}who, contact, mode, console)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE outbox (
		{own}
		number INTEGER PRIMARY KEY AUTOINCREMENT,
		id TEXT NOT NULL,
		who TEXT NOT NULL,
		contact TEXT NOT NULL,
		mode TEXT NOT NULL,
		console TEXT NOT NULL,
		body TEXT NOT NULL,
		reply_to TEXT NOT NULL,
		account TEXT NOT NULL,
		written INTEGER NOT NULL,
		after_at INTEGER NOT NULL,
		tried INTEGER NOT NULL DEFAULT 0,
		attempts INTEGER NOT NULL DEFAULT 0,
		sending INTEGER NOT NULL DEFAULT 0,
		unsure INTEGER NOT NULL DEFAULT 0,
		held TEXT NOT NULL DEFAULT '',
		UNIQUE ({desk}id)
	) STRICT;
	CREATE TABLE contacts (
		{own}
		id TEXT NOT NULL,
		at INTEGER NOT NULL,
		seen INTEGER NOT NULL,
		data BLOB NOT NULL,
		PRIMARY KEY ({desk}id)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX contacts_at ON contacts ({desk}at DESC, id);
	CREATE TABLE threads (
		{own}
		contact TEXT NOT NULL,
		seen INTEGER NOT NULL,
		solid INTEGER NOT NULL,
		home INTEGER NOT NULL,
		PRIMARY KEY ({desk}contact)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE messages (
		{own}
		contact TEXT NOT NULL,
		at INTEGER NOT NULL,
		id TEXT NOT NULL,
		data BLOB NOT NULL,
		PRIMARY KEY ({desk}contact, id)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX messages_at ON messages ({desk}contact, at);`,

	// Messages that carry a file. They are not in outbox: a console of the version before, which may
	// run beside, would take such a row over and send its words as a text.
	`CREATE TABLE parcels (
		{own}
		number INTEGER PRIMARY KEY AUTOINCREMENT,
		id TEXT NOT NULL,
		who TEXT NOT NULL,
		contact TEXT NOT NULL,
		mode TEXT NOT NULL,
		console TEXT NOT NULL,
		body TEXT NOT NULL,
		reply_to TEXT NOT NULL,
		account TEXT NOT NULL,
		written INTEGER NOT NULL,
		after_at INTEGER NOT NULL,
		tried INTEGER NOT NULL DEFAULT 0,
		attempts INTEGER NOT NULL DEFAULT 0,
		sending INTEGER NOT NULL DEFAULT 0,
		unsure INTEGER NOT NULL DEFAULT 0,
		held TEXT NOT NULL DEFAULT '',
		path BLOB NOT NULL,
		name TEXT NOT NULL,
		size INTEGER NOT NULL,
		modified INTEGER NOT NULL,
		type TEXT NOT NULL,
		mime TEXT NOT NULL,
		UNIQUE ({desk}id)
	) STRICT;`,

	// Notes on their way out, in a table of their own for the same reason: an older console would send
	// one to the customer. And which messages were known when something was sent.
	`ALTER TABLE outbox ADD COLUMN known TEXT NOT NULL DEFAULT '';
	ALTER TABLE parcels ADD COLUMN known TEXT NOT NULL DEFAULT '';
	CREATE TABLE notes (
		{own}
		number INTEGER PRIMARY KEY AUTOINCREMENT,
		id TEXT NOT NULL,
		who TEXT NOT NULL,
		contact TEXT NOT NULL,
		mode TEXT NOT NULL,
		console TEXT NOT NULL,
		body TEXT NOT NULL,
		reply_to TEXT NOT NULL,
		account TEXT NOT NULL,
		written INTEGER NOT NULL,
		after_at INTEGER NOT NULL,
		tried INTEGER NOT NULL DEFAULT 0,
		attempts INTEGER NOT NULL DEFAULT 0,
		sending INTEGER NOT NULL DEFAULT 0,
		unsure INTEGER NOT NULL DEFAULT 0,
		held TEXT NOT NULL DEFAULT '',
		known TEXT NOT NULL DEFAULT '',
		UNIQUE ({desk}id)
	) STRICT;`,

	`CREATE TABLE reminders (
		{own}
		who TEXT NOT NULL,
		contact TEXT NOT NULL,
		due INTEGER NOT NULL,
		answered INTEGER NOT NULL,
		words TEXT NOT NULL,
		heard INTEGER NOT NULL,
		PRIMARY KEY ({desk}who, contact)
	) STRICT, WITHOUT ROWID;`,

	`CREATE TABLE kept_unread (
		{own}
		who TEXT NOT NULL,
		contact TEXT NOT NULL,
		heard INTEGER NOT NULL,
		PRIMARY KEY ({desk}who, contact)
	) STRICT, WITHOUT ROWID;`,
}

// migrate brings the file to the newest version, in one step that another console sees whole or not
// at all.
func migrate(ctx context.Context, db *sql.DB) error {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version > len(migrations) {
		return errNewer
	}
	if version == len(migrations) {
		return nil
	}
	raw, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = raw.Rollback() }() // after Commit there is nothing to roll back
	tx := &tx{Tx: raw, dialect: sqliteWords}
	// Another console may have done it between the first look and the lock.
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	for ; version < len(migrations); version++ {
		if _, err := tx.ExecContext(ctx, migrations[version]); err != nil {
			return fmt.Errorf("migration %d: %w", version+1, err)
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
		return err
	}
	return tx.Commit()
}

// Names of meta.
const (
	metaWho    = "who"    // who signed in last: organization and user
	metaListed = "listed" // when the list was last told by the platform
	metaTotal  = "total"  // how many conversations there were then
)

// queryer is a database or a transaction.
type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// inFile asks a file outside of a transaction.
type inFile struct{ *sql.DB }

// QueryRowContext reads one row.
func (q inFile) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return q.DB.QueryRowContext(ctx, sqliteWords.spell(query), sqliteWords.values(args)...)
}

// meta is a value by its name, "" for none.
func meta(ctx context.Context, q queryer, name string) (string, error) {
	var value string
	err := q.QueryRowContext(ctx, "SELECT value FROM meta WHERE {mine} AND name = ?", name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return value, err
}

func setMeta(ctx context.Context, tx *tx, name, value string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT ({desk}name) DO UPDATE SET value = excluded.value", name, value)
	return err
}
