//go:build linux

package host

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestRealTmux copies inside a real tmux, whose newest buffer must be the text.
func TestRealTmux(t *testing.T) {
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("no tmux on this machine")
	}
	dir, err := os.MkdirTemp("", "kd") // t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s")
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	tmux := func(args ...string) string {
		cmd := exec.CommandContext(ctx, "tmux", append([]string{"-u", "-f", os.DevNull, "-S", socket}, args...)...)
		cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TERM=xterm-256color")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("tmux %q: %v: %s", args, err, out)
		}
		return string(out)
	}
	tmux("new-session", "-d", "-x", "80", "-y", "24", "/bin/cat")
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", socket, "kill-server").Run() })
	t.Setenv("TMUX", socket+",1,0")
	const text = "धन्यवाद, 王小明\nline two"
	got, err := New(Options{Env: env("TMUX="+socket+",1,0", "SSH_TTY=x")}).Copy(ctx, text)
	if err != nil || got.Sequence {
		t.Fatalf("%+v, %v", got, err)
	}
	if held := tmux("show-buffer"); held != text {
		t.Errorf("the buffer holds %q", held)
	}
	probed, err := New(Options{Env: env("TMUX="+socket+",1,0", "SSH_TTY=x")}).Probe(ctx, "probe", false)
	if err != nil || !probed.Verified || !probed.Restored {
		t.Errorf("probe: %+v, %v", probed, err)
	}
	if held := tmux("show-buffer"); held != text {
		t.Errorf("after the probe the buffer holds %q", held)
	}
}
