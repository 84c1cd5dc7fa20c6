package cmd

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// When memory that is not used any more is collected. With 100,000 conversations a
// collection takes both processors of a small machine for some 12 ms, and a key that
// falls into it is late. So it happens while nobody does anything, where it can.
const (
	// collectAt is by how many per cent memory may grow before it is collected in any
	// case; what Go does by itself.
	collectAt = 100
	// Until startOver after its start the desk collects less eagerly: filling an empty
	// heap at collectAt costs several collections before the first screen.
	collectAtStart = 400
	startOver      = 500 * time.Millisecond
	// At rest it is collected when it grew by this many per cent, and by this much:
	// below, a collection is not felt.
	restGrowth = 40
	restLeast  = 8 << 20
)

// collectLater sets how eagerly a desk collects and returns what undoes that.
func collectLater() (undo func()) {
	before := debug.SetGCPercent(collectAtStart)
	settled := time.AfterFunc(startOver, func() { debug.SetGCPercent(collectAt) })
	return func() {
		settled.Stop()
		debug.SetGCPercent(before)
	}
}

// collectAtRest collects if that is worth it.
func collectAtRest() {
	sizes := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sizes)
	if worthCollecting(sizes[0].Value.Uint64(), sizes[1].Value.Uint64()) {
		runtime.GC()
	}
}

// worthCollecting says whether memory grew enough since the last collection, which
// found so much in use.
func worthCollecting(live, now uint64) bool {
	return now > live+max(restLeast, live*restGrowth/100)
}
