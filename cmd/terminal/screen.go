// Package terminal runs the event loop on a terminal: how often it draws, when memory is collected, faults of the
// desk, and the guard that puts the terminal back after a death.
package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/term"

	"keydesk/cmd/app"
	"keydesk/config"
	"keydesk/ui/input"
)

// killAfter is how long the screen may take to end once it was told to.
const killAfter = 2 * time.Second

// Screen runs the event loop. When ctx ends it is told to quit as by a key, so that the terminal is
// put back in order before the process ends; tea.WithContext would close the terminal under its own
// reader.
func Screen(ctx context.Context, a *app.App, root tea.Model, keep *Guard, logger *slog.Logger) error {
	defer recordCrash()()
	clock, fault := &frameClock{atRest: collectAtRest}, &fault{log: logger}
	defer clock.stop()
	runs := &runner{}
	defer runs.stop()
	program := tea.NewProgram(paced{Model: Recovering{Model: root, fault: fault}, clock: clock, runs: runs},
		tea.WithoutSignalHandler(),
		tea.WithInput(bounded(a.Env.Stdin)),
		tea.WithOutput(a.Env.Stdout),
		tea.WithEnvironment(os.Environ()),
		tea.WithFilter(func(model tea.Model, msg tea.Msg) tea.Msg {
			return keep.watch(model, clamped(msg, sizeOf(a.Env.Stdout)))
		}),
		within(a.Env.Stdout),
	)
	clock.program, fault.program, runs.program = program, program, program
	over, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		quitWith(ctx, program, over)
	}()
	_, err := program.Run()
	close(over)
	<-done
	if fault.value != nil {
		logger.Error("the screen failed", "panic", fmt.Sprint(fault.value), "stack", string(fault.stack))
		return fmt.Errorf("the desk ended by a fault of its own (%v); please report it with the log, %s", fault.value, config.FindPaths().LogFile())
	}
	if err == nil || ctx.Err() != nil || errors.Is(err, tea.ErrInterrupted) {
		return nil
	}
	logger.Error("the screen ended", "err", err)
	return fmt.Errorf("the screen ended unexpectedly: %w; the log is %s", err, config.FindPaths().LogFile())
}

// The largest screen that is drawn. Two cell buffers of 1,000 by 400 take some 90 MiB; the largest
// monitors with the smallest fonts show less, and a terminal may claim 65,535 by 65,535.
const maxColumns, maxRows = 1000, 400

// bounded is the terminal behind the filter of its bytes; what is no file, such as a pipe of a test,
// stays as it is.
func bounded(stdin io.Reader) io.Reader {
	if file, ok := stdin.(*os.File); ok {
		return input.NewTerminal(file)
	}
	return stdin
}

// sizeOf asks the terminal's driver for its size; it tells false where there is none.
func sizeOf(stdout io.Writer) func() (width, height int, ok bool) {
	return func() (int, int, bool) {
		file, ok := stdout.(*os.File)
		if !ok {
			return 0, 0, false
		}
		width, height, err := term.GetSize(int(file.Fd()))
		return width, height, err == nil
	}
}

// clamped is msg with a size that can be drawn, if it tells one. The driver's word counts: a report
// among the terminal's bytes may come from whatever was pasted or printed there.
func clamped(msg tea.Msg, driver func() (width, height int, ok bool)) tea.Msg {
	size, ok := msg.(tea.WindowSizeMsg)
	if !ok {
		return msg
	}
	if width, height, ok := driver(); ok {
		size = tea.WindowSizeMsg{Width: width, Height: height}
	}
	return tea.WindowSizeMsg{Width: min(max(size.Width, 0), maxColumns), Height: min(max(size.Height, 0), maxRows)}
}

// within gives the first size, which no filter sees, where the terminal claims too large a one.
func within(stdout io.Writer) tea.ProgramOption {
	width, height, ok := sizeOf(stdout)()
	if !ok || width <= maxColumns && height <= maxRows {
		return func(*tea.Program) {}
	}
	return tea.WithWindowSize(min(width, maxColumns), min(height, maxRows))
}

// recordCrash has what no program can catch (two goroutines in one map, a stack without end) written
// behind the log: on the screen nobody would see it. The returned function ends that.
func recordCrash() (stop func()) {
	file, err := os.OpenFile(config.FindPaths().LogFile(), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return func() {} // no log is kept; that was said
	}
	_ = debug.SetCrashOutput(file, debug.CrashOptions{})
	_ = file.Close() // the runtime has its own
	return func() { _ = debug.SetCrashOutput(nil, debug.CrashOptions{}) }
}

// Recoverer is a model that can go on after a panic of its own.
type Recoverer interface {
	// Recover puts away what was probably at fault, such as an open dialog.
	Recover() tea.Cmd
}

// faultsApart is how long a desk must have gone on since its last panic to be worth another try.
const faultsApart = 30 * time.Second

// fault is a panic of the model, the one that ended it.
type fault struct {
	program *tea.Program
	log     *slog.Logger
	value   any
	stack   []byte
	last    time.Time // of the panic before, from which the desk recovered
}

// caught notes a panic. It reports whether the model may go on; if not, the program ends in the
// ordinary way: the library would print pages of addresses over the person's terminal.
func (f *fault) caught(value any, stack []byte, model tea.Model) bool {
	if f.value != nil {
		return false
	}
	_, able := model.(Recoverer)
	if now := time.Now(); able && now.Sub(f.last) > faultsApart {
		f.last = now
		f.log.Error("the desk goes on after a fault of its own", "panic", fmt.Sprint(value), "stack", string(stack))
		go f.program.Send(recoverNow{}) // blocks while the event loop is busy
		return true
	}
	f.value, f.stack = value, stack
	go f.program.Quit() // likewise; ends with it
	return false
}

// recoverNow tells the model of its panic, once the event loop is out of it.
type recoverNow struct{}

// Recovering is a model that survives its own panics: it goes on after the first, if it can, and ends in
// order after one that follows soon.
type Recovering struct {
	tea.Model
	fault *fault
}

// Update hands the message on.
func (c Recovering) Update(msg tea.Msg) (model tea.Model, cmd tea.Cmd) {
	defer func() {
		if value := recover(); value != nil {
			c.fault.caught(value, debug.Stack(), c.Model)
			model, cmd = c, nil
		}
	}()
	if c.fault.value != nil {
		return c, nil
	}
	switch msg := msg.(type) {
	case recoverNow:
		return c, c.Model.(Recoverer).Recover()
	case commandFailed:
		c.fault.caught(msg.value, msg.stack, c.Model)
		return c, nil
	}
	c.Model, cmd = c.Model.Update(msg)
	return c, cmd
}

// View draws, and nothing after the last panic.
func (c Recovering) View() (view tea.View) {
	defer func() {
		if value := recover(); value != nil {
			view = tea.View{AltScreen: c.fault.caught(value, debug.Stack(), c.Model)}
		}
	}()
	if c.fault.value != nil {
		return tea.View{}
	}
	return c.Model.View()
}

// quitWith ends the program when ctx does: politely, and for certain a little later. It returns once
// the program is over.
func quitWith(ctx context.Context, program *tea.Program, over <-chan struct{}) {
	select {
	case <-over:
		return
	case <-ctx.Done():
	}
	go program.Quit() // blocks while the event loop is busy; ends with it
	patience := time.NewTimer(killAfter)
	defer patience.Stop()
	select {
	case <-over:
	case <-patience.C:
		program.Kill()
		<-over
	}
}
