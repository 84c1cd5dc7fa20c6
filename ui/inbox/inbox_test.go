package inbox

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"keydesk/client"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func newTestPane(width, height int) *Pane {
	th := theme.New("auto", "unicode", true)
	p := New(&th, func() time.Time { return noon }, time.UTC, func(id string) string { return "user " + id })
	p.Resize(width, height)
	return p
}

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

func shown(p *Pane) []string {
	lines := p.View()
	for i := range lines {
		lines[i] = strings.TrimRight(ansi.Strip(lines[i]), " ")
	}
	return lines
}

func TestNewestIsFirstAndTheSelectionStaysOnItsConversation(t *testing.T) {
	p := newTestPane(40, 11)
	p.MergePage(page(1, 0, 10, 10))
	p.Move(2)
	if c, _ := p.Selected(); c.ID != "c002" {
		t.Fatalf("selected %s", c.ID)
	}
	if !p.Bump(client.Message{ID: "m", ContactID: "c009", Direction: client.Incoming, Type: "text", Body: "hello again", CreatedAt: noon.Add(time.Second)}, false) {
		t.Fatal("a known conversation was called unknown")
	}
	got := shown(p)
	if !strings.Contains(got[1], "Customer 9") || !strings.Contains(got[1], "12:00") || !strings.HasSuffix(got[1], "1") || !strings.Contains(got[2], "hello again") {
		t.Fatalf("the bumped conversation is not on top with its message: %q", got)
	}
	if c, _ := p.Selected(); c.ID != "c002" {
		t.Fatalf("the selection moved to %s", c.ID)
	}
	if p.Bump(client.Message{ID: "n", ContactID: "nobody"}, false) {
		t.Fatal("an unknown conversation was called known")
	}
}

func TestAChangeAboveDoesNotMoveTheScreen(t *testing.T) {
	p := newTestPane(40, 11)
	p.MergePage(page(1, 0, 30, 30))
	p.Move(20)
	before := shown(p)[1:]
	p.Merge(contact(99, func(c *client.Contact) { c.LastMessageAt = noon.Add(time.Minute) }))
	p.Bump(client.Message{ID: "m", ContactID: "c001", Direction: client.Incoming, CreatedAt: noon.Add(2 * time.Minute)}, false)
	if after := shown(p)[1:]; !slices.Equal(before, after) {
		t.Fatalf("the list jumped:\n%s\nthen\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
	}
}

func TestPagesAreAskedForOnceAsTheSelectionNearsTheEnd(t *testing.T) {
	p := newTestPane(40, 21)
	if _, ask := p.NextPage(); ask {
		t.Fatal("asked before the first page came")
	}
	p.MergePage(page(1, 0, 50, 120))
	if _, ask := p.NextPage(); ask {
		t.Fatal("asked with the selection at the top")
	}
	p.ToEnd()
	if n, ask := p.NextPage(); !ask || n != 2 {
		t.Fatalf("page %d, %v", n, ask)
	}
	if _, ask := p.NextPage(); ask {
		t.Fatal("asked twice")
	}
	p.PageFailed()
	if n, ask := p.NextPage(); !ask || n != 2 {
		t.Fatalf("after a failure: page %d, %v", n, ask)
	}
	p.MergePage(page(2, 50, 100, 120))
	p.ToEnd()
	p.NextPage()
	p.MergePage(page(3, 100, 120, 120))
	p.ToEnd()
	if n, ask := p.NextPage(); ask {
		t.Fatalf("asked for page %d of a complete list", n)
	}
}

func TestTabsFollowWhatChanges(t *testing.T) {
	p := newTestPane(60, 21)
	p.SetMe("me")
	p.Merge(contact(1, func(c *client.Contact) { c.UnreadCount = 2 }))
	p.Merge(contact(2, func(c *client.Contact) { c.AssignedUserID = "me" }))
	p.Merge(contact(3, func(c *client.Contact) { c.AssignedUserID = "other" }))
	names := func(tab Tab) string {
		p.ShowTab(tab)
		var ids []string
		for _, it := range p.list() {
			ids = append(ids, it.contact.ID)
		}
		return strings.Join(ids, " ")
	}
	for tab, want := range map[Tab]string{All: "c001 c002 c003", Unread: "c001", Mine: "c002", Unassigned: "c001"} {
		if got := names(tab); got != want {
			t.Errorf("%s: %q, want %q", tab, got, want)
		}
	}
	p.SetRead("c001")
	if got := names(Unread); got != "" {
		t.Errorf("Unread after reading: %q", got)
	}
}

func TestAnEmptyTabSaysSo(t *testing.T) {
	p := newTestPane(60, 21)
	p.MergePage(page(1, 0, 3, 3))
	p.ShowTab(Mine)
	if got := strings.Join(shown(p), "\n"); !strings.Contains(got, "Nothing under Mine") {
		t.Fatalf("no words for an empty tab:\n%s", got)
	}
	if _, ok := p.Selected(); ok {
		t.Fatal("something is selected in an empty tab")
	}
	p.ShowTab(All)
	if c, ok := p.Selected(); !ok || c.ID != "c000" {
		t.Fatal("nothing is selected back in All")
	}
}

func TestSearchShowsThePlatformsOrderAndGoesAway(t *testing.T) {
	p := newTestPane(40, 11)
	p.MergePage(page(1, 0, 5, 5))
	p.ShowSearch("kettle", client.ContactPage{Total: 2, Contacts: []client.Contact{contact(4), contact(70)}})
	got := shown(p)
	if !strings.Contains(got[0], "kettle 2") || !strings.Contains(got[1], "Customer 4") || !strings.Contains(got[3], "Customer 70") {
		t.Fatalf("%q", got)
	}
	p.ShowSearch("nothing", client.ContactPage{})
	if got := strings.Join(shown(p), "\n"); !strings.Contains(got, `match "nothing"`) {
		t.Fatal(got)
	}
	if !p.ClearSearch() || p.ClearSearch() {
		t.Fatal("clearing a search")
	}
}

func TestASearchIsFetchedPageByPage(t *testing.T) {
	p := newTestPane(40, 11)
	p.MergePage(page(1, 0, 5, 5))
	p.AwaitSearch("customer")
	if got := shown(p); !strings.Contains(got[0], "Searching customer") || !strings.Contains(got[1], "Customer 0") {
		t.Fatalf("what is listed went before the answer came: %q", got)
	}
	p.ShowSearch("customer", page(1, 100, 130, 80))
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
	p.PageFailed()
	if n, ok := p.NextPage(); !ok || n != 2 {
		t.Fatalf("after a failure: page %d, %v", n, ok)
	}
	before, _ := p.Selected()
	p.ShowSearch("customer", page(2, 130, 160, 80))
	if c, _ := p.Selected(); c.ID != before.ID || len(p.list()) != 60 {
		t.Fatalf("the further page moved the selection to %s, %d listed", c.ID, len(p.list()))
	}
	p.ShowSearch("another", page(2, 0, 5, 80)) // a late page of a search that was left
	if p.Search() != "customer" {
		t.Fatal("a late page replaced the search")
	}
	p.ToEnd()
	p.NextPage()
	p.ShowSearch("customer", page(3, 160, 180, 80))
	p.ToEnd()
	if n, ok := p.NextPage(); ok {
		t.Fatalf("page %d is asked for although all are here", n)
	}
}

func TestClickHitsWhatIsDrawn(t *testing.T) {
	p := newTestPane(40, 11)
	p.MergePage(page(1, 0, 30, 30))
	p.Move(17)
	lines := shown(p)
	for y := range lines {
		id, ok := p.HitTest(y)
		if !ok {
			continue
		}
		c, _ := p.Contact(id)
		if drawn := lines[1+(y-1)/2*2]; !strings.Contains(drawn, c.Name) {
			t.Fatalf("row %d hits %s but shows %q", y, c.Name, drawn)
		}
	}
}

func TestEverySizeIsFilledExactly(t *testing.T) {
	p := newTestPane(0, 0)
	for i, name := range []string{"王小明", "محمد علي", "Zoë \x1b[31mO'Brien", "👩‍👩‍👧‍👦 family", "", strings.Repeat("long ", 40)} {
		p.Merge(contact(i, func(c *client.Contact) {
			c.Name, c.LastMessagePreview, c.UnreadCount, c.AssignedUserID = name, name, i*100, strings.Repeat("x", i%3)
		}))
	}
	for w := range 120 {
		h := w / 3
		p.Resize(w, h)
		lines := p.View()
		if len(lines) != h {
			t.Fatalf("%d×%d: %d lines", w, h, len(lines))
		}
		for _, line := range lines {
			if text.Width(line) != w {
				t.Fatalf("%d×%d: %d cells: %q", w, h, text.Width(line), line)
			}
		}
	}
}

// TestTabsAreAlwaysTheirFilterInOrder changes the list at random and compares
// every tab with a plain filter and sort of everything known.
func TestTabsAreAlwaysTheirFilterInOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := newTestPane(40, 20)
		p.SetMe("me")
		for range rapid.IntRange(1, 60).Draw(rt, "changes") {
			n := rapid.IntRange(0, 15).Draw(rt, "contact")
			at := noon.Add(time.Duration(rapid.IntRange(-20, 20).Draw(rt, "minute")) * time.Minute)
			switch rapid.IntRange(0, 3).Draw(rt, "kind") {
			case 0:
				p.Merge(contact(n, func(c *client.Contact) {
					c.LastMessageAt = at
					c.UnreadCount = rapid.IntRange(0, 2).Draw(rt, "unread")
					c.AssignedUserID = rapid.SampledFrom([]string{"", "me", "other"}).Draw(rt, "assignee")
				}))
			case 1:
				p.Bump(client.Message{ContactID: contact(n).ID, Direction: client.Incoming, CreatedAt: at}, rapid.Bool().Draw(rt, "read"))
			case 2:
				p.SetRead(contact(n).ID)
			case 3:
				p.ShowTab(Tab(rapid.IntRange(0, int(tabCount)-1).Draw(rt, "tab")))
			}
		}
		for tab := range tabCount {
			var want []*item
			for _, it := range p.index.byID {
				if p.index.member(it, tab) {
					want = append(want, it)
				}
			}
			slices.SortFunc(want, precedes)
			if !slices.Equal(want, p.index.tabs[tab]) {
				rt.Fatalf("%s holds %d, want %d in order", tab, len(p.index.tabs[tab]), len(want))
			}
		}
		if list := p.list(); len(list) > 0 && position(list, p.selected) < 0 && p.selected != nil {
			rt.Fatal("the selection is not among what is shown")
		}
	})
}

func TestShortTime(t *testing.T) {
	for at, want := range map[time.Time]string{
		noon.Add(-time.Hour):      "11:00",
		noon.Add(-13 * time.Hour): "yesterday",
		noon.AddDate(0, 0, -3):    "Tue",
		noon.AddDate(0, 0, -30):   "21 Oct",
		noon.AddDate(-1, 0, 0):    "20 Nov 2025",
		{}:                        "",
	} {
		if got := ShortTime(at, noon, time.UTC, false); got != want {
			t.Errorf("%v: %q, want %q", at, got, want)
		}
	}
	if got := ShortTime(noon.Add(-13*time.Hour), noon, time.UTC, true); got != "Thu" {
		t.Errorf("narrow yesterday: %q", got)
	}
}

func BenchmarkBumpAmongMany(b *testing.B) {
	for _, n := range []int{1000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := newTestPane(40, 36)
			p.MergePage(page(1, 0, n, n))
			i := 0
			for b.Loop() {
				i++
				p.Bump(client.Message{ContactID: contact(i * 7919 % n).ID, Direction: client.Incoming, Type: "text", Body: "hello", CreatedAt: noon.Add(time.Duration(i) * time.Second)}, false)
			}
		})
	}
}

func BenchmarkMoveAndView(b *testing.B) {
	for _, n := range []int{1000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := newTestPane(40, 36)
			p.MergePage(page(1, 0, n, n))
			for b.Loop() {
				p.Move(1)
				p.View()
			}
		})
	}
}

func TestNothingIsCountedBeforeThePlatformAnswered(t *testing.T) {
	p := newTestPane(40, 11)
	p.PageFailed()
	got := strings.Join(shown(p), "\n")
	if strings.Contains(got, "0") || strings.Contains(got, "No conversations") || !strings.Contains(got, "All") {
		t.Fatalf("%q", got)
	}
	p.MergePage(client.ContactPage{Page: 1, Limit: 50})
	if got := strings.Join(shown(p), "\n"); !strings.Contains(got, "All 0") || !strings.Contains(got, "No conversations yet.") {
		t.Fatalf("%q", got)
	}
}
