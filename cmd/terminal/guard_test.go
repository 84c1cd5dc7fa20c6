//go:build linux || darwin

package terminal

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/creack/pty"
	"golang.org/x/term"

	"keydesk/cmd/app"
)

// TestGuardLeavesAloneWhatIsNotTheDesks: after an end in order, and while the desk is suspended.
func TestGuardLeavesAloneWhatIsNotTheDesks(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	defer slave.Close()
	before, ok := terminalModes(slave)
	if !ok {
		t.Fatal("no modes")
	}
	for name, c := range map[string]struct {
		words string
		acts  bool
	}{
		"done": {"sr.", false}, "suspended": {"srs", false}, "resumed": {"sr", true}, "cut off": {"", true},
	} {
		t.Run(name, func(t *testing.T) {
			state, err := term.MakeRaw(int(slave.Fd()))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = term.Restore(int(slave.Fd()), state) }()
			if code := Serve(strings.NewReader(string(before)+c.words), slave, "the.log"); code != app.ExitDone {
				t.Errorf("exit code %d", code)
			}
			after, _ := terminalModes(slave)
			if back := bytes.Equal(after, before); back != c.acts {
				t.Errorf("modes put back: %v", back)
			}
		})
	}
	if code := Serve(strings.NewReader("short"), slave, "the.log"); code != app.ExitFailed {
		t.Errorf("without modes: exit code %d", code)
	}
}

// TestGuardLooksAwayWhileAnEditorHasTheTerminal: what an editor that outlives the desk set stays.
func TestGuardLooksAwayWhileAnEditorHasTheTerminal(t *testing.T) {
	far, near, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	defer near.Close()
	k := &Guard{line: near}
	said := func(want string) {
		t.Helper()
		got := make([]byte, len(want))
		if err := far.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(far, got); err != nil || string(got) != want {
			t.Fatalf("the guard was told %q (%v), want %q", got, err, want)
		}
	}
	hold, release := io.Pipe()
	program := &LentTerminal{Cmd: exec.Command("cat"), guard: k}
	program.SetStdin(hold)
	ended := make(chan error, 1)
	go func() { ended <- program.Run() }()
	said("s")
	k.mu.Lock()
	away := k.away
	k.mu.Unlock()
	if !away {
		t.Error("a guard that begins now would not know")
	}
	_ = release.Close()
	said("r")
	if err := <-ended; err != nil {
		t.Error(err)
	}
	k.watch(nil, tea.SuspendMsg{})
	said("s")
	k.watch(nil, tea.ResumeMsg{})
	said("r")
}

// faulty is a desk with a fault of its own: it panics at the key u, or when it draws after v.
type faulty struct{ drawn bool }

func (faulty) Init() tea.Cmd { return nil }

func (m faulty) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "u":
			panic("a fault in Update")
		case "v":
			m.drawn = true
		}
	}
	return m, nil
}

func (m faulty) View() tea.View {
	if m.drawn {
		panic("a fault in View")
	}
	return tea.View{AltScreen: true, Content: "ready"}
}

// TestFaultOfTheDesk ends the screen in order, says where the log is, and writes no pages of addresses.
func TestFaultOfTheDesk(t *testing.T) {
	for key, words := range map[string]string{"u": "a fault in Update", "v": "a fault in View"} {
		t.Run(key, func(t *testing.T) {
			t.Setenv("HOME", t.TempDir())
			t.Setenv("XDG_STATE_HOME", t.TempDir())
			master, slave, err := pty.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer master.Close()
			defer slave.Close()
			if err := pty.Setsize(master, &pty.Winsize{Cols: 80, Rows: 24}); err != nil {
				t.Fatal(err)
			}
			shown := make(chan string, 1)
			go func() {
				var b strings.Builder
				buffer := make([]byte, 4096)
				pressed := false
				for {
					n, err := master.Read(buffer)
					b.Write(buffer[:n])
					if !pressed && strings.Contains(b.String(), "ready") {
						pressed = true
						fmt.Fprint(master, key)
					}
					if err != nil || strings.Contains(b.String(), "~end~") {
						shown <- b.String()
						return
					}
				}
			}()
			var log bytes.Buffer
			none := func(string) string { return "" }
			a := &app.App{Env: app.Env{Stdin: slave, Stdout: slave, Stderr: io.Discard, Getenv: none}, Flags: &app.Flags{}}
			err = Screen(t.Context(), a, faulty{}, &Guard{}, slog.New(slog.NewTextHandler(&log, nil)))
			if err == nil || !strings.Contains(err.Error(), words) || !strings.Contains(err.Error(), "keydesk.log") {
				t.Errorf("it said %v", err)
			}
			if !strings.Contains(log.String(), words) || !strings.Contains(log.String(), "guard_test.go") {
				t.Errorf("the log does not tell where: %s", log.String())
			}
			fmt.Fprint(slave, "~end~")
			if got := <-shown; strings.Contains(got, "goroutine") || !strings.Contains(got, "\x1b[?1049l") {
				t.Errorf("on the screen: %q", got)
			}
		})
	}
}
