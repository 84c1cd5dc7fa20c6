package cmd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/config"
)

// killAfter is how long the screen may take to end once it was told to.
const killAfter = 2 * time.Second

// screen runs the event loop. When ctx ends it is told to quit as by a key, so that the terminal is
// put back in order before the process ends; tea.WithContext would close the terminal under its own
// reader.
func (a *app) screen(ctx context.Context, root tea.Model, keep *keeper, logger *slog.Logger) error {
	defer recordCrash()()
	clock, fault := &frameClock{atRest: collectAtRest}, &fault{}
	defer clock.stop()
	program := tea.NewProgram(paced{Model: careful{Model: root, fault: fault}, clock: clock},
		tea.WithoutSignalHandler(),
		tea.WithInput(a.env.Stdin),
		tea.WithOutput(a.env.Stdout),
		tea.WithEnvironment(os.Environ()),
		tea.WithFilter(keep.watch),
	)
	clock.program, fault.program = program, program
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

// fault is a panic of the model.
type fault struct {
	program *tea.Program
	value   any
	stack   []byte
}

// caught remembers the first panic, and ends the program in the ordinary way: the library would print
// pages of addresses over the person's terminal.
func (f *fault) caught(value any) {
	if f.value == nil {
		f.value, f.stack = value, debug.Stack()
	}
	go f.program.Quit() // blocks while the event loop is busy; ends with it
}

// careful is a model that survives its own panics long enough to end. After the first nothing of it is
// called again.
type careful struct {
	tea.Model
	fault *fault
}

// Update hands the message on.
func (c careful) Update(msg tea.Msg) (model tea.Model, cmd tea.Cmd) {
	defer func() {
		if value := recover(); value != nil {
			c.fault.caught(value)
			model, cmd = c, nil
		}
	}()
	if c.fault.value != nil {
		return c, nil
	}
	c.Model, cmd = c.Model.Update(msg)
	return c, cmd
}

// View draws, and nothing after a panic.
func (c careful) View() (view tea.View) {
	defer func() {
		if value := recover(); value != nil {
			c.fault.caught(value)
			view = tea.View{}
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
