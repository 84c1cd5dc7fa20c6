package history

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"keydesk/actions"
)

// UnknownMessage is what a run shows that a crash cut off.
const UnknownMessage = "unknown: may have arrived"

// ErrNotFound is returned by Get for an id that is not in the record.
var ErrNotFound = errors.New("no such run in the history")

// Filter chooses runs. Empty fields do not limit.
type Filter struct {
	// Contact is a contact's id, or a part of its name in any case (ASCII letters).
	Contact string
	// Action is an action's id, or a part of its name.
	Action string
	State  actions.State
	// Since and Until limit the start of the run: Since ≤ start < Until.
	Since, Until time.Time
	// After continues a list: the id of its last run.
	After string
	// Limit is how many at most; 0 means 100.
	Limit int
}

const columns = `id, press, state, started, took, profile, user_id, user_name, contact_id, contact_name,
	action_id, action_name, type, summary, plan, status, attempts, message, error, effects, log`

// List returns runs, newest first.
func (s *Store) List(ctx context.Context, f Filter) ([]actions.Run, error) {
	var out []actions.Run
	err := s.do(ctx, func(q Asker) error {
		if err := s.sweep(ctx, q); err != nil {
			return err
		}
		where, args := f.where()
		limit := f.Limit
		if limit <= 0 {
			limit = 100
		}
		rows, err := q.QueryContext(ctx, "SELECT "+columns+" FROM runs "+where+" ORDER BY started DESC, id DESC LIMIT ?", append(args, limit)...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // rows.Err has the fault, if any
		for rows.Next() {
			r, err := scan(rows)
			if err != nil {
				return err
			}
			out = append(out, r)
		}
		return rows.Err()
	})
	return out, err
}

// Get returns one run by its id, or by the press id: then the newest with it.
func (s *Store) Get(ctx context.Context, id string) (actions.Run, error) {
	var r actions.Run
	err := s.do(ctx, func(q Asker) error {
		if err := s.sweep(ctx, q); err != nil {
			return err
		}
		var err error
		r, err = scan(q.QueryRowContext(ctx, "SELECT "+columns+" FROM runs WHERE {mine} AND (id = ? OR press = ?) ORDER BY started DESC, id DESC LIMIT 1", id, id))
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("%w: %s", ErrNotFound, id)
	}
	return r, err
}

// Last returns the newest run of an action by its id; ErrNotFound when it never ran.
func (s *Store) Last(ctx context.Context, actionID string) (actions.Run, error) {
	runs, err := s.List(ctx, Filter{Action: actionID, Limit: 1})
	if err == nil && len(runs) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return actions.Run{}, err
	}
	return runs[0], nil
}

// Prune removes runs that started before the given time and returns how many.
func (s *Store) Prune(ctx context.Context, before time.Time) (int, error) {
	var n int
	err := s.do(ctx, func(q Asker) error {
		var err error
		n, err = prune(ctx, q, before)
		return err
	})
	return n, err
}

func prune(ctx context.Context, q Asker, before time.Time) (int, error) {
	res, err := q.ExecContext(ctx, "DELETE FROM runs WHERE {mine} AND started < ?", before.UnixMilli())
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// sweep gives runs without an end whose console is gone their state. A console that was only
// suspended still completes its row later.
func (s *Store) sweep(ctx context.Context, q Asker) error {
	rows, err := q.QueryContext(ctx, "SELECT id, owner, started FROM runs WHERE {mine} AND state = 'running'")
	if err != nil {
		return err
	}
	var gone []string
	for rows.Next() {
		var id, owner string
		var started int64
		if err := rows.Scan(&id, &owner, &started); err != nil {
			return errors.Join(err, rows.Close())
		}
		if s.o.Now().Sub(time.UnixMilli(started)) > runLimit || !s.alive(owner) {
			gone = append(gone, id)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, id := range gone {
		_, err := q.ExecContext(ctx, "UPDATE runs SET state = ?, message = ? WHERE {mine} AND id = ? AND state = 'running'",
			string(actions.StateUnknown), UnknownMessage, id)
		if err != nil {
			return err
		}
	}
	return nil
}

func (f Filter) where() (string, []any) {
	parts := []string{"{mine}"}
	var args []any
	add := func(part string, values ...any) {
		parts = append(parts, part)
		args = append(args, values...)
	}
	if f.Contact != "" {
		add("(contact_id = ? OR replace(lower(contact_name), lower(?), '') <> lower(contact_name))", f.Contact, f.Contact)
	}
	if f.Action != "" {
		add("(action_id = ? OR replace(lower(action_name), lower(?), '') <> lower(action_name))", f.Action, f.Action)
	}
	if f.State != "" {
		add("state = ?", string(f.State))
	}
	if !f.Since.IsZero() {
		add("started >= ?", f.Since.UnixMilli())
	}
	if !f.Until.IsZero() {
		add("started < ?", f.Until.UnixMilli())
	}
	if f.After != "" {
		add("(started, id) < (SELECT started, id FROM runs WHERE {mine} AND id = ?)", f.After)
	}
	return "WHERE " + strings.Join(parts, " AND "), args
}

// scanner is a row of either kind.
type scanner interface{ Scan(dest ...any) error }

func scan(row scanner) (actions.Run, error) {
	var r actions.Run
	var state, typ, effects, log string
	var started, took int64
	err := row.Scan(&r.ID, &r.PlanID, &state, &started, &took, &r.Profile, &r.UserID, &r.UserName, &r.ContactID, &r.ContactName,
		&r.ActionID, &r.ActionName, &typ, &r.Summary, &r.Plan, &r.Status, &r.Attempts, &r.Message, &r.Error, &effects, &log)
	if err != nil {
		return r, err
	}
	r.State, r.Type = actions.State(state), actions.Type(typ)
	r.Started, r.Took = time.UnixMilli(started), time.Duration(took)*time.Microsecond
	if r.Effects, err = actions.UnmarshalEffects([]byte(effects)); err != nil {
		return r, err
	}
	return r, json.Unmarshal([]byte(log), &r.Log)
}
