package script

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// workerExe is the program the tests run as a worker: this very test, or a plain build of it where
// the race detector is on, whose shadow memory does not fit into a worker.
var workerExe string

func TestMain(m *testing.M) {
	if IsWorker(os.Args) {
		os.Exit(ServeWorker())
	}
	if len(os.Args) > 2 && os.Args[1] == actorArg {
		os.Exit(act(os.Args[2]))
	}
	dir, err := os.MkdirTemp("", "keydesk-script")
	if err == nil {
		workerExe, err = buildWorker(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "preparing the tests:", err)
		os.Exit(1)
	}
	code := m.Run()
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.RemoveAll(dir)
	os.Exit(code)
}

func buildWorker(dir string) (string, error) {
	if !raceDetector {
		return os.Executable()
	}
	exe := filepath.Join(dir, "worker.exe")
	cmd := exec.Command("go", "build", "-o", exe, "./internal/testworker")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building a worker without the race detector: %w\n%s", err, out)
	}
	return exe, nil
}

func newTestPool(t testing.TB, spare bool) *Pool {
	t.Helper()
	p := NewPool(Config{Exe: workerExe, Spare: spare})
	t.Cleanup(p.Close)
	return p
}

func runCode(t testing.TB, p *Pool, code string) (Result, error) {
	t.Helper()
	return p.Run(context.Background(), Job{Name: t.Name(), Code: code, Limit: 5 * time.Second, Bindings: testBindings()})
}

func testBindings() map[string]any {
	return map[string]any{
		"contact": map[string]any{"phone_number": "+919876543210", "name": "Aarav", "tags": []string{"vip"}},
		"user":    map[string]any{"name": "Asha"},
	}
}
