//go:build !linux

package walls

import (
	"os"
	"runtime/metrics"
	"time"
)

// WatchMemory ends the process when it has mapped more than MaxData. A worker calls it when its one
// run begins, so that a spare sleeps undisturbed; it lives as long as the process.
func WatchMemory() {
	go func() {
		sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
		for range time.Tick(5 * time.Millisecond) {
			metrics.Read(sample)
			if sample[0].Value.Uint64()-sample[1].Value.Uint64() > MaxData {
				os.Stderr.WriteString("fatal error: out of memory\n")
				os.Exit(2)
			}
		}
	}()
}
