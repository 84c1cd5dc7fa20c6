package thread

import (
	"slices"
	"strings"
	"testing"
	"time"

	"keydesk/client"
)

func TestItFollowsAtTheNewest(t *testing.T) {
	p := newTestPane(t, 60, 8, numbered(100, 150))
	p.Merge(numbered(150, 160))
	if !p.AtNewest() || !has(p, "m159.3") {
		t.Fatalf("not at the newest: %q", screen(p))
	}
	if _, last := p.Visible(); last != "id000159" {
		t.Fatalf("last visible %q", last)
	}
}

func TestBelowCountsWhatCameUnseen(t *testing.T) {
	p := newTestPane(t, 60, 8, numbered(100, 150))
	p.Merge([]client.Message{out(LocalPrefix+"0", "mine", client.StatusPending, noon)})
	p.View()
	p.Scroll(-5)
	if p.AtNewest() || p.Below() != 0 {
		t.Fatalf("at newest %v, %d below", p.AtNewest(), p.Below())
	}
	p.Merge(numbered(150, 153))
	p.Merge(numbered(90, 100))
	p.Merge([]client.Message{out(LocalPrefix+"1", "mine", client.StatusPending, noon)})
	if p.Below() != 3 {
		t.Fatalf("%d below, want 3", p.Below())
	}
	for p.Below() == 3 {
		p.Scroll(1)
	}
	if p.Below() != 2 {
		t.Fatalf("%d below after one came into view", p.Below())
	}
	p.ToNewest()
	if !p.AtNewest() || p.Below() != 0 {
		t.Fatalf("at newest %v, %d below", p.AtNewest(), p.Below())
	}
}

func TestScrollingMovesByRows(t *testing.T) {
	p := newTestPane(t, 60, 12, numbered(100, 150))
	before := rowsOf(p)
	p.Scroll(-3)
	for text, y := range rowsOf(p) {
		if was, ok := before[text]; ok && y != was+3 {
			t.Fatalf("%s went from row %d to %d", text, was, y)
		}
	}
	p.Scroll(3)
	if !p.AtNewest() {
		t.Fatal("not back at the newest")
	}
}

func TestResizeKeepsThePlace(t *testing.T) {
	p := newTestPane(t, 60, 12, numbered(100, 200))
	p.Scroll(-60)
	top, before := screen(p)[0], p.View()
	for _, size := range [][2]int{{60, 5}, {0, 0}, {200, 30}, {24, 3}, {1, 1}, {60, 0}, {60, 12}} {
		p.Resize(size[0], size[1])
		checkSize(t, p)
	}
	if p.View() != before {
		t.Fatalf("the top was %q, now %q", top, screen(p)[0])
	}
}

// The place inside one long message survives widths at which it has fewer rows.
func TestResizeInsideALongMessage(t *testing.T) {
	long := strings.Repeat("a long text that fills many rows ", 60)
	p := newTestPane(t, 30, 6, append(numbered(100, 110), in("long", long, noon)))
	p.Merge([]client.Message{in("z", "end", noon.Add(time.Hour))})
	p.Scroll(-10)
	checkRoundTrip(t, p) // the end comes into view on the way
	p.Merge(numbered(1050, 1090))
	checkRoundTrip(t, p)
}

func checkRoundTrip(t *testing.T, p *Pane) {
	t.Helper()
	before := p.View()
	for _, w := range []int{200, 100, 2, 30} {
		p.Resize(w, 6)
		checkSize(t, p)
		if p.Len() < 20 {
			continue // too short to show it at the top of a wide pane
		}
		if first, _ := p.Visible(); first != "long" || w >= 100 && !strings.Contains(screen(p)[0], "fills") {
			t.Fatalf("at width %d the first message is %q: %q", w, first, screen(p))
		}
	}
	if p.View() != before {
		t.Fatalf("was\n%s\nis\n%s", before, p.View())
	}
}

func TestAHeaderAloneIsNotSeen(t *testing.T) {
	p := newTestPane(t, 60, 4, []client.Message{in("a", "one\ntwo\nthree", noon), out("b", "answer", client.StatusRead, noon.Add(time.Hour))})
	p.Scroll(-1) // what is left of b is its header
	if _, last := p.Visible(); last != "a" || !has(p, "13:00") || has(p, "answer") {
		t.Fatalf("last visible %q in %q", last, screen(p))
	}
	p.Scroll(1)
	if _, last := p.Visible(); last != "b" {
		t.Fatalf("last visible %q in %q", last, screen(p))
	}
}

func TestTheTopTellsWhetherThereIsMore(t *testing.T) {
	p := newTestPane(t, 60, 12, numbered(100, 120))
	p.ToTop()
	if !p.NearTop() {
		t.Fatal("the top is not near the top")
	}
	before := rowsOf(p)
	p.SetLoading(true)
	if got := strings.TrimSpace(screen(p)[0]); got != "loading older…" {
		t.Fatalf("top row %q", got)
	}
	p.SetLoading(false)
	p.SetEnd(true)
	if got := strings.TrimSpace(screen(p)[0]); got != "start of the conversation" {
		t.Fatalf("top row %q", got)
	}
	for text, y := range rowsOf(p) {
		if before[text] != y {
			t.Fatalf("%s moved", text)
		}
	}
	p.Merge(numbered(500, 900))
	p.ToNewest()
	if p.NearTop() {
		t.Fatal("the newest of many is near the top")
	}
}

func TestSelectionStaysInView(t *testing.T) {
	p := newTestPane(t, 60, 9, numbered(100, 130))
	p.SelectMove(-1)
	if m, _ := p.Selected(); m.ID != "id000128" {
		// Nothing was selected: the move begins at the newest one on screen.
		if m.ID != "id000129" {
			t.Fatalf("selected %q", m.ID)
		}
	}
	for range 40 {
		p.SelectMove(-1)
		if !has(p, "▌") {
			t.Fatalf("no bar in %q", screen(p))
		}
	}
	if m, _ := p.Selected(); m.ID != "id000100" {
		t.Fatalf("selected %q", m.ID)
	}
	for range 40 {
		p.SelectMove(1)
		m, _ := p.Selected()
		if !has(p, strings.Split(m.Body, "\n")[0]) || !has(p, "▌") {
			t.Fatalf("%s is out of view: %q", m.ID, screen(p))
		}
	}
	if !p.AtNewest() {
		t.Fatal("the last message does not lead to the newest row")
	}
	p.ClearSelection()
	if _, ok := p.Selected(); ok || has(p, "▌") {
		t.Fatal("still selected")
	}
}

func TestSelectingShowsTheStart(t *testing.T) {
	tall := in("tall", "first row"+strings.Repeat("\nrow", 30), noon)
	p := newTestPane(t, 60, 8, append(append(numbered(100, 130), tall), numbered(1001, 1020)...))
	p.SetEnd(true)
	p.Select("tall")
	if !has(p, "first row") {
		t.Fatalf("got %q", screen(p))
	}
	p.Select("id000100")
	p.Select("tall")
	if !has(p, "first row") {
		t.Fatalf("from above: %q", screen(p))
	}
	p.Select("id000100")
	if !has(p, "start of the conversation") {
		t.Fatalf("got %q", screen(p))
	}
}

func TestAFloodDoesNotPushTheSelectionOut(t *testing.T) {
	p := newTestPane(t, 60, 9, numbered(100, 130))
	p.SelectMove(-1)
	p.SelectMove(-1)
	m, _ := p.Selected()
	p.Merge(numbered(130, 200))
	if !has(p, "▌") || !has(p, m.Body[:4]) {
		t.Fatalf("%s left the screen: %q", m.ID, screen(p))
	}
	if p.AtNewest() || p.Below() == 0 {
		t.Fatal("nothing tells of what came below")
	}
	p.ToNewest()
	if n, _ := p.Selected(); n.ID != "id000199" || !p.AtNewest() {
		t.Fatalf("selected %q", n.ID)
	}
}

func TestRemovingKeepsPlaceAndSelection(t *testing.T) {
	p := newTestPane(t, 60, 9, numbered(100, 130))
	p.Select("id000110")
	p.Remove("id000110")
	if m, _ := p.Selected(); m.ID != "id000111" {
		t.Fatalf("selected %q", m.ID)
	}
	for p.Len() > 0 {
		first, _ := p.Visible()
		p.Remove(first)
		checkSize(t, p)
	}
	if _, ok := p.Selected(); ok || !has(p, "No messages") {
		t.Fatalf("got %q", screen(p))
	}
}

func TestHitTestAgreesWithTheScreen(t *testing.T) {
	p := newTestPane(t, 60, 20, numbered(100, 130))
	hits := 0
	for y, row := range screen(p) {
		id, ok := p.HitTest(y)
		for _, word := range strings.Fields(row) {
			if num, _, found := strings.Cut(word, "."); found && strings.HasPrefix(word, "m") {
				hits++
				if want := "id000" + num[1:]; !ok || id != want {
					t.Errorf("row %d shows %s, hit %q", y, word, id)
				}
			}
		}
	}
	if hits == 0 {
		t.Fatal("nothing to hit")
	}
	for _, y := range []int{-1, 20, 1000} {
		if _, ok := p.HitTest(y); ok {
			t.Errorf("hit something at %d", y)
		}
	}
	p = newTestPane(t, 60, 20, numbered(101, 102))
	for y := range 20 {
		if _, ok := p.HitTest(y); ok != (y >= 17) {
			t.Errorf("row %d of a short thread: %v\n%q", y, ok, screen(p))
		}
	}
}

func TestTheUnreadLine(t *testing.T) {
	p := testPane(60, 30, true)
	p.SetUnreadFrom("id000112")
	newest := numbered(110, 115) // 112 and 113 are incoming, 114 is not
	slices.Reverse(newest)
	p.Merge(newest)
	if !has(p, "── 2 new ──") {
		t.Fatalf("got %q", screen(p))
	}
	p.Merge(numbered(100, 118))
	if !has(p, "── 4 new ──") {
		t.Fatalf("got %q", screen(p))
	}
	p.Remove("id000116")
	if !has(p, "── 3 new ──") {
		t.Fatalf("got %q", screen(p))
	}
	p.SetUnreadFrom("")
	if has(p, " new ──") {
		t.Fatalf("got %q", screen(p))
	}
	if p.ToUnread() {
		t.Fatal("went to an unread line that is not there")
	}
}

func TestToUnreadShowsTheLine(t *testing.T) {
	p := newTestPane(t, 60, 12, numbered(100, 200))
	p.SetUnreadFrom("id000130")
	if !p.ToUnread() || !has(p, " new ──") || p.AtNewest() {
		t.Fatalf("got %q", screen(p))
	}
	if p.Below() == 0 {
		t.Fatal("nothing below")
	}
}

func TestMidnightChangesTheDays(t *testing.T) {
	now := noon
	p := New(testPane(1, 1, true).th, func() time.Time { return now }, time.UTC)
	p.Reset("x")
	p.Resize(40, 5)
	p.Merge([]client.Message{in("a", "hi", noon)})
	if !has(p, "today") {
		t.Fatalf("got %q", screen(p))
	}
	now = noon.Add(24 * time.Hour)
	if !has(p, "yesterday") {
		t.Fatalf("got %q", screen(p))
	}
}

// A message that could not be sent yesterday stands below those of today, and the days do not go back.
func TestAnOldLocalMessageBringsNoDay(t *testing.T) {
	p := newTestPane(t, 40, 8, []client.Message{in("a", "hi", noon), out(LocalPrefix+"1", "old", client.StatusFailed, noon.AddDate(0, 0, -1))})
	if has(p, "yesterday") || !has(p, "today") || !has(p, "old") {
		t.Fatalf("got %q", screen(p))
	}
}

func TestTimesAreLocal(t *testing.T) {
	p := New(testPane(1, 1, true).th, func() time.Time { return noon }, time.FixedZone("IST", 5*3600+1800))
	p.Reset("x")
	p.Resize(40, 5)
	p.Merge([]client.Message{in("a", "hi", noon.Add(9*time.Hour))})
	if !has(p, "02:30") || !has(p, "Sun, 23 Nov") {
		t.Fatalf("got %q", screen(p))
	}
}

func TestAMessageKeepsItsHeightUntilItIsRead(t *testing.T) {
	p := testPane(40, 12, true)
	p.Merge([]client.Message{out("a", "one", client.StatusPending, noon), out("b", "a text of twenty-two..", client.StatusPending, noon)})
	before := rowsOfText(p, "one")
	for _, s := range []client.Status{client.StatusSent, client.StatusDelivered, client.StatusRead} {
		p.SetStatus("b", s, "")
		if got := rowsOfText(p, "one"); got != before {
			t.Fatalf("%s moved the rows above from %d to %d", s, before, got)
		}
	}
}

func rowsOfText(p *Pane, s string) int {
	for y, row := range screen(p) {
		if strings.Contains(row, s) {
			return y
		}
	}
	return -1
}

// Reading a long thread to its start does not keep all of it drawn.
func TestRememberedRowsAreBounded(t *testing.T) {
	p := newTestPane(t, 60, 30, numbered(0, 5*manyWarm))
	for !p.NearTop() {
		p.Page(-1)
		checkSize(t, p)
	}
	remembered := 0
	for _, it := range p.items {
		if it.rows != nil {
			remembered++
		}
	}
	if remembered > manyWarm {
		t.Fatalf("%d messages remember their rows, want at most %d", remembered, manyWarm)
	}
}
