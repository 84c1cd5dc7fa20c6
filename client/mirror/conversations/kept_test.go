package conversations

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"keydesk/client"
)

func TestWhatChangedIsTakenInParts(t *testing.T) {
	l := newTestList()
	l.Track()
	l.MergePage(page(1, 0, 25, 25))
	l.Remove("c024")
	taken := map[string]bool{}
	for _, want := range []int{10, 10, 4, 0} {
		changed, _, gone := l.TakeChanged(10)
		for _, c := range changed {
			taken[c.ID] = true
		}
		if len(changed) != want || len(gone) > 0 != (len(taken) == 10) {
			t.Fatalf("%d were taken with %v, want %d", len(changed), gone, want)
		}
		if l.Changed() != (len(taken) < 24) {
			t.Fatalf("after %d of 24, more to take: %v", len(taken), l.Changed())
		}
		l.PutBack(nil, nil)
	}
	if len(taken) != 24 {
		t.Fatalf("%d were taken: %v", len(taken), slices.Sorted(maps.Keys(taken)))
	}
}

func TestWhatManyHaveInCommonIsThereOnce(t *testing.T) {
	var in common
	made := func(status string, tags ...string) *traits {
		c := client.Contact{Status: status, Account: "shop"}
		for _, tag := range tags {
			c.Tags = append(c.Tags, strings.Clone(tag))
		}
		return in.traitsOf(c)
	}
	if first, again := made("open", "vip"), made("open", "vip"); first != again {
		t.Fatal("the same traits are in memory twice")
	}
	if a, b := made("open", "vip").tags[0], made("shut", "late", "vip").tags[1]; unsafe.StringData(a) != unsafe.StringData(b) {
		t.Fatal("a tag is in memory twice")
	}
	if a, b := made("open", "a", "b"), made("open", "a\x01b"); len(a.tags) != 2 || len(b.tags) != 1 {
		t.Fatalf("%q and %q became one", a.tags, b.tags)
	}
	for n := range 2 * mostCommon {
		if tag := fmt.Sprint("made up ", n); made("open", tag).tags[0] != tag {
			t.Fatalf("%q became another", tag)
		}
	}
	if len(in.texts) != mostCommon || len(in.traits) != mostCommon {
		t.Fatalf("%d texts and %d traits are remembered", len(in.texts), len(in.traits))
	}
}
