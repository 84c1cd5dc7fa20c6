// Package chance makes tests that draw at random draw the same every time, so that a change is judged
// by what it changed and not by luck. Importing it is enough for tests that use rapid. Other draws are
// asked for with -rapid.seed=N; .ci/run does so in a step of its own.
package chance

import (
	"flag"
	"strconv"

	_ "pgregory.net/rapid" // defines the flag
)

const seedFlag = "rapid.seed"

func init() {
	if err := flag.Set(seedFlag, "1"); err != nil {
		panic(err)
	}
}

// Seed is what tests seed a generator of their own with.
func Seed() uint64 {
	n, err := strconv.ParseUint(flag.Lookup(seedFlag).Value.String(), 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}
