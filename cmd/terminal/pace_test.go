package terminal

import (
	"fmt"
	"io"
	"sync"
	"testing"
	"testing/synctest"
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
	clock := &frameClock{ticker: time.NewTicker(time.Hour), idle: time.AfterFunc(time.Hour, func() {}),
		settle: time.AfterFunc(time.Hour, func() {}), atRest: func() { rested++ }}
	defer clock.stop()
	clock.show(tea.NewView("a"))
	clock.rest() // the timer had fired already and comes late
	if clock.slow || rested > 0 {
		t.Fatal("slow right after a change")
	}
	clock.last = time.Now().Add(-2 * idleAfter)
	clock.rest()
	if !clock.slow || rested != 1 {
		t.Fatal("never slow, or nothing is done then")
	}
	clock.show(tea.NewView("b"))
	if clock.slow {
		t.Fatal("a change does not wake")
	}
}

// counting is a model that shows how many messages it got.
type counting int

func (counting) Init() tea.Cmd { return nil }

func (c counting) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if msg == "change" {
		c++
	}
	return c, nil
}

func (c counting) View() tea.View { return tea.NewView(fmt.Sprintf("change %d", int(c))) }

// frames is an output that notes when something was drawn.
type frames struct {
	mu sync.Mutex
	at []time.Time
}

func (f *frames) Write(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if now := time.Now(); len(f.at) == 0 || now.After(f.at[len(f.at)-1]) {
		f.at = append(f.at, now)
	}
	return len(b), nil
}

// since are the frames drawn after a moment, as the time that passed until each.
func (f *frames) since(t time.Time) (list []time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, at := range f.at {
		if at.After(t) {
			list = append(list, at.Sub(t))
		}
	}
	return list
}

// TestTheFirstChangeIsDrawnAtOnce holds that a key after a pause does not wait for the clock, and that
// a burst of them costs no more frames than the clock has.
func TestTheFirstChangeIsDrawnAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock, out := &frameClock{}, &frames{}
		program := tea.NewProgram(paced{Model: counting(0), clock: clock}, tea.WithInput(nil), tea.WithOutput(out),
			tea.WithWindowSize(80, 24), tea.WithoutSignalHandler(), tea.WithEnvironment([]string{"TERM=xterm"}))
		clock.program = program
		ended := make(chan error)
		go func() {
			_, err := program.Run()
			ended <- err
		}()
		for _, pause := range []time.Duration{time.Minute, BusyFrame, 100 * time.Millisecond, time.Second} {
			time.Sleep(pause)
			start := time.Now()
			program.Send("change")
			time.Sleep(BusyFrame - time.Microsecond)
			if got := out.since(start); len(got) != 1 || got[0] > firstOver {
				t.Errorf("after a pause of %v a change was drawn after %v, want once, at once", pause, got)
			}
		}
		time.Sleep(time.Second)
		start := time.Now()
		for range 50 {
			program.Send("change")
			time.Sleep(2 * time.Millisecond)
		}
		time.Sleep(BusyFrame)
		if got, most := len(out.since(start)), 2+int(100*time.Millisecond/BusyFrame); got > most {
			t.Errorf("%d frames for a burst of 100 ms, want %d at most", got, most)
		}
		program.Quit()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		clock.stop()
	})
}
