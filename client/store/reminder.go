package store

import (
	"context"
	"time"
)

// Reminder is when somebody wants to be reminded of a conversation.
type Reminder struct {
	Contact  string
	Due      time.Time
	Answered bool      // it is over when the customer writes before
	Words    string    // what of; "" for nothing in particular
	Heard    time.Time // of the newest message when it was made
}

// reminderColumns are those of the table, in the order in which they are written.
const reminderColumns = "who, contact, due, answered, words, heard"

// SaveReminder writes the reminder of a conversation, instead of one that it has.
func (s *Store) SaveReminder(ctx context.Context, r Reminder) error {
	return s.write(ctx, true, func(tx *tx) error {
		who := s.owner()
		if err := dropReminder(ctx, tx, who, r.Contact); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO reminders ("+reminderColumns+") VALUES (?, ?, ?, ?, ?, ?)",
			who, r.Contact, micros(r.Due), r.Answered, clean(r.Words), micros(r.Heard))
		if err != nil {
			return err
		}
		return s.say(ctx, tx, saidMarks)
	})
}

// DropReminder removes the reminder of a conversation.
func (s *Store) DropReminder(ctx context.Context, contact string) error {
	return s.write(ctx, false, func(tx *tx) error {
		if err := dropReminder(ctx, tx, s.owner(), contact); err != nil {
			return err
		}
		return s.say(ctx, tx, saidMarks)
	})
}

func dropReminder(ctx context.Context, tx *tx, who, contact string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM reminders WHERE {mine} AND who = ? AND contact = ?", who, contact)
	return err
}

// reminders are all of a person's.
func reminders(ctx context.Context, tx *tx, who string) ([]Reminder, error) {
	rows, err := tx.QueryContext(ctx, "SELECT contact, due, answered, words, heard FROM reminders WHERE {mine} AND who = ? ORDER BY due", who)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err has the fault, if any
	var all []Reminder
	for rows.Next() {
		var r Reminder
		var due, answered, heard int64
		if err := rows.Scan(&r.Contact, &due, &answered, &r.Words, &heard); err != nil {
			return nil, err
		}
		r.Due, r.Answered, r.Heard = moment(due), answered != 0, moment(heard)
		all = append(all, r)
	}
	return all, rows.Err()
}
