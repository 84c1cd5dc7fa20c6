package script

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

const (
	// watchEvery is how often the parent looks at a worker's memory while it runs a snippet.
	watchEvery = 5 * time.Millisecond
	// residentLimit is the memory at which the parent kills a worker, in bytes: above what its own
	// walls let it have, for a kernel on which one of them does not hold.
	residentLimit = 288 << 20
)

// watchMemory kills the worker when it has more memory than its walls should let it have. It ends
// with stop or with the worker.
func (w *process) watchMemory(stop <-chan struct{}) {
	path := fmt.Sprintf("/proc/%d/statm", w.cmd.Process.Pid)
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-w.gone:
			return
		case <-tick.C:
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return // it is gone
		}
		fields := bytes.Fields(data)
		if len(fields) < 2 {
			continue
		}
		if pages, err := strconv.ParseInt(string(fields[1]), 10, 64); err == nil && pages*int64(os.Getpagesize()) > residentLimit {
			w.killFor(errMemory)
			return
		}
	}
}
