package store

import (
	"context"
	"time"
)

// KeptUnread is a conversation that somebody wants to see as unread although it was read.
type KeptUnread struct {
	Contact string
	Heard   time.Time // of its newest message at that time
}

// keptUnreadColumns are those of the table, in the order in which they are written.
const keptUnreadColumns = "who, contact, heard"

// KeepUnread writes that conversations are to be seen as unread.
func (s *Store) KeepUnread(ctx context.Context, list []KeptUnread) error {
	return s.write(ctx, true, func(tx *tx) error {
		who := s.owner()
		for _, k := range list {
			if err := dropUnread(ctx, tx, who, k.Contact); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, "INSERT INTO kept_unread ("+keptUnreadColumns+") VALUES (?, ?, ?)", who, k.Contact, micros(k.Heard)); err != nil {
				return err
			}
		}
		return s.say(ctx, tx, saidMarks)
	})
}

// DropUnread ends that conversations are to be seen as unread.
func (s *Store) DropUnread(ctx context.Context, contacts []string) error {
	return s.write(ctx, false, func(tx *tx) error {
		for _, contact := range contacts {
			if err := dropUnread(ctx, tx, s.owner(), contact); err != nil {
				return err
			}
		}
		return s.say(ctx, tx, saidMarks)
	})
}

func dropUnread(ctx context.Context, tx *tx, who, contact string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM kept_unread WHERE {mine} AND who = ? AND contact = ?", who, contact)
	return err
}

// keptUnread are all of a person's.
func keptUnread(ctx context.Context, tx *tx, who string) ([]KeptUnread, error) {
	rows, err := tx.QueryContext(ctx, "SELECT contact, heard FROM kept_unread WHERE {mine} AND who = ? ORDER BY contact", who)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err has the fault, if any
	var all []KeptUnread
	for rows.Next() {
		var k KeptUnread
		var heard int64
		if err := rows.Scan(&k.Contact, &heard); err != nil {
			return nil, err
		}
		k.Heard = moment(heard)
		all = append(all, k)
	}
	return all, rows.Err()
}

// Marks are what a person remembers of conversations beside the platform: what is put off, and what is
// to be seen as unread.
type Marks struct {
	Reminders []Reminder // the next one first
	Unread    []KeptUnread
}

// Marks reads them, as all desks of the person that share a database have them.
func (s *Store) Marks(ctx context.Context) (Marks, error) {
	var m Marks
	err := s.write(ctx, false, func(tx *tx) (err error) {
		m, err = marks(ctx, tx, s.owner())
		return err
	})
	return m, err
}

func marks(ctx context.Context, tx *tx, who string) (m Marks, err error) {
	if m.Reminders, err = reminders(ctx, tx, who); err != nil {
		return m, err
	}
	m.Unread, err = keptUnread(ctx, tx, who)
	return m, err
}
