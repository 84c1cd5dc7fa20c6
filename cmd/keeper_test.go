//go:build linux || darwin

package cmd

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

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

// kept waits until the desk with this process id has its keeper.
func (w *terminal) kept(desk int) {
	w.t.Helper()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for range int(patience / (10 * time.Millisecond)) {
		if exec.Command("pgrep", "-P", fmt.Sprint(desk), "-f", keeperArg).Run() == nil {
			return
		}
		<-again.C
	}
	w.t.Fatal("no keeper was started")
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

// TestKeeperLooksAwayWhileAnEditorHasTheTerminal: what an editor that outlives the desk set stays.
func TestKeeperLooksAwayWhileAnEditorHasTheTerminal(t *testing.T) {
	far, near, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	defer near.Close()
	k := &keeper{line: near}
	said := func(want string) {
		t.Helper()
		got := make([]byte, len(want))
		if err := far.SetReadDeadline(time.Now().Add(patience)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(far, got); err != nil || string(got) != want {
			t.Fatalf("the keeper was told %q (%v), want %q", got, err, want)
		}
	}
	hold, release := io.Pipe()
	program := &lent{Cmd: exec.Command("cat"), keeper: k}
	program.SetStdin(hold)
	ended := make(chan error, 1)
	go func() { ended <- program.Run() }()
	said("s")
	k.mu.Lock()
	away := k.away
	k.mu.Unlock()
	if !away {
		t.Error("a keeper that begins now would not know")
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
			err = a.screen(t.Context(), faulty{}, &keeper{}, slog.New(slog.NewTextHandler(&log, nil)))
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
