package conversations

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"keydesk/client"
)

// said is one message of a conversation as the platform holds it.
type said struct {
	at   time.Time
	ours bool
}

// told is the contact as the platform's list tells it.
func told(history []said) client.Contact {
	return contact(1, func(c *client.Contact) {
		c.LastMessageAt = time.Time{}
		for _, m := range history {
			c.LastMessageAt = m.at
			if !m.ours {
				c.LastInboundAt = m.at
			}
		}
	})
}

// truth is whether the customer waits, and since when.
func truth(history []said) (since time.Time) {
	for _, m := range history {
		switch {
		case m.ours:
			since = time.Time{}
		case since.IsZero():
			since = m.at
		}
	}
	return since
}

// TestWhoWaitsIsWhoHadTheLastWord lets a conversation go on while the list is told of it by events,
// by pages, by both or, on a line that breaks, by neither. What it says is always true: who waits,
// never longer than they do, and exactly where it says so.
func TestWhoWaitsIsWhoHadTheLastWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newTestList()
		var history []said
		at := noon.Add(-10 * time.Hour)
		say := func(ours bool) client.Message {
			at = at.Add(time.Duration(rapid.IntRange(5, 500).Draw(t, "seconds")) * time.Second)
			history = append(history, said{at, ours})
			way := client.Incoming
			if ours {
				way = client.Outgoing
			}
			return client.Message{ID: fmt.Sprint("m", len(history)), ContactID: "c001", Direction: way, CreatedAt: at.Add(-time.Millisecond)}
		}
		for range rapid.IntRange(1, 4).Draw(t, "before") {
			say(rapid.Bool().Draw(t, "ours"))
		}
		l.Merge(told(history))
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0, 1:
				l.Bump(say(rapid.Bool().Draw(t, "ours")), false)
			case 2:
				l.Merge(told(history))
			case 3: // the line broke, and the list is read again
				for range rapid.IntRange(1, 3).Draw(t, "missed") {
					say(rapid.Bool().Draw(t, "ours"))
				}
				l.Merge(told(history))
			case 4:
				l.LearnThread("c001", thread(history), len(history) <= 3)
			}
			since, exactly := l.Item("c001").Waiting()
			want := truth(history)
			if since.IsZero() != want.IsZero() {
				t.Fatalf("waits: %v, but of %v the last word says %v", !since.IsZero(), history, !want.IsZero())
			}
			early := want.Sub(since)
			if !since.IsZero() && (early > time.Second || exactly && early < -time.Second) {
				t.Fatalf("waits since %v (exactly: %v), want %v", since, exactly, want)
			}
		}
	})
}

// thread are the newest messages of a conversation.
func thread(history []said) []client.Message {
	var list []client.Message
	for _, m := range history[max(0, len(history)-3):] {
		way := client.Incoming
		if m.ours {
			way = client.Outgoing
		}
		list = append(list, client.Message{Direction: way, CreatedAt: m.at})
	}
	return list
}

func TestAContactToldAloneDoesNotSayWhoWaits(t *testing.T) {
	l := newTestList()
	l.Merge(contact(1, func(c *client.Contact) { c.WindowUnknown = true }))
	if since, _ := l.Item("c001").Waiting(); !since.IsZero() || l.WordsUnknown() != 1 {
		t.Fatalf("waits since %v, of %d it is unknown", since, l.WordsUnknown())
	}
	l.Bump(client.Message{ID: "m1", ContactID: "c001", Direction: client.Incoming, CreatedAt: noon}, false)
	if since, exactly := l.Item("c001").Waiting(); !since.Equal(noon) || exactly || l.WordsUnknown() != 0 {
		t.Fatalf("waits since %v, exactly: %v", since, exactly)
	}
	l.Merge(contact(1, func(c *client.Contact) { c.WindowUnknown = true }))
	if since, _ := l.Item("c001").Waiting(); !since.Equal(noon) {
		t.Fatalf("an answer that does not know took it back: %v", since)
	}
}

func TestWhatHasNotGoneOutIsNoAnswer(t *testing.T) {
	l := New(Text{Name: plainText.Name, Line: plainText.Line, Fold: plainText.Fold, Summary: plainText.Summary, Local: "local-"}, func() time.Time { return noon })
	l.Merge(contact(1, func(c *client.Contact) { c.LastInboundAt = c.LastMessageAt }))
	mine := client.Message{ID: "local-1", ContactID: "c001", Direction: client.Outgoing, CreatedAt: noon}
	if l.Bump(mine, true); l.Size(Waiting) != 1 {
		t.Fatal("a message on its way counts as an answer")
	}
	mine.ID = "m1"
	if l.Arrived("local-1", mine); l.Size(Waiting) != 0 {
		t.Fatal("an answer that arrived leaves the customer waiting")
	}
}

func TestTheLongestWaitingOfMineComesFirstThenOfNobody(t *testing.T) {
	l := newTestList()
	l.SetMe("me")
	for n, who := range map[int]string{1: "me", 2: "me", 3: "", 4: "", 5: "other"} {
		l.Merge(contact(n, func(c *client.Contact) { c.LastInboundAt, c.AssignedUserID = c.LastMessageAt, who }))
	}
	l.Merge(contact(9, func(c *client.Contact) { c.AssignedUserID = "me" })) // answered
	var got string
	it := l.NextWaiting(nil)
	for range 5 {
		got += it.ID() + " "
		it = l.NextWaiting(it)
	}
	if got != "c002 c001 c004 c003 c002 " {
		t.Fatal(got)
	}
}
