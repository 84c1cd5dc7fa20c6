// Command testworker is a worker and nothing else: the tests use it where their own program
// carries the race detector.
package main

import (
	"os"

	"keydesk/actions/script"
)

func main() {
	if script.IsWorker(os.Args) {
		os.Exit(script.ServeWorker())
	}
	os.Exit(2)
}
