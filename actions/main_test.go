package actions

import (
	"os"
	"testing"

	"go.uber.org/goleak"

	"keydesk/actions/script"
)

// TestMain serves as the script worker when the pool starts this binary again, and otherwise checks
// that no test leaves a goroutine behind.
func TestMain(m *testing.M) {
	if script.IsWorker(os.Args) {
		os.Exit(script.ServeWorker())
	}
	goleak.VerifyTestMain(m)
}
