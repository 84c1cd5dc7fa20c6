package ui

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
)

// Time limits of the calls that leave the event loop. A person waits for a
// read a few seconds at most before they ask again; the platform itself gives
// up after 30 s (contract §16).
const (
	readLimit  = 20 * time.Second
	writeLimit = 35 * time.Second
	hostLimit  = 5 * time.Second
)

// door is the only way work leaves the event loop. It is a value, so that a
// command made from it never reads the model while it runs.
type door struct {
	ctx context.Context
	log *slog.Logger
}

// ifAhead marks what nobody waits for, so that the person's own requests go first.
func ifAhead(ctx context.Context, ahead bool) context.Context {
	if ahead {
		return client.Prefetch(ctx)
	}
	return ctx
}

// call makes a command that runs do with a time limit and hands its answer to
// done, whose message goes to Update. A panic inside do becomes an error
// instead of a dead console.
func call[T any](d door, limit time.Duration, do func(context.Context) (T, error), done func(T, error) tea.Msg) tea.Cmd {
	return func() (msg tea.Msg) {
		ctx, cancel := context.WithTimeout(d.ctx, limit)
		defer cancel()
		defer func() {
			if r := recover(); r != nil {
				d.log.Error("a call panicked", "panic", fmt.Sprint(r))
				var none T
				msg = done(none, fmt.Errorf("internal error: %v; the log has more", r))
			}
		}()
		value, err := do(ctx)
		return done(value, err)
	}
}
