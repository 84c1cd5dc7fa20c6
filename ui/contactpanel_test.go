package ui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"keydesk/client"
	"keydesk/client/emulator"
)

func TestContactPanel(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		p := newPump(t, bench{width: 150, height: 40, role: "manager", emulator: emulator.Options{Generation: generation}})
		if p.layout().panel.w > 0 {
			t.Fatal("a panel although no conversation is open")
		}
		p.press("enter")
		p.shows("Assigned", "Chatbot", "Fields", "Notes ")
		p.press("alt+i")
		p.hides("Assigned   ")
		p.press("alt+i")
		p.shows("Assigned   ")
		p.look("three panes")
		p.send(sizeOf(100, 30))
		p.hides("Assigned   ")
		p.press("alt+i")
		p.shows("Assigned   ", "e name", "esc close")
	})
}

func TestEditingAContact(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		p := newPump(t, bench{role: "manager", emulator: emulator.Options{Generation: generation}})
		p.press("enter", "alt+i", "e")
		p.typeText(" Jr")
		p.press("enter")
		p.shows("Aarav Sharma Jr")
		p.press("esc")
		before := len(p.openChat().contact().Metadata)
		p.do("contact.edit")
		p.typeText("lieblingstee")
		p.press("enter")
		p.typeText("Assam ☕")
		p.press("enter")
		got := p.openChat().contact().Metadata
		if got["lieblingstee"] != "Assam ☕" || len(got) != before+1 {
			t.Fatalf("fields are %v", got)
		}
	})
}

// Where there is no field the list says how to make one.
func TestEditingFieldsWhereThereAreNone(t *testing.T) {
	p := newPump(t, bench{role: "manager"})
	p.press("enter")
	p.know(p.openChat(), func(x *client.Contact) { x.Metadata = nil })
	p.do("contact.edit")
	p.shows("No fields yet: type the name of a new one.")
	p.typeText("size")
	p.shows("New field")
	p.hides("No fields yet")
}

// A field that somebody else changed meanwhile is not overwritten unseen.
func TestAFieldChangedMeanwhileIsKept(t *testing.T) {
	p := newPump(t, bench{role: "manager"})
	p.press("enter")
	c := p.openChat()
	p.askValue(c, "tier", "") // somebody sets it first
	p.typeText("gold")
	p.press("enter")
	p.askValue(c, "tier", "silver")
	p.press("enter")
	p.shows("was changed to")
	if got := p.openChat().contact().Metadata["tier"]; got != "gold" {
		t.Fatalf("the field is %v", got)
	}
}

func TestEditingIsOffWithoutTheRight(t *testing.T) {
	p := newPump(t, bench{role: "agent"})
	p.press("enter", "alt+i", "e")
	p.shows("your role may not edit contacts")
}

func TestScreenOfThreePanes(t *testing.T) {
	for name, to := range map[string]func(*pump){
		"conversation": func(*pump) {},
		"awkward":      func(p *pump) { p.press("esc", "down", "down", "down", "down", "enter") },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPump(t, bench{width: 150, height: 40})
			p.press("enter")
			to(p)
			golden.RequireEqual(t, p.steady())
		})
	}
	for _, s := range screens {
		t.Run(fmt.Sprintf("over/%dx%d", s.w, s.h), func(t *testing.T) {
			p := newPump(t, bench{width: s.w, height: s.h})
			p.press("enter", "alt+i")
			golden.RequireEqual(t, p.steady())
		})
	}
}

// Every size from nothing to large is drawn whole, the third pane included.
func TestThirdPaneAtEverySize(t *testing.T) {
	p := newPump(t, bench{width: 150, height: 40})
	p.press("enter")
	for w := 130; w < 170; w += 3 {
		for h := 10; h < 50; h += 5 {
			p.send(sizeOf(w, h))
			p.look(fmt.Sprintf("%dx%d", w, h))
		}
	}
	if !strings.Contains(p.screen(), "Aarav") {
		t.Fatal("the conversation is gone")
	}
}
