package cmd

import (
	"io"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// clockProbe is a model that tells what the frame clock found and quits.
type clockProbe struct {
	clock *frameClock
	found *bool
}

func (p clockProbe) Init() tea.Cmd { return func() tea.Msg { return "look" } }

func (p clockProbe) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if msg != "look" {
		return p, nil
	}
	*p.found = p.clock.ticker != nil
	return p, tea.Quit
}

func (p clockProbe) View() tea.View { return tea.NewView("probe") }

// TestTheFrameClockFindsItsTicker fails when the pinned Bubble Tea is lifted to a version that keeps
// its ticker elsewhere: the desk would work on, but never sleep.
func TestTheFrameClockFindsItsTicker(t *testing.T) {
	clock, found := &frameClock{}, false
	program := tea.NewProgram(paced{Model: clockProbe{clock: clock, found: &found}, clock: clock},
		tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithWindowSize(80, 24), tea.WithoutSignalHandler())
	clock.program = program
	if _, err := program.Run(); err != nil {
		t.Fatal(err)
	}
	clock.stop()
	if !found {
		t.Fatal("no ticker: see whether this version of Bubble Tea can be told its pace")
	}
	if tickerOf(nil) != nil {
		t.Fatal("a ticker of no program")
	}
}

// TestAChangeWhileGoingToRestIsDrawn holds the order in which a timer that just fired and a change
// meet: the change wins, or a screen would stand still for seconds.
func TestAChangeWhileGoingToRestIsDrawn(t *testing.T) {
	rested := 0
	clock := &frameClock{ticker: time.NewTicker(time.Hour), idle: time.AfterFunc(time.Hour, func() {}), atRest: func() { rested++ }}
	defer clock.stop()
	clock.wake()
	clock.rest() // the timer had fired already and comes late
	if clock.slow || rested > 0 {
		t.Fatal("slow right after a change")
	}
	clock.last = time.Now().Add(-2 * idleAfter)
	clock.rest()
	if !clock.slow || rested != 1 {
		t.Fatal("never slow, or nothing is done then")
	}
	clock.wake()
	if clock.slow {
		t.Fatal("a change does not wake")
	}
}
