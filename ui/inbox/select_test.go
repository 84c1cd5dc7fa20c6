package inbox

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"keydesk/client"
	_ "keydesk/cmd/chance" // the same draws every time
)

func TestASearchOfManyShowsTheNewestAtOnceAndTheBestInTheEnd(t *testing.T) {
	p := newTestPane(40, 11)
	p.SetStride(40)
	list := page(1, 0, 80, 80)
	for i := range list.Contacts {
		list.Contacts[i].Name = fmt.Sprintf("Johanna %d", i)
	}
	list.Contacts[60].Name = "Anna"
	p.MergePage(list)
	p.Find("anna")
	if n := len(p.Shown()); n != 10 || p.SearchCount() != "10…" || !p.Sweeping() {
		t.Fatalf("%d at once, %q", n, p.SearchCount())
	}
	p.Sweep()
	if c, _ := p.Selected(); c.ID != "c000" {
		t.Fatalf("selected %s", c.ID)
	}
	for p.Sweeping() {
		p.Sweep()
	}
	if c, _ := p.Selected(); c.Name != "Anna" || len(p.Shown()) != 80 || p.SearchCount() != "80" {
		t.Fatalf("the best is not first: %s of %q", c.Name, p.SearchCount())
	}

	p.Find("johanna")
	p.Move(3)
	was, _ := p.Selected()
	for p.Sweeping() {
		p.Sweep()
	}
	if is, _ := p.Selected(); is.ID != was.ID || len(p.Shown()) != 79 {
		t.Fatalf("the selection went from %s to %s", was.ID, is.ID)
	}

	named := p.Named("anna", 5)
	if len(named) != 5 || !p.Sweeping() {
		t.Fatalf("%d by name", len(named))
	}
	for p.Sweeping() {
		p.Sweep()
	}
	if named = p.Named("anna", 5); p.Sweeping() || named[0].Name != "Anna" {
		t.Fatalf("the best by name is %s", named[0].Name)
	}
}

func TestAWindowThatClosesIsFoundInSteps(t *testing.T) {
	now := noon
	p := newTestPaneAt(40, 21, &now)
	p.SetStride(2)
	for n := range 6 {
		p.Merge(contact(n, func(c *client.Contact) { c.LastInboundAt = noon.Add(-time.Duration(20+n) * time.Hour) }))
	}
	p.SetFilter(Filter{WindowOpen: true}, "window open")
	for p.Sweeping() {
		p.Sweep()
	}
	if n := len(p.Shown()); n != 4 {
		t.Fatalf("%d windows are open", n)
	}
	now = noon.Add(2 * time.Hour)
	p.View()
	for p.Sweeping() {
		p.Sweep()
	}
	if n := len(p.Shown()); n != 2 {
		t.Fatalf("%d windows are open two hours later", n)
	}
}

// TestTheSelectionStaysWhereItIsThroughAnything lets conversations come, move, change and go while
// somebody moves through a tab, a filter or a search: something is selected as long as there is
// something to select, it stands on the screen, and it is another one only if it left.
func TestTheSelectionStaysWhereItIsThroughAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newTestPane(40, 11)
		p.SetStride(3)
		p.SetMe("me")
		made := func(n int) client.Contact {
			return contact(n, func(c *client.Contact) {
				c.AssignedUserID = rapid.SampledFrom([]string{"", "me", "other"}).Draw(t, "assignee")
				c.UnreadCount = rapid.IntRange(0, 1).Draw(t, "unread")
			})
		}
		first := client.ContactPage{Page: 1, Limit: PageSize}
		for n := range rapid.IntRange(1, 20).Draw(t, "size") {
			first.Contacts = append(first.Contacts, made(n))
		}
		first.Total = len(first.Contacts)
		p.MergePage(first)
		at := noon
		for range rapid.IntRange(0, 30).Draw(t, "changes") {
			n := rapid.IntRange(0, 22).Draw(t, "which")
			was := p.selected
			switch rapid.IntRange(0, 8).Draw(t, "what") {
			case 0:
				p.Merge(made(n))
			case 1:
				at = at.Add(time.Second)
				p.Bump(client.Message{ContactID: fmt.Sprintf("c%03d", n), Direction: client.Incoming, CreatedAt: at}, false)
			case 2:
				p.Remove(fmt.Sprintf("c%03d", n))
			case 3:
				p.Move(rapid.IntRange(-3, 3).Draw(t, "by"))
				was = nil
			case 4:
				p.ShowTab(Tab(rapid.IntRange(0, 3).Draw(t, "tab")))
			case 5:
				p.SetFilter(rapid.SampledFrom([]Filter{{}, {Assignees: []string{"me"}}}).Draw(t, "filter"), "a filter")
				was = nil
			case 6:
				p.Find(rapid.SampledFrom([]string{"", "1", "customer"}).Draw(t, "query"))
				was = nil
			case 7:
				p.EndSearch(rapid.Bool().Draw(t, "stay"))
				was = nil
			default:
				p.Sweep()
				was = nil
			}
			list, place := p.Shown(), p.place()
			if p.selected != nil && len(list) > 0 && place < 0 {
				t.Fatalf("%s is selected and not among the %d shown", p.selected.ID(), len(list))
			}
			if was != nil && p.selected != was && p.Item(was.ID()) != nil && !p.Searching() && p.Place(was) >= 0 {
				t.Fatalf("the selection left %s, which is shown", was.ID())
			}
			if place >= 0 && (place < p.top || place >= p.top+p.fits()) {
				t.Fatalf("the selection at %d is not on the screen from %d", place, p.top)
			}
			p.View()
		}
	})
}
