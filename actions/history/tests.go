package history

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"keydesk/actions"
)

// manyTests bounds what is remembered of test runs; the oldest go.
const manyTests = 200

// NoteTest remembers that an action was tested with success, by its TestKey.
func (s *Store) NoteTest(ctx context.Context, key string, t actions.Tested) error {
	return s.do(ctx, func(q Asker) error {
		_, err := q.ExecContext(ctx, `INSERT INTO tests (key, at, how) VALUES (?,?,?)
			ON CONFLICT ({desk}key) DO UPDATE SET at = excluded.at, how = excluded.how`, key, t.At.UnixMilli(), t.How)
		if err == nil {
			_, err = q.ExecContext(ctx, `DELETE FROM tests WHERE {mine} AND key NOT IN (SELECT key FROM tests WHERE {mine} ORDER BY at DESC LIMIT ?)`, manyTests)
		}
		return err
	})
}

// Tested tells of the newest successful test of an action, by its TestKey; ok is false when there was
// none.
func (s *Store) Tested(ctx context.Context, key string) (t actions.Tested, ok bool, err error) {
	err = s.do(ctx, func(q Asker) error {
		var at int64
		err := q.QueryRowContext(ctx, `SELECT at, how FROM tests WHERE {mine} AND key = ?`, key).Scan(&at, &t.How)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		t.At, ok = time.UnixMilli(at), err == nil
		return err
	})
	return t, ok, err
}
