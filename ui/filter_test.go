package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"keydesk/config"
	"keydesk/ui/inbox"
)

// chooseFilter opens the dialog, unless it is open, and chooses lines by a part of their words.
func (p *pump) chooseFilter(words ...string) {
	p.t.Helper()
	d, open := p.dialog().(*filterDialog)
	if !open {
		p.press("f")
		d = p.dialog().(*filterDialog)
	}
	for _, w := range words {
		at := slices.IndexFunc(d.options, func(o filterOption) bool { return strings.Contains(o.label, w) })
		if at < 0 {
			p.t.Fatalf("nothing to choose is called %q: %+v", w, d.options)
		}
		for d.at < at {
			p.press("down")
		}
		for d.at > at {
			p.press("up")
		}
		p.press("space")
	}
}

// TestTheFilterTakesWhatAViewCan chooses something of every part, reads it in the list's head, and saves
// and shows it as a view.
func TestTheFilterTakesWhatAViewCan(t *testing.T) {
	var added []config.View
	p := newPump(t, bench{role: "admin", deps: func(d *Deps) {
		d.AddView = func(v config.View) error { added = append(added, v); return nil }
	}})
	tags, channels, _ := p.list().Facets()
	colleague := p.colleagues()[0]
	p.chooseFilter("open: a reply", "under 6 h left", "over 1 h", "over 15 min", "part of the name")
	p.typeText("Ä r")
	p.press("enter")
	p.shows("“a r” in the name or number")
	p.chooseFilter("you", "nobody", colleague.name, p.channel(channels[0].Value), tags[0].Value, tags[1].Value, "with all of those")
	p.press("enter")
	want := inbox.Filter{
		Tags: []string{tags[0].Value, tags[1].Value}, TagsAll: true, Channels: []string{channels[0].Value},
		Assignees: []string{p.me(), inbox.AssignedNobody, colleague.id}, Closing: 6 * time.Hour, Waiting: 15 * time.Minute, Text: "a r",
	}
	if got := p.list().Filter(); !got.Equal(want) {
		t.Fatalf("%+v\nwant %+v", got, want)
	}
	words := p.filterWords(want)
	for _, part := range []string{
		"tag " + tags[0].Value + " and " + tags[1].Value, "via " + p.channel(channels[0].Value), "→ you or nobody or " + colleague.name,
		"closes within 6 h", "waits over 15 min", "“a r”",
	} {
		if !strings.Contains(words, part) {
			t.Errorf("%q lacks %q", words, part)
		}
	}
	p.press("f")
	if d := p.dialog().(*filterDialog); !d.filter().Equal(want) {
		t.Fatalf("opened again it says %+v", d.filter())
	}
	p.press("esc")
	p.do("view.save")
	p.typeText("All of it")
	p.press("enter")
	if len(added) != 1 {
		t.Fatal("no view was saved")
	}
	v := added[0]
	ofView := inbox.ViewOf(v, p.viewPeople(v), p.viewChannels(v)).Filter
	for i, who := range ofView.Assignees {
		if who == inbox.AssignedMe {
			ofView.Assignees[i] = p.me()
		}
	}
	if !ofView.Equal(want) || v.Window != "6h" {
		t.Fatalf("the view asks for %+v (%+v)\nwant %+v", ofView, v, want)
	}
}

// TestEnterOnTheTextAsksForIt types a text without choosing anything, takes it away, and leaves the
// question.
func TestEnterOnTheTextAsksForIt(t *testing.T) {
	p := newPump(t, bench{})
	p.chooseFilter("part of the name")
	p.press("esc")
	if d := p.dialog().(*filterDialog); d.changed {
		t.Fatal("a question that was left changed the filter")
	}
	p.press("enter")
	first := p.list().First(1)[0]
	p.typeText(first.PhoneNumber[len(first.PhoneNumber)-5:])
	p.press("enter", "enter")
	if ids := p.shownIDs(); !slices.Contains(ids, first.ID) || len(ids) > 3 {
		t.Fatalf("%d conversations have the number", len(ids))
	}
	p.chooseFilter("in the name")
	p.press("enter")
	if !p.list().Filter().Empty() {
		t.Fatalf("%+v is left", p.list().Filter())
	}
}

// TestATabAndAFilterMakeOneView saves views of a view's tab that is narrowed further, or says why not.
func TestATabAndAFilterMakeOneView(t *testing.T) {
	var added []config.View
	p := newPump(t, bench{deps: func(d *Deps) {
		d.Views = []config.View{{Name: "VIPs", Tags: []string{"vip"}, Assignees: []string{"me", "nobody"}, Sort: "window", Key: "f10"}}
		d.AddView = func(v config.View) error { added = append(added, v); return nil }
	}})
	p.press("f10")
	p.setFilter(inbox.Filter{Tags: []string{"billing"}, Assignees: []string{p.me()}, Waiting: time.Hour})
	p.do("view.save")
	p.typeText("Mine")
	p.press("enter")
	if len(added) != 1 || strings.Join(added[0].Tags, " ") != "billing vip" || !added[0].TagsAll || strings.Join(added[0].Assignees, " ") != "me" || added[0].Waiting != time.Hour || added[0].Sort != "window" {
		t.Fatalf("%+v", added)
	}
	p.setFilter(inbox.Filter{Tags: []string{"billing", "late"}})
	p.do("view.save")
	p.shows("Not possible: a view asks for any or for all of its tags")
	p.list().ShowTab(inbox.Unread)
	p.do("view.save")
	p.shows("Not possible: a view knows nothing of unread messages")
}
