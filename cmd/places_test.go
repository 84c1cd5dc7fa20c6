//go:build unix

package cmd

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"

	"keydesk/cmd/app"
)

// shortDir is a folder whose path is short enough for a socket.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "kd")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// sshServer starts a real sshd on loopback, for the person who runs the test and one key; ssh is the
// command line that signs in.
func sshServer(t *testing.T) (ssh []string) {
	t.Helper()
	need(t, "ssh", "ssh-keygen")
	sshd, err := exec.LookPath("sshd")
	if err != nil {
		if sshd = "/usr/sbin/sshd"; !exists(sshd) {
			t.Skip("no sshd on this machine")
		}
	}
	if os.Getuid() == 0 { // sshd wants a place to lock itself into
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
			t.Skipf("sshd cannot run here: %v", err)
		}
	}
	dir := shortDir(t)
	for _, name := range []string{"host", "user"} {
		if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", filepath.Join(dir, name)).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
	_ = l.Close()
	settings := fmt.Sprintf("Port %s\nListenAddress 127.0.0.1\nHostKey %s/host\nAuthorizedKeysFile %s/user.pub\nStrictModes no\nUsePAM no\nPidFile none\nPermitRootLogin yes\nPasswordAuthentication no\nUseDNS no\nPrintMotd no\n", port, dir, dir)
	if err := os.WriteFile(filepath.Join(dir, "config"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	server := exec.CommandContext(t.Context(), sshd, "-D", "-e", "-f", filepath.Join(dir, "config"))
	says, err := server.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	lines := bufio.NewScanner(says)
	ready := false
	for !ready && lines.Scan() {
		ready = strings.Contains(lines.Text(), "Server listening")
	}
	if !ready {
		t.Skipf("sshd does not start here: %s", lines.Text())
	}
	go func() { // so that it never waits for a reader; ends with sshd
		for lines.Scan() {
		}
	}()
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	ssh = []string{"-F", os.DevNull, "-p", port, "-i", filepath.Join(dir, "user"), "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no",
		"-o", "UserKnownHostsFile=" + os.DevNull, "-o", "LogLevel=ERROR", me.Username + "@127.0.0.1"}
	if out, err := exec.Command("ssh", append(append([]string{"-o", "BatchMode=yes"}, ssh...), "true")...).CombinedOutput(); err != nil {
		t.Skipf("sshd lets nobody in here: %v: %s", err, out)
	}
	return ssh
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// farEnd is the command line that starts another one at the other end of an SSH session with a terminal.
func farEnd(ssh []string, home, line string) []string {
	vars := fmt.Sprintf("env LC_ALL=C.UTF-8 HOME=%[1]s XDG_CONFIG_HOME=%[1]s/config XDG_STATE_HOME=%[1]s/state DISPLAY= BROWSER= ", home)
	return append(append([]string{"ssh", "-tt"}, ssh...), vars+line)
}

// aaravsPhone is the number of the demo's first conversation.
const aaravsPhone = "919810000000"

// arrived is what brings that number into the clipboard of the terminal that it reaches; tmux names no
// clipboard.
var arrived = regexp.MustCompile(`\x1b\]52;c?;` + base64.StdEncoding.EncodeToString([]byte(aaravsPhone)) + `(\a|\x1b\\)`)

// TestCopyingOverSSH copies in a session of a real sshd: the text must reach the client's terminal, also
// through a tmux or a screen at either end of the line.
func TestCopyingOverSSH(t *testing.T) {
	t.Parallel()
	ssh := sshServer(t)
	for name, c := range map[string]struct {
		near, far string // what runs at that end
		conf      string // settings of tmux
		says      string
	}{
		"directly":              {"", "", "", "sent to your terminal's clipboard (if it does not arrive, allow OSC 52"},
		"to tmux":               {"", "tmux", "", "through tmux"},
		"to screen":             {"", "screen", "", "sent to your terminal's clipboard"},
		"from tmux":             {"tmux", "", "set -g set-clipboard on\n", "if it does not arrive, tmux needs: set -g set-clipboard on"},
		"from tmux, passing on": {"tmux", "", "set -g allow-passthrough on\n", "if it does not arrive, tmux needs"},
		"from tmux to tmux":     {"tmux", "tmux", "set -g set-clipboard on\n", "the outer tmux needs: set -g set-clipboard on"},
		"from screen":           {"screen", "", "", "sent to your terminal's clipboard"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := shortDir(t)
			args := farEnd(ssh, dir, strings.Join(inside(t, c.far, dir, "far", "", linked(t, dir), "demo", "--rate", "0"), " "))
			args = inside(t, c.near, dir, "near", c.conf, args...)
			path, err := exec.LookPath(args[0])
			if err != nil {
				t.Skip("no " + args[0] + " on this machine")
			}
			w := startProgram(t, path, dir, 160, 36, []string{"TMUX=", "STY=", "SCREENDIR=" + dir}, args[1:]...)
			w.waitFor("Aarav")
			w.press("\r")
			w.waitFor("Create ticket")
			w.press("\x1bc")
			w.wait("the sequence", func(string) bool {
				w.mu.Lock()
				defer w.mu.Unlock()
				return arrived.MatchString(w.output.String())
			})
			w.waitFor(c.says)
			w.press("\x1bk") // the text itself, to select by hand
			w.wait("the number alone", func(screen string) bool { return strings.HasPrefix(screen, aaravsPhone) })
			w.press("\x03")
			w.ends(app.ExitDone)
		})
	}
}

// inside is a command line as tmux or screen runs it, each without settings but those given.
func inside(t *testing.T, what, dir, end, conf string, args ...string) []string {
	t.Helper()
	switch what {
	case "tmux":
		need(t, "tmux")
		socket, file := filepath.Join(dir, end), filepath.Join(dir, end+".conf")
		if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = exec.Command("tmux", "-S", socket, "kill-server").Run() })
		return append([]string{"tmux", "-u", "-f", file, "-S", socket, "new-session"}, args...)
	case "screen":
		need(t, "screen")
		return append([]string{"screen", "-U", "-c", os.DevNull}, args...)
	}
	return args
}

// colours are sequences that set one.
var colours = regexp.MustCompile(`\x1b\[(?:[0-9;:]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;:m]`)

// TestTerminalsOfEveryKind starts the desk under the names that terminals have, with and without colours.
func TestTerminalsOfEveryKind(t *testing.T) {
	t.Parallel()
	rich := regexp.MustCompile(`\x1b\[[0-9;]*[34]8[;:][25]`)
	for name, c := range map[string]struct {
		env            []string
		colours, fixed bool // any at all; more than sixteen
	}{
		"xterm-256color": {[]string{"TERM=xterm-256color"}, true, true},
		"truecolor":      {[]string{"TERM=xterm-256color", "COLORTERM=truecolor"}, true, true},
		"tmux-256color":  {[]string{"TERM=tmux-256color"}, true, true},
		"screen":         {[]string{"TERM=screen"}, true, true},
		"linux":          {[]string{"TERM=linux"}, true, false},
		"NO_COLOR":       {[]string{"TERM=xterm-256color", "NO_COLOR=1", "CLICOLOR_FORCE=1"}, false, false},
		"CLICOLOR=0":     {[]string{"TERM=xterm-256color", "CLICOLOR=0"}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			writeSettings(t, home, "theme = \"dark\"\n")
			w := startTerminal(t, home, 80, 24, append([]string{"COLORTERM=", "CLICOLOR_FORCE=", "TMUX=", "STY="}, c.env...), "demo", "--rate", "0")
			w.waitFor("Aarav", "keydesk")
			w.press("\r")
			w.waitFor("to Aarav Sharma")
			w.press("\x03")
			w.ends(app.ExitDone)
			if got := colours.MatchString(w.output.String()); got != c.colours {
				t.Errorf("colours: %v, %q", got, colours.FindString(w.output.String()))
			}
			if lines := strings.Contains(w.output.String(), "│"); lines == (name == "linux") {
				t.Errorf("lines beyond ASCII: %v", lines)
			}
			if got := rich.MatchString(w.output.String()); got != c.fixed {
				t.Errorf("more than sixteen colours: %v, %q", got, rich.FindString(w.output.String()))
			}
		})
	}
}

func writeSettings(t *testing.T, home, text string) {
	t.Helper()
	dir := filepath.Join(home, "config", "keydesk")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestSuspendAndResume stops the desk from a shell with job control and brings it back.
func TestSuspendAndResume(t *testing.T) {
	t.Parallel()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash on this machine")
	}
	dir := shortDir(t)
	w := startProgram(t, bash, dir, 80, 24, []string{"PS1=ready> "}, "--norc", "--noprofile", "-i")
	w.waitFor("ready>")
	w.press(linked(t, dir) + " demo --rate 0\n")
	w.waitFor("Aarav")
	w.press("\x1a")
	w.waitFor("Stopped")
	w.wait("the ordinary screen", func(screen string) bool {
		return !strings.Contains(screen, "Aarav") && strings.Contains(screen, "ready>")
	})
	w.press("echo al''ive\n") // the shell has the terminal, and its echo
	w.waitFor("alive", "echo al''ive")
	w.press("fg\n")
	w.waitFor("Aarav")
	w.press("\r")
	w.waitFor("to Aarav Sharma")
	w.press("\x03")
	w.waitFor("Stopped", "alive")
	w.press("exit\n")
	w.ends(0)
}

// TestResizeStorm changes the size faster than anybody can, and ends at one where all must be there.
func TestResizeStorm(t *testing.T) {
	t.Parallel()
	w := startTerminal(t, t.TempDir(), 80, 24, nil, "demo", "--rate", "0")
	w.waitFor("Aarav")
	for i := range 300 {
		size := &pty.Winsize{Cols: uint16(1 + i*37%200), Rows: uint16(1 + i*23%80)}
		if err := pty.Setsize(w.master, size); err != nil {
			t.Fatal(err)
		}
		if err := w.cmd.Process.Signal(syscall.SIGWINCH); err != nil {
			t.Fatal(err)
		}
	}
	if err := pty.Setsize(w.master, &pty.Winsize{Cols: 80, Rows: 24}); err != nil {
		t.Fatal(err)
	}
	w.press("\x0c") // draw it all again
	w.press("?")
	w.waitFor("esc close")
	w.press("\x03")
	w.ends(app.ExitDone)
}

// TestLinesPastedWithoutMarksSendNothing pastes into the list, as a multiplexer does that does not mark
// pastes: its line breaks must not open a conversation and send into it.
func TestLinesPastedWithoutMarksSendNothing(t *testing.T) {
	t.Parallel()
	w := startTerminal(t, t.TempDir(), 120, 30, nil, "demo", "--rate", "0")
	w.waitFor("Aarav", "live")
	w.press("n\rqF hello\rworld paste")
	w.waitFor("was typed into the list", "nothing was done")
	if w.shows("Reply") || w.shows("from here") {
		t.Error("it opened a conversation, or sent something")
	}
	w.press("\x03")
	w.ends(app.ExitDone)
}
