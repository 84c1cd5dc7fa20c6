package ui

import (
	"strings"
	"testing"

	"keydesk/ui/theme"
)

// lookBench is a desk with two colourful looks.
func lookBench() bench {
	look := func(name string) theme.Theme { return theme.New(name, "unicode", false) }
	return bench{deps: func(d *Deps) {
		d.Theme, d.LookName, d.Look, d.Looks = look("dark"), "dark", look, []string{"auto", "dark", "light"}
	}}
}

// The colours change while one looks for some, and come back when none is taken.
func TestColoursChangeLive(t *testing.T) {
	p := newPump(t, lookBench())
	p.press("enter")
	dark := p.root.View().Content
	p.run(p.root.do("look"))
	p.press("down")
	p.press("esc")
	if p.root.View().Content != dark {
		t.Fatal("closing the list without a choice does not give the old colours back")
	}
	p.run(p.root.do("look"))
	p.press("down", "enter")
	light := p.root.View().Content
	if light == dark || !strings.Contains(light, theme.New("light", "unicode", false).Title.Render("keydesk")) {
		t.Fatal("the light theme was not taken")
	}
	if p.root.lookName != "light" {
		t.Fatalf("the look is %q", p.root.lookName)
	}
	p.shows(`theme = "light"`)
}

func TestColoursThatAreOffCannotChange(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) {
		d.Look, d.Looks = func(string) theme.Theme { return d.Theme }, []string{"auto", "dark"}
	}})
	p.run(p.root.do("look"))
	p.shows("colours are off")
}
