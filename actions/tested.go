package actions

import "time"

// The ways of a test run.
const (
	TestReal      = "real"      // sent to its target, or really run
	TestCaught    = "caught"    // sent to a catcher on this machine
	TestRehearsed = "rehearsed" // a script whose effects were only shown
)

// Tested is a test run that succeeded.
type Tested struct {
	At time.Time
	// How is TestReal, TestCaught or TestRehearsed.
	How string
}

// TestKey is what a successful test run is remembered by: a digest of everything that decides what
// the action does. Name, icon, place and whether it is on do not count, so that switching a tested
// action on asks nothing, and any other change asks for a new test. It holds no value of the action.
func (s Stored) TestKey() string {
	d := Stored{Type: s.Type, Config: s.Config}.Digest()
	return d.Content + d.Secrets
}
