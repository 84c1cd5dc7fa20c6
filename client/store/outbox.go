package store

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"slices"
	"strings"
	"time"
)

// Outgoing is a message that was written and that the platform has not confirmed.
type Outgoing struct {
	ID      string // made by who wrote it; unique
	Contact string
	Kind    Kind   // Reply, Note or File
	Body    string // of a file the words under it
	ReplyTo string // id of the message it answers, of a note the one that it changes; "" for none
	Account string // the account to send from, "" for the contact's own
	File    *Attachment
	Written time.Time
	// After is the platform's own time of the newest message that was known when this one was last
	// sent: if it arrived, it is newer.
	After    time.Time
	Known    []string  // ids of the messages of that time that were known
	Tried    time.Time // when it was last sent, zero for never
	Attempts int
	// Unsure says that it may have arrived: the thread has to be asked before it is sent again.
	Unsure bool
	// Was is the topic of the draft that it was, which goes when it is taken in; zero for none. It is not kept.
	Was Topic
	// Held says why it is not sent before the person has decided, "" while it just waits.
	Held string
	// UnderWay is how long after Tried it may still be on its way: its console may live.
	UnderWay time.Duration

	number int64 // its place among all, in the order of writing
}

// ErrTaken is the answer for a message that is not this console's to send: another one has it, it
// was sent, or it was thrown away.
var ErrTaken = errors.New("the message is not here to send any more")

// ErrElsewhere is the answer for a message that was a draft which another console of the same desk sent or
// threw away.
var ErrElsewhere = errors.New("another desk of yours sent this, or threw it away")

// Enqueue takes a message in, in place of the draft that it was, if any, before it is sent for the first time.
// One that is here already is taken in as it is now.
func (s *Store) Enqueue(ctx context.Context, m Outgoing) error {
	m.Was = s.takes(m)
	err := s.write(ctx, true, func(tx *tx) error {
		who := s.owner()
		args := []any{
			m.ID, who, m.Contact, m.Kind, s.console, clean(m.Body), m.ReplyTo, m.Account, micros(m.Written), micros(m.After),
			micros(m.Tried), m.Attempts, 0, m.Unsure, clean(m.Held), strings.Join(m.Known, " ")}
		query := takeIn("outbox", outboxColumns)
		switch f := m.File; {
		case f != nil:
			query = takeIn("parcels", parcelColumns)
			args = append(args, f.values()...)
		case m.Kind == Note:
			query = takeIn("notes", outboxColumns)
		}
		if err := s.mayTakeIn(ctx, tx, who, m); err != nil {
			return err
		}
		if err := one(tx.ExecContext(ctx, query, args...)); err != nil {
			return err
		}
		if m.Was.Kind == "" {
			return nil
		}
		tx.after = append(tx.after, func() { s.tookDraft(m) })
		was := Draft{Contact: m.Contact, Topic: m.Was}
		if !s.knows(was) {
			return nil
		}
		return s.removeDraft(ctx, tx, who, was)
	})
	if !errors.Is(err, ErrLater) {
		s.took(m)
	}
	return err
}

// takeIn writes a row, or anew one that is here already, if it is this console's.
func takeIn(table, columns string) string {
	names := strings.Split(columns, ", ")
	query := "INSERT INTO " + table + " (" + columns + ") VALUES (?" + strings.Repeat(",?", len(names)-1) + ") ON CONFLICT ({desk}id) DO UPDATE SET "
	for _, name := range names[outboxKey:] {
		query += name + " = excluded." + name + ", "
	}
	return strings.TrimSuffix(query, ", ") + " WHERE " + table + ".console = excluded.console"
}

// Claim notes that a message is about to be sent, the platform's time of the newest message known by
// then, and the ids of those of that time. It is ErrTaken when the message is not this console's. What Claim noted and Done did not confirm may have arrived, also after a power cut.
func (s *Store) Claim(ctx context.Context, id string, after time.Time, known ...string) error {
	if s.Shared() {
		return s.claimLeased(ctx, id, after, known)
	}
	return s.write(ctx, true, func(tx *tx) error {
		return one(everywhere(ctx, tx, "UPDATE % SET sending = 1, attempts = attempts + 1, tried = ?, after_at = ?, known = ? WHERE {mine} AND id = ? AND console = ? AND sending = 0",
			micros(s.o.Now()), micros(after), strings.Join(known, " "), id, s.console))
	})
}

// Return puts a message back that was claimed and not confirmed: unsure when it may have arrived,
// held with the reason when the person has to decide.
func (s *Store) Return(ctx context.Context, id string, unsure bool, held string) error {
	return s.write(ctx, true, func(tx *tx) error {
		return one(everywhere(ctx, tx, "UPDATE % SET sending = 0, unsure = ?, held = ? WHERE {mine} AND id = ? AND console = ?", unsure, clean(held), id, s.console))
	})
}

// Done removes a message that was confirmed, or that the person took back. It is ErrTaken when
// another console has it.
func (s *Store) Done(ctx context.Context, id string) error {
	return s.write(ctx, false, func(tx *tx) error {
		return one(s.done(ctx, tx, id))
	})
}

func (s *Store) done(ctx context.Context, tx *tx, id string) (sql.Result, error) {
	return everywhere(ctx, tx, "DELETE FROM % WHERE {mine} AND id = ? AND console = ?", id, s.console)
}

// everywhere changes what is on its way out that a query is about, of whatever kind: % in it is the
// table.
func everywhere(ctx context.Context, tx *tx, query string, args ...any) (sql.Result, error) {
	changed := driver.RowsAffected(0)
	for _, table := range outgoingTables {
		res, err := tx.ExecContext(ctx, strings.Replace(query, "%", table, 1), args...)
		if err != nil {
			return nil, err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return nil, err
		}
		changed += driver.RowsAffected(n)
	}
	return changed, nil
}

var outgoingTables = []string{"outbox", "parcels", "notes"}

// one turns a change of no row into ErrTaken.
func one(res sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return ErrTaken
}

// Adopt takes over the messages of consoles that are gone, and returns them in the order in which
// they were written, those with a file and notes last. What was being sent when its console ended is unsure.
func (s *Store) Adopt(ctx context.Context) ([]Outgoing, error) {
	var all []Outgoing
	err := s.write(ctx, false, func(tx *tx) error {
		var err error
		all, err = s.adopt(ctx, tx, s.owner())
		return err
	})
	return all, err
}

func (s *Store) adopt(ctx context.Context, tx *tx, who string) ([]Outgoing, error) {
	texts, err := s.adoptFrom(ctx, tx, who, "outbox", "")
	if err != nil {
		return nil, err
	}
	files, err := s.adoptFrom(ctx, tx, who, "parcels", ", "+attachmentColumns)
	if err != nil {
		return nil, err
	}
	notes, err := s.adoptFrom(ctx, tx, who, "notes", "")
	if err != nil {
		return nil, err
	}
	all := slices.Concat(texts, files, notes)
	return all, s.timeLeased(ctx, tx, all)
}

// adoptFrom is adopt for one table; more are its columns besides those of outbox.
func (s *Store) adoptFrom(ctx context.Context, tx *tx, who, table, more string) ([]Outgoing, error) {
	gone, err := s.orphans(ctx, tx, table)
	if err != nil {
		return nil, err
	}
	var all []Outgoing
	for _, console := range gone {
		rows, err := tx.QueryContext(ctx, `UPDATE `+table+` SET console = ?, unsure = CASE WHEN sending = 1 THEN 1 ELSE unsure END, sending = 0 WHERE {mine} AND console = ? AND who = ?
			RETURNING number, id, contact, mode, body, reply_to, account, written, after_at, tried, attempts, unsure, held, known`+more, s.console, console, who)
		if err != nil {
			return nil, err
		}
		if all, err = scanOutgoing(rows, all, more != ""); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b Outgoing) int { return cmp.Compare(a.number, b.number) })
	return all, nil
}

// scanOutgoing appends the rows to all, and closes them.
func scanOutgoing(rows *sql.Rows, all []Outgoing, files bool) ([]Outgoing, error) {
	defer func() { _ = rows.Close() }() // rows.Err has the fault, if any
	for rows.Next() {
		var m Outgoing
		var f Attachment
		var written, after, tried, modified int64
		var known string
		into := []any{&m.number, &m.ID, &m.Contact, &m.Kind, &m.Body, &m.ReplyTo, &m.Account, &written, &after, &tried, &m.Attempts, &m.Unsure, &m.Held, &known}
		if files {
			into = append(into, f.places(&modified)...)
		}
		if err := rows.Scan(into...); err != nil {
			return all, err
		}
		if files {
			f.Modified = moment(modified)
			m.File = &f
		}
		if known != "" {
			m.Known = strings.Fields(known)
		}
		m.Written, m.After, m.Tried = moment(written), moment(after), moment(tried)
		all = append(all, m)
	}
	return all, rows.Err()
}
