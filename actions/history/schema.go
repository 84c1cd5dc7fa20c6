package history

import (
	"context"
	"database/sql"
	"fmt"
)

// migrations[i] takes a file from version i to i+1. Only ever append: files of every version exist
// on people's disks.
var migrations = []string{
	`CREATE TABLE runs (
		{own}
		id TEXT NOT NULL,
		press TEXT NOT NULL,
		state TEXT NOT NULL,
		owner TEXT NOT NULL,
		started INTEGER NOT NULL,
		took INTEGER NOT NULL DEFAULT 0,
		profile TEXT NOT NULL,
		user_id TEXT NOT NULL,
		user_name TEXT NOT NULL,
		contact_id TEXT NOT NULL,
		contact_name TEXT NOT NULL,
		action_id TEXT NOT NULL,
		action_name TEXT NOT NULL,
		type TEXT NOT NULL,
		summary TEXT NOT NULL,
		plan TEXT NOT NULL,
		status INTEGER NOT NULL DEFAULT 0,
		attempts INTEGER NOT NULL DEFAULT 0,
		message TEXT NOT NULL DEFAULT '',
		error TEXT NOT NULL DEFAULT '',
		effects TEXT NOT NULL DEFAULT '[]',
		log TEXT NOT NULL DEFAULT '[]',
		PRIMARY KEY ({desk}id)
	) STRICT;
	CREATE INDEX runs_started ON runs ({desk}started);
	CREATE INDEX runs_contact ON runs ({desk}contact_id, started);
	CREATE INDEX runs_running ON runs ({desk}state) WHERE state = 'running';`,
	`CREATE TABLE tests (
		{own}
		key TEXT NOT NULL,
		at INTEGER NOT NULL,
		how TEXT NOT NULL,
		PRIMARY KEY ({desk}key)
	) STRICT;`,
}

// migrate brings the file to the newest version. Each step is one transaction, so that a console
// that is killed halfway, or two that start at once, leave a whole version behind.
func migrate(ctx context.Context, db *sql.DB) error {
	version := 0
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version > len(migrations) {
		return fmt.Errorf("it was written by a newer keydesk (version %d, this one knows %d); update keydesk", version, len(migrations))
	}
	for ; version < len(migrations); version++ {
		if err := step(ctx, db, version); err != nil {
			return err
		}
	}
	return nil
}

// step does one migration unless another console has done it meanwhile.
func step(ctx context.Context, db *sql.DB, from int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit this does nothing
	now := 0
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&now); err != nil || now != from {
		return err
	}
	if _, err := tx.ExecContext(ctx, marks.Replace(migrations[from])); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", from+1)); err != nil {
		return err
	}
	return tx.Commit()
}
