package ui

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// redraws counts how often the whole screen was drawn again.
func redraws(p *pump) (times int) {
	for _, msg := range p.sent {
		if fmt.Sprintf("%T", msg) == fmt.Sprintf("%T", tea.ClearScreen()) {
			times++
		}
	}
	return times
}

// TestAWiderScreenIsDrawnAgainOnce drags the window: the first size, narrower and lower ones cost
// nothing; after several wider ones the screen is drawn again once, when the last one stands.
func TestAWiderScreenIsDrawnAgainOnce(t *testing.T) {
	p := newPump(t, bench{width: 120, height: 36})
	for _, size := range [][2]int{{120, 36}, {120, 40}, {120, 36}, {80, 24}} {
		p.send(sizeOf(size[0], size[1]))
	}
	p.fire()
	if got := redraws(p); got != 0 {
		t.Fatalf("drawn again %d times with no screen wider than the one before", got)
	}
	for width := 85; width <= 120; width += 5 {
		p.send(sizeOf(width, 36))
	}
	if got := redraws(p); got != 0 {
		t.Fatalf("drawn again %d times before the size stood", got)
	}
	p.fire()
	p.fire()
	if got := redraws(p); got != 1 {
		t.Fatalf("drawn again %d times after the size stood, want once", got)
	}
}
