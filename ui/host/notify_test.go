package host

import (
	"strings"
	"testing"
)

func TestANotificationSpeaksTheTerminalsLanguage(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"TERM": "xterm-kitty", "SSH_TTY": "x"}, "\x1b]99;i=keydesk:d=0;Zoë\x1b\\\x1b]99;i=keydesk:p=body;hello\x1b\\"},
		{map[string]string{"LC_TERMINAL": "iTerm2", "SSH_TTY": "x"}, "\x1b]9;Zoë: hello\a"},
		{map[string]string{"TERM": "foot", "SSH_TTY": "x"}, "\x1b]777;notify;Zoë;hello\a"},
		{map[string]string{"TERM": "xterm-256color", "SSH_TTY": "x"}, "\a"},
		{map[string]string{"TERM": "tmux-256color", "TMUX": "1", "LC_TERMINAL": "iTerm2", "SSH_TTY": "x"}, "\x1bPtmux;\x1b\x1b]9;Zoë: hello\a\x1b\\\a"},
	} {
		h := New(Options{Env: func(name string) string { return c.env[name] }, GOOS: "linux"})
		got, err := h.Notify(t.Context(), "auto", "Zoë", "hello")
		if err != nil || got != c.want {
			t.Errorf("%v: %q, %v, want %q", c.env, got, err, c.want)
		}
	}
}

func TestWhatANotificationTellsEndsNoSequence(t *testing.T) {
	h := New(Options{Env: func(string) string { return "" }, GOOS: "linux"})
	for _, by := range []string{"osc9", "osc777", "osc99"} {
		got, _ := h.Notify(t.Context(), by, "a;b\x07\x1b]52;c;eA==\x07", strings.Repeat("long \x1b\\", 200))
		if strings.Contains(got, "]52") || len(got) > 400 || strings.Count(got, "\x1b]") > 2 {
			t.Errorf("%s: %q", by, got)
		}
	}
}
