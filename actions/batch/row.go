package batch

import (
	"context"
	"errors"

	"keydesk/actions"
)

// State is how far a conversation of a batch has come.
type State uint8

// The states of a row.
const (
	Unplanned State = iota // nobody read it yet
	Planned                // it is shown what would be done, and that was not begun
	Refused                // a rule forbids it
	Running                // it is being done
	Done                   //
	Failed                 // it was not done, or whoever received it said no
	Uncertain              // it may have been done
	Changed                // it would not be what was shown, so it was not done
	Left                   // the batch was stopped before its turn
	states
)

func (s State) String() string {
	return [...]string{"unplanned", "planned", "refused", "running", "done", "failed", "uncertain", "changed", "left"}[s]
}

// Target is a conversation that something is done with.
type Target struct {
	ID, Name string
	// Repeats is the press id of an earlier run of which nobody knows whether it arrived: a receiver
	// that took it does not take it twice. "" for none.
	Repeats string
}

// Step is what would be done with one conversation, exactly.
type Step interface {
	// Text is all of it, as it is shown before anybody agrees.
	Text() string
}

// Job is what a batch does with each of its conversations.
type Job interface {
	// Plan reads a conversation and tells what would be done. An error says why it would not; the step
	// may be there all the same, to be seen.
	Plan(ctx context.Context, t Target) (Step, error)
	// Do reads the conversation again, and does what was shown if it still is that.
	Do(ctx context.Context, t Target, shown Step) Result
}

// Result is what became of one conversation.
type Result struct {
	State State  // Done, Failed, Refused, Uncertain or Changed
	Words string // one sentence, or what the receiver said
	// Halts says that nothing was done, and that the next ones would fare no better.
	Halts bool
	// Outcome is that of an action that was run.
	Outcome *actions.Outcome
}

// Row is one conversation of a batch.
type Row struct {
	Target
	State   State
	Step    Step   // nil until it is planned, or where it cannot be
	Words   string // why it is refused, or what became of it
	Outcome *actions.Outcome
}

// Unread is why a conversation could not be read: that says nothing against doing it later.
type Unread struct{ Err error }

func (u Unread) Error() string { return u.Err.Error() }
func (u Unread) Unwrap() error { return u.Err }

// stateOf is the state of a row that is not planned for a reason.
func stateOf(err error) State {
	if errors.As(err, &Unread{}) {
		return Failed
	}
	return Refused
}
