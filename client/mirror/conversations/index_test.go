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
// every tab with a plain filter and sort of everything known.
func TestTabsAreAlwaysTheirFilterInOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := newTestList()
		l.index.stride = rapid.IntRange(1, 20).Draw(rt, "stride")
		l.SetMe("me")
		for range rapid.IntRange(1, 60).Draw(rt, "changes") {
			n := rapid.IntRange(0, 15).Draw(rt, "contact")
			at := noon.Add(time.Duration(rapid.IntRange(-20, 20).Draw(rt, "minute")) * time.Minute)
			switch rapid.IntRange(0, 4).Draw(rt, "kind") {
			case 0:
				l.Merge(contact(n, func(c *client.Contact) {
					c.LastMessageAt = at
					c.UnreadCount = rapid.IntRange(0, 2).Draw(rt, "unread")
					c.AssignedUserID = rapid.SampledFrom([]string{"", "me", "other"}).Draw(rt, "assignee")
				}))
			case 1:
				l.Bump(client.Message{ContactID: contact(n).ID, Direction: client.Incoming, CreatedAt: at}, rapid.Bool().Draw(rt, "read"))
			case 2:
				l.SetRead(contact(n).ID)
			case 4:
				l.SetFilter(Filter{
					Assignees:  rapid.SampledFrom([][]string{nil, {"me"}, {AssignedNobody}, {AssignedOther, "me"}}).Draw(rt, "who"),
					WindowOpen: rapid.Bool().Draw(rt, "window"),
				}, nil)
			case 3:
				l.ShowTab(Tab(rapid.IntRange(0, int(TabCount)-1).Draw(rt, "tab")))
			}
			if rapid.Bool().Draw(rt, "goes on") {
				l.Sweep()
			}
		}
		for l.Sweeping() {
			l.Sweep()
		}
		for tab := range TabCount {
			var sieved []*Item
			for _, it := range l.index.byID {
				if l.index.member(it, tab) && l.index.filter.passes(it, "me", noon) {
					sieved = append(sieved, it)
				}
			}
			slices.SortFunc(sieved, precedes)
			if !slices.Equal(sieved, l.index.shown()[tab]) {
				rt.Fatalf("%s shows %d of the filter, want %d in order", tab, len(l.index.shown()[tab]), len(sieved))
			}
			var want []*Item
			for _, it := range l.index.byID {
				if l.index.member(it, tab) {
					want = append(want, it)
				}
			}
			slices.SortFunc(want, precedes)
			if !slices.Equal(want, l.index.tabs[tab]) {
				rt.Fatalf("%s holds %d, want %d in order", tab, len(l.index.tabs[tab]), len(want))
			}
		}
	})
}
