package store

import (
	"path/filepath"
	"testing"
	"time"

	"keydesk/cmd/testdatabase"
)

// TestWhatIsKeptUnreadOutlivesTheConsole writes and removes marks over restarts, counts them among what
// would be lost, and wipes them.
func TestWhatIsKeptUnreadOutlivesTheConsole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	open := func() *Store {
		s := New(Options{Path: path})
		t.Cleanup(func() { _ = s.Close() })
		if _, err := s.Own(t.Context(), "o", "a"); err != nil {
			t.Fatal(err)
		}
		return s
	}
	heard := time.Date(2026, 12, 3, 9, 0, 0, 1000, time.UTC)
	s := open()
	if err := s.KeepUnread(t.Context(), []KeptUnread{{"c2", heard}, {"c1", heard}, {"c3", heard}}); err != nil {
		t.Fatal(err)
	}
	if err := s.DropUnread(t.Context(), []string{"c1", "unknown"}); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveReminder(t.Context(), Reminder{Contact: "c1", Due: heard}); err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	s = open()
	st, err := s.Start(t.Context(), 1)
	if err != nil || len(st.Unread) != 2 || st.Unread[0].Contact != "c2" || !st.Unread[0].Heard.Equal(heard) {
		t.Fatalf("%+v, %v", st.Unread, err)
	}
	u, err := s.Unsent(t.Context())
	if err != nil || u.Words() != "1 reminder and 2 conversations marked as unread" || u.Count() != 3 || u.And(Unsent{}) != u {
		t.Fatalf("%q, %v", u.Words(), err)
	}
	if err := s.Wipe(t.Context()); err != nil {
		t.Fatal(err)
	}
	if st, err = open().Start(t.Context(), 1); err != nil || len(st.Unread)+len(st.Reminders) != 0 {
		t.Fatalf("%+v are left, %v", st.Marks, err)
	}
}

// Two sessions of an agent, in two processes, hear of each other's marks.
func TestSessionsShareTheirMarks(t *testing.T) {
	address := testdatabase.New(t)
	a, b := consoleOf(t, inDatabase(t, address)), consoleOf(t, inDatabase(t, address))
	start(t, a)
	start(t, b)
	told(t, b, func(c Change) bool { return c.Marks }) // it reads what was there before
	if err := a.KeepUnread(t.Context(), []KeptUnread{{Contact: "c1", Heard: time.Now()}}); err != nil {
		t.Fatal(err)
	}
	told(t, b, func(c Change) bool { return c.Marks && !c.Drafts })
	if m, err := b.Marks(t.Context()); err != nil || len(m.Unread) != 1 {
		t.Fatalf("%+v, %v", m, err)
	}
}
