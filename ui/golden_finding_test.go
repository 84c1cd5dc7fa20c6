package ui

import (
	"fmt"
	"testing"

	"github.com/charmbracelet/x/exp/golden"
)

// TestScreensOfFinding are the screens on which conversations are looked for.
func TestScreensOfFinding(t *testing.T) {
	states := []struct {
		name string
		to   func(p *pump)
	}{
		{"searching", func(p *pump) { p.press("/"); p.typeText("ra"); p.fire(); p.press("down") }},
		{"nothing", func(p *pump) { p.press("/"); p.typeText("kettle"); p.fire() }},
		{"filter", func(p *pump) { p.press("f", "space", "down", "down") }},
		{"filtered", func(p *pump) { p.chooseFilter("open: a reply", "nobody"); p.press("enter") }},
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
