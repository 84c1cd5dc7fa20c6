package cmd

import (
	"io"
	"os"
	"os/exec"

	tea "charm.land/bubbletea/v2"

	"keydesk/config"
	"keydesk/ui/text"
)

// The keeper. A console that is killed outright (kill -9, no memory left, a fault of the runtime) cannot
// put the terminal back, and its user is left in front of a dead screen that shows nothing of what they
// type. So a second, tiny process of this same program waits beside the desk for its end, and does then
// what the desk did not live to do.

// keeperArg makes this program a keeper. Nobody types it.
const keeperArg = "__keep-terminal"

// What the desk tells its keeper; an end without a word is a death.
const (
	keeperAway = 's' // the terminal is as it was: nothing to put back
	keeperBack = 'r' // the desk has the terminal
	keeperDone = '.' // all is in order
)

// IsKeeper says whether this process was started to keep the terminal of another.
func IsKeeper(args []string) bool { return len(args) == 3 && args[1] == keeperArg }

// keeper is the desk's end of it. The zero keeper is none.
type keeper struct {
	process *exec.Cmd
	line    *os.File
}

// keepTerminal starts a keeper for the terminal of this process; without one (no terminal, a system that
// has none) the desk does without.
func (a *app) keepTerminal() *keeper {
	out, ok := a.env.Stdout.(*os.File)
	if !ok || !a.env.StdinTerminal || !a.env.StdoutTerminal {
		return &keeper{}
	}
	before, ok := terminalModes(out)
	if !ok {
		return &keeper{}
	}
	exe, err := os.Executable()
	if err != nil {
		return &keeper{}
	}
	far, near, err := os.Pipe()
	if err != nil {
		return &keeper{}
	}
	defer far.Close()
	k := &keeper{process: exec.Command(exe, keeperArg, config.FindPaths().LogFile()), line: near}
	k.process.Args[0] = "keydesk"
	k.process.Env = []string{} // nil would be all of ours
	k.process.Stdin, k.process.Stdout = far, out
	k.process.SysProcAttr = aside()
	if err := k.process.Start(); err != nil {
		_ = near.Close()
		return &keeper{}
	}
	k.say(before...)
	return k
}

func (k *keeper) say(words ...byte) {
	if k.line != nil {
		_, _ = k.line.Write(words) // a keeper that is gone is not needed to go on
	}
}

// watch tells the keeper who has the terminal; it is a filter that changes no message.
func (k *keeper) watch(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg.(type) {
	case tea.SuspendMsg:
		k.say(keeperAway)
	case tea.ResumeMsg:
		k.say(keeperBack)
	}
	return msg
}

// dismiss ends the keeper: the terminal is in order.
func (k *keeper) dismiss() {
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

// Keep waits for the end of the process at the other end of line and, if that died with the terminal in
// its hands, puts the terminal back and says where the log is. It gives the exit code.
func Keep(line io.Reader, terminal *os.File, log string) int {
	deafen()
	before := make([]byte, modesSize)
	if _, err := io.ReadFull(line, before); err != nil {
		return exitFailed
	}
	ours := true
	for {
		var word [1]byte
		if _, err := io.ReadFull(line, word[:]); err != nil {
			break
		}
		switch word[0] {
		case keeperDone:
			return exitDone
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
	return exitDone
}
