package ui

import (
	"fmt"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"keydesk/client"
)

// TestScreensOfTheStudio compares the studio with the screens kept in testdata,
// at three sizes. One desk a state is drawn at each.
func TestScreensOfTheStudio(t *testing.T) {
	awkward := func(p *pump) {
		p.onPlatform("Open in CRM", func(a *client.CustomAction) {
			a.Name = "打开客户 👩‍💻 محمد خطة طويلة جدا \x1b[31m"
		})
		p.press("R", "down")
	}
	states := []struct {
		name string
		role string
		to   func(p *pump)
	}{
		{"list", "admin", awkward},
		{"filtered", "admin", func(p *pump) { p.press("/"); p.typeText("script") }},
		{"form", "admin", func(p *pump) { awkward(p); p.press("e") }},
		{"webhook", "admin", func(p *pump) { p.press("e", "tab", "tab", "tab", "tab", "tab") }},
		{"problems", "admin", func(p *pump) {
			p.press("e", "tab", "tab", "tab")
			p.typeText("{{contact.phone}}")
		}},
		{"new", "admin", func(p *pump) { p.press("n") }},
		{"made up", "admin", func(p *pump) { p.press("s"); p.typeText("made"); p.press("enter", "e", "tab") }},
		{"script", "admin", func(p *pump) {
			p.press("n", "tab", "tab", "right", "right", "tab")
			p.typeText("// 好 once")
			p.press("enter")
			p.typeText("if (contact.tags) {")
			p.press("enter")
			p.typeText("return { insert: `Hi ${contact.name}`; };")
			p.press("enter")
			p.typeText("}")
			p.fire()
		}},
		{"offered", "admin", func(p *pump) {
			p.press("n", "tab", "tab", "tab", "tab", "tab", "tab")
			p.typeText(`{"who": "{{name`)
		}},
		{"rehearsed", "admin", func(p *pump) {
			p.press("down", "down", "t", "enter")
			p.clearNotice()
		}},
		{"conflict", "admin", func(p *pump) {
			p.press("e")
			p.typeText(" 2")
			p.onPlatform("Create ticket", func(a *client.CustomAction) { a.Name, a.Icon = "票 Ticket", "mail" })
			p.press("ctrl+s")
			p.clearNotice()
		}},
		{"delete", "admin", func(p *pump) { p.press("d"); p.typeText("Create") }},
		{"untested", "admin", func(p *pump) { p.press("end", "space") }},
		{"read-only", "agent", func(*pump) {}},
		{"read-only form", "agent", func(p *pump) { p.press("e", "tab", "tab", "tab") }},
	}
	for _, state := range states {
		p := studioPump(t, bench{role: state.role, width: 120, height: 36})
		state.to(p)
		for _, s := range screens {
			t.Run(fmt.Sprintf("%s/%dx%d", state.name, s.w, s.h), func(t *testing.T) {
				p.send(sizeOf(s.w, s.h))
				golden.RequireEqual(t, p.steady())
			})
		}
	}
}

func TestScreenOfTheStudioInPlain(t *testing.T) {
	p := studioPump(t, bench{width: 80, height: 24, deps: func(d *Deps) { d.Trash, d.Plain = t.TempDir(), true }})
	p.press("down")
	p.shows("Studio: Open in CRM, url, on")
	p.press("e", "tab", "tab", "tab")
	golden.RequireEqual(t, p.steady())
}

// Every size from nothing to large is drawn whole, list and form.
func TestTheStudioAtEverySize(t *testing.T) {
	p := studioPump(t, bench{})
	for _, form := range []bool{false, true} {
		if form {
			p.press("e", "tab", "tab", "tab", "tab", "tab", "tab")
		}
		for w := 1; w < 200; w += 7 {
			for h := 1; h < 60; h += 5 {
				p.send(sizeOf(w, h))
				p.look(fmt.Sprintf("%dx%d", w, h))
			}
		}
	}
}
