package store

import (
	"context"
	"database/sql"
	"time"
)

// Draft is what was typed and not sent: one for a conversation and topic.
type Draft struct {
	Contact string
	Topic
	Body string // "" in a Batch: there is none any more
	// Ref is what it refers to, "" for nothing: of a Reply the id of the message that it answers, of a Note
	// that of the one it changes, of a File its path, of a value of the contact's how that was.
	Ref     string
	Changed time.Time
}

// saveDraft writes this console's draft, or removes it.
func (s *Store) saveDraft(ctx context.Context, tx *sql.Tx, who string, d Draft) error {
	if d.Body == "" {
		_, err := tx.ExecContext(ctx, "DELETE FROM drafts WHERE who = ? AND contact = ? AND mode = ? AND console = ?", who, d.Contact, d.column(), s.console)
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO drafts (who, contact, mode, console, body, reply_to, changed) VALUES (?,?,?,?,?,?,?)
		ON CONFLICT (who, contact, mode, console) DO UPDATE SET body = excluded.body, reply_to = excluded.reply_to, changed = excluded.changed`,
		who, d.Contact, d.column(), s.console, clean(d.Body), d.Ref, micros(d.Changed))
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
		var topic string
		if err := rows.Scan(&d.Contact, &topic, &d.Body, &d.Ref, &changed); err != nil {
			return nil, err
		}
		d.Topic, d.Changed = topicOf(topic), moment(changed)
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
