//go:build linux || darwin

package cmd

import (
	"bytes"
	"fmt"
	"log/slog"
	"os/exec"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/creack/pty"
	"golang.org/x/term"
)

// left waits for what the keeper does after the desk's end, and checks the terminal.
func (w *terminal) left() {
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

// TestKilledDeskLeavesTheTerminalSane kills it in a way that it cannot see coming.
func TestKilledDeskLeavesTheTerminalSane(t *testing.T) {
	t.Parallel()
	w := startTerminal(t, t.TempDir(), 80, 24, nil, "demo", "--rate", "0")
	w.waitFor("Aarav")
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
	need(t, "sh", "pkill")
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	dir := shortDir(t)
	w := startProgram(t, sh, dir, 80, 24, []string{"PS1=ready> "}, "-i")
	w.waitFor("ready>")
	w.press(linked(t, dir) + " demo --rate 0\n")
	w.waitFor("Aarav")
	if out, err := exec.Command("pkill", "-9", "-P", fmt.Sprint(w.cmd.Process.Pid)).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	w.waitFor("the desk was cut off")
	w.press("echo al''ive\n")
	w.waitFor("alive", "echo al''ive")
	w.press("exit\n")
	w.ends(0)
}

// TestKeeperLeavesAloneWhatIsNotTheDesks: after an end in order, and while the desk is suspended.
func TestKeeperLeavesAloneWhatIsNotTheDesks(t *testing.T) {
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
			if code := Keep(strings.NewReader(string(before)+c.words), slave, "the.log"); code != exitDone {
				t.Errorf("exit code %d", code)
			}
			after, _ := terminalModes(slave)
			if back := bytes.Equal(after, before); back != c.acts {
				t.Errorf("modes put back: %v", back)
			}
		})
	}
	if code := Keep(strings.NewReader("short"), slave, "the.log"); code != exitFailed {
		t.Errorf("without modes: exit code %d", code)
	}
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
			p := newInProcess(t)
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
			p.env.Stdin, p.env.Stdout = slave, slave
			var log bytes.Buffer
			a := &app{env: p.env, flags: &cli{}}
			err = a.screen(t.Context(), faulty{}, slog.New(slog.NewTextHandler(&log, nil)))
			if err == nil || !strings.Contains(err.Error(), words) || !strings.Contains(err.Error(), "keydesk.log") {
				t.Errorf("it said %v", err)
			}
			if !strings.Contains(log.String(), words) || !strings.Contains(log.String(), "keeper_test.go") {
				t.Errorf("the log does not tell where: %s", log.String())
			}
			fmt.Fprint(slave, "~end~")
			if got := <-shown; strings.Contains(got, "goroutine") || !strings.Contains(got, "\x1b[?1049l") {
				t.Errorf("on the screen: %q", got)
			}
		})
	}
}
