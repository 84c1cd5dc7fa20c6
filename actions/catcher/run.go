package catcher

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"keydesk/actions"
)

// Result is what became of a test run.
type Result struct {
	// Plan is what was run: the same request with the catcher's address.
	Plan     actions.Plan
	Outcome  actions.Outcome
	Arrivals []Arrival
}

// Passed reports whether the request arrived and was answered as the run wished.
func (r Result) Passed() bool { return r.Outcome.Success && len(r.Arrivals) > 0 }

// Run sends a webhook's plan to a catcher that lives for this run only, through the ordinary engine:
// signed, guarded and recorded as any other run.
func Run(ctx context.Context, e *actions.Engine, plan actions.Plan, answer Answer) (Result, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Result{}, fmt.Errorf("making an id for the test: %w", err)
	}
	key := ""
	if r := plan.With(id.String()).Request(); r != nil {
		for _, h := range r.Header {
			if strings.EqualFold(h.Name, "Idempotency-Key") {
				key = h.Value
			}
		}
	}
	c, err := Start(ctx, Options{Answer: answer, Key: key})
	if err != nil {
		return Result{}, err
	}
	defer c.Close()
	caught, err := plan.Caught(c.Address(), id.String())
	if err != nil {
		return Result{}, err
	}
	out := e.Run(ctx, caught)
	return Result{Plan: caught, Outcome: out, Arrivals: c.Arrivals()}, nil
}
