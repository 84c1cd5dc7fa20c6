//go:build unix

package cmd

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/hinshun/vt10x"
	"golang.org/x/term"

	"keydesk/cmd/app"
)

// screenUser is keydesk in a pseudo-terminal, as a person sees it.
type screenUser struct {
	t      testing.TB
	cmd    *exec.Cmd
	master *os.File
	slave  *os.File // kept open, to see what keydesk leaves behind
	before term.State
	screen vt10x.Terminal
	exited chan error

	mu      sync.Mutex
	output  strings.Builder
	changed chan struct{} // closed and renewed when something was drawn
}

// startTerminal starts keydesk; home keeps its files, so that two can share them.
func startTerminal(t testing.TB, home string, columns, rows int, env []string, args ...string) *screenUser {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return startProgram(t, exe, home, columns, rows, env, args...)
}

// startProgram starts a program that is keydesk, or becomes it by its first argument.
func startProgram(t testing.TB, exe, home string, columns, rows int, env []string, args ...string) *screenUser {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = master.Close(); _ = slave.Close() })
	if err := pty.Setsize(master, &pty.Winsize{Cols: uint16(columns), Rows: uint16(rows)}); err != nil {
		t.Fatal(err)
	}
	state, err := term.GetState(int(slave.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	limit := patience
	if _, measured := t.(*testing.B); measured || os.Getenv("KEYDESK_CHAOS") != "" {
		limit *= 60
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, exe)
	cmd.Args = append([]string{"keydesk"}, args...) // the name makes the test binary be keydesk, see TestMain
	cmd.Env = append(append(os.Environ(), "TERM=xterm-256color", "LANG=C.UTF-8", "HOME="+home, "NO_COLOR=", "DISPLAY=", "WAYLAND_DISPLAY=",
		"XDG_CONFIG_HOME="+filepath.Join(home, "config"), "XDG_STATE_HOME="+filepath.Join(home, "state"), "DBUS_SESSION_BUS_ADDRESS=", "XDG_RUNTIME_DIR="), env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	w := &screenUser{t: t, cmd: cmd, master: master, slave: slave, before: *state,
		screen: vt10x.New(vt10x.WithSize(columns, rows), vt10x.WithWriter(io.Discard)), exited: make(chan error, 1), changed: make(chan struct{})}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go w.read()
	go func() { w.exited <- cmd.Wait() }()
	return w
}

// read draws what comes until the terminal is closed.
func (w *screenUser) read() {
	buffer := make([]byte, 32<<10)
	for {
		n, err := w.master.Read(buffer)
		w.mu.Lock()
		w.output.Write(buffer[:n])
		_, _ = w.screen.Write(buffer[:n])
		close(w.changed)
		w.changed = make(chan struct{})
		w.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// wait returns once the screen, as text, satisfies the condition.
func (w *screenUser) wait(what string, ready func(screen string) bool) {
	w.t.Helper()
	end := time.NewTimer(patience)
	defer end.Stop()
	for {
		w.mu.Lock()
		screen, changed := w.screen.String(), w.changed
		w.mu.Unlock()
		if ready(screen) {
			return
		}
		select {
		case <-changed:
		case err := <-w.exited:
			w.exited <- err
			w.t.Fatalf("keydesk ended (%v) before %s:\n%s", err, what, screen)
		case <-end.C:
			w.t.Fatalf("no %s on the screen:\n%s", what, screen)
		}
	}
}

func (w *screenUser) waitFor(words ...string) {
	w.t.Helper()
	w.wait(strings.Join(words, " and "), func(screen string) bool {
		for _, word := range words {
			if !strings.Contains(screen, word) {
				return false
			}
		}
		return true
	})
}

// shows says whether the screen has a text now.
func (w *screenUser) shows(words string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Contains(w.screen.String(), words)
}

// said checks the words in all that was written; call it after ends.
func (w *screenUser) said(words ...string) {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, word := range words {
		if !strings.Contains(w.output.String(), word) {
			w.t.Errorf("%q was not said: %q", word, w.output.String())
		}
	}
}

func (w *screenUser) press(keys string) {
	w.t.Helper()
	if _, err := w.master.WriteString(keys); err != nil {
		w.t.Fatal(err)
	}
}

// ends waits for the process and checks its exit code, and that the terminal is as it was: its modes
// set back, the ordinary screen shown, the cursor visible, mouse and paste reports off.
func (w *screenUser) ends(code int) {
	w.t.Helper()
	select {
	case <-w.exited:
	case <-time.After(patience):
		w.t.Fatal("keydesk does not end")
	}
	if after, err := term.GetState(int(w.slave.Fd())); err != nil || *after != w.before {
		w.t.Errorf("the terminal's modes were not set back (%v)", err)
	}
	w.settle()
	w.mu.Lock()
	defer w.mu.Unlock()
	output := w.output.String()
	if got := w.cmd.ProcessState.ExitCode(); got != code {
		w.t.Errorf("exit code %d, want %d: %q", got, code, output)
	}
	for _, mode := range []string{"1049", "1000", "1002", "1003", "1006", "2004"} {
		on, off := strings.LastIndex(output, "\x1b[?"+mode+"h"), strings.LastIndex(output, "\x1b[?"+mode+"l")
		if on > off {
			w.t.Errorf("mode %s was left on", mode)
		}
	}
	if hidden, shown := strings.LastIndex(output, "\x1b[?25l"), strings.LastIndex(output, "\x1b[?25h"); hidden > shown {
		w.t.Error("the cursor was left hidden")
	}
}

// settle waits until everything that was written has been read: a mark written behind it comes last.
func (w *screenUser) settle() {
	const mark = "~end of output~"
	if _, err := w.slave.WriteString(mark); err != nil {
		w.t.Fatal(err)
	}
	end := time.NewTimer(patience)
	defer end.Stop()
	for {
		w.mu.Lock()
		done, changed := strings.Contains(w.output.String(), mark), w.changed
		w.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-end.C:
			w.t.Fatal("the end of the output did not come")
		}
	}
}

// TestDemoInATerminal starts the demo, presses keys and quits, at three sizes. The first
// conversation of the demo is Aarav Sharma's.
func TestDemoInATerminal(t *testing.T) {
	t.Parallel()
	for name, size := range map[string][2]int{"wide": {120, 36}, "usual": {80, 24}, "small": {40, 12}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := startTerminal(t, t.TempDir(), size[0], size[1], nil, "demo", "--rate", "0")
			w.waitFor("Aarav")
			w.press("?")
			w.waitFor("Keys", "esc close")
			w.press("\x1b[B") // a key between, because escape and the next key would be one key with alt
			w.press("\x03")
			w.ends(app.ExitDone)
		})
	}
}

// TestSignalsLeaveTheTerminalSane ends the demo from outside, as a closed window or a system that
// shuts down does.
func TestSignalsLeaveTheTerminalSane(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			w := startTerminal(t, t.TempDir(), 80, 24, nil, "demo", "--rate", "0")
			w.waitFor("Aarav")
			if err := w.cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			w.ends(app.ExitDone)
		})
	}
}

// TestDeskWithoutASecret says so before the screen is taken over.
func TestDeskWithoutASecret(t *testing.T) {
	t.Parallel()
	w := startTerminal(t, t.TempDir(), 200, 24, []string{"KEYDESK_URL=http://127.0.0.1:9"})
	w.ends(app.ExitNotSignedIn)
	w.said("not signed in to profile", "keydesk login")
}

// TestDumbTerminal refuses to draw where nothing can be drawn.
func TestDumbTerminal(t *testing.T) {
	t.Parallel()
	w := startTerminal(t, t.TempDir(), 200, 24, []string{"TERM=dumb"}, "demo")
	w.ends(app.ExitUsage)
	w.said("keydesk actions list")
}

// TestLoginShowsNoSecret types a password at the prompt; the terminal never echoes it.
func TestLoginShowsNoSecret(t *testing.T) {
	t.Parallel()
	w := startTerminal(t, t.TempDir(), 80, 24, nil, "login", "--url", "http://127.0.0.1:9", "--email", "ravi@example.com")
	w.waitFor("Password (not shown):")
	w.press("hunter2\r")
	w.ends(app.ExitUnreachable)
	w.said("nothing answers there")
	if strings.Contains(w.output.String(), "hunter2") {
		t.Error("the password was shown")
	}
}

// TestInterruptedLoginGivesTheEchoBack presses ctrl+c at the password.
func TestInterruptedLoginGivesTheEchoBack(t *testing.T) {
	t.Parallel()
	w := startTerminal(t, t.TempDir(), 80, 24, nil, "login", "--url", "http://127.0.0.1:9", "--email", "ravi@example.com")
	w.waitFor("Password (not shown):")
	w.press("\x03")
	w.ends(app.ExitFailed)
}
