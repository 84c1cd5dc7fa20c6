package store

import (
	"testing"
	"time"

	"keydesk/client"
)

// TestWhatIsToldAgainIsKept lets time pass over two conversations, of which the
// platform tells one from time to time as it is kept.
func TestWhatIsToldAgainIsKept(t *testing.T) {
	inBoth(t, func(t *testing.T, o Options) {
		now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
		o.Keep, o.Now = 8*time.Hour, func() time.Time { return now }
		s := own(t, New(o))
		save := func(b Batch) {
			t.Helper()
			if err := s.Save(t.Context(), b); err != nil {
				t.Fatal(err)
			}
		}
		save(Batch{Contacts: []Contact{{Contact: client.Contact{ID: "told"}}, {Contact: client.Contact{ID: "not told"}}}})
		for range 9 {
			now = now.Add(59 * time.Minute)
			save(Batch{Seen: []string{"told", "unknown"}})
		}
		if err := s.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		st, err := s.Start(t.Context(), 10)
		if err != nil || len(st.Contacts) != 1 || st.Contacts[0].ID != "told" {
			t.Fatalf("%+v %v", st.Contacts, err)
		}
	})
}
