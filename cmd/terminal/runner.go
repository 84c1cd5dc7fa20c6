package terminal

import (
	"runtime/debug"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

// runner runs a program's commands, each in a goroutine that ends with it. Bubble Tea does the same, but
// holds one more for every batch until the last of its commands ended, and those that listen never do: five
// for each desk, and a turn of the event loop for every batch. The nil runner leaves commands to Bubble Tea.
type runner struct {
	program *tea.Program

	mu     sync.Mutex
	timers map[*time.Timer]struct{}
	over   bool
}

// later is a message to be sent after a while.
type later struct {
	after time.Duration
	msg   tea.Msg
}

// After sends a message after a while, without a goroutine that waits. Only a desk's own event loop knows
// such commands.
func After(d time.Duration, msg tea.Msg) tea.Cmd {
	return func() tea.Msg { return later{after: d, msg: msg} }
}

// start starts a command, and returns what is left for Bubble Tea to run.
func (r *runner) start(cmd tea.Cmd) tea.Cmd {
	if r == nil {
		return cmd
	}
	if cmd != nil {
		go r.run(cmd) // ends with the command; its message goes nowhere once the program is over
	}
	return nil
}

// run runs one command and hands on its message.
func (r *runner) run(cmd tea.Cmd) {
	defer func() {
		if value := recover(); value != nil {
			r.program.Send(commandFailed{value: value, stack: debug.Stack()})
		}
	}()
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, cmd := range msg {
			r.start(cmd)
		}
	case later:
		r.send(msg)
	default:
		r.program.Send(msg)
	}
}

// send sends a message when its time has come.
func (r *runner) send(l later) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over {
		return
	}
	if r.timers == nil {
		r.timers = map[*time.Timer]struct{}{}
	}
	var timer *time.Timer
	timer = time.AfterFunc(l.after, func() {
		r.mu.Lock()
		delete(r.timers, timer)
		r.mu.Unlock()
		r.program.Send(l.msg)
	})
	r.timers[timer] = struct{}{}
}

// stop ends the timers, which would hold the whole desk until they are due; the program is over.
func (r *runner) stop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.over = true
	for timer := range r.timers {
		timer.Stop()
	}
	r.timers = nil
}

// commandFailed is a panic of a command.
type commandFailed struct {
	value any
	stack []byte
}
