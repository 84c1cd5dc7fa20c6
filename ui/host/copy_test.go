//go:build unix

package host

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"
)

// memory is a desktop's clipboard that remembers.
func memory(held *string) *Local {
	return &Local{
		Name:  "xclip",
		Write: func(s string) error { *held = s; return nil },
		Read:  func() (string, error) { return *held, nil },
	}
}

func TestCopyOnADesktop(t *testing.T) {
	var held string
	h := New(Options{Env: env("DISPLAY=:0"), Local: memory(&held)})
	got, err := h.Copy(t.Context(), "+91 98100")
	if err != nil || !got.Verified || got.Sequence || got.Note != "" || held != "+91 98100" {
		t.Errorf("%+v, %v, held %q", got, err, held)
	}
	if h.ClipboardWay() != "xclip" {
		t.Errorf("way %q", h.ClipboardWay())
	}
}

func TestCopyOverSSHGoesThroughTheTerminal(t *testing.T) {
	newTools(t)
	var held string
	h := New(Options{Env: env("DISPLAY=:0", "SSH_TTY=/dev/pts/1"), Local: memory(&held)})
	first, err := h.Copy(t.Context(), "x")
	if err != nil || first.Verified || !first.Sequence || first.Raw != "" || held != "" {
		t.Errorf("%+v, %v, held %q", first, err, held)
	}
	if !strings.HasPrefix(first.Note, "sent to your terminal's clipboard (") || !strings.Contains(first.Note, "OSC 52") {
		t.Errorf("first note %q", first.Note)
	}
	if second, _ := h.Copy(t.Context(), "y"); second.Note != "sent to your terminal's clipboard" {
		t.Errorf("the hint came twice: %q", second.Note)
	}
}

func TestWhatIsPastedDoesNothing(t *testing.T) {
	var held string
	h := New(Options{Env: env("DISPLAY=:0"), Local: memory(&held)})
	got, err := h.Copy(t.Context(), "ls\x1b[201~\u202e; rm -rf ~\x03\tend")
	if err != nil || !got.Verified || held != "ls; rm -rf ~\tend" {
		t.Errorf("%+v, %v, held %q", got, err, held)
	}
}

func TestCopyFallsBackWhenTheToolFails(t *testing.T) {
	newTools(t)
	for name, c := range map[string]struct {
		local *Local
		want  string
	}{
		"error": {&Local{Name: "xclip", Write: func(string) error { return errors.New("can't open display") }}, "xclip failed: can't open display; sent to"},
		"other": {&Local{Name: "xclip", Write: func(string) error { return nil }, Read: func() (string, error) { return "old", nil }}, "holds something else afterwards; sent to"},
	} {
		got, err := New(Options{Env: env("DISPLAY=:0"), Local: c.local}).Copy(t.Context(), "x")
		if err != nil || got.Verified || !got.Sequence || !strings.Contains(got.Note, c.want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if got, err := New(Options{Env: env(), Clipboard: "local", Local: c.local}).Copy(t.Context(), "x"); err == nil || got.Sequence {
			t.Errorf("%s, local only: %+v, %v", name, got, err)
		}
	}
}

func TestCopyDoesNotBlockPastItsContext(t *testing.T) {
	newTools(t)
	release := make(chan struct{})
	defer close(release)
	local := &Local{Name: "xclip", Write: func(string) error { <-release; return nil }}
	h := New(Options{Env: env("DISPLAY=:0"), Local: local})
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Copy(cancelled, "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	late, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	if got, err := h.Copy(late, "x"); err != nil || !got.Sequence || !strings.Contains(got.Note, "did not answer") {
		t.Errorf("late: %+v, %v", got, err)
	}
}

func TestCopyInScreenIsWrapped(t *testing.T) {
	newTools(t)
	text := strings.Repeat("long ", 1000)
	got, err := New(Options{Env: env("STY=1.pts", "SSH_TTY=x")}).Copy(t.Context(), text)
	if err != nil || !got.Sequence {
		t.Fatalf("%+v, %v", got, err)
	}
	inner := ""
	for _, part := range strings.Split(strings.TrimSuffix(got.Raw, "\x1b\\"), "\x1b\\") {
		body, ok := strings.CutPrefix(part, "\x1bP")
		if !ok || len(body) > screenChunk {
			t.Fatalf("a part of %d bytes: %.20q", len(part), part)
		}
		inner += body
	}
	want := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(text)) + "\a"
	if inner != want {
		t.Errorf("inside is %.40q…", inner)
	}
}

func TestCopyKnowsTheLimitOfTheTerminal(t *testing.T) {
	newTools(t)
	h := New(Options{Env: env(), Clipboard: "osc52"})
	if got, err := h.Copy(t.Context(), strings.Repeat("x", MaxSequence)); err != nil || !got.Sequence {
		t.Errorf("at the limit: %v", err)
	}
	got, err := h.Copy(t.Context(), strings.Repeat("x", MaxSequence+1))
	if err == nil || got.Sequence || !strings.Contains(err.Error(), "too long") {
		t.Errorf("above it: %+v, %v", got, err)
	}
}

func TestCopySettings(t *testing.T) {
	d := newTools(t)
	d.add("clip tool", "")
	d.add("mycopy", "")
	d.add("failing", "echo 'no display \x1b[31m:9' >&2; exit 3")
	for _, c := range []struct{ setting, note, err string }{
		{"command mycopy --to  board $HOME", "given to mycopy", ""},
		{"command failing", "", "failing failed: no display :9"},
		{"command missing", "", "missing is not installed, or not in PATH"},
		{"command ", "", "name no program"},
		{"off", "", "switched off"},
		{"local", "", "no clipboard tool"},
	} {
		got, err := New(Options{Env: env(), Clipboard: c.setting}).Copy(t.Context(), "text")
		if c.err == "" && (err != nil || got.Note != c.note || got.Verified) {
			t.Errorf("%s: %+v, %v", c.setting, got, err)
		}
		if c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err) || got.Sequence) {
			t.Errorf("%s: %+v, %v", c.setting, got, err)
		}
	}
	if args, in := d.told("mycopy", "args"), d.told("mycopy", "in"); args != "--to\nboard\n$HOME" || in != "text" {
		t.Errorf("mycopy got %q and %q", args, in)
	}
}

// TestCommandThatLeavesAChild is how xclip works: it forks a keeper of the
// selection, which keeps the error output open.
func TestCommandThatLeavesAChild(t *testing.T) {
	d := newTools(t)
	d.add("keeper", "/bin/sleep 30 & echo $! >"+d.dir+"/pid")
	got, err := New(Options{Env: env(), Clipboard: "command keeper"}).Copy(t.Context(), "x")
	kill(t, d.told0("pid"))
	if err != nil || got.Note == "" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestLocalIsOnlyWhatHasADesktop(t *testing.T) {
	d := newTools(t)
	d.add("xclip", "")
	h := New(Options{Env: env(), GOOS: "linux"})
	if h.options.Local != nil {
		t.Errorf("a tool without a display counts: %q", h.options.Local.Name)
	}
	if got := h.ClipboardWay(); got != "the terminal (OSC 52)" {
		t.Errorf("way %q", got)
	}
}
