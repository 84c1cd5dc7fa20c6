package actions

import (
	"context"
	"time"
)

// State is how far a recorded run has come.
type State string

// The states of a run. Unknown is never an outcome: the record gives it to a run that began and
// whose console was gone before the end.
const (
	StateRunning   State = "running"
	StateDone      State = "done"
	StateFailed    State = "failed"
	StateRefused   State = "refused"
	StateCancelled State = "cancelled"
	StateUncertain State = "uncertain"
	StateUnknown   State = "unknown"
)

// Run is one line of history. Every text in it has its secrets masked before it gets here.
type Run struct {
	// ID is the record's own; PlanID is the press id, which a repeat shares.
	ID, PlanID string
	State      State
	Started    time.Time
	Took       time.Duration
	Profile    string

	UserID, UserName       string
	ContactID, ContactName string
	ActionID, ActionName   string
	Type                   Type

	// Summary is one line, Plan the whole preview as text.
	Summary, Plan string
	// Status is the HTTP status of the reply, 0 without one.
	Status         int
	Attempts       int
	Message, Error string
	Effects        []Effect
	Log            []string
}

// Recorder keeps runs. Begin is called before anything is done, Finish after; an error of either is
// told in the outcome and does not stop the run, because a full disk must not stop the desk.
type Recorder interface {
	Begin(ctx context.Context, r Run) error
	Finish(ctx context.Context, r Run) error
}
