package thread

import (
	"testing"
	"time"

	"keydesk/client"
)

func TestALateMessageTakesItsPlace(t *testing.T) {
	p := testPane(60, 20, true)
	p.Merge([]client.Message{in("a", "one", noon), in("c", "three", noon.Add(2*time.Second))})
	p.Merge([]client.Message{in("b", "two", noon.Add(time.Second)), in("0", "zero", noon.Add(-time.Hour))})
	if got := ids(p); got != "0 a b c" {
		t.Fatalf("order %q", got)
	}
}

func TestEqualTimesAreOrderedByID(t *testing.T) {
	p := testPane(60, 20, true)
	p.Merge([]client.Message{in("b", "", noon), in("a", "", noon)})
	p.Merge([]client.Message{in("c", "", noon), in("aa", "", noon)})
	if got := ids(p); got != "a aa b c" {
		t.Fatalf("order %q", got)
	}
}

func TestLocalMessagesStayLastUntilReplaced(t *testing.T) {
	p := testPane(60, 20, true)
	local := out(LocalPrefix+"1", "mine", client.StatusPending, noon)
	p.Merge([]client.Message{in("a", "", noon), local, out(LocalPrefix+"2", "second", client.StatusPending, noon.Add(-time.Hour))})
	p.Merge([]client.Message{in("z", "", noon.Add(time.Hour))})
	if got := ids(p); got != "a z local:1 local:2" {
		t.Fatalf("order %q", got)
	}
	if m, _ := p.Newest(); m.ID != "z" {
		t.Fatalf("the newest is %q", m.ID)
	}
	p.Replace(local.ID, out("m", "mine", client.StatusPending, noon.Add(time.Minute)))
	if got := ids(p); got != "a m z local:2" {
		t.Fatalf("order %q", got)
	}
	if _, ok := p.Message(local.ID); ok {
		t.Fatal("the replaced message is still known")
	}
}

func TestReplaceAfterTheEventDropsTheLocalOne(t *testing.T) {
	p := testPane(60, 20, true)
	local := out(LocalPrefix+"1", "mine", client.StatusPending, noon)
	p.Merge([]client.Message{in("a", "", noon), local})
	p.Select(local.ID)
	event := out("m", "mine", client.StatusSent, noon)
	p.Merge([]client.Message{event})
	answer := event
	answer.Status = client.StatusPending
	p.Replace(local.ID, answer)
	if got := ids(p); got != "a m" {
		t.Fatalf("order %q", got)
	}
	if m, _ := p.Message("m"); m.Status != client.StatusSent {
		t.Fatalf("the answer took the status back to %q", m.Status)
	}
	if m, ok := p.Selected(); !ok || m.ID != "m" {
		t.Fatalf("selected %q, %v", m.ID, ok)
	}
	p.Replace(LocalPrefix+"unknown", in("new", "", noon.Add(time.Hour)))
	if got := ids(p); got != "a m new" {
		t.Fatalf("order %q", got)
	}
}

func TestSparseVersionsKeepWhatTheyDoNotTell(t *testing.T) {
	p := testPane(60, 20, true)
	full := in("a", "caption", noon)
	full.Type, full.MediaURL, full.MediaFilename, full.WAMID = "image", "images/1.jpg", "cat.jpg", "wamid.1"
	full.ReplyTo = &client.Quoted{ID: "q", Body: "hello", Type: "text"}
	full.Reactions = []client.Reaction{{Emoji: "👍"}}
	full.Status = client.StatusRead
	event := in("a", "caption", noon.Add(300*time.Nanosecond))
	event.Type = "image"
	for _, order := range [][]client.Message{{full, event}, {event, full}} {
		p.Reset("x")
		p.Merge(order[:1])
		p.Merge(order[1:])
		m, _ := p.Message("a")
		if m.MediaFilename != "cat.jpg" || m.WAMID == "" || m.ReplyTo == nil || m.Status != client.StatusRead || len(m.Reactions) != 1 {
			t.Fatalf("lost something: %+v", m)
		}
		if !m.CreatedAt.Equal(noon) {
			t.Fatalf("created at %v", m.CreatedAt)
		}
	}
}

// A newer version that leaves fields out does not take them away, and no version makes a message
// younger.
func TestANewerSparseVersionKeepsTheRest(t *testing.T) {
	p := testPane(60, 20, true)
	full := out("a", "Pick one", client.StatusSent, noon)
	full.Type, full.Account = "interactive", "Main"
	full.Interactive = &client.Interactive{Type: "button", Buttons: []client.Choice{{Title: "Yes"}}}
	newer := client.Message{ID: "a", Status: client.StatusRead, CreatedAt: noon.Add(300 * time.Nanosecond), UpdatedAt: noon.Add(time.Minute)}
	for _, order := range [][]client.Message{{full, newer}, {newer, full}} {
		p.Reset("x")
		p.Merge(order[:1])
		p.Merge(order[1:])
		m, _ := p.Message("a")
		if m.Body != "Pick one" || m.Interactive == nil || m.Account != "Main" || m.Direction != client.Outgoing || m.Status != client.StatusRead {
			t.Fatalf("lost something: %+v", m)
		}
		if !m.CreatedAt.Equal(noon) {
			t.Fatalf("created at %v", m.CreatedAt)
		}
	}
}

func TestANewerVersionWins(t *testing.T) {
	p := testPane(60, 20, true)
	old := in("a", "one", noon)
	old.Reactions = []client.Reaction{{Emoji: "👍"}}
	edited := in("a", "two", noon)
	edited.UpdatedAt = noon.Add(time.Minute)
	p.Merge([]client.Message{edited})
	p.Merge([]client.Message{old})
	if m, _ := p.Message("a"); m.Body != "two" || len(m.Reactions) != 0 {
		t.Fatalf("%+v", m)
	}
}

func TestStatusOnlyMovesForward(t *testing.T) {
	p := testPane(60, 20, true)
	p.Merge([]client.Message{out("a", "hi", client.StatusSent, noon)})
	steps := []struct {
		status client.Status
		want   bool
		after  client.Status
	}{
		{client.StatusPending, false, client.StatusSent},
		{client.StatusRead, true, client.StatusRead},
		{client.StatusRead, false, client.StatusRead},
		{client.StatusDelivered, false, client.StatusRead},
		{client.StatusFailed, true, client.StatusFailed},
		{client.StatusRead, false, client.StatusFailed},
	}
	for _, s := range steps {
		if got := p.SetStatus("a", s.status, "because"); got != s.want {
			t.Errorf("SetStatus(%s) = %v", s.status, got)
		}
		if m, _ := p.Message("a"); m.Status != s.after {
			t.Errorf("after %s it is %s", s.status, m.Status)
		}
	}
	if !has(p, "failed: because") {
		t.Errorf("no reason in %q", screen(p))
	}
	if p.SetStatus("unknown", client.StatusRead, "") {
		t.Error("an unknown message changed")
	}
}

func TestALocalMessageCanBeRetried(t *testing.T) {
	p := testPane(60, 20, true)
	id := LocalPrefix + "1"
	p.Merge([]client.Message{out(id, "hi", client.StatusPending, noon)})
	p.SetStatus(id, client.StatusFailed, "the platform cannot be reached")
	if !has(p, "cannot be reached") {
		t.Fatalf("no reason in %q", screen(p))
	}
	if !p.SetStatus(id, client.StatusPending, "") || has(p, "failed") || !has(p, "pending") {
		t.Fatalf("not pending again: %q", screen(p))
	}
}

func TestReactionsAreReplaced(t *testing.T) {
	p := testPane(60, 20, true)
	p.Merge([]client.Message{in("a", "hi", noon)})
	if !p.SetReactions("a", []client.Reaction{{Emoji: "🔥"}, {Emoji: "🔥"}}) || !has(p, "🔥 2") {
		t.Fatalf("got %q", screen(p))
	}
	if !p.SetReactions("a", nil) || has(p, "🔥") {
		t.Fatalf("got %q", screen(p))
	}
	if p.SetReactions("unknown", nil) {
		t.Fatal("an unknown message changed")
	}
}

func TestMessagesWithoutIDAreIgnored(t *testing.T) {
	p := testPane(60, 20, true)
	p.Merge([]client.Message{in("", "x", noon), in("a", "y", noon)})
	if p.Len() != 1 {
		t.Fatalf("%d messages", p.Len())
	}
}

func TestOldestAndNewest(t *testing.T) {
	p := testPane(60, 20, true)
	if _, ok := p.Oldest(); ok {
		t.Fatal("an empty thread has an oldest message")
	}
	p.Merge([]client.Message{out(LocalPrefix+"1", "", client.StatusPending, noon)})
	if _, ok := p.Newest(); ok {
		t.Fatal("a local message is the newest")
	}
	p.Merge(numbered(10, 20))
	a, _ := p.Oldest()
	b, _ := p.Newest()
	if a.ID != "id000010" || b.ID != "id000019" {
		t.Fatalf("from %s to %s", a.ID, b.ID)
	}
}
