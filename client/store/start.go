package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"keydesk/client"
)

// Start is what a console begins with.
type Start struct {
	Contacts []Contact // the first of the list, newest message first
	Listed   time.Time // when the platform told the list, zero for never
	Total    int       // how many conversations it told of
	User     string    // whose list it is
	Drafts   []Draft
	Outbox   []Outgoing // in the order in which they were written, those with a file and notes last
	Marks               // the person's
	Aside    string     // where a damaged file was put, "" when there was none
}

// Start opens the file, takes over what consoles that are gone have left, and returns that with the
// first n conversations of the list.
func (s *Store) Start(ctx context.Context, n int) (Start, error) {
	var st Start
	err := s.write(ctx, false, func(tx *tx) error {
		st = Start{}
		who := s.owner()
		err := s.inheritDrafts(ctx, tx)
		if err != nil {
			return err
		}
		if st.Drafts, err = s.drafts(ctx, tx, who); err != nil {
			return err
		}
		if st.Outbox, err = s.adopt(ctx, tx, who); err != nil {
			return err
		}
		if st.Marks, err = marks(ctx, tx, who); err != nil {
			return err
		}
		if kept, err := s.keeps(ctx, tx, who); err != nil || !kept {
			return err
		}
		if st.Contacts, err = contacts(ctx, tx, nil, n); err != nil {
			return err
		}
		_, st.User, _ = strings.Cut(who, "/")
		st.Listed, st.Total, err = listed(ctx, tx)
		return err
	})
	st.Aside = s.SetAside()
	return st, err
}

// listed is when the platform told the list, and how long it was.
func listed(ctx context.Context, tx *tx) (time.Time, int, error) {
	at, err := meta(ctx, tx, metaListed)
	if err != nil {
		return time.Time{}, 0, err
	}
	total, err := meta(ctx, tx, metaTotal)
	if err != nil {
		return time.Time{}, 0, err
	}
	us, _ := strconv.ParseInt(at, 10, 64) // 0, which is never, for what cannot be read
	n, _ := strconv.Atoi(total)
	return moment(us), max(n, 0), nil
}

// More returns the n conversations that follow one in the list; none at its end.
func (s *Store) More(ctx context.Context, after Contact, n int) ([]Contact, error) {
	var list []Contact
	err := s.write(ctx, false, func(tx *tx) error {
		kept, err := s.keeps(ctx, tx, s.owner())
		if err != nil || !kept {
			return err
		}
		list, err = contacts(ctx, tx, &after, n)
		return err
	})
	return list, err
}

// contacts reads n of the list behind after. A row that cannot be read is left out: the platform
// tells it again.
func contacts(ctx context.Context, tx *tx, after *Contact, n int) ([]Contact, error) {
	query, args := "SELECT data FROM contacts WHERE {mine} ORDER BY at DESC, id LIMIT ?", []any{n}
	if after != nil {
		query = "SELECT data FROM contacts WHERE {mine} AND at <= ? AND (at < ? OR id > ?) ORDER BY at DESC, id LIMIT ?"
		args = []any{micros(after.At), micros(after.At), after.ID, n}
	}
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err has the fault, if any
	list := make([]Contact, 0, n)
	var data sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&data); err != nil {
			return nil, err
		}
		if c, err := decodeContact(data); err == nil {
			list = append(list, c)
		}
	}
	return list, rows.Err()
}

// Thread returns at most the n newest messages kept of a conversation, and false if there are none.
func (s *Store) Thread(ctx context.Context, contact string, n int) (Thread, bool, error) {
	t := Thread{Contact: contact}
	err := s.write(ctx, false, func(tx *tx) error {
		t = Thread{Contact: contact}
		if kept, err := s.keeps(ctx, tx, s.owner()); err != nil || !kept {
			return err
		}
		var solid, seen int64
		err := tx.QueryRowContext(ctx, "SELECT solid, home, seen FROM threads WHERE {mine} AND contact = ?", contact).Scan(&solid, &t.Home, &seen)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		t.Solid, t.Seen = moment(solid), moment(seen)
		return readMessages(ctx, tx, &t, n)
	})
	return t, len(t.Messages) > 0, err
}

func readMessages(ctx context.Context, tx *tx, t *Thread, n int) error {
	rows, err := tx.QueryContext(ctx, "SELECT data FROM messages WHERE {mine} AND contact = ? ORDER BY at DESC, id DESC LIMIT ?", t.Contact, n+1)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // rows.Err has the fault, if any
	list := make([]client.Message, 0, n)
	for rows.Next() {
		if len(list) == n {
			t.Home = false // there is more than was asked for
			break
		}
		var data sql.RawBytes
		if err := rows.Scan(&data); err != nil {
			return err
		}
		m, err := decodeMessage(t.Contact, data)
		if err != nil {
			t.Home, t.Solid = false, time.Time{} // a gap: only the platform can close it
			continue
		}
		list = append(list, m)
	}
	slices.Reverse(list)
	t.Messages = list
	return rows.Err()
}
