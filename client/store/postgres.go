package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Database is a PostgreSQL database that keeps many desks, for any number of processes. It is opened when
// it is needed first. OpenDatabase makes one; Close ends what runs beside.
type Database struct {
	config *pgx.ConnConfig
	db     *sql.DB
	parts  []Part

	preparing sync.Mutex
	prepared  bool

	mu      sync.Mutex
	desks   map[string]*Store // the consoles of this process, by name
	trouble error             // why the database could not be used when it was last tried beside
	stop    context.CancelFunc
	running sync.WaitGroup
}

// schemaName is where all tables are in the database.
const schemaName = "keydesk"

// connectLimit bounds how long a database that does not answer is waited for.
const connectLimit = 5 * time.Second

var errAddress = errors.New("its address cannot be read; it is written like postgres://user:password@db.example.com/keydesk")

// Part is tables that are brought to a newer version together. They are written as those of this package are.
type Part struct {
	Name       string
	Migrations []string
}

// OpenDatabase takes the address of a database, postgres://user:password@host/name, and connects to nothing
// yet. No error says what stands in the address: there is a password in it. more are tables of others.
func OpenDatabase(address string, more ...Part) (*Database, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil || config.Host == "" {
		return nil, explainDatabase("", errAddress)
	}
	config.ConnectTimeout = connectLimit
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "keydesk"
	}
	config.RuntimeParams["search_path"] = schemaName
	d := &Database{config: config, desks: map[string]*Store{}}
	d.parts = append([]Part{{"store", migrations}, {"leases", leaseMigrations}}, more...)
	d.db = stdlib.OpenDB(*config)
	d.db.SetMaxOpenConns(16)
	d.db.SetMaxIdleConns(4)
	d.db.SetConnMaxIdleTime(5 * time.Minute)
	return d, nil
}

// Where names the database without its password.
func (d *Database) Where() string { return fmt.Sprintf("%s/%s", d.config.Host, d.config.Database) }

// Close ends the connections, and what runs beside.
func (d *Database) Close() error {
	d.mu.Lock()
	stop := d.stop
	d.mu.Unlock()
	if stop != nil {
		stop()
	}
	d.running.Wait()
	return d.db.Close()
}

// Check tells what serves the database, and what is wrong with it; it brings nothing to a newer version.
func (d *Database) Check(ctx context.Context) (fine string, err error) {
	var server string
	if err := d.db.QueryRowContext(ctx, "SHOW server_version").Scan(&server); err != nil {
		return "", d.explain(err)
	}
	for _, part := range d.parts {
		version, err := d.version(ctx, d.db, part)
		if err == nil && version > len(part.Migrations) {
			err = errNewerDatabase
		}
		if err != nil {
			return "", d.explain(err)
		}
	}
	var may bool
	const rights = "SELECT CASE WHEN to_regnamespace($1) IS NULL THEN has_database_privilege(current_database(), 'CREATE') ELSE has_schema_privilege($1, 'CREATE') END"
	if err := d.db.QueryRowContext(ctx, rights, schemaName).Scan(&may); err != nil {
		return "", d.explain(err)
	}
	if !may {
		return "", d.explain(errRights)
	}
	return fmt.Sprintf("PostgreSQL %s, %s", server, d.Where()), nil
}

// version is that of a part of the tables, 0 if there are none.
func (d *Database) version(ctx context.Context, q queryer, part Part) (version int, err error) {
	var there bool
	if err := q.QueryRowContext(ctx, "SELECT to_regclass('"+schemaName+".versions') IS NOT NULL").Scan(&there); err != nil || !there {
		return 0, err
	}
	err = q.QueryRowContext(ctx, "SELECT version FROM versions WHERE part = $1", part.Name).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return version, err
}

// prepare brings the tables to the newest version at the first use, in one step that other processes see
// whole or not at all.
func (d *Database) prepare(ctx context.Context) error {
	d.preparing.Lock()
	defer d.preparing.Unlock()
	if d.prepared {
		return nil
	}
	raw, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = raw.Rollback() }() // after Commit there is nothing to roll back
	if _, err := raw.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", schemaName); err != nil {
		return err
	}
	for _, part := range d.parts {
		version, err := d.version(ctx, raw, part)
		if err == nil && version > len(part.Migrations) {
			err = errNewerDatabase
		}
		if err == nil {
			err = migrateDatabase(ctx, raw, part, version)
		}
		if err != nil {
			return err
		}
	}
	if err := raw.Commit(); err != nil {
		return err
	}
	d.prepared = true
	d.begin()
	return nil
}

// migrateDatabase takes a part of the tables from a version to the newest.
func migrateDatabase(ctx context.Context, raw *sql.Tx, part Part, version int) error {
	if version == len(part.Migrations) {
		return nil
	}
	queries := []string{"CREATE SCHEMA IF NOT EXISTS " + schemaName, "CREATE TABLE IF NOT EXISTS versions (part TEXT PRIMARY KEY, version INTEGER NOT NULL)"}
	for _, query := range part.Migrations[version:] {
		queries = append(queries, postgresWords.spell(query))
	}
	queries = append(queries, fmt.Sprintf("INSERT INTO versions VALUES ('%s', %d) ON CONFLICT (part) DO UPDATE SET version = excluded.version", part.Name, len(part.Migrations)))
	for _, query := range queries {
		if _, err := raw.ExecContext(ctx, query, pgx.QueryExecModeSimpleProtocol); err != nil {
			return fmt.Errorf("its tables cannot be made: %w", err)
		}
	}
	return nil
}

// write runs f in a transaction on the rows of one desk. Transactions on one desk come one after the
// other, as in a file.
func (d *Database) write(ctx context.Context, desk string, f func(tx *tx) error) error {
	if err := d.prepare(ctx); err != nil {
		return err
	}
	raw, err := d.beginOn(ctx, desk)
	if err != nil { // a connection of before the database was restarted, say; nothing was done on it
		if raw, err = d.beginOn(ctx, desk); err != nil {
			return err
		}
	}
	defer func() { _ = raw.Rollback() }() // after Commit there is nothing to roll back
	tx := &tx{Tx: raw, dialect: postgresWords}
	if err := f(tx); err != nil {
		return err
	}
	if err := raw.Commit(); err != nil {
		return err
	}
	for _, f := range tx.after {
		f()
	}
	return nil
}

// beginOn begins a transaction on a desk, once no other one is under way.
func (d *Database) beginOn(ctx context.Context, desk string) (*sql.Tx, error) {
	raw, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	const begin = "SELECT set_config('keydesk.desk', $1, true), pg_advisory_xact_lock(hashtextextended($1, 1))"
	if _, err := raw.ExecContext(ctx, begin, desk); err != nil {
		return nil, errors.Join(err, raw.Rollback())
	}
	return raw, nil
}

// Asker asks for rows of one desk, in statements as they are written in this package.
type Asker = interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Rows are the rows of one desk, for tables of others.
type Rows struct {
	of   *Database
	desk string
}

// Rows are those of a desk.
func (d *Database) Rows(desk string) Rows { return Rows{of: d, desk: desk} }

// Do runs f in a transaction.
func (r Rows) Do(ctx context.Context, f func(q Asker) error) error {
	return r.of.explain(r.of.write(ctx, r.desk, func(tx *tx) error { return f(tx) }))
}
