package terminal

import (
	"io"
	"log/slog"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// busy is a model that runs a command when it begins, and remembers what it was told.
type busy struct {
	cmd  tea.Cmd
	told chan tea.Msg
}

func (b busy) Init() tea.Cmd { return b.cmd }

func (b busy) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if words, ok := msg.(string); ok {
		b.told <- words
	}
	return b, nil
}

func (busy) View() tea.View { return tea.NewView("") }

func (b busy) Recover() tea.Cmd { return func() tea.Msg { return "recovered" } }

// runBusy runs a program that begins with a command, until do is done with it.
func runBusy(t *testing.T, cmd tea.Cmd, do func(told <-chan tea.Msg)) {
	t.Helper()
	runs, fault := &runner{}, &fault{log: slog.New(slog.DiscardHandler)}
	model := busy{cmd: cmd, told: make(chan tea.Msg, 10)}
	program := tea.NewProgram(paced{Model: Recovering{Model: model, fault: fault}, clock: &frameClock{}, runs: runs},
		tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithWindowSize(80, 24), tea.WithoutSignalHandler())
	runs.program, fault.program = program, program
	ended := make(chan error)
	go func() {
		_, err := program.Run()
		ended <- err
	}()
	do(model.told)
	program.Quit()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	runs.stop()
}

// TestABatchHoldsNoGoroutine holds that commands which listen for ever, in batches of batches, cost one
// goroutine each, and messages that are due later none.
func TestABatchHoldsNoGoroutine(t *testing.T) {
	goroutines := func(cmd tea.Cmd) (n int) {
		synctest.Test(t, func(t *testing.T) {
			runBusy(t, cmd, func(<-chan tea.Msg) {
				time.Sleep(time.Minute)
				n = runtime.NumGoroutine()
			})
		})
		return n
	}
	none := goroutines(nil)
	if got := goroutines(tea.Batch(After(time.Hour, "a"), tea.Batch(After(time.Hour, "b"), After(time.Hour, "c")))); got != none {
		t.Errorf("%d goroutines for messages that are due later", got-none)
	}
	var batched int
	synctest.Test(t, func(t *testing.T) {
		stop := make(chan struct{})
		listen := func() tea.Msg { <-stop; return nil }
		runBusy(t, tea.Batch(listen, tea.Batch(listen, listen)), func(<-chan tea.Msg) {
			time.Sleep(time.Minute)
			batched = runtime.NumGoroutine()
			close(stop)
		})
	})
	if batched != none+3 {
		t.Errorf("%d goroutines for three commands", batched-none)
	}
}

// TestCommandsAreRun holds that what commands bring arrives, at its time, and what is due later not after
// the end.
func TestCommandsAreRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		say := func(words string) tea.Cmd { return func() tea.Msg { return words } }
		cmd := tea.Batch(nil, tea.Sequence(say("1"), say("2")), After(time.Second, "3"), After(time.Hour, "never"))
		runBusy(t, cmd, func(told <-chan tea.Msg) {
			start := time.Now()
			for _, want := range []string{"1", "2", "3"} {
				if got := <-told; got != want {
					t.Errorf("%v arrived, want %s", got, want)
				}
			}
			if got := time.Since(start); got != time.Second {
				t.Errorf("what is due after a second came after %v", got)
			}
		})
	})
}

// TestAPanicOfACommandIsSurvived holds that a command takes neither the program nor the terminal with it.
func TestAPanicOfACommandIsSurvived(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		runBusy(t, func() tea.Msg { panic("a command") }, func(told <-chan tea.Msg) {
			if got := <-told; got != "recovered" {
				t.Errorf("%v", got)
			}
		})
	})
}
