package store

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Change is what happened to a desk in a database from outside this console.
type Change struct {
	Drafts  bool  // other ones are kept by now: Drafts reads them
	Marks   bool  // other reminders, or marks as unread, are kept by now: Marks reads them
	Left    bool  // a console that is gone has left something on its way out: Adopt takes it over
	Trouble error // the database cannot be used any more
	Works   bool  // it can again
}

// and adds what happened later.
func (c Change) and(later Change) Change {
	c.Drafts, c.Marks, c.Left = c.Drafts || later.Drafts, c.Marks || later.Marks, c.Left || later.Left
	if later.Trouble != nil || later.Works {
		c.Trouble, c.Works = later.Trouble, later.Works
	}
	return c
}

// Shared tells whether several consoles have the drafts together, so that Await is worth waiting for.
func (s *Store) Shared() bool { return s.o.Database != nil }

// Await waits for something to happen outside this console.
func (s *Store) Await(ctx context.Context) (Change, error) {
	select {
	case <-ctx.Done():
		return Change{}, ctx.Err()
	case <-s.poked:
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.change
	s.change = Change{}
	return c, nil
}

// poke wakes who waits for something to happen.
func (s *Store) poke(c Change) {
	s.mu.Lock()
	s.change = s.change.and(c)
	s.mu.Unlock()
	select {
	case s.poked <- struct{}{}:
	default: // is awake
	}
}

// tell pokes the consoles of this process that are meant.
func (d *Database) tell(c Change, meant func(*Store) bool) {
	d.mu.Lock()
	var list []*Store
	for _, s := range d.desks {
		if meant(s) {
			list = append(list, s)
		}
	}
	d.mu.Unlock()
	for _, s := range list {
		s.poke(c)
	}
}

func everybody(*Store) bool { return true }

// report takes in whether the database can be used, and tells if that is new.
func (d *Database) report(err error) {
	d.mu.Lock()
	was := d.trouble
	d.trouble = err
	d.mu.Unlock()
	switch {
	case err != nil && was == nil:
		d.tell(Change{Trouble: d.explain(err)}, everybody)
	case err == nil && was != nil:
		d.tell(Change{Works: true, Drafts: true, Marks: true}, everybody)
	}
}

// channel is where consoles say that something changed: the desk, the console, and what, a line each.
const channel = "keydesk_drafts"

// What changed.
const (
	saidDrafts = ""
	saidMarks  = "marks"
)

// listenAgain is how long after a broken connection another one is tried.
const listenAgain = time.Second

// listen hears of drafts that other consoles changed, until the end.
func (d *Database) listen(ctx context.Context) {
	for {
		err := d.hear(ctx)
		if ctx.Err() != nil {
			return
		}
		d.report(err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(listenAgain):
		}
	}
}

// hear listens on one connection until it breaks.
func (d *Database) hear(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, d.config.Copy())
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // only listened
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	d.report(nil)
	d.tell(Change{Drafts: true, Marks: true}, everybody) // what was said before is unknown
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		desk, rest, _ := strings.Cut(n.Payload, "\n")
		console, what, _ := strings.Cut(rest, "\n")
		d.tell(Change{Drafts: what == saidDrafts, Marks: what == saidMarks}, func(s *Store) bool { return s.o.Desk == desk && s.console != console })
	}
}

// say tells the other consoles of this desk, if there are any, that something changed; they hear of it
// with the end of the transaction.
func (s *Store) say(ctx context.Context, tx *tx, what string) error {
	if !s.Shared() {
		return nil
	}
	payload := s.o.Desk + "\n" + s.console
	if what != saidDrafts {
		payload += "\n" + what
	}
	_, err := tx.ExecContext(ctx, `SELECT pg_notify('`+channel+`', ?) WHERE EXISTS (
		SELECT 1 FROM leases WHERE {mine} AND console <> ? AND expires > clock_timestamp())`, payload, s.console)
	return err
}
