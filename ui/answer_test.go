package ui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/client/store"
	"keydesk/ui/dialog"
)

// A note is kept for colleagues, and no request leaves that could bring it to
// the customer.
func TestNotesNeverReachTheCustomer(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		p := newPump(t, bench{emulator: emulator.Options{Generation: generation}})
		p.press("enter")
		p.typeText("a reply")
		p.press("ctrl+n")
		p.shows("NOTE, private", "add note")
		p.hides("a reply")
		p.typeText("asks for a refund again")
		sends := p.em.CountRequests("POST", "/messages")
		p.press("enter")
		p.shows("only your team sees it")
		if p.em.CountRequests("POST", "/messages") != sends {
			t.Fatal("a note was sent as a message")
		}
		p.press("ctrl+n")
		p.shows("a reply")
		p.hides("NOTE, private")
		p.press("alt+n")
		p.shows("Notes on Aarav Sharma", "asks for a refund again", "you")
	})
}

func TestNotesAreEditedAndDeletedByTheirAuthor(t *testing.T) {
	p := newPump(t, bench{})
	p.press("enter", "ctrl+n")
	p.typeText("mine")
	p.press("enter", "alt+n")
	p.pickLine("mine")
	p.shows("NOTE", "e edit", "d delete")
	p.press("e")
	p.shows("NOTE, editing", "mine")
	p.typeText(" too")
	p.press("enter", "alt+n")
	p.shows("mine too")
	p.pickLine("mine too")
	p.press("d")
	p.shows("Delete the note?")
	p.clock = p.clock.Add(dialog.Ceiling)
	p.press("y")
	p.shows("The note is deleted.")
	p.press("alt+n")
	p.hides("mine too")
	for _, x := range p.dialog().(*dialog.Chooser).Choices {
		if strings.Contains(x.Detail, "you") || x.Label == "Write a note" {
			continue
		}
		p.pickLine(x.Label)
		p.hides("e edit", "d delete")
		return
	}
}

func TestARefusedNoteIsNotLost(t *testing.T) {
	p := newPump(t, bench{})
	p.press("enter", "ctrl+n")
	p.typeText("precious")
	p.em.FailNext(1, 500, `{"status":"error","message":"Failed to create note","data":null}`)
	p.press("enter")
	if c := p.openChat(); c.mode() != store.Note || c.compose.Value() != "precious" {
		t.Fatalf("the composer has %q in mode %q", c.compose.Value(), c.mode())
	}
}

func TestCannedResponses(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		p := newPump(t, bench{emulator: emulator.Options{Generation: generation}})
		p.press("enter")
		p.typeText("/")
		p.shows("Canned responses")
		c := p.dialog().(*dialog.Chooser)
		at := -1
		for i, x := range c.Choices {
			if strings.Contains(x.Below, "Aarav Sharma") {
				at = i
			}
		}
		if at < 0 {
			t.Fatal("no canned response names the contact")
		}
		p.pickLine(c.Choices[at].Label)
		if v := p.openChat().compose.Value(); !strings.Contains(v, "Aarav Sharma") || strings.Contains(v, "{{contact_name}}") {
			t.Fatalf("inserted %q", v)
		}
		if p.openChat().thread.Len() == 0 || len(p.unsentOf(p.openChat())) > 0 {
			t.Fatal("it was sent by itself")
		}
		p.typeText("/")
		if p.dialogOpen() {
			t.Fatal("a slash within a text opens the list")
		}
		p.press("ctrl+r")
		p.shows("Canned responses")
	})
}

func TestFillCanned(t *testing.T) {
	p := newPump(t, bench{})
	p.press("enter")
	c := p.openChat()
	p.know(c, func(x *client.Contact) { x.Name = "{{phone_number}}" })
	got, open := p.fillCanned("Hi {{ Contact_Name }}, {{order}} by {{agent_name}}, {{order}}{{x}}", c, map[string]string{"x": "{{y}}"})
	if got != "Hi {{phone_number}}, {{order}} by "+p.identity().User.Name+", {{order}}{{y}}" || len(open) != 1 || open[0] != "order" {
		t.Fatalf("%q, open %q", got, open)
	}
	p.know(c, func(x *client.Contact) { x.Name = "" })
	if got, _ := p.fillCanned("Hi {{contact_name}}", c, nil); got != "Hi there" {
		t.Fatalf("%q", got)
	}
}

func TestReactions(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		p := newPump(t, bench{emulator: emulator.Options{Generation: generation}})
		p.press("enter", "up")
		id := func() string { m, _ := p.openChat().thread.Selected(); return m.ID }()
		mine := func() string {
			m, _ := p.openChat().thread.Message(id)
			for _, re := range m.Reactions {
				if re.FromUser == p.me() {
					return re.Emoji
				}
			}
			return ""
		}
		p.press("+")
		p.typeText("joy")
		p.press("enter")
		if mine() != "😂" {
			t.Fatalf("my reaction is %q", mine())
		}
		p.press("+")
		p.shows("Take back 😂")
		p.pickLine("Take back")
		if mine() != "" {
			t.Fatalf("my reaction is still %q", mine())
		}
		p.press("+")
		p.typeText("🦊")
		p.shows("React with 🦊")
		p.press("enter")
		if mine() != "🦊" {
			t.Fatalf("my reaction is %q", mine())
		}
	})
}

func TestEmojiByName(t *testing.T) {
	for in, want := range map[string]string{
		"ok :thumbsup:": "ok 👍", ":parcel:": "📦", "10:30:": "10:30:", "::": "::", ":": ":", "a :nosuch:": "a :nosuch:", "": "", ":Heart:": "❤️",
	} {
		if got, _ := completeEmoji(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	p := newPump(t, bench{})
	p.press("enter")
	p.typeText("sent :truck:")
	if v := p.openChat().compose.Value(); v != "sent 🚚" {
		t.Fatalf("typed %q", v)
	}
	p.press("ctrl+_")
	if v := p.openChat().compose.Value(); v != "sent :truck:" {
		t.Fatalf("undo gives %q", v)
	}
	p.press("home")
	p.typeText("now :joy: and ")
	if v := p.openChat().compose.Value(); v != "now 😂 and sent :truck:" {
		t.Fatalf("before other text it became %q", v)
	}
}

func FuzzEmojiNames(f *testing.F) {
	for _, s := range []string{":joy:", "::::", "a:b:c:", "é:heart:", "\xff:joy:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, done := completeEmoji(s)
		if !done && got != s {
			t.Fatalf("%q became %q although nothing was completed", s, got)
		}
		if done && len(got) >= len(s)+16 {
			t.Fatalf("%q grew to %q", s, got)
		}
	})
}

// What nobody here knows is asked for, with the text below; what is left empty is
// told.
func TestUnknownPlaceholdersAreAskedFor(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	x := client.CannedResponse{ID: "r1", Name: "Order", Content: "Dear {{contact_name}}, order {{order_id}} comes on {{day}}. {{order_id}}!"}
	p.insertCanned(x, c)
	p.shows("{{order_id}}", "{{day}}", "Dear Aarav Sharma, order {{order_id}} comes on {{day}}.", "[ Insert ]")
	p.typeText("A-77")
	p.shows("order A-77 comes on {{day}}. A-77!")
	if c.compose.Value() != "" {
		t.Fatal("it was inserted before it was whole")
	}
	p.press("esc")
	p.insertCanned(x, c) // what was typed is there again
	p.shows("order A-77 comes on {{day}}. A-77!")
	p.press("tab", "tab", "enter")
	p.shows("Left to fill in: {{day}}.")
	if got := c.compose.Value(); got != "Dear Aarav Sharma, order A-77 comes on {{day}}. A-77!" {
		t.Fatalf("inserted %q", got)
	}
	p.insertCanned(x, c) // and not once it was inserted
	if f := p.dialog().(*dialog.Form); f.Draft() != (dialog.Draft{}) {
		t.Fatalf("offered again: %+v", f.Draft())
	}
	p.press("esc")
	if got := c.compose.Value(); strings.Count(got, "Dear") != 1 {
		t.Fatalf("esc inserted %q", got)
	}
}

func TestScreenOfAnswering(t *testing.T) {
	for _, s := range screens {
		for name, to := range map[string]func(*pump){
			"note":   func(p *pump) { p.press("enter", "ctrl+n"); p.typeText("asks for a refund again") },
			"notes":  func(p *pump) { p.press("enter", "alt+n") },
			"canned": func(p *pump) { p.press("enter", "ctrl+r") },
			"react":  func(p *pump) { p.press("enter", "up", "+") },
			"assign": func(p *pump) { p.press("enter", "alt+g") },
			"queue":  func(p *pump) { p.press("alt+q") },
			"people": func(p *pump) { p.press("enter", "ctrl+x", "w") },
			"tags": func(p *pump) {
				p.press("enter")
				p.askTags()
			},
		} {
			t.Run(fmt.Sprintf("%s/%dx%d", name, s.w, s.h), func(t *testing.T) {
				p := newPump(t, bench{width: s.w, height: s.h})
				to(p)
				golden.RequireEqual(t, p.steady())
			})
		}
	}
}
