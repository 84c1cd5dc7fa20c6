package text

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/term"
)

// askTerminal names the two files of a run inside a terminal: rows to print,
// and where to write the column each one ended in.
const askTerminal = "KEYDESK_TEST_ASK_TERMINAL"

func TestMain(m *testing.M) {
	if files := os.Getenv(askTerminal); files != "" {
		if err := measure(files); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// measure prints each row and asks the terminal where its cursor is.
func measure(files string) error {
	in, out, _ := strings.Cut(files, ",")
	data, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return err
	}
	before, err := term.MakeRaw(int(tty.Fd()))
	if err != nil {
		return err
	}
	defer func() { _ = term.Restore(int(tty.Fd()), before) }()
	answers := bufio.NewReader(tty)
	var columns strings.Builder
	for line := range strings.Lines(string(data)) {
		fmt.Fprintf(tty, "\r\x1b[K%s\x1b[6n", strings.TrimSuffix(line, "\n"))
		answer, err := answers.ReadString('R')
		if err != nil {
			return err
		}
		var row, column int
		if _, err := fmt.Sscanf(answer[strings.LastIndexByte(answer, '\x1b'):], "\x1b[%d;%dR", &row, &column); err != nil {
			return err
		}
		fmt.Fprintln(&columns, column-1)
	}
	return os.WriteFile(out, []byte(columns.String()), 0o600)
}

// TestColumnsInTmux prints every row of the corpus in a real tmux: its cursor
// must end where Width says, or everything right of the text would shift.
func TestColumnsInTmux(t *testing.T) {
	tmux, err := exec.LookPath("tmux")
	if err != nil {
		t.Skip("no tmux on this machine")
	}
	var rows []string
	for _, s := range nasty(t) {
		rows = append(rows, Cut(Line(s), 150)+"|")
		for _, row := range Wrap(Safe(s), 9) {
			rows = append(rows, "│"+Pad(row, 9)+"│")
		}
	}
	dir, err := os.MkdirTemp("", "kd") // t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	if err := os.WriteFile(in, []byte(strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	run := func(args ...string) {
		cmd := exec.CommandContext(ctx, tmux, append([]string{"-u", "-f", os.DevNull, "-S", filepath.Join(dir, "s")}, args...)...)
		cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TERM=xterm-256color", "TMUX=", askTerminal+"="+in+","+out)
		if text, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("tmux %v: %v: %s", args, err, text)
		}
	}
	t.Cleanup(func() {
		_ = exec.Command(tmux, "-S", filepath.Join(dir, "s"), "kill-server").Run()
	})
	// The session outlives its signal: a server whose last session ends goes before it can be asked.
	run("new-session", "-d", "-x", "200", "-y", "24", fmt.Sprintf("%q; %q -S %q wait-for -S done; read _", exe, tmux, filepath.Join(dir, "s")))
	run("wait-for", "done")
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	columns := strings.Fields(string(data))
	if len(columns) != len(rows) {
		t.Fatalf("%d answers for %d rows", len(columns), len(rows))
	}
	for i, row := range rows {
		if columns[i] != fmt.Sprint(Width(row)) {
			t.Errorf("%q: Width %d, in tmux %s", row, Width(row), columns[i])
		}
	}
}
