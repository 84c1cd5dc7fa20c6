package store

import (
	"context"
	"database/sql"
	"time"
)

// The modes of a draft and of a message on its way out.
const (
	Reply  = "reply"  // to the customer
	Note   = "note"   // for colleagues only
	File   = "file"   // a file for the customer, with the words under it
	Form   = "form"   // begins the modes of answers to forms, such as a template's parameters, as JSON
	Action = "action" // no message: unsaved work on a custom action, whose name stands for the contact
)

// Draft is what was typed and not sent: one for a conversation and mode.
type Draft struct {
	Contact string
	Mode    string // Reply, Note, File, that with the id of one that did not go out behind it, Form with a name, or Action
	Body    string // "" in a Batch: there is none any more
	ReplyTo string // id of the message it answers or the note it edits, of a file its path; "" for none
	Changed time.Time
}

// saveDraft writes this console's draft, or removes it.
func (s *Store) saveDraft(ctx context.Context, tx *sql.Tx, who string, d Draft) error {
	if d.Body == "" {
		_, err := tx.ExecContext(ctx, "DELETE FROM drafts WHERE who = ? AND contact = ? AND mode = ? AND console = ?", who, d.Contact, d.Mode, s.console)
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO drafts (who, contact, mode, console, body, reply_to, changed) VALUES (?,?,?,?,?,?,?)
		ON CONFLICT (who, contact, mode, console) DO UPDATE SET body = excluded.body, reply_to = excluded.reply_to, changed = excluded.changed`,
		who, d.Contact, d.Mode, s.console, clean(d.Body), d.ReplyTo, micros(d.Changed))
	return err
}

// drafts are this console's.
func (s *Store) drafts(ctx context.Context, tx *sql.Tx, who string) ([]Draft, error) {
	rows, err := tx.QueryContext(ctx, "SELECT contact, mode, body, reply_to, changed FROM drafts WHERE who = ? AND console = ? ORDER BY changed", who, s.console)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err has the fault, if any
	var all []Draft
	for rows.Next() {
		var d Draft
		var changed int64
		if err := rows.Scan(&d.Contact, &d.Mode, &d.Body, &d.ReplyTo, &changed); err != nil {
			return nil, err
		}
		d.Changed = moment(changed)
		all = append(all, d)
	}
	return all, rows.Err()
}

// joinDrafts gives the drafts of consoles that are gone to another one, "" for whoever comes next.
// Where that has a draft of the same conversation already, both stand in one: nothing is lost.
func joinDrafts(ctx context.Context, tx *sql.Tx, from []string, to string) error {
	for _, console := range from {
		_, err := tx.ExecContext(ctx, `INSERT INTO drafts (who, contact, mode, console, body, reply_to, changed)
			SELECT who, contact, mode, ?2, body, reply_to, changed FROM drafts WHERE console = ?1
			ON CONFLICT (who, contact, mode, console) DO UPDATE SET
				body = CASE WHEN drafts.body = excluded.body THEN drafts.body ELSE drafts.body || char(10, 10) || excluded.body END,
				reply_to = CASE WHEN drafts.reply_to = excluded.reply_to THEN drafts.reply_to ELSE '' END,
				changed = max(drafts.changed, excluded.changed)`, console, to)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM drafts WHERE console = ?", console); err != nil {
			return err
		}
	}
	return nil
}

// orphans are the consoles that have rows in a table and are gone; "" is one that left in order.
func (s *Store) orphans(ctx context.Context, tx *sql.Tx, table string) ([]string, error) {
	rows, err := tx.QueryContext(ctx, "SELECT DISTINCT console FROM "+table+" WHERE console <> ?", s.console)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err has the fault, if any
	var gone []string
	for rows.Next() {
		var console string
		if err := rows.Scan(&console); err != nil {
			return nil, err
		}
		if console == "" || !s.o.Alive(console) {
			gone = append(gone, console)
		}
	}
	return gone, rows.Err()
}
