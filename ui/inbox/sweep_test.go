package inbox

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"keydesk/client"
	_ "keydesk/cmd/chance" // the same draws every time
)

// TestASweepMissesAndDoublesNothing lets conversations come, move up, change and
// go while a search, a filter, a count and a look by name are under way, three
// conversations at a time.
func TestASweepMissesAndDoublesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newTestPane(40, 21)
		p.index.stride = 3
		p.SetMe("me")
		at := noon
		made := func(n int) client.Contact {
			return contact(n, func(c *client.Contact) {
				c.Name = [...]string{"Anna", "Hanna", "Bo", "Ann"}[n%4] // a search does not look twice
				c.Tags = [...][]string{nil, {"vip"}, {"vip", "late"}}[n%3]
				c.AssignedUserID = rapid.SampledFrom([]string{"", "me", "other"}).Draw(t, "assignee")
				c.UnreadCount = rapid.IntRange(0, 1).Draw(t, "unread")
			})
		}
		size := rapid.IntRange(0, 20).Draw(t, "size")
		for n := range size {
			p.Merge(made(n))
		}
		vip := Filter{Tags: []string{"vip"}}
		p.SetFilter(vip, "tag vip")
		p.Find("an")
		p.Count(vip)
		p.Named("an", 50)
		for range rapid.IntRange(0, 20).Draw(t, "changes") {
			n := rapid.IntRange(0, size+5).Draw(t, "which")
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0:
				p.Merge(made(n))
			case 1:
				at = at.Add(time.Second)
				p.Bump(client.Message{ContactID: fmt.Sprintf("c%03d", n), Direction: client.Incoming, CreatedAt: at}, false)
			case 2:
				p.Remove(fmt.Sprintf("c%03d", n))
			case 3:
				p.Move(rapid.IntRange(-3, 3).Draw(t, "by"))
			default:
				p.Sweep()
			}
			p.View()
		}
		for p.Sweeping() {
			p.Sweep()
		}
		checkSwept(t, p, vip)
	})
}

// checkSwept compares what is shown and counted with a look at everything.
func checkSwept(t *rapid.T, p *Pane, f Filter) {
	var passing, matching []string
	tags := map[string]int{}
	for _, it := range p.index.tabs[All] {
		for _, tag := range it.traits.tags {
			tags[tag]++
		}
		if f.passes(it, "me", noon) {
			passing = append(passing, it.words.id())
			if want("an").grade(it) > loose {
				matching = append(matching, it.words.id())
			}
		}
	}
	of := func(items []*item) (ids []string) {
		for _, it := range items {
			ids = append(ids, it.words.id())
		}
		return ids
	}
	if got := of(p.index.sieved[All]); !slices.Equal(got, passing) {
		t.Fatalf("under the filter %q, want %q", got, passing)
	}
	got := of(p.list())
	slices.Sort(got)
	slices.Sort(matching)
	if !slices.Equal(got, matching) {
		t.Fatalf("found %q, want %q", got, matching)
	}
	if place := p.place(); len(got) > 0 && place < 0 {
		t.Fatal("nothing of what was found is selected")
	}
	known, _, _ := p.Facets()
	for _, facet := range known {
		if tags[facet.Value] != facet.Count {
			t.Fatalf("%d conversations have the tag %s, counted %d", tags[facet.Value], facet.Value, facet.Count)
		}
	}
	if len(known) != len(tags) {
		t.Fatalf("%d tags counted of %d", len(known), len(tags))
	}
}

func TestASearchOfManyShowsTheNewestAtOnceAndTheBestInTheEnd(t *testing.T) {
	p := newTestPane(40, 11)
	p.index.stride = 40
	list := page(1, 0, 80, 80)
	for i := range list.Contacts {
		list.Contacts[i].Name = fmt.Sprintf("Johanna %d", i)
	}
	list.Contacts[60].Name = "Anna"
	p.MergePage(list)
	p.Find("anna")
	if n := len(p.list()); n != 10 || p.SearchCount() != "10…" || !p.Sweeping() {
		t.Fatalf("%d at once, %q", n, p.SearchCount())
	}
	p.Sweep()
	if c, _ := p.Selected(); c.ID != "c000" {
		t.Fatalf("selected %s", c.ID)
	}
	for p.Sweeping() {
		p.Sweep()
	}
	if c, _ := p.Selected(); c.Name != "Anna" || len(p.list()) != 80 || p.SearchCount() != "80" {
		t.Fatalf("the best is not first: %s of %q", c.Name, p.SearchCount())
	}

	p.Find("johanna")
	p.Move(3)
	was, _ := p.Selected()
	for p.Sweeping() {
		p.Sweep()
	}
	if is, _ := p.Selected(); is.ID != was.ID || len(p.list()) != 79 {
		t.Fatalf("the selection went from %s to %s", was.ID, is.ID)
	}

	named := p.Named("anna", 5)
	if len(named) != 5 || !p.Sweeping() {
		t.Fatalf("%d by name", len(named))
	}
	for p.Sweeping() {
		p.Sweep()
	}
	if named = p.Named("anna", 5); p.Sweeping() || named[0].Name != "Anna" {
		t.Fatalf("the best by name is %s", named[0].Name)
	}
}

func TestAWindowThatClosesIsFoundInSteps(t *testing.T) {
	p := newTestPane(40, 21)
	now := noon
	p.now, p.index.now, p.index.stride = func() time.Time { return now }, func() time.Time { return now }, 2
	for n := range 6 {
		p.Merge(contact(n, func(c *client.Contact) { c.LastInboundAt = noon.Add(-time.Duration(20+n) * time.Hour) }))
	}
	p.SetFilter(Filter{WindowOpen: true}, "window open")
	for p.Sweeping() {
		p.Sweep()
	}
	if n := len(p.list()); n != 4 {
		t.Fatalf("%d windows are open", n)
	}
	now = noon.Add(2 * time.Hour)
	p.View()
	for p.Sweeping() {
		p.Sweep()
	}
	if n := len(p.list()); n != 2 {
		t.Fatalf("%d windows are open two hours later", n)
	}
}
