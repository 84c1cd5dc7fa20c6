package thread

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"keydesk/client"
	_ "keydesk/cmd/chance" // the same draws every time
)

// Whatever is done to a pane, it draws exactly its size and never panics.
func TestEverySizeAndEveryMove(t *testing.T) {
	types := everyType()
	rapid.Check(t, func(t *rapid.T) {
		p := testPane(rapid.IntRange(0, 200).Draw(t, "w"), rapid.IntRange(0, 60).Draw(t, "h"), rapid.Bool().Draw(t, "plain"))
		pick := func() client.Message {
			m := rapid.SampledFrom(types).Draw(t, "message")
			if rapid.Bool().Draw(t, "own text") {
				m.Body = rapid.String().Draw(t, "body")
			}
			if rapid.IntRange(0, 3).Draw(t, "other id") == 0 {
				m.ID += fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "id"))
			}
			return m
		}
		n := func() int { return rapid.IntRange(-30, 30).Draw(t, "n") }
		moves := map[string]func(){
			"merge":   func() { p.Merge([]client.Message{pick(), pick()}) },
			"remove":  func() { p.Remove(pick().ID) },
			"replace": func() { p.Replace(LocalPrefix+"1", pick()) },
			"status":  func() { p.SetStatus(pick().ID, client.StatusFailed, "why") },
			"react":   func() { p.SetReactions(pick().ID, pick().Reactions) },
			"unread":  func() { p.SetUnreadFrom(pick().ID) },
			"loading": func() { p.SetLoading(!p.loading) },
			"end":     func() { p.SetEnd(!p.end) },
			"resize":  func() { p.Resize(rapid.IntRange(-1, 200).Draw(t, "w"), rapid.IntRange(-1, 200).Draw(t, "h")) },
			"scroll":  func() { p.Scroll(n()) },
			"page":    func() { p.Page(n()) },
			"top":     p.ToTop, "newest": p.ToNewest, "to unread": func() { p.ToUnread() },
			"move":   func() { p.SelectMove(n()) },
			"select": func() { p.Select(pick().ID) },
			"clear":  p.ClearSelection,
		}
		names := []string{"merge", "remove", "replace", "status", "react", "unread", "loading", "end", "resize",
			"scroll", "page", "top", "newest", "to unread", "move", "select", "clear"}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			moves[rapid.SampledFrom(names).Draw(t, "do")]()
			checkSize(t, p)
			checkPlaces(t, p)
		}
	})
}

// checkPlaces holds the pane's own answers against each other.
func checkPlaces(t *rapid.T, p *Pane) {
	if p.Below() < 0 || p.AtNewest() && p.Below() > 0 {
		t.Fatalf("%d below, at newest %v", p.Below(), p.AtNewest())
	}
	first, last := p.Visible()
	if (first == "") != (last == "") {
		t.Fatalf("visible from %q to %q", first, last)
	}
	if len(p.byID) != len(p.items) {
		t.Fatalf("%d by id, %d in the list", len(p.byID), len(p.items))
	}
	for i := 1; i < len(p.items); i++ {
		if !p.items[i-1].key().before(p.items[i].key()) {
			t.Fatalf("out of order at %d: %s", i, ids(p))
		}
	}
	if m, ok := p.Selected(); ok && p.byID[m.ID] == nil {
		t.Fatalf("the selected message %q is gone", m.ID)
	}
}

// What is on screen while scrolled up stays on its row, whatever comes before or after it.
func TestNothingMovesWhileScrolledUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := testPane(rapid.IntRange(24, 90).Draw(t, "w"), rapid.IntRange(3, 40).Draw(t, "h"), true)
		from := rapid.IntRange(200, 700).Draw(t, "from")
		to := from + rapid.IntRange(30, 80).Draw(t, "count")
		p.Merge(numbered(from, to))
		p.Scroll(-rapid.IntRange(1, 300).Draw(t, "up"))
		if p.AtNewest() {
			t.Skip("the thread is shorter than the pane")
		}
		for range 6 {
			before := rowsOf(p)
			switch rapid.IntRange(0, 3).Draw(t, "event") {
			case 0:
				older := rapid.IntRange(1, 60).Draw(t, "older")
				p.Merge(numbered(from-older, from))
				from -= older
			case 1:
				newer := rapid.IntRange(1, 60).Draw(t, "newer")
				p.Merge(numbered(to, to+newer))
				to += newer
			case 2:
				p.SetLoading(!p.loading)
			case 3:
				p.Merge([]client.Message{out(LocalPrefix+fmt.Sprint(to), "mine", client.StatusPending, noon)})
			}
			after := rowsOf(p)
			for text, y := range before {
				if got, ok := after[text]; !ok || got != y {
					t.Fatalf("%s was on row %d, now %d (%v)\n%v", text, y, got, ok, screen(p))
				}
			}
		}
	})
}

// A page of older messages moves nothing at the newest either, even when the thread was short.
func TestOlderPagesMoveNothingAtTheNewest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := testPane(60, rapid.IntRange(3, 60).Draw(t, "h"), true)
		from := rapid.IntRange(300, 330).Draw(t, "from")
		p.Merge(numbered(from, 330+1))
		before := rowsOf(p)
		p.Merge(numbered(200, from))
		after := rowsOf(p)
		for text, y := range before {
			if after[text] != y {
				t.Fatalf("%s was on row %d, now %d", text, y, after[text])
			}
		}
	})
}

// The same messages make the same thread in whatever order and pieces they come, and again.
func TestMergeOrderDoesNotMatter(t *testing.T) {
	states := []client.Status{client.StatusPending, client.StatusSent, client.StatusDelivered, client.StatusRead, client.StatusFailed}
	rapid.Check(t, func(t *rapid.T) {
		var versions []client.Message
		for i := range rapid.IntRange(1, 40).Draw(t, "messages") {
			at := noon.Add(time.Duration(rapid.IntRange(0, 50).Draw(t, "at")) * time.Second)
			m := out(fmt.Sprintf("id%d", i), "text", client.StatusPending, at)
			versions = append(versions, m)
			last := 0
			for range rapid.IntRange(0, 3).Draw(t, "changes") {
				last = rapid.IntRange(last, len(states)-1).Draw(t, "state")
				m.Status, m.UpdatedAt = states[last], m.UpdatedAt.Add(time.Second)
				m.CreatedAt = at.Add(-time.Duration(rapid.IntRange(0, 999).Draw(t, "ns")))
				if states[last] == client.StatusFailed {
					m.Error = "why"
				}
				versions = append(versions, m)
			}
		}
		want := testPane(60, 10, true)
		want.Merge(versions)
		got := testPane(60, 10, true)
		shuffled := append([]client.Message(nil), versions...)
		seed := rapid.Uint64().Draw(t, "seed")
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for rest := shuffled; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "piece")
			got.Merge(rest[:n])
			rest = rest[n:]
		}
		compare(t, want, got)
		got.Merge(shuffled)
		compare(t, want, got)
	})
}

func compare(t *rapid.T, want, got *Pane) {
	if ids(want) != ids(got) {
		t.Fatalf("order %s, want %s", ids(got), ids(want))
	}
	for i := range want.items {
		if a, b := want.items[i].msg, got.items[i].msg; !reflect.DeepEqual(a, b) {
			t.Fatalf("%+v, want %+v", b, a)
		}
	}
	if a, b := want.View(), got.View(); a != b {
		t.Fatalf("drew\n%s\nwant\n%s", b, a)
	}
}
