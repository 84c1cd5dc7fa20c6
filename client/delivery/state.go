package delivery

// State is how far an item on its way out is.
type State int

// The states.
const (
	Storing State = iota // is written into the local store, so that a crash cannot lose it
	Queued               // waits for the line, its time or its turn
	Sending              // one call is under way
	Unknown              // may have arrived: the thread is asked before it is sent again
	Looking              // the thread is being asked
	Held                 // the person has to decide
	Failed               // the platform refused it; the person has to decide
	Sent                 // the platform has it
	Gone                 // thrown away, or another console's
)

func (s State) String() string {
	return [...]string{"Storing", "Queued", "Sending", "Unknown", "Looking", "Held", "Failed", "Sent", "Gone"}[s]
}

// Over says whether nothing more happens to an item.
func (s State) Over() bool { return s == Sent || s == Gone }

// Waits says whether the person has to decide.
func (s State) Waits() bool { return s == Held || s == Failed }

// Busy says whether a call about an item is under way.
func (s State) Busy() bool { return s == Storing || s == Sending || s == Looking }

// signal is what happened to an item.
type signal int

const (
	stored   signal = iota // the local store has it, or there is none
	start                  // its turn has come
	accepted               // the platform has answered with its message
	refused                // the platform has answered that it does not take it
	deferred               // the request surely did not reach the platform
	lost                   // it may have
	look                   // the thread is to be asked
	found                  // the thread has it
	missing                // the thread does not have it, and would by now
	hold                   // it is not clear what to do
	again                  // the person wants it sent
	resend                 // the person wants it sent although it may have arrived
	taken                  // another console has it, or it was deleted
	withdraw               // the person does not want it any more
)

func (s signal) String() string {
	return [...]string{"stored", "start", "accepted", "refused", "deferred", "lost", "look", "found", "missing", "hold", "again", "resend", "taken", "withdraw"}[s]
}

// next is the state that a signal leads to, and whether it leads anywhere.
func next(from State, s signal) (State, bool) {
	to, ok := table[from][s]
	return to, ok
}

// table is the one in the package's documentation.
var table = map[State]map[signal]State{
	Storing: {stored: Queued, found: Sent, taken: Gone, withdraw: Gone},
	Queued:  {start: Sending, found: Sent, hold: Held, withdraw: Gone},
	Sending: {accepted: Sent, refused: Failed, deferred: Queued, lost: Unknown, found: Sent, hold: Held, taken: Gone},
	Unknown: {look: Looking, found: Sent, hold: Held, again: Unknown, resend: Queued, withdraw: Gone},
	Looking: {lost: Unknown, refused: Failed, found: Sent, missing: Queued, hold: Held},
	Held:    {found: Sent, again: Unknown, resend: Queued, withdraw: Gone},
	Failed:  {found: Sent, again: Unknown, resend: Queued, withdraw: Gone},
}
