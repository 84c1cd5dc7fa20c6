package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"sync"
)

// dialect is how an engine spells the statements of this package. They are written once, in SQLite's words,
// and say what differs by marks:
//
//	?       the next argument
//	{own}   the column that says whose rows they are, where a table is made
//	{desk}  that column as the first of a key
//	{mine}  the condition that a row is of this desk
//
// A file of SQLite is one desk's, and has no such column.
type dialect struct {
	words    *strings.Replacer
	numbered bool     // arguments are $1, $2 …
	spelled  sync.Map // statements that were translated, by how they are written
}

var sqliteWords = &dialect{words: strings.NewReplacer("{own}", "", "{desk}", "", "{mine}", "TRUE")}

var postgresWords = &dialect{numbered: true, words: strings.NewReplacer(
	"{own}", `desk TEXT COLLATE "C" NOT NULL DEFAULT current_setting('keydesk.desk'), `, "{desk}", "desk, ",
	"{mine}", "desk = current_setting('keydesk.desk')",
	"INTEGER PRIMARY KEY AUTOINCREMENT", "BIGINT GENERATED ALWAYS AS IDENTITY", "INTEGER", "BIGINT", "BLOB", "BYTEA", "TEXT", `TEXT COLLATE "C"`,
	" STRICT, WITHOUT ROWID", "", " STRICT", "",
)}

// spell is a statement in the words of the engine.
func (d *dialect) spell(query string) string {
	if s, ok := d.spelled.Load(query); ok {
		return s.(string)
	}
	s := d.words.Replace(query)
	if d.numbered {
		parts := strings.Split(s, "?")
		s = parts[0]
		for i, part := range parts[1:] {
			s += "$" + strconv.Itoa(i+1) + part
		}
	}
	d.spelled.Store(query, s)
	return s
}

// values are arguments as every engine takes them: flags are numbers, and text is what both can hold.
func (d *dialect) values(args []any) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		switch v := arg.(type) {
		case bool:
			out[i] = 0
			if v {
				out[i] = 1
			}
		case string:
			if out[i] = v; d.numbered {
				out[i] = clean(v)
			}
		case Kind:
			out[i] = string(v)
		default:
			out[i] = v
		}
	}
	return out
}

// tx is a transaction on the rows of one desk.
type tx struct {
	*sql.Tx
	*dialect
	after []func() // once it holds
}

// ExecContext changes rows.
func (t *tx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return t.Tx.ExecContext(ctx, t.spell(query), t.values(args)...)
}

// QueryContext reads rows.
func (t *tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.Tx.QueryContext(ctx, t.spell(query), t.values(args)...)
}

// QueryRowContext reads one row.
func (t *tx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return t.Tx.QueryRowContext(ctx, t.spell(query), t.values(args)...)
}

// PrepareContext prepares what is done for many rows; text in its arguments is to be clean.
func (t *tx) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return t.Tx.PrepareContext(ctx, t.spell(query))
}
