package inbox

import (
	"strings"
	"testing"
	"time"

	"keydesk/client"
)

func named(n int, name, phone string) client.Contact {
	return contact(n, func(c *client.Contact) { c.Name, c.PhoneNumber = name, phone })
}

func ids(items []*item) string {
	var list []string
	for _, it := range items {
		list = append(list, it.ID())
	}
	return strings.Join(list, " ")
}

func TestWhatIsKnownIsFoundAtOnceBestFirst(t *testing.T) {
	p := newTestPane(40, 21)
	for i, c := range []client.Contact{
		named(1, "Prize Oblong Editor", "+15550001"), named(2, "Amazoë", "+15550002"), named(3, "Zoë O'Brien", "+44 7700 900123"), named(4, "王小明", "8613800138000"),
	} {
		c.LastMessageAt = noon.Add(-time.Duration(i) * time.Minute)
		p.Merge(c)
	}
	for query, want := range map[string]string{
		"zoe": "c003 c002", "ZOË o": "c003 c002", "zoobr": "c003", "brien zoe": "c003", "小明": "c004", "+44 77": "c003", "900123": "c003", "nobody": "",
	} {
		p.Find(query)
		if got := ids(p.Shown()); got != want {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
	p.EndSearch(false)
	for _, query := range []string{"z", "zo", "zoe", "zoe ", "zoe o", "zo", "王"} { // as typed: narrowing finds the same
		p.Find(query)
		typed := ids(p.Shown())
		p.EndSearch(false)
		p.Find(query)
		if got := ids(p.Shown()); typed != got {
			t.Errorf("%q: %q as typed, %q alone", query, typed, got)
		}
	}
}

func TestThePlatformsAnswerComesBehindWithoutMovingAnything(t *testing.T) {
	p := newTestPane(40, 11)
	p.MergePage(page(1, 0, 10, 300))
	p.Move(7)
	before := shown(p)
	p.Find("customer")
	p.Asked("customer")
	p.Move(2)
	was, screen := p.place(), shown(p)[1:]
	if got := shown(p)[0]; !strings.Contains(got, "/ customer 10…") {
		t.Fatalf("%q", got)
	}
	p.Answer("customer", page(1, 5, 55, 80))
	if got := shown(p)[1:]; p.place() != was || strings.Join(got, "\n") != strings.Join(screen, "\n") {
		t.Fatalf("the answer moved the list:\n%s\nthen\n%s", strings.Join(screen, "\n"), strings.Join(got, "\n"))
	}
	if n := len(p.Shown()); n != 55 {
		t.Fatalf("%d found", n)
	}
	if _, ok := p.NextPage(); ok {
		t.Fatal("the second page is asked for although the first is long enough")
	}
	p.ToEnd()
	if n, ok := p.NextPage(); !ok || n != 2 {
		t.Fatalf("page %d, %v", n, ok)
	}
	if _, ok := p.NextPage(); ok {
		t.Fatal("asked for twice")
	}
	p.Answer("another", client.ContactPage{Page: 2, Limit: 50, Total: 80, Contacts: []client.Contact{named(201, "Elsewhere", "")}}) // overtaken
	if n := len(p.Shown()); n != 55 {
		t.Fatalf("an overtaken answer is shown: %d", n)
	}
	p.Answer("customer", page(2, 55, 80, 80))
	if n := len(p.Shown()); n != 80 {
		t.Fatalf("%d after the second page", n)
	}
	if !p.EndSearch(false) || p.EndSearch(false) {
		t.Fatal("ending a search")
	}
	if got := shown(p)[1:]; strings.Join(got, "\n") != strings.Join(before[1:], "\n") {
		t.Fatalf("the place before the search is lost:\n%s\nthen\n%s", strings.Join(before, "\n"), strings.Join(got, "\n"))
	}
}

func TestASearchSaysWhyItShowsNothing(t *testing.T) {
	p := newTestPane(60, 11)
	p.SetWords(Words{ClearSearch: "esc", ClearFilter: "F", NextTab: "]"})
	p.MergePage(page(1, 0, 5, 5))
	says := func(want string) {
		t.Helper()
		if got := strings.Join(strings.Fields(strings.Join(shown(p), " ")), " "); !strings.Contains(got, want) {
			t.Fatalf("no %q in %q", want, got)
		}
	}
	p.Find("kettle")
	p.Asked("kettle")
	says("Looking for “kettle” on the platform…")
	p.AnswerFailed("kettle", "The platform cannot be reached.")
	says("The platform cannot be reached.")
	p.Answer("kettle", client.ContactPage{Page: 1, Limit: 50})
	says("No conversations match “kettle”. esc clears the search.")
	p.SetFilter(Filter{WindowOpen: true}, "window open")
	says("window open · F clears")
	says("under this filter")
}

func TestWildcardsOfThePlatformFindNothingByThemselves(t *testing.T) {
	p := newTestPane(60, 11)
	p.Find("100%")
	p.Answer("100%", client.ContactPage{Page: 1, Limit: 50, Total: 2, Contacts: []client.Contact{named(1, "100 apples", ""), named(2, "100% wool", "")}})
	if got := ids(p.Shown()); got != "c002" {
		t.Fatalf("%q", got)
	}
}

func TestAFilterNarrowsTabsCountsAndSearch(t *testing.T) {
	p := newTestPane(60, 21)
	p.SetMe("me")
	p.MergePage(client.ContactPage{Page: 1, Limit: 50, Total: 4, Contacts: []client.Contact{
		contact(1, func(c *client.Contact) { c.Tags, c.Account, c.AssignedUserID = []string{"vip"}, "Support", "me" }),
		contact(2, func(c *client.Contact) { c.Tags, c.LastInboundAt = []string{"gold", "vip"}, noon.Add(-23*time.Hour) }),
		contact(3, func(c *client.Contact) { c.Account, c.AssignedUserID = "Sales", "other" }),
		contact(4, func(c *client.Contact) { c.LastInboundAt, c.ServiceWindowOpen = noon.Add(-25*time.Hour), true }),
	}})
	for want, f := range map[string]Filter{
		"c001 c002":           {Tags: []string{"vip"}},
		"c002":                {Tags: []string{"vip"}, Assignees: []string{AssignedNobody}},
		"c003":                {Assignees: []string{AssignedOther}},
		"c001 c003":           {Channels: []string{"Sales", "Support"}},
		"c001 c002 c003 c004": {},
		"":                    {Tags: []string{"gold"}, Channels: []string{"Sales"}},
	} {
		p.SetFilter(f, "words")
		p.Count(f)
		n, open, all := p.Counted()
		if got := ids(p.Shown()); got != want || n != len(p.Shown()) || open != 1 || !all {
			t.Errorf("%+v: %q and %d with %d open (%v), want %q", f, got, n, open, all, want)
		}
	}
	p.SetFilter(Filter{Tags: []string{"vip"}}, "tag vip")
	if got := shown(p); !strings.Contains(got[0], "All 2  Unread 0  Waiting 0  Mine 1  Unassigned 1") || !strings.Contains(got[1], "tag vip · F") && !strings.Contains(got[1], "tag vip") {
		t.Fatalf("%q", got[:2])
	}
	p.Find("customer")
	if got := ids(p.Shown()); got != "c001 c002" {
		t.Fatalf("a search under a filter: %q", got)
	}
	id, ok := p.HitTest(2)
	if c, _ := p.Contact(id); !ok || !strings.Contains(shown(p)[2], c.Name) {
		t.Fatalf("a click below the filter's row hits %q", id)
	}
}

func TestAWindowClosesUnderAFilterWithoutAnEvent(t *testing.T) {
	now := noon
	p := newTestPaneAt(60, 21, &now)
	p.Merge(contact(1, func(c *client.Contact) { c.LastInboundAt = noon.Add(-23 * time.Hour) }))
	p.SetFilter(Filter{WindowOpen: true}, "window open")
	if len(p.Shown()) != 1 {
		t.Fatal("the window is open")
	}
	now = noon.Add(2 * time.Hour)
	p.View()
	if len(p.Shown()) != 0 {
		t.Fatal("the window closed an hour ago")
	}
	p.Bump(client.Message{ContactID: "c001", Direction: client.Incoming, CreatedAt: now}, false)
	if len(p.Shown()) != 1 {
		t.Fatal("a message opens the window again")
	}
}

func BenchmarkPageOfTheIndex(b *testing.B) {
	p := newTestPane(40, 36)
	p.MergePage(page(1, 0, 100_000, 100_000))
	again := page(1, 50_000, 50_100, 100_000)
	for b.Loop() {
		p.MergePage(again)
	}
}
