package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"keydesk/config"
	"keydesk/ui/inbox"
)

func viewBench(views ...config.View) bench {
	return bench{deps: func(d *Deps) {
		d.Views = views
		d.ViewPlace = func(name string) string { return "config.toml:7" }
	}}
}

// shownIDs are the conversations of the list as it stands.
func (p *pump) shownIDs() (ids []string) {
	for p.list().Sweeping() {
		p.list().Sweep()
	}
	for _, it := range p.list().Shown() {
		ids = append(ids, it.ID())
	}
	return ids
}

func TestViewsAreTabsInTheirOrder(t *testing.T) {
	p := newPump(t, viewBench(
		config.View{Name: "VIPs", Tags: []string{"vip"}, Key: "f10"},
		config.View{Name: "Mine late", Assignees: []string{"me", "nobody"}, Waiting: time.Hour, Sort: "waiting"},
		config.View{Name: "Closing", Window: "open", Sort: "window"},
	))
	p.press("f10")
	if name := p.list().TabName(p.list().Tab()); name != "VIPs" {
		t.Fatalf("its key shows %s", name)
	}
	var want []string
	for _, c := range p.list().First(100) {
		if slices.Contains(c.Tags, "vip") {
			want = append(want, c.ID)
		}
	}
	if got := p.shownIDs(); !slices.Equal(got, want) || len(want) == 0 {
		t.Fatalf("%d have the tag, %d are shown", len(want), len(got))
	}
	p.press("]")
	last := time.Time{}
	for _, id := range p.shownIDs() {
		it := p.list().Item(id)
		since, _ := it.Waiting()
		if since.Before(last) || p.clock.Sub(since) < time.Hour || it.Assignee() != "" && it.Assignee() != p.me() {
			t.Fatalf("%s waits since %v", it.Name(), since)
		}
		last = since
	}
	if last.IsZero() {
		t.Fatal("nobody is late in the demo")
	}
	p.press("]")
	left := time.Duration(0)
	for _, id := range p.shownIDs() {
		if now := p.list().Item(id).WindowLeft(p.clock); now <= 0 || now < left {
			t.Fatalf("%v is left after %v", now, left)
		} else {
			left = now
		}
	}
	p.press("]")
	if p.list().Tab() != inbox.All {
		t.Fatal("behind the last view the first tab does not come")
	}
}

func TestAViewThatNamesNobodySaysSo(t *testing.T) {
	p := newPump(t, viewBench(config.View{Name: "Bob", Assignees: []string{"Bob Nobody"}}, config.View{Name: "Tag", Tags: []string{"no such tag"}}))
	p.press("[", "[")
	p.shows("config.toml:7", `"Bob"`, `"Bob Nobody"`)
	p.press("]")
	p.shows("config.toml:7", `"no such tag"`)
}

func TestTwoViewsOfOneKeyAreToldWithTheirPlaces(t *testing.T) {
	conflicts := KeyConflicts(Deps{
		Views:    []config.View{{Name: "A", Key: "f10"}, {Name: "B", Key: "f10"}},
		KeyPlace: func(id string) string { return map[string]string{"view.A": "c.toml:3", "view.B": "c.toml:9"}[id] },
	})
	if len(conflicts) != 1 || !strings.Contains(conflicts[0], "c.toml:9") || !strings.Contains(conflicts[0], "c.toml:3") || !strings.Contains(conflicts[0], "f10") {
		t.Fatalf("%q", conflicts)
	}
}

func TestAViewIsMadeOfWhatIsShown(t *testing.T) {
	var added []config.View
	var fails error
	p := newPump(t, bench{deps: func(d *Deps) {
		d.AddView = func(v config.View) error { added = append(added, v); return fails }
	}})
	p.do("view.save")
	p.shows("Not possible: all conversations are shown")
	p.setFilter(inbox.Filter{Tags: []string{"vip"}, Assignees: []string{p.me(), inbox.AssignedNobody}, WindowOpen: true})
	p.list().ShowTab(inbox.Waiting)
	p.do("view.save")
	p.typeText("Late VIPs")
	p.press("enter")
	p.shows("The view Late VIPs is in the settings")
	want := config.View{Name: "Late VIPs", Tags: []string{"vip"}, Assignees: []string{"me", "nobody"}, Window: "open", Sort: "waiting"}
	if len(added) != 1 || added[0].Name != want.Name || !slices.Equal(added[0].Tags, want.Tags) || !slices.Equal(added[0].Assignees, want.Assignees) || added[0].Window != "open" || added[0].Sort != "waiting" {
		t.Fatalf("%+v", added)
	}
	fails = errors.New("the disk is full")
	p.do("view.save")
	p.typeText("Again")
	p.press("enter")
	p.shows("The view was not saved: the disk is full.")
}
