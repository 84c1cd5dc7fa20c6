package store

import (
	"context"
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

// writer is whose the drafts are that this console writes: its own, or of all that share a database.
func (s *Store) writer() string {
	if s.Shared() {
		return ""
	}
	return s.console
}

// saveDraft writes this console's draft, or removes it.
func (s *Store) saveDraft(ctx context.Context, tx *tx, who string, d Draft) error {
	if d.Body == "" {
		if s.takesIn(d) || !s.knows(d) {
			return nil
		}
		return s.removeDraft(ctx, tx, who, d)
	}
	if s.wasSent(d) {
		return nil
	}
	if err := s.say(ctx, tx, saidDrafts); err != nil {
		return err
	}
	already := "\nON CONFLICT ({desk}who, contact, mode, console) DO UPDATE SET body = excluded.body, reply_to = excluded.reply_to, changed = excluded.changed"
	if !s.knows(d) {
		already = joined
	}
	s.writes(d)
	tx.after = append(tx.after, func() { s.wrote(d) })
	_, err := tx.ExecContext(ctx, "INSERT INTO drafts (who, contact, mode, console, body, reply_to, changed) VALUES (?,?,?,?,?,?,?)"+already,
		who, d.Contact, d.column(), s.writer(), clean(d.Body), d.Ref, micros(d.Changed))
	return err
}

func (s *Store) removeDraft(ctx context.Context, tx *tx, who string, d Draft) error {
	if err := s.say(ctx, tx, saidDrafts); err != nil {
		return err
	}
	tx.after = append(tx.after, func() { s.sees(d) })
	_, err := tx.ExecContext(ctx, "DELETE FROM drafts WHERE {mine} AND who = ? AND contact = ? AND mode = ? AND console = ?", who, d.Contact, d.column(), s.writer())
	return err
}

// Drafts are those of this console, or of all that share a database; not those that this console is about to
// make messages of.
func (s *Store) Drafts(ctx context.Context) ([]Draft, error) {
	var list []Draft
	err := s.write(ctx, false, func(tx *tx) error {
		var err error
		list, err = s.drafts(ctx, tx, s.owner())
		return err
	})
	return list, err
}

func (s *Store) drafts(ctx context.Context, tx *tx, who string) ([]Draft, error) {
	rows, err := tx.QueryContext(ctx, "SELECT contact, mode, body, reply_to, changed FROM drafts WHERE {mine} AND who = ? AND console = ? ORDER BY changed, contact, mode", who, s.writer())
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err has the fault, if any
	var all, seen []Draft
	for rows.Next() {
		var d Draft
		var changed int64
		var topic string
		if err := rows.Scan(&d.Contact, &topic, &d.Body, &d.Ref, &changed); err != nil {
			return nil, err
		}
		d.Topic, d.Changed = topicOf(topic), moment(changed)
		if seen = append(seen, d); !s.takesIn(d) { // else it is a message here already
			all = append(all, d)
		}
	}
	tx.after = append(tx.after, func() { s.sees(seen...) })
	return all, rows.Err()
}

// inheritDrafts takes over the drafts of consoles that are gone, where each has its own.
func (s *Store) inheritDrafts(ctx context.Context, tx *tx) error {
	if s.Shared() {
		return nil
	}
	gone, err := s.orphans(ctx, tx, "drafts")
	if err != nil {
		return err
	}
	return joinDrafts(ctx, tx, gone, s.console)
}

// joined ends a statement that writes drafts: one goes behind another of the same conversation that is there already.
const joined = `
			ON CONFLICT ({desk}who, contact, mode, console) DO UPDATE SET
				body = CASE WHEN drafts.body = excluded.body THEN drafts.body ELSE drafts.body || '

' || excluded.body END,
				reply_to = CASE WHEN drafts.reply_to = excluded.reply_to THEN drafts.reply_to ELSE '' END,
				changed = CASE WHEN excluded.changed > drafts.changed THEN excluded.changed ELSE drafts.changed END`

// joinDrafts gives the drafts of consoles that are gone to another one, "" for whoever comes next.
// Where that has a draft of the same conversation already, both stand in one: nothing is lost.
func joinDrafts(ctx context.Context, tx *tx, from []string, to string) error {
	for _, console := range from {
		_, err := tx.ExecContext(ctx, `INSERT INTO drafts (who, contact, mode, console, body, reply_to, changed)
			SELECT who, contact, mode, ?, body, reply_to, changed FROM drafts WHERE {mine} AND console = ?`+joined, to, console)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM drafts WHERE {mine} AND console = ?", console); err != nil {
			return err
		}
	}
	return nil
}

// orphans are the consoles that have rows in a table and are gone, in a database by their lease; "" is one that left in order.
func (s *Store) orphans(ctx context.Context, tx *tx, table string) ([]string, error) {
	query := "SELECT DISTINCT console FROM " + table + " WHERE {mine} AND console <> ?"
	if s.Shared() {
		query += " AND NOT " + heldBy(table+".console")
	}
	rows, err := tx.QueryContext(ctx, query, s.console)
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
		if console == "" || s.Shared() || !s.o.Alive(console) {
			gone = append(gone, console)
		}
	}
	return gone, rows.Err()
}
