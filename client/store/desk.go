package store

import (
	"context"
	"errors"
	"strings"
	"time"
)

// writeDesk is write for a desk in a database.
func (s *Store) writeDesk(ctx context.Context, f func(tx *tx) error) error {
	s.mu.Lock()
	closed, known := s.closed, s.known
	s.mu.Unlock()
	d := s.o.Database
	if closed {
		return d.explain(errClosed)
	}
	var who string
	if err := d.prepare(ctx); err != nil {
		return d.explain(err)
	}
	if err := d.enter(ctx, s); err != nil {
		return d.explain(err)
	}
	err := d.write(ctx, s.o.Desk, func(tx *tx) error {
		if !known {
			var err error
			if who, err = meta(ctx, tx, metaWho); err != nil {
				return err
			}
			s.mu.Lock()
			if s.who == "" { // else whoever signed in stays
				s.who = who
			}
			s.known = true
			s.mu.Unlock()
		}
		return f(tx)
	})
	return d.explain(err)
}

// closeDesk is Close for a desk in a database: what is on its way out is left to the next console.
func (s *Store) closeDesk() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeLimit)
	defer cancel()
	d := s.o.Database
	s.mu.Lock()
	closed := s.closed
	s.mu.Unlock()
	if closed || !d.has(s) {
		s.shut()
		return nil
	}
	err := s.writeDesk(ctx, func(tx *tx) error { return letGo(ctx, tx, s.console) })
	s.shut()
	return errors.Join(err, d.explain(d.leave(ctx, s)))
}

// shut takes nothing any more.
func (s *Store) shut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
}

// has tells whether a console has begun to use the database.
func (d *Database) has(s *Store) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.desks[s.console] != nil
}

// sees notes which texts the database has of drafts.
func (s *Store) sees(list ...Draft) {
	if !s.Shared() {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range list {
		s.seen[draftKey{d.Contact, d.column()}] = d.Body // "" as well: it was taken out here
	}
}

// knows tells whether this console read or wrote a draft: of one that it did not, nothing may be taken away.
func (s *Store) knows(d Draft) bool {
	if !s.Shared() {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, known := s.seen[draftKey{d.Contact, d.column()}]
	return known
}

// writes notes that a draft is about to be written: where the answer is lost it may be there.
func (s *Store) writes(d Draft) {
	if !s.knows(d) {
		s.sees(Draft{Contact: d.Contact, Topic: d.Topic})
	}
}

// takes is the topic of the draft that a message was. In a database such a draft stays until that has the
// message, also where the first tries fail: meanwhile it is nowhere else.
func (s *Store) takes(m Outgoing) Topic {
	if !s.Shared() {
		return m.Was
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if m.Was.Kind != "" {
		s.becomes[draftKey{m.Contact, m.Was.column()}] = m.ID
		return m.Was
	}
	for key, id := range s.becomes { // tried again
		if id == m.ID {
			return topicOf(key.column)
		}
	}
	return m.Was
}

// wrote notes that a draft stands in the place of what was there before.
func (s *Store) wrote(d Draft) {
	s.sees(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.becomes, draftKey{d.Contact, d.column()})
}

// took says that a message needs its draft no more.
func (s *Store) took(m Outgoing) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if key := (draftKey{m.Contact, m.Was.column()}); s.becomes[key] == m.ID {
		delete(s.becomes, key)
	}
}

// tookDraft notes that a draft is a message by now.
func (s *Store) tookDraft(m Outgoing) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent[draftKey{m.Contact, m.Was.column()}] = micros(m.Written)
}

// wasSent tells whether a draft is one of before its message was written: a write of it that was under way
// then must not bring it back.
func (s *Store) wasSent(d Draft) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, was := s.sent[draftKey{d.Contact, d.column()}]
	return s.Shared() && was && micros(d.Changed) <= at
}

// takesIn tells whether a draft is about to become a message.
func (s *Store) takesIn(d Draft) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.becomes[draftKey{d.Contact, d.column()}] != ""
}

// mayTakeIn refuses a message that is a draft as this console saw it, if that is gone by now: another
// console sent it. A message that is here already was asked before.
func (s *Store) mayTakeIn(ctx context.Context, tx *tx, who string, m Outgoing) error {
	if !s.Shared() || m.Was.Kind == "" {
		return nil
	}
	key := draftKey{m.Contact, m.Was.column()}
	s.mu.Lock()
	seen := s.seen[key]
	s.mu.Unlock()
	if seen == "" || strings.TrimSpace(seen) != strings.TrimSpace(m.Body) {
		return nil
	}
	var there bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM drafts WHERE {mine} AND who = ? AND contact = ? AND mode = ? AND console = '')
		OR EXISTS (SELECT 1 FROM outbox WHERE {mine} AND id = ?) OR EXISTS (SELECT 1 FROM parcels WHERE {mine} AND id = ?) OR EXISTS (SELECT 1 FROM notes WHERE {mine} AND id = ?)`,
		who, m.Contact, key.column, m.ID, m.ID, m.ID).Scan(&there)
	if err == nil && !there {
		return ErrElsewhere
	}
	return err
}

// claimLeased is Claim in a database: only a console whose lease runs may send. When it sends is told by the
// clock of the database. A claim whose answer was lost may be made again.
func (s *Store) claimLeased(ctx context.Context, id string, after time.Time, known []string) error {
	s.mu.Lock()
	again := s.doubtful[id]
	s.doubtful[id] = true
	s.mu.Unlock()
	query := "UPDATE % SET sending = 1, attempts = attempts + 1, tried = ?, after_at = ?, known = ? WHERE {mine} AND id = ? AND console = ?"
	if !again {
		query += " AND sending = 0"
	}
	err := s.writeDesk(ctx, func(tx *tx) error {
		if held, err := s.holds(ctx, tx); err != nil || !held {
			return errors.Join(err, errLease)
		}
		now, err := databaseTime(ctx, tx)
		if err != nil {
			return err
		}
		return one(everywhere(ctx, tx, query, micros(now), micros(after), strings.Join(known, " "), id, s.console))
	})
	if err == nil || errors.Is(err, ErrTaken) || errors.Is(err, errLease) {
		s.mu.Lock()
		delete(s.doubtful, id)
		s.mu.Unlock()
	}
	return err
}

// timeLeased says of messages that were taken over, by the clock of this console, when they were sent, and
// how long they may still be on their way.
func (s *Store) timeLeased(ctx context.Context, tx *tx, list []Outgoing) error {
	if !s.Shared() || len(list) == 0 {
		return nil
	}
	now, err := databaseTime(ctx, tx)
	if err != nil {
		return err
	}
	offset := s.o.Now().Sub(now)
	for i := range list {
		if m := &list[i]; !m.Tried.IsZero() {
			m.Tried = m.Tried.Add(offset)
		}
		if list[i].Unsure {
			list[i].UnderWay = UnderWay
		}
	}
	return nil
}
