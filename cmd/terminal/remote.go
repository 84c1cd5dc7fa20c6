package terminal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"

	"keydesk/cmd/serve"
	"keydesk/ui/input"
)

// Remote runs the event loop for a terminal at the other end of an SSH session.
func Remote(ctx context.Context, s *serve.Session, root tea.Model, logger *slog.Logger) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	clock, fault := &frameClock{}, &fault{log: logger}
	defer clock.stop()
	quiet := &calm{now: time.Now}
	defer quiet.stop()
	columns, rows := s.Size()
	runs := &runner{}
	defer runs.stop()
	program := tea.NewProgram(paced{Model: Recovering{Model: root, fault: fault}, clock: clock, calm: quiet, runs: runs},
		tea.WithoutSignalHandler(),
		tea.WithInput(nil), // events come by Send, which ends with the program
		tea.WithOutput(s.Out),
		tea.WithEnvironment(s.Environ),
		tea.WithColorProfile(colorprofile.Env(s.Environ)),
		tea.WithWindowSize(columns, rows),
		tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
			if _, stop := msg.(tea.SuspendMsg); stop { // would stop the server
				return nil
			}
			return clamped(msg, func() (int, int, bool) {
				columns, rows := s.Size()
				return columns, rows, true
			})
		}),
	)
	clock.program, fault.program, runs.program, quiet.send = program, program, program, program.Send
	over := make(chan struct{})
	var beside sync.WaitGroup
	unhook := context.AfterFunc(ctx, func() { quitWith(ctx, program, over) })
	beside.Go(func() { resize(ctx, s, program) })
	pass(ctx, s, program)
	_, err := program.Run()
	close(over)
	unhook()
	gone := ctx.Err() != nil
	cancel()
	beside.Wait()
	switch {
	case fault.value != nil:
		logger.Error("the screen failed", "panic", fmt.Sprint(fault.value), "stack", string(fault.stack))
		return fmt.Errorf("the desk ended by a fault of its own; tell whoever runs the server, with session %s", s.ID)
	case err == nil || gone || errors.Is(err, tea.ErrInterrupted):
		return nil
	}
	logger.Error("the screen ended", "err", err)
	return fmt.Errorf("the screen ended unexpectedly; tell whoever runs the server, with session %s", s.ID)
}

// resize tells the program of other sizes.
func resize(ctx context.Context, s *serve.Session, program *tea.Program) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.Resized():
			columns, rows := s.Size()
			program.Send(tea.WindowSizeMsg{Width: columns, Height: rows})
		}
	}
}

// pass hands the client's keys to the program. The library's own way leaves a goroutine, and with it
// the whole desk, when the program ends before the reader; here events are taken to their end, which is
// that of the session's channel.
func pass(ctx context.Context, s *serve.Session, program *tea.Program) {
	events := make(chan uv.Event)
	reader := uv.NewTerminalReader(input.NewReader(s.In), s.Getenv("TERM"))
	go func() {
		defer close(events)
		_ = reader.StreamEvents(ctx, events) // the end of the input ended the session
	}()
	go func() {
		for event := range events {
			program.Send(event)
		}
	}()
}
