//go:build unix

package host

import (
	"encoding/base64"
	"strings"
	"testing"
)

// listing is what tmux tells of two terminals.
func listing(lines ...string) string {
	return "printf '%s\\n' " + "'" + strings.Join(lines, "' '") + "'"
}

// fakeTmux answers each question of the host; a case that is left out fails, as
// an older tmux does.
func (d tools) fakeTmux(cases ...string) {
	d.t.Helper()
	d.add("tmux", "case \"$1\" in\n"+strings.Join(cases, "\n")+"\n*) exit 1;;\nesac")
}

const (
	loads    = "load-buffer) ;;"
	external = "show-options) echo external;;"
	off      = "show-options) echo off;;"
)

func clientsOf(term, ms string) string {
	return "show-messages) " + listing("Terminal 0: "+term+" for /dev/pts/1, flags=0x0:", "   0: acsc: (string) x", " 192: Ms: "+ms) + ";;"
}

func TestCopyInTmux(t *testing.T) {
	for name, c := range map[string]struct {
		cases []string
		note  string
	}{
		"passes on":      {[]string{loads, external, clientsOf("xterm-256color", `(string) \033]52`)}, "sent to your terminal's clipboard through tmux (if it does not arrive, allow OSC 52 in the terminal's settings)"},
		"says nothing":   {[]string{loads, external}, "sent to your terminal's clipboard through tmux (if it does not arrive, allow OSC 52 in the terminal's settings)"},
		"in another":     {[]string{loads, external, clientsOf("tmux-256color", `(string) \033]52`)}, "sent to your terminal's clipboard through tmux (if it does not arrive, the outer tmux needs: set -g set-clipboard on)"},
		"switched off":   {[]string{loads, off}, "put into tmux's own buffer, prefix ] pastes it (its set-clipboard is off)"},
		"a deaf console": {[]string{loads, external, clientsOf("linux", "[missing]")}, "put into tmux's own buffer, prefix ] pastes it (linux, where tmux runs, takes no copies)"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newTools(t)
			d.fakeTmux(c.cases...)
			h := New(Options{Env: env("TMUX=/tmp/x,1,0", "SSH_TTY=/dev/pts/1")})
			got, err := h.Copy(t.Context(), "two\nlines")
			if err != nil || got.Sequence || got.Verified || got.Note != c.note {
				t.Errorf("%+v, %v", got, err)
			}
			if args := d.told("tmux", "args"); !strings.Contains(args, "load-buffer\n-w\n-\n") {
				t.Errorf("tmux got %q", args)
			}
			if again, _ := h.Copy(t.Context(), "x"); strings.Contains(again.Note, "if it does not arrive") {
				t.Errorf("the hint came twice: %q", again.Note)
			}
		})
	}
	d := newTools(t)
	d.fakeTmux() // an old one knows no -w
	h := New(Options{Env: env("TMUX=/tmp/x,1,0", "SSH_TTY=/dev/pts/1")})
	if got, err := h.Copy(t.Context(), "x"); err != nil || !got.Sequence {
		t.Errorf("old tmux: %+v, %v", got, err)
	}
	if again, _ := h.Again(Options{Env: h.options.Env}).Copy(t.Context(), "x"); strings.Contains(again.Note, "if it does not arrive") {
		t.Errorf("new settings brought the hint again: %q", again.Note)
	}
}

// TestTmuxKnowsWhoAttached: the environment is that of the beginning, and a
// session may go on from another machine.
func TestTmuxKnowsWhoAttached(t *testing.T) {
	for name, c := range map[string]struct {
		vars  []string
		says  string
		local bool
	}{
		"begun here, attached over SSH":     {[]string{"DISPLAY=:0"}, "echo SSH_CONNECTION=10.0.0.1 1 10.0.0.2 22", false},
		"begun over SSH, attached here":     {[]string{"DISPLAY=:0", "SSH_CONNECTION=x"}, "echo -SSH_CONNECTION", true},
		"here":                              {[]string{"DISPLAY=:0"}, "exit 1", true},
		"over SSH, and tmux does not keep":  {[]string{"DISPLAY=:0", "SSH_CONNECTION=x"}, "exit 1", false},
		"over SSH by the terminal variable": {[]string{"DISPLAY=:0", "SSH_TTY=x"}, "exit 1", false},
	} {
		t.Run(name, func(t *testing.T) {
			d := newTools(t)
			d.fakeTmux("show-environment) "+c.says+";;", loads, external)
			var held string
			opened := false
			h := New(Options{Env: env(append(c.vars, "TMUX=/tmp/x,1,0")...), Local: memory(&held), GOOS: "linux", Browse: func(string) error { opened = true; return nil }})
			if got, err := h.Copy(t.Context(), "x"); err != nil || got.Verified != c.local {
				t.Errorf("copied: %+v, %v", got, err)
			}
			if got, err := h.Open(t.Context(), "https://x.example"); err != nil || got.Started != c.local || opened != c.local {
				t.Errorf("opened: %+v, %v", got, err)
			}
			if got, err := h.Probe(t.Context(), "probe", false); c.local && (err != nil || !got.Verified) {
				t.Errorf("probed: %+v, %v", got, err)
			}
		})
	}
}

// TestCopyToAMultiplexerAtTheNearEnd is SSH from within a tmux or a screen: only
// TERM comes along.
func TestCopyToAMultiplexerAtTheNearEnd(t *testing.T) {
	newTools(t)
	plain := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte("x")) + "\a"
	for term, want := range map[string]string{
		"tmux-256color":  "\x1bPtmux;\x1b" + plain + "\x1b\\" + plain,
		"screen.xterm":   "\x1bP" + plain + "\x1b\\" + plain,
		"xterm-256color": "",
	} {
		got, err := New(Options{Env: env("TERM="+term, "SSH_TTY=x")}).Copy(t.Context(), "x")
		if err != nil || !got.Sequence || got.Raw != want {
			t.Errorf("%s: %+v, %v", term, got, err)
		}
		if told := strings.Contains(got.Note, "tmux needs: set -g set-clipboard on"); told != (want != "") {
			t.Errorf("%s: %q", term, got.Note)
		}
	}
}
