package ui

import (
	"image/color"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

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
	dark := p.drawn()
	p.do("look")
	p.press("down")
	p.press("esc")
	if p.drawn() != dark {
		t.Fatal("closing the list without a choice does not give the old colours back")
	}
	p.do("look")
	p.press("down", "enter")
	light := p.drawn()
	if light == dark || !strings.Contains(light, theme.New("light", "unicode", false).Title.Render("keydesk")) {
		t.Fatal("the light theme was not taken")
	}
	if p.lookName() != "light" {
		t.Fatalf("the look is %q", p.lookName())
	}
	p.shows(`theme = "light"`)
}

// The terminal's own colours follow its background, also when they are chosen later; nothing waits for it.
func TestColoursFollowTheBackground(t *testing.T) {
	b := bench{deps: func(d *Deps) {
		d.Look = func(name string) theme.Theme { return theme.New(name, "unicode", false) }
		d.Theme, d.LookName, d.Looks = d.Look("auto"), "auto", []string{"auto", "dark"}
	}}
	p := newPump(t, b)
	if !p.asksGround() {
		t.Fatal("the terminal is not asked")
	}
	p.send(tea.BackgroundColorMsg{})
	if p.theme().Ground() != theme.UnknownGround {
		t.Error("an answer without a colour counts")
	}
	p.send(tea.BackgroundColorMsg{Color: color.White})
	light := theme.New("auto", "unicode", false).On(theme.LightGround)
	if title := light.Title.Render("keydesk"); !strings.Contains(p.drawn(), title) {
		t.Error("the colours are not those for a light background")
	}
	p.takeLook("dark")
	p.takeLook("auto")
	if p.theme().Accent != light.Accent {
		t.Error("a theme chosen later forgot the background")
	}
	p.send(tea.BackgroundColorMsg{Color: color.Black})
	if p.theme().Ground() != theme.DarkGround || p.asksGround() {
		t.Error("a dark background is not taken, or asked for again")
	}
}

func TestColoursThatAreOffCannotChange(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) {
		d.Look, d.Looks = func(string) theme.Theme { return d.Theme }, []string{"auto", "dark"}
	}})
	p.do("look")
	p.shows("colours are off")
}
