package conversations

import (
	"slices"
	"testing"
	"time"

	"keydesk/client"
)

// remindList is a list of three who wait, and its clock.
func remindList(t *testing.T) (*List, *time.Time) {
	t.Helper()
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	clock := &now
	l := New(Text{Name: func(c client.Contact) string { return c.Name }, Line: func(s string) string { return s }, Fold: func(s string) string { return s },
		Summary: func(m client.Message) string { return m.Body }}, func() time.Time { return *clock })
	page := client.ContactPage{Page: 1, Limit: 10, Total: 3}
	for i, id := range []string{"a", "b", "c"} {
		at := now.Add(-time.Duration(i+1) * time.Hour)
		page.Contacts = append(page.Contacts, client.Contact{ID: id, Name: id, LastMessageAt: at, LastInboundAt: at})
	}
	l.MergePage(page)
	return l, clock
}

func waitingNow(l *List) []string {
	l.ShowTab(Waiting)
	var ids []string
	for _, it := range l.Shown() {
		ids = append(ids, it.ID())
	}
	return ids
}

func TestAReminderPutsOffAndComesFirst(t *testing.T) {
	l, clock := remindList(t)
	heard := l.Item("a").At()
	l.SetReminder("a", &Reminder{Due: clock.Add(2 * time.Hour), Words: "ask", Heard: heard})
	if got := waitingNow(l); !slices.Equal(got, []string{"c", "b"}) {
		t.Fatalf("%v wait", got)
	}
	*clock = clock.Add(2 * time.Hour)
	due, _ := l.Remind()
	if got := waitingNow(l); !slices.Equal(due, []string{"a"}) || !slices.Equal(got, []string{"a", "c", "b"}) {
		t.Fatalf("%v are due, %v wait", due, got)
	}
	if due, _ := l.Remind(); len(due) != 0 {
		t.Fatalf("%v are due once more", due)
	}
	l.SetReminder("a", nil)
	if got := waitingNow(l); !slices.Equal(got, []string{"c", "b", "a"}) {
		t.Fatalf("%v wait", got)
	}
}

func TestACustomersMessageBringsBackAtOnce(t *testing.T) {
	for _, answered := range []bool{false, true} {
		l, clock := remindList(t)
		l.SetReminder("c", &Reminder{Due: clock.Add(time.Hour), Answered: answered, Heard: l.Item("c").At()})
		l.Bump(client.Message{ID: "m", ContactID: "c", Direction: client.Outgoing, Body: "later", CreatedAt: clock.Add(time.Minute)}, true)
		if got := waitingNow(l); slices.Contains(got, "c") {
			t.Fatalf("our own message woke it: %v", got)
		}
		l.Bump(client.Message{ID: "n", ContactID: "c", Direction: client.Incoming, Body: "now", CreatedAt: clock.Add(2 * time.Minute)}, false)
		if got := waitingNow(l); !slices.Contains(got, "c") {
			t.Fatalf("%v wait", got)
		}
		_, over := l.Remind()
		if slices.Contains(over, "c") != answered || len(l.Reminders()) == 1 == answered {
			t.Fatalf("%v are over, %d are left; until answered: %v", over, len(l.Reminders()), answered)
		}
	}
}

func TestAReminderOfAConversationThatComesLater(t *testing.T) {
	l, clock := remindList(t)
	at := clock.Add(-time.Minute)
	l.SetReminder("d", &Reminder{Due: clock.Add(time.Hour), Heard: at})
	l.Merge(client.Contact{ID: "d", Name: "d", LastMessageAt: at, LastInboundAt: at})
	if got := waitingNow(l); slices.Contains(got, "d") {
		t.Fatalf("%v wait", got)
	}
	l.Merge(client.Contact{ID: "d", Name: "d", LastMessageAt: *clock, LastInboundAt: *clock})
	if got := waitingNow(l); !slices.Contains(got, "d") {
		t.Fatalf("%v wait although the platform tells of a new message", got)
	}
}
