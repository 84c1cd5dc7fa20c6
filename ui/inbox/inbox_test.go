package inbox

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"keydesk/client"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func newTestPane(width, height int) *Pane {
	now := noon
	return newTestPaneAt(width, height, &now)
}

// newTestPaneAt is a list whose clock the test moves.
func newTestPaneAt(width, height int, now *time.Time) *Pane {
	th := theme.New("auto", "unicode", true)
	p := New(&th, func() time.Time { return *now }, time.UTC, func(id string) string { return "user " + id })
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
	p.MergePage(page(1, 0, 50, 320))
	if _, ask := p.NextPage(); ask {
		t.Fatal("asked with the selection at the top")
	}
	p.ToEnd()
	for want, merge := range map[int]client.ContactPage{1: page(1, 0, 100, 320)} {
		if n, ask := p.NextPage(); !ask || n != want {
			t.Fatalf("page %d, %v", n, ask)
		}
		if _, ask := p.NextPage(); ask {
			t.Fatal("asked twice")
		}
		p.PageFailed()
		if n, ask := p.NextPage(); !ask || n != want {
			t.Fatalf("after a failure: page %d, %v", n, ask)
		}
		p.MergePage(merge)
	}
	p.MergePage(page(2, 100, 200, 320))
	p.MergePage(page(3, 200, 300, 320))
	p.ToEnd()
	if n, ask := p.NextPage(); !ask || n != 4 {
		t.Fatalf("page %d, %v", n, ask)
	}
	last := page(4, 300, 320, 320)
	last.Limit = PageSize
	p.MergePage(last)
	p.ToEnd()
	if n, ask := p.NextPage(); ask {
		t.Fatalf("asked for page %d of a complete list", n)
	}
}

func TestAListThatGrewWhileNobodyToldIsLookedThroughOnceMore(t *testing.T) {
	p := newTestPane(40, 21)
	p.MergePage(page(1, 0, 100, 150))
	p.MergePage(client.ContactPage{Page: 2, Limit: 100, Total: 150, Contacts: page(2, 100, 150, 150).Contacts})
	if _, missing := p.Missing(); missing {
		t.Fatal("it is complete")
	}
	again := page(1, 0, 100, 160)
	p.MergePage(again)
	if n, missing := p.Missing(); !missing || n != 2 {
		t.Fatalf("page %d, %v", n, missing)
	}
	if got := shown(p)[0]; !strings.Contains(got, "Unread 0+") {
		t.Fatalf("counts that are not complete do not say so: %q", got)
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
		for _, it := range p.Shown() {
			ids = append(ids, it.ID())
		}
		return strings.Join(ids, " ")
	}
	for tab, want := range map[Tab]string{All: "c001 c002 c003", Unread: "c001", Mine: "c002", Unassigned: "c001"} {
		if got := names(tab); got != want {
			t.Errorf("%s: %q, want %q", p.TabName(tab), got, want)
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

// The selection keeps its row, so what comes above the screen has to be told.
func TestTheHeadTellsWhatCameAboveTheScreen(t *testing.T) {
	p := newTestPane(40, 11)
	p.MergePage(page(1, 0, 40, 40))
	shown(p)
	come := func(n int, direction client.Direction) {
		p.Bump(client.Message{ID: fmt.Sprint("m", n), ContactID: contact(n).ID, Direction: direction, Body: "new", CreatedAt: noon.Add(time.Duration(n) * time.Second)}, false)
	}
	head := func() string { return shown(p)[0] }
	for n := 30; n < 34; n++ {
		come(n, client.Incoming)
	}
	if got := head(); strings.Contains(got, "above") {
		t.Fatalf("told though they are on the screen: %q", got)
	}
	for n := 34; n < 37; n++ { // the selection leaves the screen, and the list turns with it
		come(n, client.Incoming)
	}
	come(37, client.Outgoing)
	if got := head(); p.top == 0 || !strings.HasSuffix(got, " 3 above") || text.Width(p.View()[0]) != 40 {
		t.Fatalf("three came above the screen, and one of ours: %q", got)
	}
	p.ToTop()
	head()
	p.Move(20)
	if got := head(); strings.Contains(got, "above") {
		t.Fatalf("told of what was seen: %q", got)
	}
	come(38, client.Incoming)
	if got := head(); !strings.HasSuffix(got, " 1 above") {
		t.Fatalf("%q", got)
	}
	p.Resize(roomAbove-1, 11)
	if got := head(); strings.Contains(got, "above") {
		t.Fatalf("no room for it: %q", got)
	}
}

// A message whose row has no words keeps its time all the same: a conversation
// never moves back, which a look at all of them would see twice.
func TestAMessageWithoutWordsKeepsItsTime(t *testing.T) {
	p := newTestPane(40, 11)
	p.MergePage(page(1, 0, 4, 4))
	p.Bump(client.Message{ID: "m", ContactID: contact(3).ID, Direction: client.Incoming, CreatedAt: noon.Add(time.Second)}, false)
	p.Merge(contact(3)) // the platform's time sticks
	if got := p.First(1)[0].ID; got != contact(3).ID {
		t.Fatalf("%s is first", got)
	}
}

// Where not every tab fits, a mark on its side says that more follow, and the
// counts of those that are there stay.
func TestTabsThatDoNotFitAreMarked(t *testing.T) {
	p := newTestPane(40, 11)
	p.SetMe("me")
	p.MergePage(page(1, 0, 40, 40))
	for _, c := range []struct {
		width int
		tab   Tab
		want  string
	}{
		{58, All, " All 40  Unread 0  Waiting 0  Mine 0  Unassigned 40"},
		{48, All, " All 40  Unread 0  Waiting 0  Mine 0  Nobody 40"},
		{39, All, " All 40  Unread 0  Waiting 0  Mine 0 ›"},
		{38, All, " All 40  Unread 0  Waiting 0 ›"},
		{25, All, " All 40  Unread 0 ›"},
		{25, Mine, " ‹ Waiting 0  Mine 0 ›"},
		{25, Unassigned, " ‹ Mine 0  Unassigned 40"},
	} {
		p.Resize(c.width, 11)
		p.ShowTab(c.tab)
		if got := shown(p)[0]; strings.TrimRight(got, " ") != c.want || text.Width(p.View()[0]) != c.width {
			t.Errorf("%d columns, %s: %q, want %q", c.width, p.TabName(c.tab), got, c.want)
		}
	}
}

// However many are unread, the count stands apart from the time.
func TestTheCountStandsApartFromTheTime(t *testing.T) {
	for n, want := range map[int]string{7: ":30  7 ", 42: ":30 42 ", 120: ":30 120 ", 4000: ":30 999 "} {
		p := newTestPane(40, 4)
		p.Merge(contact(1, func(c *client.Contact) {
			c.UnreadCount = n
			c.LastMessageAt = time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)
		}))
		if row := ansi.Strip(p.View()[1]); !strings.HasSuffix(row, want) || text.Width(row) != 40 {
			t.Errorf("%d unread: %q", n, row)
		}
	}
}
