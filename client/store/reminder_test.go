package store

import (
	"path/filepath"
	"testing"
	"time"
)

// TestRemindersOutliveTheConsole writes, changes and removes reminders over restarts, and keeps each
// person's apart.
func TestRemindersOutliveTheConsole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	open := func(user string) *Store {
		t.Helper()
		s := New(Options{Path: path})
		t.Cleanup(func() { _ = s.Close() })
		if _, err := s.Own(t.Context(), "o", user); err != nil {
			t.Fatal(err)
		}
		return s
	}
	held := func(s *Store) []Reminder {
		t.Helper()
		st, err := s.Start(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		return st.Reminders
	}
	due := time.Date(2026, 12, 3, 9, 0, 0, 0, time.UTC)
	s := open("a")
	for _, r := range []Reminder{
		{Contact: "c1", Due: due.Add(time.Hour), Words: "ask"},
		{Contact: "c2", Due: due, Answered: true, Heard: due.Add(-time.Hour)},
		{Contact: "c1", Due: due.Add(2 * time.Hour), Words: "ask again"},
	} {
		if err := s.SaveReminder(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open("a")
	got := held(s)
	if len(got) != 2 || got[0].Contact != "c2" || !got[0].Answered || !got[0].Heard.Equal(due.Add(-time.Hour)) || got[1].Words != "ask again" || !got[1].Due.Equal(due.Add(2*time.Hour)) {
		t.Fatalf("%+v", got)
	}
	if err := s.DropReminder(t.Context(), "c2"); err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	s = open("b")
	if got := held(s); len(got) != 0 {
		t.Fatalf("somebody else's: %+v", got)
	}
	_ = s.Close()
	if got := held(open("a")); len(got) != 1 || got[0].Contact != "c1" {
		t.Fatalf("%+v", got)
	}
}
