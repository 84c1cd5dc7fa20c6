package history

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"go.uber.org/goleak"

	"keydesk/actions"
)

// TestMain is also the program of the other processes that tests start: a console that begins a run
// and hangs, or one that writes many runs.
func TestMain(m *testing.M) {
	path := os.Getenv("HISTORY_TEST_FILE")
	if path == "" {
		goleak.VerifyTestMain(m)
		return
	}
	s := New(Options{Path: path})
	ctx := context.Background()
	if os.Getenv("HISTORY_TEST_DO") == "hang" {
		if err := s.Begin(ctx, run("hanging", time.Now())); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("began")
		select {}
	}
	for i := range 40 {
		r := run(os.Getenv("HISTORY_TEST_DO")+strconv.Itoa(i), time.Now())
		if err := s.Begin(ctx, r); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		r.State = actions.StateDone
		if err := s.Finish(ctx, r); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
	if err := s.Close(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(0)
}

// run is a run as the engine writes it.
func run(id string, at time.Time) actions.Run {
	return actions.Run{ID: id, PlanID: "press-" + id, State: actions.StateRunning, Started: at, Profile: "work",
		UserID: "u1", UserName: "Ravi", ContactID: "c1", ContactName: "Aarav Sharma", ActionID: "a1", ActionName: "Create ticket",
		Type: actions.TypeWebhook, Summary: "POST https://x.example · 9 bytes", Plan: "POST: https://x.example\n"}
}
