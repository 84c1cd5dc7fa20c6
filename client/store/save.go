package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"keydesk/client"
)

// Batch is what changed since the last one. Its cost is that of what is in it, whatever is kept.
type Batch struct {
	Drafts   []Draft
	Done     []string  // ids of messages that are confirmed, or that the person took back
	Contacts []Contact // new, or changed
	Seen     []string  // contacts that the platform told again, as they are kept
	Gone     []string  // contacts that the platform does not have any more
	Threads  []Thread
	// Listed is when the platform told the list, zero if it did not, and Total how long it was then.
	Listed time.Time
	Total  int
}

// Empty tells whether there is nothing to save.
func (b Batch) Empty() bool {
	return len(b.Drafts) == 0 && len(b.Done) == 0 && len(b.Contacts) == 0 && len(b.Seen) == 0 && len(b.Gone) == 0 && len(b.Threads) == 0 && b.Listed.IsZero()
}

// Save writes a batch, all of it or nothing. Of a store for one's own work only, and of a file that
// another user has signed in to meanwhile, only what is the person's own.
func (s *Store) Save(ctx context.Context, b Batch) error {
	if b.Empty() {
		return nil
	}
	return s.write(ctx, false, func(tx *tx) error {
		who := s.owner()
		for _, d := range b.Drafts {
			if err := s.saveDraft(ctx, tx, who, d); err != nil {
				return err
			}
		}
		for _, id := range b.Done {
			if _, err := s.done(ctx, tx, id); err != nil {
				return err
			}
		}
		if mine, err := s.keeps(ctx, tx, who); err != nil || !mine {
			return err
		}
		if err := s.saveContacts(ctx, tx, b.Contacts); err != nil {
			return err
		}
		if err := s.saveSeen(ctx, tx, b.Seen); err != nil {
			return err
		}
		for _, id := range b.Gone {
			if err := forget(ctx, tx, id); err != nil {
				return err
			}
		}
		for _, t := range b.Threads {
			if err := s.saveThread(ctx, tx, t); err != nil {
				return err
			}
		}
		return saveListed(ctx, tx, b)
	})
}

// keeps tells whether the customers' data in the file are who's, and kept at all.
func (s *Store) keeps(ctx context.Context, tx *tx, who string) (bool, error) {
	if s.o.OwnOnly || who == "" {
		return false, nil
	}
	now, err := meta(ctx, tx, metaWho)
	return now == who, err
}

func (s *Store) saveContacts(ctx context.Context, tx *tx, list []Contact) error {
	if len(list) == 0 {
		return nil
	}
	insert, err := tx.PrepareContext(ctx, `INSERT INTO contacts (id, at, seen, data) VALUES (?,?,?,?)
		ON CONFLICT ({desk}id) DO UPDATE SET at = excluded.at, seen = excluded.seen, data = excluded.data`)
	if err != nil {
		return err
	}
	defer func() { _ = insert.Close() }() // goes with the transaction
	seen := micros(s.o.Now())
	for _, c := range list {
		data, err := encodeContact(c)
		if err != nil {
			return fmt.Errorf("write a contact: %w", err)
		}
		if _, err := insert.ExecContext(ctx, clean(c.ID), micros(c.At), seen, data); err != nil {
			return err
		}
	}
	return nil
}

// seenFor is how exactly it is kept when a contact was told last, a small part of
// how long it is kept then: most of a list is told with every start.
func (s *Store) seenFor() time.Duration {
	const day = 24 * time.Hour
	if s.o.Keep == 0 {
		return day
	}
	return min(day, s.o.Keep/8)
}

func (s *Store) saveSeen(ctx context.Context, tx *tx, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	update, err := tx.PrepareContext(ctx, "UPDATE contacts SET seen = ? WHERE {mine} AND id = ? AND seen < ?")
	if err != nil {
		return err
	}
	defer func() { _ = update.Close() }() // goes with the transaction
	now := s.o.Now()
	for _, id := range ids {
		if _, err := update.ExecContext(ctx, micros(now), clean(id), micros(now.Add(-s.seenFor()))); err != nil {
			return err
		}
	}
	return nil
}

// forget removes all of a conversation that the platform has not any more.
func forget(ctx context.Context, tx *tx, contact string) error {
	for _, query := range []string{"DELETE FROM contacts WHERE {mine} AND id = ?", "DELETE FROM threads WHERE {mine} AND contact = ?", "DELETE FROM messages WHERE {mine} AND contact = ?"} {
		if _, err := tx.ExecContext(ctx, query, contact); err != nil {
			return err
		}
	}
	return nil
}

func saveListed(ctx context.Context, tx *tx, b Batch) error {
	if b.Listed.IsZero() {
		return nil
	}
	if err := setMeta(ctx, tx, metaListed, strconv.FormatInt(micros(b.Listed), 10)); err != nil {
		return err
	}
	return setMeta(ctx, tx, metaTotal, strconv.Itoa(b.Total))
}

// Thread is the newest part of a conversation's messages.
type Thread struct {
	Contact  string
	Messages []client.Message // oldest first; in a Batch those that are new or changed
	// Fresh says that nothing that was kept of the thread counts any more.
	Fresh bool
	// Solid is the time of the newest message that is known to have no gap before it; in a Batch zero
	// leaves it as it is.
	Solid time.Time
	// Home says that the oldest message kept is the conversation's first.
	Home bool
	Seen time.Time // when it was written last; not read from a Batch
}

func (s *Store) saveThread(ctx context.Context, tx *tx, t Thread) error {
	if t.Fresh {
		if _, err := tx.ExecContext(ctx, "DELETE FROM messages WHERE {mine} AND contact = ?", t.Contact); err != nil {
			return err
		}
	}
	home := "CASE WHEN excluded.home > threads.home THEN excluded.home ELSE threads.home END"
	if t.Fresh {
		home = "excluded.home"
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO threads (contact, seen, solid, home) VALUES (?,?,?,?)
		ON CONFLICT ({desk}contact) DO UPDATE SET seen = excluded.seen, home = `+home+`,
			solid = CASE WHEN excluded.solid = 0 THEN threads.solid ELSE excluded.solid END`,
		t.Contact, micros(s.o.Now()), micros(t.Solid), t.Home)
	if err != nil {
		return err
	}
	for _, m := range t.Messages {
		data, err := encodeMessage(m)
		if err != nil {
			return fmt.Errorf("write a message: %w", err)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO messages (contact, at, id, data) VALUES (?,?,?,?)
			ON CONFLICT ({desk}contact, id) DO UPDATE SET at = excluded.at, data = excluded.data`, t.Contact, micros(m.CreatedAt), m.ID, data)
		if err != nil {
			return err
		}
	}
	return nil
}
