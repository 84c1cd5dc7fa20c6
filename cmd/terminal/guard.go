package terminal

import (
	"io"
	"os"
	"os/exec"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/cmd/app"
	"keydesk/config"
	"keydesk/ui/text"
)

// The guard. A console that is killed outright (kill -9, no memory left, a fault of the runtime) cannot
// put the terminal back, and its user is left in front of a dead screen that shows nothing of what they
// type. So a second, tiny process of this same program waits beside the desk for its end, and does then
// what the desk did not live to do.

// GuardArg makes this program a guard. Nobody types it.
const GuardArg = "__keep-terminal"

// What the desk tells its guard; an end without a word is a death.
const (
	keeperAway = 's' // the terminal is as it was: nothing to put back
	keeperBack = 'r' // the desk has the terminal
	keeperDone = '.' // all is in order
)

// IsGuard says whether this process was started to keep the terminal of another.
func IsGuard(args []string) bool { return len(args) == 3 && args[1] == GuardArg }

// keeperAfter is how long after the desk a guard begins: a process more costs its start 1 to 4 ms and,
// on another core, the tens of milliseconds that this program needs to load. The first screen goes before.
const keeperAfter = 150 * time.Millisecond

// Guard is the desk's end of it. The zero guard is none.
type Guard struct {
	terminal *os.File
	modes    []byte // what the terminal was like before the desk
	due      *time.Timer

	mu      sync.Mutex
	process *exec.Cmd
	line    *os.File
	away    bool // somebody else has the terminal
	over    bool
}

// StartGuard has a guard started soon for the terminal of this process; without one (no terminal, a
// system that has none) the desk does without.
func StartGuard(a *app.App) *Guard {
	out, ok := a.Env.Stdout.(*os.File)
	if !ok || !a.Env.StdinTerminal || !a.Env.StdoutTerminal {
		return &Guard{}
	}
	before, ok := terminalModes(out)
	if !ok {
		return &Guard{}
	}
	k := &Guard{terminal: out, modes: before}
	k.due = time.AfterFunc(keeperAfter, k.start)
	return k
}

// start starts the process, and tells it who has the terminal by now.
func (k *Guard) start() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.over {
		return
	}
	exe, err := os.Executable()
	if err != nil {
		return
	}
	far, near, err := os.Pipe()
	if err != nil {
		return
	}
	defer far.Close()
	process := exec.Command(exe, GuardArg, config.FindPaths().LogFile())
	process.Args[0] = "keydesk"
	process.Env = []string{} // nil would be all of ours
	process.Stdin, process.Stdout = far, k.terminal
	process.SysProcAttr = aside()
	if err := process.Start(); err != nil {
		_ = near.Close()
		return
	}
	k.process, k.line = process, near
	k.say(k.modes...)
	if k.away {
		k.say(keeperAway)
	}
}

func (k *Guard) say(words ...byte) {
	if k.line != nil {
		_, _ = k.line.Write(words) // a guard that is gone is not needed to go on
	}
}

// hand tells the guard whether somebody else has the terminal from now on.
func (k *Guard) hand(away bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.away = away
	if away {
		k.say(keeperAway)
	} else {
		k.say(keeperBack)
	}
}

// watch tells the guard of a suspended desk; it is a filter that changes no message.
func (k *Guard) watch(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg.(type) {
	case tea.SuspendMsg:
		k.hand(true)
	case tea.ResumeMsg:
		k.hand(false)
	}
	return msg
}

// Lend gives the terminal to a program, such as the person's editor, until that ends.
func (k *Guard) Lend(c *exec.Cmd, done func(error) tea.Msg) tea.Cmd {
	return tea.Exec(&LentTerminal{Cmd: c, guard: k}, func(err error) tea.Msg { return done(err) })
}

// LentTerminal is a program that has the terminal. Bubble Tea has put the terminal in order when it runs it, and
// takes it back when it ended.
type LentTerminal struct {
	*exec.Cmd
	guard *Guard
}

// Run runs the program while the guard looks away: if the desk is killed meanwhile, the terminal is the
// program's.
func (l *LentTerminal) Run() error {
	l.guard.hand(true)
	defer l.guard.hand(false)
	return l.Cmd.Run()
}

// SetStdin gives the program the terminal to read from, unless it has something else.
func (l *LentTerminal) SetStdin(r io.Reader) {
	if l.Stdin == nil {
		l.Stdin = r
	}
}

// SetStdout gives the program the terminal to write to, unless it has something else.
func (l *LentTerminal) SetStdout(w io.Writer) {
	if l.Stdout == nil {
		l.Stdout = w
	}
}

// SetStderr gives the program the terminal for its errors, unless it has something else.
func (l *LentTerminal) SetStderr(w io.Writer) {
	if l.Stderr == nil {
		l.Stderr = w
	}
}

// Dismiss ends the guard: the terminal is in order.
func (k *Guard) Dismiss() {
	if k.due != nil {
		k.due.Stop()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.over = true
	if k.line == nil {
		return
	}
	k.say(keeperDone)
	_ = k.line.Close()
	_ = k.process.Process.Kill() // it has nothing to do any more, and may not have begun
	_ = k.process.Wait()
}

// deskOff is what ends everything that the desk switches on in a terminal.
const deskOff = "\x1b[?2026l\x1b[m\x1b[>4m\x1b[<1u\x1b[?1049l\x1b[?25h\x1b[?2004l\x1b[?1004l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b]2;\a"

// Serve waits for the end of the process at the other end of line and, if that died with the terminal in
// its hands, puts the terminal back and says where the log is. It gives the exit code.
func Serve(line io.Reader, terminal *os.File, log string) int {
	deafen()
	before := make([]byte, modesSize)
	if _, err := io.ReadFull(line, before); err != nil {
		return app.ExitFailed
	}
	ours := true
	for {
		var word [1]byte
		if _, err := io.ReadFull(line, word[:]); err != nil {
			break
		}
		switch word[0] {
		case keeperDone:
			return app.ExitDone
		case keeperAway:
			ours = false
		case keeperBack:
			ours = true
		}
	}
	if ours {
		restoreModes(terminal, before)
		_, _ = terminal.WriteString(deskOff + "\rkeydesk: the desk was cut off. What it had time to say is in " + text.Line(log) + "\r\n")
	}
	return app.ExitDone
}
