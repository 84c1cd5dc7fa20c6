package ui

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"keydesk/client/emulator"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// cells is the width of a drawn line.
func cells(line string) int { return text.Width(line) }

// screens are the sizes every screen is looked at in.
var screens = []struct{ w, h int }{{120, 36}, {80, 24}, {40, 12}}

// httpDate is the one clock that the tests do not hold: the web server's.
var httpDate = regexp.MustCompile(`Date: \w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT`)

// TestScreens compares the main screens with those kept in testdata, at three
// sizes, without colour.
func TestScreens(t *testing.T) {
	states := []struct {
		name string
		to   func(p *pump)
	}{
		{"list", func(*pump) {}},
		{"conversation", func(p *pump) { p.press("enter") }},
		{"writing", func(p *pump) {
			p.press("enter")
			p.typeText("Hello, your parcel left Pune this morning")
			p.press("ctrl+j")
			p.typeText("धन्यवाद 谢谢")
		}},
		{"replying", func(p *pump) { p.press("enter", "up", "up", "r") }},
		{"ran", func(p *pump) { p.press("enter", "alt+1") }},
		{"actions", func(p *pump) { p.press("enter", "alt+a") }},
		{"preview", func(p *pump) { p.press("enter", "alt+a"); p.press("alt+p") }},
		{"reply", func(p *pump) { p.press("enter", "alt+1", "alt+v") }},
		{"palette", func(p *pump) { p.press("enter", "ctrl+k"); p.typeText("copy") }},
		{"help", func(p *pump) { p.press("?") }},
	}
	for _, s := range screens {
		for _, state := range states {
			t.Run(fmt.Sprintf("%s/%dx%d", state.name, s.w, s.h), func(t *testing.T) {
				p := newPump(t, bench{width: s.w, height: s.h})
				state.to(p)
				golden.RequireEqual(t, p.steady())
			})
		}
	}
}

// steady is the screen with what differs between runs made equal.
func (p *pump) steady() []byte {
	screen := strings.ReplaceAll(p.screen(), strings.TrimPrefix(p.address(), "http://"), "127.0.0.1:55555")
	return []byte(httpDate.ReplaceAllString(screen, "Date: Fri, 20 Nov 2026 10:45:00 GMT") + "\n")
}

// TestScreenInColour and TestScreenInASCII guard the looks, not only the words.
func TestScreenInColour(t *testing.T) {
	p := newPump(t, bench{width: 100, height: 30, deps: func(d *Deps) { d.Theme = theme.New("auto", "unicode", false) }})
	p.press("enter")
	golden.RequireEqual(t, []byte(p.drawn()))
}

func TestScreenInASCII(t *testing.T) {
	p := newPump(t, bench{width: 100, height: 30, deps: func(d *Deps) { d.Theme = theme.New("auto", "ascii", true) }})
	p.press("enter")
	golden.RequireEqual(t, p.steady())
}

func TestScreenOfTheOtherGeneration(t *testing.T) {
	p := newPump(t, bench{width: 100, height: 30, emulator: emulator.Options{Generation: "fork"}})
	p.press("enter")
	golden.RequireEqual(t, p.steady())
}

func TestARoleWithoutActionsIsToldSoAndTheRestWorks(t *testing.T) {
	p := newPump(t, bench{emulator: emulator.Options{Generation: "fork", Enforce: true}})
	p.press("enter")
	p.shows("your role may not use them", "your role may not send messages", "^n note")
	p.hides("⏎ send")
	p.typeText("kept")
	p.press("enter")
	p.shows("Not possible: your role may not send messages (contacts:write).", "kept")
	p.press("ctrl+n")
	p.fire()
	p.shows("⏎ add note")
}
