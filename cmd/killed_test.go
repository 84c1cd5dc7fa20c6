//go:build unix

package cmd

import (
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"keydesk/cmd/terminal"
)

// left waits for what the guard does after the desk's end, and checks the terminal.
func (w *screenUser) left() {
	w.t.Helper()
	for {
		w.mu.Lock()
		changed, output := w.changed, w.output.String()
		w.mu.Unlock()
		if strings.Contains(output, "the desk was cut off") {
			break
		}
		<-changed // the test's own limit ends it
	}
	w.exited <- nil
	w.ends(-1)
}

// kept waits until the desk with this process id has its guard.
func (w *screenUser) kept(desk int) {
	w.t.Helper()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for range int(patience / (10 * time.Millisecond)) {
		if exec.Command("pgrep", "-P", fmt.Sprint(desk), "-f", terminal.GuardArg).Run() == nil {
			return
		}
		<-again.C
	}
	w.t.Fatal("no guard was started")
}

// TestKilledDeskLeavesTheTerminalSane kills it in a way that it cannot see coming.
func TestKilledDeskLeavesTheTerminalSane(t *testing.T) {
	t.Parallel()
	need(t, "pgrep")
	w := startTerminal(t, t.TempDir(), 80, 24, nil, "demo", "--rate", "0")
	w.waitFor("Aarav")
	w.kept(w.cmd.Process.Pid)
	if err := w.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-w.exited
	w.left()
	w.said("keydesk.log")
}

// TestKilledUnderAShell leaves a shell that shows what one types.
func TestKilledUnderAShell(t *testing.T) {
	t.Parallel()
	need(t, "sh", "pkill", "pgrep")
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	dir := shortDir(t)
	w := startProgram(t, sh, dir, 80, 24, []string{"PS1=ready> "}, "-i")
	w.waitFor("ready>")
	w.press(linked(t, dir) + " demo --rate 0\n")
	w.waitFor("Aarav")
	out, err := exec.Command("pgrep", "-P", fmt.Sprint(w.cmd.Process.Pid)).Output()
	if err != nil {
		t.Fatal(err)
	}
	desk, err := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	w.kept(desk)
	if out, err := exec.Command("pkill", "-9", "-P", fmt.Sprint(w.cmd.Process.Pid)).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	w.waitFor("the desk was cut off")
	w.press("echo al''ive\n")
	w.waitFor("alive", "echo al''ive")
	w.press("exit\n")
	w.ends(0)
}
