//go:build !linux

package walls

import (
	"os"
	"runtime/metrics"
	"time"
)

// watchMemory ends the process when it has mapped more than MaxData. It lives as long as the
// process, which serves a single run.
func watchMemory() {
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
