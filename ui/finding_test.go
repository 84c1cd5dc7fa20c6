package ui

import (
	"net/url"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/emulator"
	"keydesk/ui/inbox"
)

// queryOf is a parameter of a request.
func queryOf(req emulator.Request, name string) string {
	values, _ := url.ParseQuery(req.Query)
	return values.Get(name)
}

// sought counts the requests for conversations that search for something.
func (p *pump) sought() []string {
	var list []string
	for _, req := range p.em.Requests() {
		if q := queryOf(req, "search"); q != "" {
			list = append(list, q)
		}
	}
	return list
}

func TestASearchAsOneTypesAsksOnceAndKeepsThePlace(t *testing.T) {
	for _, generation := range []string{"upstream", "fork"} {
		p := newPump(t, bench{emulator: emulator.Options{Generation: generation, Contacts: 200}})
		p.press("down", "down", "down")
		before := p.screen()
		chosen, _ := p.list().Selected()
		p.press("/")
		p.typeText("91")
		p.shows("/ 91", "⏎ open", "esc clear")
		if cursor := p.view().Cursor; cursor == nil || cursor.X != 5 {
			t.Fatalf("the cursor does not stand behind what was typed: %v", cursor)
		}
		if asked := p.sought(); len(asked) > 0 {
			t.Fatalf("asked for %q before typing rested", asked)
		}
		p.fire() // both letters' pauses end; only the newest counts
		if asked := p.sought(); len(asked) != 1 || asked[0] != "91" {
			t.Fatalf("asked for %q", asked)
		}
		for range 60 {
			p.press("down")
		}
		p.typeText("x")
		p.press("backspace", "esc")
		if now, _ := p.list().Selected(); now.ID != chosen.ID || p.screen() != before {
			t.Fatalf("esc did not restore the place:\n%s\nthen\n%s", before, p.screen())
		}
	}
}

func TestASearchOpensWhatItFoundAndSaysWhatItDidNot(t *testing.T) {
	p := newPump(t, bench{})
	first, _ := p.list().Selected()
	p.press("/")
	p.send(tea.PasteMsg{Content: inbox.DisplayName(first)[:4]})
	p.press("enter")
	if p.openChat() == nil || p.openChat().id != first.ID || p.typing() != true || p.typingSearch() {
		t.Fatal("enter did not open what was found")
	}
	p.press("esc")
	p.shows("esc end search")
	p.press("esc", "/")
	p.typeText("zzz]")
	p.shows("zzz]")
	p.fire()
	p.shows("No conversations match “zzz]”.")
	p.hides("⏎ open")
	p.press("esc")
	p.hides("zzz")
}

func TestALateAnswerToAnOvertakenSearchIsDropped(t *testing.T) {
	p := newPump(t, bench{})
	p.press("/")
	p.typeText("a")
	number := p.searchNumber()
	p.typeText("b")
	p.send(searchAnswered{number: number, query: "a", err: nil})
	p.send(searchDue{number})
	if asked := p.sought(); len(asked) > 0 {
		t.Fatalf("asked for %q", asked)
	}
	p.fire()
	asked := p.searchAsked()
	p.typeText("c")
	if !asked || p.searchAsked() {
		t.Fatal("the question on its way was not cancelled")
	}
}

func TestASearchThatFailsSaysSoInTheList(t *testing.T) {
	p := newPump(t, bench{})
	p.em.FailNext(1, 400, "")
	p.press("/")
	p.typeText("zzz")
	p.send(searchDue{p.searchNumber()})
	p.hides("No conversations match")
	p.shows("refused it (Bad Request)", "0 !")
}

func TestTheIndexFillsItselfInTheBackground(t *testing.T) {
	p := newPump(t, bench{emulator: emulator.Options{Contacts: 330}})
	if n := p.list().Known(); n != 330 {
		t.Fatalf("%d of 330 conversations are known", n)
	}
	p.hides("+")
	var pages []string
	for _, req := range p.em.Requests() {
		if strings.HasSuffix(req.Path, "/contacts") {
			pages = append(pages, queryOf(req, "limit")+"/"+queryOf(req, "page"))
		}
	}
	if got := strings.Join(pages, " "); got != "50/1 100/1 100/2 100/3 100/4" {
		t.Fatalf("fetched %s", got)
	}
}

func TestTheIndexGoesOnAfterAFailure(t *testing.T) {
	p := newPump(t, bench{emulator: emulator.Options{Contacts: 330}})
	p.emptyList()
	p.arrange()
	first := p.loadContacts(1, false)()
	p.em.FailNext(1, 400, "")
	p.send(first)
	if n := p.list().Known(); n != 50 || !p.indexDue() {
		t.Fatalf("%d conversations are known behind a failure", n)
	}
	p.send(indexNow{})
	if n := p.list().Known(); n != 330 {
		t.Fatalf("%d of 330 conversations are known", n)
	}
}

func TestTheListIsFilteredByADialog(t *testing.T) {
	for _, role := range []string{"admin", "manager", "agent", "restricted"} {
		p := newPump(t, bench{role: role})
		all := p.list().Known()
		p.press("f")
		p.shows("Filter", "Window", "Answered by", "conversations")
		p.press("esc")
		p.hides("Answered by")
		p.press("f", "enter") // the window, the first line
		p.shows("window open · F clears")
		p.list().Count(p.list().Filter())
		open, _, _ := p.list().Counted()
		if open == 0 || open > all {
			t.Fatalf("%s: %d of %d are open", role, open, all)
		}
		p.chooseFilter("you")
		p.press("enter")
		p.shows("→ you · window open · F clears")
		p.press("F")
		p.hides("F clears")
		p.press("F")
		p.shows("the list is not filtered")
	}
}

func TestATagIsAskedOfThePlatformWhileTheIndexIsNotComplete(t *testing.T) {
	p := newPump(t, bench{emulator: emulator.Options{Contacts: 40}})
	tags, _, _ := p.list().Facets()
	p.emptyList()
	p.arrange()
	p.setFilter(inbox.Filter{Tags: []string{tags[0].Value}})
	if n := p.list().Known(); n != tags[0].Count {
		t.Fatalf("%d conversations with the tag came, want %d", n, tags[0].Count)
	}
}

func TestThePaletteKnowsEveryConversationAndTheWayToTheRest(t *testing.T) {
	p := newPump(t, bench{emulator: emulator.Options{Contacts: 300}})
	all := p.list().First(300)
	last := all[299]
	p.press("ctrl+k")
	p.typeText(last.PhoneNumber)
	p.shows(inbox.DisplayName(last), "Search the platform for “"+last.PhoneNumber)
	p.press("enter")
	if p.openChat() == nil || p.openChat().id != last.ID {
		t.Fatal("the conversation did not open")
	}
	p.press("ctrl+k")
	p.typeText("zzqx")
	p.press("enter")
	p.fire()
	p.shows("/ zzqx", "No conversations match “zzqx”.")
}

func TestTabsSwitchAndEndASearch(t *testing.T) {
	p := newPump(t, bench{})
	p.press("]")
	if p.list().Tab() != inbox.Unread {
		t.Fatalf("tab %s", p.list().TabName(p.list().Tab()))
	}
	p.press("[", "[")
	if p.list().Tab() != inbox.Unassigned {
		t.Fatalf("[ did not go around: %s", p.list().TabName(p.list().Tab()))
	}
	p.press("/")
	p.typeText("a")
	p.press("enter", "esc", "]")
	if _, searching := p.list().Search(); searching || p.list().Tab() != inbox.All {
		t.Fatalf("tab %s", p.list().TabName(p.list().Tab()))
	}
}
