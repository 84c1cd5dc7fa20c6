package conversations

import (
	"slices"
	"testing"
	"time"

	"keydesk/client"
)

func unreadNow(l *List) []string {
	var ids []string
	for _, it := range l.index.tabs[Unread].items {
		ids = append(ids, it.ID())
	}
	return ids
}

// TestWhatIsKeptUnreadStaysSoUntilItIsAnswered marks conversations, known and not, lets the platform
// tell them again, and answers one.
func TestWhatIsKeptUnreadStaysSoUntilItIsAnswered(t *testing.T) {
	l, clock := remindList(t)
	l.KeepUnread("b", l.Item("b").At())
	l.KeepUnread("later", *clock)
	if got := unreadNow(l); !slices.Equal(got, []string{"b"}) {
		t.Fatalf("%v", got)
	}
	c := *clock
	l.Merge(client.Contact{ID: "b", Name: "b", LastMessageAt: c.Add(-2 * time.Hour), LastInboundAt: c.Add(-2 * time.Hour)})
	l.Merge(client.Contact{ID: "later", Name: "later", LastMessageAt: c, LastInboundAt: c})
	if got := unreadNow(l); !slices.Equal(got, []string{"later", "b"}) {
		t.Fatalf("%v after they were told again", got)
	}
	if it := l.NextUnread(l.Item("later"), 0); it != l.Item("b") {
		t.Fatal("the next unread one is not it")
	}
	l.SetRead("b") // the platform's count, which it never was about
	l.Bump(client.Message{ContactID: "b", ID: "m1", Direction: client.Incoming, CreatedAt: c.Add(time.Minute)}, true)
	if got := unreadNow(l); !slices.Equal(got, []string{"b", "later"}) {
		t.Fatalf("%v after another message of theirs", got)
	}
	edition := l.Item("b").Edition()
	l.Bump(client.Message{ContactID: "b", ID: "m2", Direction: client.Outgoing, CreatedAt: c.Add(2 * time.Minute)}, true)
	if got := unreadNow(l); !slices.Equal(got, []string{"later"}) || l.Item("b").Edition() == edition {
		t.Fatalf("%v after an answer", got)
	}
	if l.IsKeptUnread("b") || !l.IsKeptUnread("later") {
		t.Fatal("what is kept is not what is shown")
	}
	if over := l.AnsweredUnread(); !slices.Equal(over, []string{"b"}) || len(l.AnsweredUnread()) != 0 {
		t.Fatalf("%v are over", over)
	}
	l.EndUnread("later")
	if len(unreadNow(l)) != 0 || len(l.KeptUnread()) != 0 {
		t.Fatalf("%v, %v", unreadNow(l), l.KeptUnread())
	}
}
