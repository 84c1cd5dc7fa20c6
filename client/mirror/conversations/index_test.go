package conversations

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"keydesk/client"
	_ "keydesk/cmd/chance" // the same draws every time
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// plainText is what a list without a screen is lent.
var plainText = Text{
	Name: func(c client.Contact) string { return c.Name }, Line: func(s string) string { return s },
	Fold: strings.ToLower, Summary: func(m client.Message) string { return m.Body },
}

func newTestList() *List { return New(plainText, func() time.Time { return noon }) }

func contact(n int, mutate ...func(*client.Contact)) client.Contact {
	c := client.Contact{
		ID: fmt.Sprintf("c%03d", n), Name: fmt.Sprintf("Customer %d", n), LastMessagePreview: fmt.Sprintf("message %d", n),
		LastMessageAt: noon.Add(-time.Duration(n) * time.Minute), CreatedAt: noon.Add(-24 * time.Hour),
	}
	for _, m := range mutate {
		m(&c)
	}
	return c
}

func page(n, from, to, total int) client.ContactPage {
	p := client.ContactPage{Total: total, Page: n, Limit: to - from}
	for i := from; i < to; i++ {
		p.Contacts = append(p.Contacts, contact(i))
	}
	return p
}

// TestTabsAreAlwaysTheirFilterInOrder changes the list at random and compares
// every tab and view, with and without a filter, with a plain filter and sort of
// everything known.
func TestTabsAreAlwaysTheirFilterInOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		now := noon
		l := New(plainText, func() time.Time { return now })
		l.SetStride(rapid.IntRange(1, 20).Draw(rt, "stride"))
		l.SetMe("me")
		views := []View{
			{Name: "late", Filter: Filter{Waiting: 10 * time.Minute}, Sort: ByWaiting},
			{Name: "closing", Filter: Filter{Closing: 24*time.Hour - 5*time.Minute}, Sort: ByWindow},
			{Name: "both", Filter: Filter{Tags: []string{"vip", "gold"}, TagsAll: true}},
			{Name: "mine", Filter: Filter{Assignees: []string{AssignedMe}, Text: "customer 1"}},
		}
		for range rapid.IntRange(1, 60).Draw(rt, "changes") {
			n := rapid.IntRange(0, 15).Draw(rt, "contact")
			at := noon.Add(time.Duration(rapid.IntRange(-20, 20).Draw(rt, "minute")) * time.Minute)
			switch rapid.IntRange(0, 8).Draw(rt, "kind") {
			case 0, 1:
				l.Merge(contact(n, func(c *client.Contact) {
					c.LastMessageAt = at
					c.LastInboundAt = rapid.SampledFrom([]time.Time{{}, at, at.Add(-time.Hour)}).Draw(rt, "inbound")
					c.UnreadCount = rapid.IntRange(0, 2).Draw(rt, "unread")
					c.AssignedUserID = rapid.SampledFrom([]string{"", "me", "other"}).Draw(rt, "assignee")
					c.Tags = rapid.SampledFrom([][]string{nil, {"vip"}, {"gold", "vip"}}).Draw(rt, "tags")
					c.WindowUnknown = c.LastInboundAt.IsZero() && rapid.Bool().Draw(rt, "unknown")
				}))
			case 2:
				way := rapid.SampledFrom([]client.Direction{client.Incoming, client.Outgoing}).Draw(rt, "way")
				l.Bump(client.Message{ContactID: contact(n).ID, Direction: way, CreatedAt: at}, rapid.Bool().Draw(rt, "read"))
			case 3:
				l.SetRead(contact(n).ID)
			case 4:
				l.SetFilter(Filter{
					Assignees:  rapid.SampledFrom([][]string{nil, {"me"}, {AssignedNobody}, {AssignedOther, "me"}}).Draw(rt, "who"),
					WindowOpen: rapid.Bool().Draw(rt, "window"),
				}, nil)
			case 5:
				l.SetViews(views[:rapid.IntRange(0, len(views)).Draw(rt, "views")])
			case 6:
				l.ShowTab(Tab(rapid.IntRange(0, int(l.Tabs())-1).Draw(rt, "tab")))
			case 7:
				now = now.Add(time.Duration(rapid.IntRange(1, 10).Draw(rt, "minutes")) * time.Minute)
				l.Retime()
			case 8:
				l.Remove(contact(n).ID)
			}
			if rapid.Bool().Draw(rt, "goes on") {
				l.Sweep()
			}
		}
		for l.Sweeping() {
			l.Sweep()
		}
		now = now.Add(time.Minute)
		l.Retime()
		for l.Sweeping() {
			l.Sweep()
		}
		checkLanes(rt, l, now)
	})
}

// checkLanes compares every tab with a look at everything.
func checkLanes(t *rapid.T, l *List, now time.Time) {
	unknown := 0
	for _, it := range l.index.byID {
		if it.wordUnknown() {
			unknown++
		}
	}
	if unknown != l.WordsUnknown() {
		t.Fatalf("of %d nobody knows whose the last word is, %d are counted", unknown, l.WordsUnknown())
	}
	for s, sh := range l.index.shelves() {
		for tab := range sh {
			var want []*Item
			for _, it := range l.index.byID {
				if l.index.member(it, Tab(tab)) && (s == 0 || l.index.filter.passes(it, "me", now)) {
					want = append(want, it)
				}
			}
			slices.SortFunc(want, sh[tab].order)
			if sh[tab].turns {
				slices.Reverse(want)
			}
			got := sh[tab].shown()
			if !slices.Equal(want, got) {
				t.Fatalf("%s (filtered: %v) shows %d, want %d in order", l.TabName(Tab(tab)), s > 0, len(got), len(want))
			}
			for i, it := range got {
				if sh[tab].place(it) != i {
					t.Fatalf("%s stands at %d of %s, not %d", it.ID(), i, l.TabName(Tab(tab)), sh[tab].place(it))
				}
			}
		}
	}
}
