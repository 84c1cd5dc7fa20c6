package app

import (
	"context"
	"fmt"
	"log/slog"

	"keydesk/actions"
	"keydesk/actions/script"
	"keydesk/cmd/serve"
)

// Scripts is the sandbox of one desk or command.
type Scripts struct {
	actions.Scripts
	Warm  func()
	Close func()
}

// NewScripts makes the sandbox; on a server it is a share of the one for all.
func (a *App) NewScripts(logger *slog.Logger, spare bool) Scripts {
	if a.Served != nil {
		pool := a.Served.Pool(a.Location())
		share := &share{pool: pool, places: make(chan struct{}, scriptsPerSession), metrics: a.Served.Session.Metrics()}
		return Scripts{Scripts: share, Warm: pool.Warm, Close: func() {}}
	}
	pool := NewPool(logger, spare)
	return Scripts{Scripts: pool, Warm: pool.Warm, Close: pool.Close}
}

// Snippets at once, in all and for one session: somebody's endless loops must not make others wait.
const (
	ScriptsInAll      = 8
	scriptsPerSession = 2
)

// share is one session's part of a sandbox.
type share struct {
	pool    *script.Pool
	places  chan struct{}
	metrics *serve.Metrics
}

// Run runs a snippet when this session has a place.
func (s *share) Run(ctx context.Context, job script.Job) (script.Result, error) {
	if err := s.take(ctx); err != nil {
		return script.Result{}, err
	}
	defer s.leave()
	result, err := s.pool.Run(ctx, job)
	outcome := "done"
	if err != nil {
		outcome = "failed"
	}
	s.metrics.Script(outcome)
	return result, err
}

// Check looks at code when this session has a place.
func (s *share) Check(ctx context.Context, code string) error {
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.leave()
	return s.pool.Check(ctx, code)
}

func (s *share) take(ctx context.Context) error {
	select {
	case s.places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting for the script before this one: %w", ctx.Err())
	}
}

func (s *share) leave() { <-s.places }
