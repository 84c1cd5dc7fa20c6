package ui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"
)

// longThread gives the first conversation a history of many messages, of which
// each hundredth has the word parcel in it, and opens it.
func (p *pump) longThread(n int) string {
	p.t.Helper()
	id := p.em.ContactIDs()[0]
	for i := range n {
		words := fmt.Sprintf("message number %d", i)
		if i%100 == 0 {
			words = fmt.Sprintf("where is my PARCEL, question %d", i/100)
		}
		p.em.Receive(id, words)
	}
	contact, ok := p.list().Contact(id)
	if !ok {
		p.t.Fatal("the contact is not in the list")
	}
	p.openContact(contact)
	return id
}

func TestFindingInTheThread(t *testing.T) {
	p := newPump(t, bench{})
	p.longThread(130)
	p.typeText("a draft")
	before := p.screen()
	p.press("ctrl+f")
	p.shows("in the newest ", "words of a message")
	p.typeText("Parcél")
	p.shows("where is my PARCEL, question 1", "1 of 1+, ↑ looks further back")
	p.press("up") // nothing more among what is loaded
	p.shows("question 0", "2 of 2")
	p.press("enter")
	p.press("N")
	p.shows("1 of 2")
	p.press("n", "n", "n")
	p.shows("2 of 2, no older one", "n next hit")
	p.press("esc")
	if got := p.screen(); got != before {
		t.Fatalf("esc did not go back to where one was:\n%s\nbut\n%s", before, got)
	}
	if p.focus() != focusCompose {
		t.Fatal("the keyboard is not where it was")
	}
}

// One look further back fetches a few pages and says so; the next one goes on.
func TestLookingFurtherBackIsBounded(t *testing.T) {
	p := newPump(t, bench{})
	id := p.longThread(900)
	path := "/api/contacts/" + id + "/messages"
	p.press("ctrl+f")
	p.typeText("number 3")
	p.shows("no hit here")
	for _, want := range []string{"number 399", "of 111"} {
		asked := p.em.CountRequests("GET", path)
		p.press("up")
		if n := p.em.CountRequests("GET", path) - asked; n > seekPages {
			t.Fatalf("one look made %d requests", n)
		}
		if want == "number 399" {
			p.shows(want, "1 of ")
		}
	}
	p.typeText("nowhere")
	for range 3 {
		p.press("up")
	}
	p.shows("in none of 9", "message")
	asked := p.em.CountRequests("GET", path)
	p.press("up")
	if p.em.CountRequests("GET", path) != asked {
		t.Fatal("it asked for more than there is")
	}
	p.hides("looking further back")
}

func TestFindingEndsWhereSomethingElseBegins(t *testing.T) {
	p := newPump(t, bench{})
	p.longThread(30)
	p.press("ctrl+f")
	p.typeText("parcel")
	p.press("enter", "r")
	if p.seeks() || p.focus() != focusCompose || p.openChat().replyTo == "" {
		t.Fatalf("replying to a hit:\n%s", p.screen())
	}
	p.shows("question 0")
	if strings.Contains(p.drawn(), "\x1b[7m") {
		t.Fatal("hits are still marked")
	}
	p.press("esc", "ctrl+f")
	p.typeText("x")
	p.press("backspace", "enter") // no words: there is nothing to go on with
	if p.seeks() {
		t.Fatal("an empty search goes on")
	}
	p.press("esc")
	p.press("n") // in the list n is its own
	p.hides("find something first")
	p.focusOn(focusThread)
	p.press("n")
	p.shows("find something first, ^f")
}

func TestScreensOfFindingInTheThread(t *testing.T) {
	states := []struct {
		name string
		to   func(p *pump)
	}{
		{"hit", func(p *pump) { p.press("ctrl+f"); p.typeText("kettle") }},
		{"accepted", func(p *pump) { p.press("ctrl+f"); p.typeText("the"); p.press("enter", "n") }},
		{"none", func(p *pump) { p.press("ctrl+f"); p.typeText("घड़ी") }},
	}
	for _, s := range screens {
		for _, state := range states {
			t.Run(fmt.Sprintf("%s/%dx%d", state.name, s.w, s.h), func(t *testing.T) {
				p := newPump(t, bench{width: s.w, height: s.h})
				p.openFirst()
				state.to(p)
				golden.RequireEqual(t, p.steady())
			})
		}
	}
}
