package thread

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"keydesk/client"
	"keydesk/ui/theme"
)

func note(id, words string, at time.Time) Event {
	return Event{ID: id, At: at, Note: true, Who: "Lina الحسن", Words: words}
}

func TestScreenOfEvents(t *testing.T) {
	at := func(m int) time.Time { return noon.Add(time.Duration(m) * time.Minute) }
	for _, glyphs := range []string{"unicode", "ascii", "plain"} {
		for _, w := range []int{100, 52, 38, 18} {
			t.Run(fmt.Sprintf("%s %d", glyphs, w), func(t *testing.T) {
				p := testPane(w, 22, true)
				th := theme.New("auto", glyphs, true)
				p.SetTheme(&th)
				p.SetEnd(true)
				p.Merge([]client.Message{
					in("1", "Where is my order?", at(0)), out("2", "I ask.", client.StatusRead, at(2)), in("3", "Thanks", at(6)),
				})
				p.SetEvent(note("n1", "asked the warehouse,\nthey call back before six; 你好，请问发货了吗？ شكرا جزيلا", at(3)))
				p.SetEvent(Event{ID: "r1", At: at(1), Who: "you", Words: "Create ticket: TCK-1042 · 201 in 0.4 s", Mark: th.Glyphs.Done})
				p.SetEvent(Event{ID: "r2", At: at(5), Who: "you", Words: "Refund request: the platform refused", Mark: th.Glyphs.Failed, State: EventFailed})
				p.Select("r2")
				checkSize(t, p)
				golden.RequireEqual(t, ansi.Strip(p.View())+"\n")
			})
		}
	}
}

// What counts messages counts no events, and nobody can answer or resend one.
func TestEventsAreNoMessages(t *testing.T) {
	p := testPane(60, 20, true)
	p.SetEvent(note("n0", "before all", noon.Add(-time.Hour)))
	p.SetEvent(note("n2", "after all", noon.Add(time.Hour)))
	if len(p.items) != 0 {
		t.Fatalf("%s without a message", ids(p))
	}
	p.Merge([]client.Message{in("1", "hello", noon)})
	if got := ids(p); got != "1 n2" {
		t.Fatalf("%q: an event from before what was fetched has to wait", got)
	}
	p.SetEnd(true)
	if got := ids(p); got != "n0 1 n2" {
		t.Fatalf("got %q", got)
	}
	oldest, _ := p.Oldest()
	newest, _ := p.Newest()
	if p.Len() != 1 || oldest.ID != "1" || newest.ID != "1" {
		t.Errorf("%d messages from %q to %q", p.Len(), oldest.ID, newest.ID)
	}
	for m := range p.All() {
		if m.ID != "1" {
			t.Errorf("%q is among the messages", m.ID)
		}
	}
	p.Select("n2")
	if _, ok := p.Selected(); ok || !p.Selecting() {
		t.Error("an event is selected as a message")
	}
	if e, ok := p.SelectedEvent(); !ok || e.Words != "after all" {
		t.Errorf("selected: %+v, %v", e, ok)
	}
	if _, ok := p.Message("n2"); ok || p.SetStatus("n2", client.StatusFailed, "x") {
		t.Error("an event is taken for a message")
	}
	if got := len(p.OnScreen()); got != 1 {
		t.Errorf("%d messages on screen", got)
	}
}

func TestEventsChangeAndGo(t *testing.T) {
	p := testPane(60, 20, true)
	p.SetEnd(true)
	p.Merge([]client.Message{in("1", "hello", noon), in("2", "again", noon.Add(time.Minute))})
	p.SetEvent(note("n", "first words", noon.Add(time.Second)))
	p.Select("n")
	p.SetEvent(note("n", "other words", noon.Add(time.Second)))
	if !has(p, "other words") || has(p, "first words") || p.events != 1 {
		t.Errorf("%d events:\n%s", p.events, strings.Join(screen(p), "\n"))
	}
	p.SetFind("other")
	if at, of := p.Hits(); of != 1 {
		t.Errorf("hit %d of %d", at, of)
	}
	p.RemoveEvent("n")
	p.RemoveEvent("1")
	if got := ids(p); got != "1 2" || p.events != 0 {
		t.Errorf("%q, %d events", got, p.events)
	}
}

// Events that come while one reads older messages move nothing, and are not called new ones.
func TestEventsMoveNothing(t *testing.T) {
	p := testPane(60, 20, true)
	p.Merge(numbered(900, 960))
	p.View()
	p.Scroll(-30)
	before := rowsOf(p)
	p.SetEvent(note("late", "x", noon.Add(time.Hour)))
	oldest, _ := p.Oldest()
	p.SetEvent(note("early", "y\ny\ny", oldest.CreatedAt.Add(time.Second)))
	for word, y := range rowsOf(p) {
		if was, there := before[word]; there && was != y {
			t.Fatalf("%s moved from row %d to %d", word, was, y)
		}
	}
	if n := p.Below(); n != 0 {
		t.Errorf("%d below", n)
	}
}
