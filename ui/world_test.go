package ui

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"keydesk/ui/text"
)

// world are the texts that the package text is tried with: scripts of the world, emoji of every kind,
// marks in heaps, and what does more than print.
func world(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("text/testdata/nasty.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for line := range strings.Lines(string(data)) {
		if s, err := strconv.Unquote(strings.TrimSpace(line)); err == nil {
			list = append(list, s)
		}
	}
	if len(list) < 40 {
		t.Fatalf("only %d texts", len(list))
	}
	return list
}

// TestColumnsStandStillInTmux draws the whole desk with every text of the world in list, thread,
// toolbar, dialogs and composer, and prints each row in a real tmux: what stands behind the row must
// be in the column that the desk counted, and nothing of the row may be missing.
func TestColumnsStandStillInTmux(t *testing.T) {
	tmux, err := exec.LookPath("tmux")
	if err != nil {
		t.Skip("no tmux on this machine")
	}
	rows := map[string]bool{}
	for _, s := range screens[:2] {
		p := poisonedPump(t, world(t), s.w, s.h)
		p.seen = func(screen string) {
			for _, row := range strings.Split(ansi.Strip(screen), "\n") {
				rows[row] = true
			}
		}
		p.tour()
		p.press("esc", "esc")
		p.focusOn(focusCompose)
		for _, s := range world(t) {
			p.send(tea.PasteMsg{Content: s})
			p.look("the composer")
			p.openChat().compose.Replace("")
		}
	}
	list := make([]string, 0, len(rows))
	for row := range rows {
		list = append(list, row)
	}
	slices.Sort(list)
	got := printedInTmux(t, tmux, list)
	if len(got) < len(list) {
		t.Fatalf("tmux shows %d rows of %d", len(got), len(list))
	}
	for i, row := range list {
		if got[i] != row+"|" {
			t.Errorf("%q is in tmux\n%q", row, got[i])
		}
	}
}

// printedInTmux is what tmux holds after each row was printed, with a mark in the column behind it.
func printedInTmux(t *testing.T, tmux string, rows []string) []string {
	t.Helper()
	dir, err := os.MkdirTemp("", "kd") // t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	var b strings.Builder
	for _, row := range rows {
		fmt.Fprintf(&b, "%s\x1b[%dG|\r\n", row, text.Width(row)+1)
	}
	file, conf, socket := filepath.Join(dir, "rows"), filepath.Join(dir, "conf"), filepath.Join(dir, "s")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(conf, fmt.Appendf(nil, "set -g history-limit %d\n", len(rows)+100), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	run := func(args ...string) string {
		cmd := exec.CommandContext(ctx, tmux, append([]string{"-u", "-f", conf, "-S", socket}, args...)...)
		cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TERM=xterm-256color", "TMUX=")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("tmux %v: %v", args, err)
		}
		return string(out)
	}
	t.Cleanup(func() { _ = exec.Command(tmux, "-S", socket, "kill-server").Run() })
	run("new-session", "-d", "-x", "200", "-y", "24", fmt.Sprintf("cat %q; %q -S %q wait-for -S done; exec cat", file, tmux, socket))
	run("wait-for", "done")
	return strings.Split(run("capture-pane", "-p", "-S", "-"), "\n")
}

// TestTheWorldIsInertToo takes the texts of the world on the tour of what is inert.
func TestTheWorldIsInertToo(t *testing.T) {
	p := poisonedPump(t, world(t), 80, 24)
	p.tour()
}
