//go:build unix

package host

import (
	"regexp"
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

// told is the sequence of a notification with the texts in their places.
var told = regexp.MustCompile("^(?:\x1b\\]9;[^\x00-\x1f\x7f-\u009f]*\a|\x1b\\]777;notify;[^\x00-\x1f\x7f-\u009f;]*;[^\x00-\x1f\x7f-\u009f;]*\a|" +
	"\x1b\\]99;i=keydesk:d=0;[^\x00-\x1f\x7f-\u009f;]*\x1b\\\\\x1b\\]99;i=keydesk:p=body;[^\x00-\x1f\x7f-\u009f;]*\x1b\\\\)$")

func FuzzNotification(f *testing.F) {
	for _, s := range []string{"Zoë", "a;b\x07", "\x1b]52;c;eA==\x07", "\x1b\\", "\u009c\u009d", "abc\u202egnp", "\xff\x9c", "-x", "<a href=\"x\">y</a>", "\n\r", "👨‍👩‍👧"} {
		f.Add(s, s)
	}
	h := New(Options{Env: func(string) string { return "" }, GOOS: "linux"})
	f.Fuzz(func(t *testing.T, title, body string) {
		for _, by := range []string{"osc9", "osc777", "osc99"} {
			got, err := h.Notify(t.Context(), by, title, body)
			if err != nil || !told.MatchString(got) || strings.ContainsAny(got, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b") {
				t.Fatalf("%s of %q and %q: %q, %v", by, title, body, got, err)
			}
		}
	})
}

func TestAProgramThatNotifiesGetsNoOrders(t *testing.T) {
	d := newTools(t)
	d.add("notify-me", "")
	d.add("notify-send", "")
	h := New(Options{Env: env("DISPLAY=:0"), GOOS: "linux"})
	if _, err := h.Notify(t.Context(), "command notify-me", "--exec=sh", "-rf\x1b[2J"); err != nil {
		t.Fatal(err)
	}
	if got := d.told("notify-me", "args"); got != "–-exec=sh\n–rf" {
		t.Errorf("notify-me got %q", got)
	}
	if _, err := h.Notify(t.Context(), "desktop", "-x", "<img src=/etc/passwd>"); err != nil {
		t.Fatal(err)
	}
	if got := d.told("notify-send", "args"); got != "--app-name=keydesk\n--\n-x\n‹img src=/etc/passwd›" {
		t.Errorf("notify-send got %q", got)
	}
}
