package ui

import (
	"strings"
	"testing"

	"keydesk/client/emulator"
	"keydesk/ui/keys"
)

// enter is that key as it is written on the screen.
var enter = keys.Show("enter")

// tourPump is a desk of the demo.
func tourPump(t *testing.T, w, h int) *pump {
	return newPump(t, bench{role: "manager", width: w, height: h, emulator: emulator.Options{Answer: true}, deps: func(d *Deps) { d.Tour = true }})
}

// tourRow is the last row of the screen.
func (p *pump) tourRow() string {
	rows := strings.Split(p.screen(), "\n")
	return rows[len(rows)-1]
}

// tourSays fails where the row does not say something.
func (p *pump) tourSays(parts ...string) {
	p.t.Helper()
	for _, part := range parts {
		if row := p.tourRow(); !strings.Contains(row, part) {
			p.t.Fatalf("the tour's row does not say %q: %q\n%s", part, row, p.screen())
		}
	}
}

// The tour is walked by the keys that its row names.
func TestTheTourLeadsThroughTheFirstMinute(t *testing.T) {
	p := tourPump(t, 120, 36)
	p.tourSays("Tour 1 of 5", enter+" opens the conversation", "alt+0 ends the tour")
	p.press("enter")
	p.tourSays("type an answer, " + enter + " sends it")
	p.typeText("On its way")
	p.press("enter")
	p.tourSays("Tour 2 of 5", "alt+p")
	p.press("alt+p")
	p.tourSays(enter + " chooses")
	p.press("enter")
	p.tourSays("Tour 3 of 5", "esc closes this")
	p.press("esc")
	p.tourSays("alt+1 runs Create ticket")
	p.press("alt+1")
	p.tourSays("Tour 4 of 5", "^n")
	p.press("ctrl+n")
	p.tourSays("type a note, " + enter + " keeps it for colleagues")
	p.typeText("Calls back on Monday")
	p.press("enter")
	p.tourSays("Tour 5 of 5", "alt+g then Me")
	p.press("alt+g", "down", "enter")
	p.tourSays("That was all.", "^k finds everything")
	p.fire()
	p.hides("That was all.", "alt+0")
	p.do("tour")
	p.tourSays("Tour 1 of 5")
}

// What was done before its turn, or from the palette, counts as well.
func TestTheTourTakesAnyWay(t *testing.T) {
	p := tourPump(t, 80, 24)
	p.press("enter", "ctrl+n")
	p.typeText("A note first")
	p.press("enter")
	p.tourSays("Tour 1 of 5")
	p.do("assign.me")
	p.pressAction(p.actions()[0].ID)
	p.previewAction(p.actions()[0].ID)
	p.press("esc")
	p.tourSays("Tour 1 of 5", "turns back to the reply")
	p.press("ctrl+n")
	p.tourSays("type an answer")
	p.typeText("And the answer")
	p.press("enter")
	p.tourSays("That was all.")
}

// The row takes no key, ends with one, and never costs a screen that is low the desk.
func TestTheTourIsOutOfTheWay(t *testing.T) {
	p := tourPump(t, 80, 24)
	footer := p.hintRow(80)
	p.press("alt+0")
	p.hides("Tour")
	if got := p.hintRow(80); got != footer {
		t.Errorf("the tour changes the keys of the footer: %q, %q", footer, got)
	}
	for _, size := range [][2]int{{40, 10}, {40, 11}, {40, 12}, {80, 24}, {120, 36}, {200, 60}} {
		p := tourPump(t, size[0], size[1])
		p.press("enter")
		checkBounds(t, p, size[0], size[1])
		if shown := strings.Contains(p.screen(), "alt+0"); shown != (size[1] > minHeight) {
			t.Errorf("at %v the tour is shown: %v", size, shown)
		}
	}
}

// Who may not assign is not led there, and a desk of a real platform has no tour.
func TestTheTourAsksForNothingThatCannotBeDone(t *testing.T) {
	p := newPump(t, bench{role: "agent", deps: func(d *Deps) { d.Tour = true }})
	p.press("enter", "ctrl+n")
	p.typeText("A note")
	p.press("enter", "ctrl+n")
	p.typeText("An answer")
	p.press("enter")
	p.pressAction(p.actions()[0].ID)
	p.previewAction(p.actions()[0].ID)
	p.press("esc")
	p.tourSays("That was all.")

	p = newPump(t, bench{})
	p.press("alt+0")
	p.shows("only the demo has a tour")
}

// For ears the row is said with the place that has the keyboard, once.
func TestTheTourIsHeard(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) { d.Tour, d.Plain = true, true }})
	p.press("enter")
	if !strings.Contains(p.announced(), "Tour 1 of 5: type an answer, "+enter+" sends it") {
		t.Errorf("said: %q", p.announced())
	}
	p.press("esc", "enter")
	p.press("tab")
	p.press("down")
	if strings.Count(p.announced(), "Tour") > 1 {
		t.Errorf("said: %q", p.announced())
	}
}
