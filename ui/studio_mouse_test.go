package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
)

// What is clicked is what was drawn there, at every size and shape of the studio.
func TestStudioClicksFindWhatIsDrawn(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {40, 12}} {
		for _, role := range []string{"admin", "agent"} {
			p := studioPump(t, bench{role: role, width: size[0], height: size[1]})
			p.click("Copy phone")
			if e, _ := p.studio().list.Selected(); e.Stored.Name != "Copy phone" {
				t.Errorf("%v: a click on Copy phone chose %s", size, e.Stored.Name)
			}
			p.press("/")
			p.typeText("webhook")
			p.press("enter")
			p.click("Refund")
			if e, _ := p.studio().list.Selected(); e.Stored.Name != "Refund request" {
				t.Errorf("%v: a click on Refund in the filtered list chose %s", size, e.Stored.Name)
			}
			p.press("e")
			p.click("Type")
			if got := p.studio().form.Focused(); got != "action_type" {
				t.Errorf("%v: a click on Type led to %s", size, got)
			}
			if role != "admin" || size[0] < 80 {
				continue
			}
			p.click("PATCH")
			p.shows("not saved")
			if got := p.studio().form.Text("method"); got != "PATCH" {
				t.Errorf("%v: the method is %s", size, got)
			}
		}
	}
}

func TestAClickChoosesAFieldOfTwoVersions(t *testing.T) {
	p := studioPump(t, bench{width: 120, height: 36})
	p.press("e")
	p.typeText(" 2")
	p.onPlatform("Create ticket", func(a *client.CustomAction) { a.Icon, a.Name = "mail", "Open a ticket" })
	p.press("ctrl+s")
	p.shows("two versions")
	for y, line := range strings.Split(p.screen(), "\n") {
		if strings.Contains(line, "icon ") && strings.Contains(line, "take theirs") {
			p.send(tea.MouseClickMsg{X: 4, Y: y, Button: tea.MouseLeft})
		}
	}
	m := p.studio().merge
	if got := m.Fields[m.At].Name; got != "icon" {
		t.Errorf("a click on icon chose %s", got)
	}
}

// Fetching again right after a move writes the order first, and loses neither.
func TestFetchingAgainDuringAMove(t *testing.T) {
	p := studioPump(t, bench{})
	p.onPlatform("Greeting", func(a *client.CustomAction) { a.Name = "Welcome" })
	p.press("J", "R")
	p.shows("Welcome")
	a := p.stored()
	if !(a["Open in CRM"].Order < a["Create ticket"].Order) {
		t.Errorf("the move is lost: %d, %d", a["Open in CRM"].Order, a["Create ticket"].Order)
	}
	p.press("home", "J", "K", "R")
	p.shows("Welcome")
	if p.studio().again || p.studio().unmoved {
		t.Error("something is still to be done")
	}
}

// A new action is told what belongs where, not what is missing, until somebody went past it.
func TestANewFormIsNotScolded(t *testing.T) {
	p := studioPump(t, bench{width: 80, height: 24})
	p.press("n")
	p.shows("The words on the button", "e.g. https://crm.example.com", "What it would do stands here once this is filled in: Name and URL.")
	p.hides("✗", "…")
	p.press("ctrl+s")
	p.shows("✗ is empty, and the platform wants one")
}
