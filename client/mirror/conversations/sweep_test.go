package conversations

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
		l := newTestList()
		l.index.stride = 3
		l.SetMe("me")
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
			l.Merge(made(n))
		}
		vip := Filter{Tags: []string{"vip"}}
		l.SetFilter(vip, nil)
		l.Find("an")
		l.Count(vip)
		l.Named("an", 50)
		for range rapid.IntRange(0, 20).Draw(t, "changes") {
			n := rapid.IntRange(0, size+5).Draw(t, "which")
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				l.Merge(made(n))
			case 1:
				at = at.Add(time.Second)
				l.Bump(client.Message{ContactID: fmt.Sprintf("c%03d", n), Direction: client.Incoming, CreatedAt: at}, false)
			case 2:
				l.Remove(fmt.Sprintf("c%03d", n))
			default:
				l.Sweep()
			}
		}
		for l.Sweeping() {
			l.Sweep()
		}
		checkSwept(t, l, vip)
	})
}

// checkSwept compares what is shown and counted with a look at everything.
func checkSwept(t *rapid.T, l *List, f Filter) {
	var passing, matching []string
	tags := map[string]int{}
	for _, it := range l.index.tabs[All].items {
		for _, tag := range it.traits.tags {
			tags[tag]++
		}
		if f.passes(it, "me", noon) {
			passing = append(passing, it.words.id())
			if plainText.want("an").grade(it) > loose {
				matching = append(matching, it.words.id())
			}
		}
	}
	of := func(items []*Item) (ids []string) {
		for _, it := range items {
			ids = append(ids, it.words.id())
		}
		return ids
	}
	if got := of(l.index.sieved[All].items); !slices.Equal(got, passing) {
		t.Fatalf("under the filter %q, want %q", got, passing)
	}
	got := of(l.Shown())
	slices.Sort(got)
	slices.Sort(matching)
	if !slices.Equal(got, matching) {
		t.Fatalf("found %q, want %q", got, matching)
	}
	known, _, _ := l.Facets()
	for _, facet := range known {
		if tags[facet.Value] != facet.Count {
			t.Fatalf("%d conversations have the tag %s, counted %d", tags[facet.Value], facet.Value, facet.Count)
		}
	}
	if len(known) != len(tags) {
		t.Fatalf("%d tags counted of %d", len(known), len(tags))
	}
}
