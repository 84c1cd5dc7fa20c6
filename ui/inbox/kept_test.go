package inbox

import (
	"fmt"
	"slices"
	"strings"
	"testing"

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

func TestASearchReusesItsRoomAndMixesNothing(t *testing.T) {
	p := newTestPane(40, 41)
	p.MergePage(page(1, 0, 100, 100))
	for _, query := range []string{"1", "12", "9", "", "customer", "77"} {
		p.Find(query)
		p.Answer(query, client.ContactPage{Page: 1, Limit: 10, Total: 2, Contacts: []client.Contact{contact(77), contact(5)}})
		seen := map[string]int{}
		for _, it := range p.Shown() {
			if seen[it.ID()]++; seen[it.ID()] > 1 {
				t.Fatalf("%q lists %s twice", query, it.ID())
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

// TestEachOrderKeepsItsRows goes to Waiting and back: the rows of either are not drawn anew.
func TestEachOrderKeepsItsRows(t *testing.T) {
	p := newTestPane(40, 11)
	pg := page(1, 0, 4, 4)
	for i := range pg.Contacts {
		pg.Contacts[i].LastInboundAt = pg.Contacts[i].LastMessageAt
	}
	p.MergePage(pg)
	p.View()
	it := p.Shown()[1]
	drawn := p.rows.of[orderedRow{it, p.rowSort()}]
	before := *drawn
	p.ShowTab(Waiting)
	p.View()
	p.ShowTab(All)
	if now := p.rows.of[orderedRow{it, p.rowSort()}]; now != drawn || *now != before || len(p.rows.of) != 8 {
		t.Fatalf("%d rows are remembered, and that of %s was drawn anew: %v", len(p.rows.of), it.Name(), now != drawn)
	}
}
