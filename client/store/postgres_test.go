package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/cmd/testdatabase"
)

// everything is all that a database holds of one desk.
func everything(t *testing.T, d *Database, desk string) string {
	t.Helper()
	var all strings.Builder
	for _, table := range append([]string{"meta", "drafts", "contacts", "threads", "messages"}, outgoingTables...) {
		rows, err := d.db.QueryContext(t.Context(), "SELECT t::text FROM "+table+" AS t WHERE desk = $1 ORDER BY 1", desk)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var row string
			if err := rows.Scan(&row); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(&all, table, row)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

// Two agents have contacts, threads and ids in common; what one does changes and tells nothing of the other.
func TestTwoDesksInOneDatabase(t *testing.T) {
	ravis := inDatabase(t, testdatabase.New(t))
	mayas := ravis
	mayas.Desk = "maya"
	fill := func(o Options, body string) *Store {
		s := consoleOf(t, o)
		save(t, s, Batch{Drafts: []Draft{draft(body)}, Contacts: []Contact{contact(1), contact(2)}, Listed: at(1), Total: 7,
			Threads: []Thread{{Contact: "c1", Messages: []client.Message{message(1), message(2)}, Fresh: true, Home: true}}})
		note := outgoing("n1")
		note.Kind = Note
		for _, m := range []Outgoing{outgoing("m1"), parcel("f1"), note} {
			if err := s.Enqueue(t.Context(), m); err != nil {
				t.Fatal(err)
			}
		}
		return s
	}
	ravi, maya := fill(ravis, "of ravi"), fill(mayas, "of maya")
	if got := bodies(start(t, ravi).Drafts); len(got) != 1 || got[0] != "c1 reply of ravi" {
		t.Errorf("ravi has %q", got)
	}
	before := everything(t, ravis.Database, "maya")
	if strings.Count(before, "\n") < 9 {
		t.Fatalf("maya has %s", before)
	}
	if err := errors.Join(ravi.Claim(t.Context(), "m1", at(1)), ravi.Return(t.Context(), "m1", true, "why"), ravi.Done(t.Context(), "f1"), ravi.Claim(t.Context(), "n1", at(1))); err != nil {
		t.Fatal(err)
	}
	ravi.o.Keep, ravi.o.Now = time.Nanosecond, func() time.Time { return time.Now().Add(time.Hour) }
	save(t, ravi, Batch{Drafts: []Draft{{Contact: "c1", Topic: Reply.Of("")}}, Done: []string{"m1"}, Gone: []string{contact(1).ID}, Seen: []string{contact(2).ID},
		Threads: []Thread{{Contact: "c1", Messages: []client.Message{message(3)}, Fresh: true}}, Listed: at(9)})
	if err := ravi.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	next := consoleOf(t, ravis)
	outlive(t, next)
	if err := maya.o.Database.renew(t.Context(), []string{maya.console}, []string{"maya"}); err != nil {
		t.Fatal(err)
	}
	if list, err := next.Adopt(t.Context()); err != nil || len(list) != 1 || list[0].ID != "n1" || list[0].UnderWay != UnderWay {
		t.Errorf("ravi takes over %+v, %v", list, err)
	}
	if _, err := next.Own(t.Context(), "o2", "u2"); err != nil {
		t.Fatal(err)
	}
	if err := next.Wipe(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := everything(t, ravis.Database, "ravi"); left != "" {
		t.Errorf("of ravi is left\n%s", left)
	}
	if after := everything(t, ravis.Database, "maya"); after != before {
		t.Errorf("maya had\n%s\nand has\n%s", before, after)
	}
}

// A database that another keydesk made newer is left alone, and said in one sentence.
func TestADatabaseOfANewerKeydesk(t *testing.T) {
	o := inDatabase(t, testdatabase.New(t))
	d := o.Database
	if fine, err := d.Check(t.Context()); err != nil || !strings.HasPrefix(fine, "PostgreSQL ") {
		t.Fatalf("an empty one: %q, %v", fine, err)
	}
	if err := d.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	if fine, err := d.Check(t.Context()); err != nil || !strings.HasPrefix(fine, "PostgreSQL ") {
		t.Fatalf("one that is in use: %q, %v", fine, err)
	}
	if _, err := d.db.ExecContext(t.Context(), "UPDATE versions SET version = 99 WHERE part = 'store'"); err != nil {
		t.Fatal(err)
	}
	later := New(inDatabaseOf(t, d))
	_, started := later.Start(t.Context(), 1)
	_, checked := d.Check(t.Context())
	for _, err := range []error{started, checked} {
		if err == nil || !strings.HasPrefix(err.Error(), "the database was made newer by another keydesk; bring this one to the same version (") {
			t.Errorf("%v", err)
		}
	}
}

// inDatabaseOf is a desk in the same database, as another process has it.
func inDatabaseOf(t *testing.T, d *Database) Options {
	t.Helper()
	return inDatabase(t, d.config.ConnString())
}

// Whatever is wrong with a database, it is one sentence without the password.
func TestFaultsOfADatabase(t *testing.T) {
	server, address := testdatabase.Own(t)
	const password = "hunter2-secret"
	for name, c := range map[string]struct{ address, want string }{
		"no address":   {"postgres://u:" + password + "@h:port/db", "the database cannot be used: its address cannot be read"},
		"another kind": {"mysql://u:" + password + "@h/db", "the database cannot be used: its address cannot be read"},
		"nobody there": {"postgres://u:" + password + "@127.0.0.1:1/db", "the database cannot be reached: connect: connection refused (127.0.0.1/db)"},
		"not there":    {strings.NewReplacer("/test1", "/other", "not-asked-for", password).Replace(address), `the database does not let this user in: database "other" does not exist`},
	} {
		d, err := OpenDatabase(c.address)
		if err == nil {
			_, err = d.Check(t.Context())
			_ = d.Close()
		}
		if err == nil || !strings.HasPrefix(err.Error(), c.want) || strings.Contains(fmt.Sprintf("%+v %#v", err, err), password) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := consoleOf(t, inDatabase(t, address))
	if err := s.Enqueue(t.Context(), outgoing("m1")); err != nil {
		t.Fatal(err)
	}
	server.Stop()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	err := s.Claim(ctx, "m1", time.Time{})
	if !errors.Is(err, ErrLater) || errors.Is(err, ErrTaken) || !strings.HasPrefix(err.Error(), "the database ") {
		t.Errorf("a database that is gone: %v", err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	if err := s.Claim(t.Context(), "m1", time.Time{}); err != nil {
		t.Errorf("a database that is back: %v", err)
	}
}

// Nothing is sent by a console that the database did not hear of for too long, and nothing twice by the one
// that took over; a claim whose answer was lost is no reason to lose the message.
func TestLeases(t *testing.T) {
	address := testdatabase.New(t)
	a, b := consoleOf(t, inDatabase(t, address)), consoleOf(t, inDatabase(t, address))
	for _, id := range []string{"m1", "m2", "m3"} {
		if err := a.Enqueue(t.Context(), outgoing(id)); err != nil {
			t.Fatal(err)
		}
	}
	a.doubtful["m1"] = true // it was claimed, and the connection broke
	if err := errors.Join(a.Claim(t.Context(), "m2", time.Time{}), a.Claim(t.Context(), "m1", time.Time{})); err != nil {
		t.Fatal(err)
	}
	a.doubtful["m1"] = true
	if err := a.Claim(t.Context(), "m1", time.Time{}); err != nil {
		t.Errorf("a claim is made again: %v", err)
	}
	if err := a.Claim(t.Context(), "m2", time.Time{}); !errors.Is(err, ErrTaken) {
		t.Errorf("claimed twice: %v", err)
	}
	if list, err := b.Adopt(t.Context()); err != nil || len(list) != 0 {
		t.Fatalf("taken from a console that lives: %+v, %v", list, err)
	}
	outlive(t, b)
	if err := a.Claim(t.Context(), "m3", time.Time{}); !errors.Is(err, ErrLater) || errors.Is(err, ErrTaken) {
		t.Errorf("claimed without a lease: %v", err)
	}
	if left, err := b.o.Database.left(t.Context()); err != nil || !left["ravi"] {
		t.Errorf("nobody is told: %v, %v", left, err)
	}
	list, err := b.Adopt(t.Context())
	if err != nil || len(list) != 3 || !list[0].Unsure || list[0].UnderWay != UnderWay || time.Since(list[0].Tried).Abs() > time.Minute || list[2].Unsure || list[2].UnderWay != 0 {
		t.Fatalf("%+v, %v", list, err)
	}
	if err := a.o.Database.round(t.Context()); err != nil { // it comes to itself
		t.Fatal(err)
	}
	if err := errors.Join(b.Claim(t.Context(), "m3", time.Time{}), b.Done(t.Context(), "m3")); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{"Claim": a.Claim(t.Context(), "m3", time.Time{}), "Return": a.Return(t.Context(), "m1", false, ""), "Done": a.Done(t.Context(), "m1")} {
		if !errors.Is(err, ErrTaken) {
			t.Errorf("%s of what another one has: %v", name, err)
		}
	}
}
