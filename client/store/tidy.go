package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// Bounds of what is kept of the customers'.
const (
	keptThreads  = 200 // conversations, those read last
	keptMessages = 200 // of each, the newest
)

// Own ties the file to who really signed in. When that is somebody else than before, lists and
// threads of the other one are deleted, drafts and messages of the other one are not handed out any
// more, and changed is true: what was read before must not be shown.
func (s *Store) Own(ctx context.Context, organization, user string) (changed bool, err error) {
	who := organization + "/" + user
	if err := s.Ready(ctx); err != nil {
		return false, err // what is kept tells who it was before
	}
	before := s.owner()
	err = s.write(ctx, false, func(tx *tx) error {
		now, err := meta(ctx, tx, metaWho)
		if err != nil {
			return err
		}
		if now == who && before == who {
			return nil
		}
		if before == "" { // written before the platform said who we are
			if err := s.nameOwner(ctx, tx, who); err != nil {
				return err
			}
		}
		if now == who {
			return nil
		}
		if err := wipeCustomers(ctx, tx); err != nil {
			return err
		}
		return setMeta(ctx, tx, metaWho, who)
	})
	if err != nil {
		return false, err
	}
	s.mu.Lock()
	s.who = who
	s.mu.Unlock()
	if before != who && s.Shared() {
		s.poke(Change{Drafts: true, Marks: true, Left: true}) // what was read until now was not theirs
	}
	return before != "" && before != who, nil
}

// nameOwner says of what was written before it was known who signs in whose it is: a draft goes behind one of
// theirs that is there already. Other consoles that have the drafts too are told.
func (s *Store) nameOwner(ctx context.Context, tx *tx, who string) error {
	named, err := tx.ExecContext(ctx, `INSERT INTO drafts (who, contact, mode, console, body, reply_to, changed)
		SELECT ?, contact, mode, console, body, reply_to, changed FROM drafts WHERE {mine} AND who = '' AND console = ?`+joined, who, s.writer())
	if err != nil {
		return err
	}
	if n, err := named.RowsAffected(); err != nil || n > 0 {
		if err := errors.Join(err, s.say(ctx, tx, saidDrafts)); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM drafts WHERE {mine} AND who = '' AND console = ?", s.writer()); err != nil {
		return err
	}
	_, err = everywhere(ctx, tx, "UPDATE % SET who = ? WHERE {mine} AND who = '' AND console = ?", who, s.console)
	return err
}

// wipeCustomers deletes what is the customers', and nothing of the person's.
func wipeCustomers(ctx context.Context, tx *tx) error {
	for _, query := range []string{"DELETE FROM contacts WHERE {mine}", "DELETE FROM threads WHERE {mine}", "DELETE FROM messages WHERE {mine}",
		"DELETE FROM meta WHERE {mine} AND name IN ('" + metaListed + "', '" + metaTotal + "')"} {
		if _, err := tx.ExecContext(ctx, query); err != nil {
			return err
		}
	}
	return nil
}

// Tidy throws away what is too old or too much, damaged files that were set aside included. It looks
// at all that is kept: call it once, beside the work.
func (s *Store) Tidy(ctx context.Context) error {
	if s.Shared() {
		return s.tidyRows(ctx)
	}
	if err := s.tidyAside(); err != nil {
		return s.explain(err)
	}
	return s.tidyRows(ctx)
}

func (s *Store) tidyRows(ctx context.Context) error {
	if s.o.OwnOnly { // it may hold what an earlier setting kept
		return s.write(ctx, false, func(tx *tx) error { return wipeCustomers(ctx, tx) })
	}
	return s.write(ctx, false, func(tx *tx) error {
		if s.o.Keep > 0 {
			before := micros(s.o.Now().Add(-s.o.Keep))
			for _, table := range []string{"contacts", "threads"} {
				if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE {mine} AND seen < ?", before); err != nil {
					return err
				}
			}
		}
		const long = `SELECT contact, id FROM (SELECT contact, id, row_number() OVER (PARTITION BY contact ORDER BY at DESC, id DESC) AS n FROM messages WHERE {mine}) AS numbered WHERE n > ?`
		for _, step := range []struct {
			query string
			args  []any
		}{
			{"DELETE FROM threads WHERE {mine} AND contact NOT IN (SELECT contact FROM threads WHERE {mine} ORDER BY seen DESC LIMIT ?)", []any{keptThreads}},
			{"DELETE FROM messages WHERE {mine} AND contact NOT IN (SELECT contact FROM threads WHERE {mine})", nil},
			{"UPDATE threads SET home = 0 WHERE {mine} AND contact IN (SELECT contact FROM (" + long + ") AS longer)", []any{keptMessages}},
			{"DELETE FROM messages WHERE {mine} AND (contact, id) IN (" + long + ")", []any{keptMessages}},
		} {
			if _, err := tx.ExecContext(ctx, step.query, step.args...); err != nil {
				return err
			}
		}
		return nil
	})
}

// Unsent is what exists nowhere but here.
type Unsent struct {
	Drafts   int
	Messages int // without a file
	Files    int // messages with one
	Notes    int
	// What only this desk remembers of conversations.
	Reminders, KeptUnread int
}

// Count is how many there are in all.
func (u Unsent) Count() int {
	return u.Drafts + u.Messages + u.Files + u.Notes + u.Reminders + u.KeptUnread
}

// None tells whether nothing would be lost.
func (u Unsent) None() bool { return u == Unsent{} }

// Unsent counts the drafts, messages, files, notes and reminders in the file, of whoever signed in with it.
func (s *Store) Unsent(ctx context.Context) (Unsent, error) {
	var u Unsent
	look := func(q queryer) (err error) {
		u, err = count(ctx, q)
		return err
	}
	if s.Shared() {
		err := s.writeDesk(ctx, func(tx *tx) error { return look(tx) })
		return u, err
	}
	err := s.do(ctx, func(db *sql.DB) error { return look(inFile{db}) })
	return u, err
}

// Wipe deletes everything, also what another console is about to send, and the files with it. The
// store is closed afterwards.
func (s *Store) Wipe(ctx context.Context) error {
	// A file that cannot be written any more is removed all the same.
	wiped := s.write(ctx, true, func(tx *tx) error {
		for _, table := range append([]string{"drafts", "meta", "reminders", "kept_unread"}, outgoingTables...) {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE {mine}"); err != nil {
				return err
			}
		}
		return wipeCustomers(ctx, tx)
	})
	err := s.Close()
	if s.Shared() {
		return errors.Join(wiped, err)
	}
	return s.explain(Remove(s.o.Path))
}

// And adds up.
func (u Unsent) And(v Unsent) Unsent {
	return Unsent{Drafts: u.Drafts + v.Drafts, Messages: u.Messages + v.Messages, Files: u.Files + v.Files, Notes: u.Notes + v.Notes,
		Reminders: u.Reminders + v.Reminders, KeptUnread: u.KeptUnread + v.KeptUnread}
}

// Words names it for a person: "1 draft and 2 messages that did not go out".
func (u Unsent) Words() string {
	var parts []string
	add := func(n int, one, several string) {
		switch {
		case n == 1:
			parts = append(parts, "1 "+one)
		case n > 1:
			parts = append(parts, fmt.Sprintf("%d %s", n, several))
		}
	}
	add(u.Drafts, "draft", "drafts")
	add(u.Messages, "message that did not go out", "messages that did not go out")
	add(u.Files, "file that was not sent", "files that were not sent")
	add(u.Notes, "note that was not added", "notes that were not added")
	add(u.Reminders, "reminder", "reminders")
	add(u.KeptUnread, "conversation marked as unread", "conversations marked as unread")
	if n := len(parts); n > 2 {
		parts = []string{strings.Join(parts[:n-1], ", "), parts[n-1]}
	}
	return strings.Join(parts, " and ")
}
