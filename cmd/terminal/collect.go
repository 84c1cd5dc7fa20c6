package terminal

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
	// case, what Go does by itself, as long as that is no more than mostGarbage.
	collectAt   = 100
	leastAt     = 25
	mostGarbage = 24 << 20
	// Until startOver after its start the desk collects less eagerly: filling an empty
	// heap at collectAt costs several collections before the first screen.
	collectAtStart = 400
	mostAtStart    = 64 << 20 // unless so much is in use: a long list that was kept is read
	startOver      = 500 * time.Millisecond
	// At rest it is collected when it grew by this many per cent, and by this much:
	// below, a collection is not felt.
	restGrowth = 40
	restLeast  = 8 << 20
)

// CollectLater sets how eagerly a desk collects and returns what undoes that.
func CollectLater() (undo func()) {
	before, limit := debug.SetGCPercent(collectAtStart), debug.SetMemoryLimit(mostAtStart)
	settled := time.AfterFunc(startOver, func() {
		debug.SetGCPercent(collectAt)
		debug.SetMemoryLimit(limit)
	})
	return func() {
		settled.Stop()
		debug.SetGCPercent(before)
		debug.SetMemoryLimit(limit)
	}
}

// collectAtRest collects if that is worth it, and says how much memory may grow from
// now on.
func collectAtRest() {
	sizes := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sizes)
	live, now := sizes[0].Value.Uint64(), sizes[1].Value.Uint64()
	debug.SetGCPercent(growth(live))
	if worthCollecting(live, now) {
		runtime.GC()
	}
}

// growth is by how many per cent memory may grow, of which so much is in use.
func growth(live uint64) int {
	return max(leastAt, min(collectAt, int(mostGarbage*100/max(1, live))))
}

// worthCollecting says whether memory grew enough since the last collection, which
// found so much in use.
func worthCollecting(live, now uint64) bool {
	return now > live+max(restLeast, live*restGrowth/100)
}
