package inbox

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"keydesk/client"
	"keydesk/client/store"
)

// keptList are conversations as an earlier console kept them.
func keptList(n int) []store.Contact {
	list := make([]store.Contact, n)
	for i := range list {
		c := contact(i)
		list[i] = store.Contact{Contact: c, At: c.LastMessageAt, Preview: c.LastMessagePreview}
	}
	return list
}

// asks are the pages that the list asks for at its end, one after another, each
// answered.
func asks(p *Pane, total int) (pages []int) {
	p.ToEnd()
	for n, ok := p.NextPage(); ok; n, ok = p.NextPage() {
		pages = append(pages, n)
		answer := page(n, (n-1)*PageSize, min(n*PageSize, total), total)
		answer.Limit = PageSize
		p.MergePage(answer)
		p.ToEnd()
	}
	return pages
}

func TestTheEndOfAKeptListAsksForItsOwnPageOnly(t *testing.T) {
	for name, c := range map[string]struct {
		kept, total int
		want        []int
	}{
		"all was kept":           {900, 900, []int{9}},
		"its end was not kept":   {850, 1000, []int{9, 10}},
		"a page more than kept":  {800, 900, []int{8, 9}},
		"more came at the front": {900, 910, []int{9, 10}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newTestPane(40, 21)
			p.Seed(keptList(c.kept), c.kept)
			p.MergePage(page(1, 0, PageSize, c.total))
			if n, ok := p.NextPage(); ok {
				t.Fatalf("page %d is asked for at the top", n)
			}
			if got := asks(p, c.total); !slices.Equal(got, c.want) {
				t.Fatalf("pages %v were asked for, want %v", got, c.want)
			}
			p.ToTop()
			if got := asks(p, c.total); len(got) > 0 {
				t.Fatalf("pages %v were asked for once more", got)
			}
		})
	}
}

func TestAShortTabLeavesWhatIsMissingToTheIndex(t *testing.T) {
	p := newTestPane(40, 21)
	p.SetMe("me")
	p.MergePage(page(1, 0, PageSize, 900))
	p.ShowTab(Mine)
	if n, ok := p.NextPage(); ok {
		t.Fatalf("page %d is asked for under a tab", n)
	}
	p.ShowTab(All)
	p.SetFilter(Filter{Tags: []string{"vip"}}, "tag vip")
	if n, ok := p.NextPage(); ok {
		t.Fatalf("page %d is asked for under a filter", n)
	}
	if n, missing := p.Missing(); !missing || n != 2 {
		t.Fatalf("the index lacks page %d, %v", n, missing)
	}
}

func TestWhatChangedIsTakenInParts(t *testing.T) {
	p := newTestPane(40, 21)
	p.Track()
	p.MergePage(page(1, 0, 25, 25))
	p.Remove("c024")
	taken := map[string]bool{}
	for _, want := range []int{10, 10, 4, 0} {
		changed, _, gone := p.TakeChanged(10)
		for _, c := range changed {
			taken[c.ID] = true
		}
		if len(changed) != want || len(gone) > 0 != (len(taken) == 10) {
			t.Fatalf("%d were taken with %v, want %d", len(changed), gone, want)
		}
		if p.Changed() != (len(taken) < 24) {
			t.Fatalf("after %d of 24, more to take: %v", len(taken), p.Changed())
		}
		p.PutBack(nil, nil)
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

func TestASearchReusesItsRoomAndMixesNothing(t *testing.T) {
	p := newTestPane(40, 41)
	p.MergePage(page(1, 0, 100, 100))
	for _, query := range []string{"1", "12", "9", "", "customer", "77"} {
		p.Find(query)
		p.Answer(query, client.ContactPage{Page: 1, Limit: 10, Total: 2, Contacts: []client.Contact{contact(77), contact(5)}})
		seen := map[string]int{}
		for _, it := range p.list() {
			if seen[it.words.id()]++; seen[it.words.id()] > 1 {
				t.Fatalf("%q lists %s twice", query, it.words.id())
			}
		}
		for n := range 100 {
			id := fmt.Sprintf("c%03d", n)
			want := strings.Contains(contact(n).Name, query) || query == "customer"
			if want && seen[id] == 0 {
				t.Fatalf("%q does not list %s", query, id)
			}
		}
	}
}
