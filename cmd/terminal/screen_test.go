package terminal

import (
	"io"
	"log/slog"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// TestSizesAreClamped lists what terminals may claim.
func TestSizesAreClamped(t *testing.T) {
	none := func() (int, int, bool) { return 0, 0, false }
	for _, c := range [][4]int{{120, 36, 120, 36}, {65535, 65535, maxColumns, maxRows}, {60000, 24, maxColumns, 24}, {80, 60000, 80, maxRows}, {0, 0, 0, 0}, {-1, -5, 0, 0}} {
		if got := clamped(tea.WindowSizeMsg{Width: c[0], Height: c[1]}, none); got != (tea.WindowSizeMsg{Width: c[2], Height: c[3]}) {
			t.Errorf("%d by %d became %v", c[0], c[1], got)
		}
	}
	driver := func() (int, int, bool) { return 80, 24, true }
	if got := clamped(tea.WindowSizeMsg{Width: 500, Height: 200}, driver); got != (tea.WindowSizeMsg{Width: 80, Height: 24}) {
		t.Errorf("a report that the driver knows better: %v", got)
	}
	if got := clamped("other", none); got != "other" {
		t.Errorf("another message became %v", got)
	}
}

// stumbling is a model that panics at each "stumble" and can go on.
type stumbling struct{ recovered *int }

func (stumbling) Init() tea.Cmd { return nil }

func (s stumbling) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if msg == "stumble" {
		panic("a fault")
	}
	return s, nil
}

func (stumbling) View() tea.View { return tea.NewView("desk") }

func (s stumbling) Recover() tea.Cmd {
	*s.recovered++
	return nil
}

// TestTheDeskGoesOnAfterAFault holds that a first panic is recovered from, and a second one soon after
// ends the program.
func TestTheDeskGoesOnAfterAFault(t *testing.T) {
	recovered := 0
	f := &fault{log: slog.New(slog.DiscardHandler)}
	f.program = tea.NewProgram(Recovering{Model: stumbling{&recovered}, fault: f}, tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithoutSignalHandler())
	var model tea.Model = Recovering{Model: stumbling{&recovered}, fault: f}
	model, _ = model.Update("stumble")
	if f.value != nil {
		t.Fatal("it ends after the first fault")
	}
	model, _ = model.Update(recoverNow{})
	if recovered != 1 || model.View().Content != "desk" {
		t.Fatalf("recovered %d times, shows %q", recovered, model.View().Content)
	}
	f.last = f.last.Add(-2 * faultsApart)
	model, _ = model.Update("stumble")
	if f.value != nil {
		t.Fatal("it ends after a fault that came late")
	}
	f.last = time.Now()
	model, _ = model.Update("stumble")
	if f.value == nil || model.View().Content != "" {
		t.Fatal("it goes on after two faults in a row")
	}
}
