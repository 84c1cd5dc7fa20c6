//go:build unix

package host

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestAddress(t *testing.T) {
	for in, want := range map[string]string{
		"https://crm.example/c?phone=%2B91&x=1#top": "https://crm.example/c?phone=%2B91&x=1#top",
		"http://127.0.0.1:8080":                     "http://127.0.0.1:8080",
		"HTTPS://EXAMPLE.com":                       "HTTPS://EXAMPLE.com",
		"mailto:a@b.example?subject=Hi":             "mailto:a@b.example?subject=Hi",
		"tel:+919810000000":                         "tel:+919810000000",
		"https://x.example/a'b\"c`d":                "https://x.example/a%27b%22c%60d",
		"https://प्रेम.example/महेश":                "https://प्रेम.example/महेश",
	} {
		if got, err := address(in); err != nil || got != want {
			t.Errorf("address(%q) = %q, %v", in, got, err)
		}
	}
	for _, in := range []string{
		"", "example.com", "/etc/passwd", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "vbscript:x", "ssh://x", "--help", "-https://x",
		"https://", "https:///path", "http:x", "mailto:", "tel:", "tel:-x", "https://a b.example", "https://x.example/\n--flag", "https://x\x00", "https://x.example/\u202e",
		"\x1b]0;x\ahttps://x.example", "https://x.example/\xff", " https://x.example", "https://[::1", "chrome://settings", "intent://x",
	} {
		got, err := address(in)
		if err == nil {
			t.Errorf("address(%q) = %q", in, got)
		} else if strings.ContainsFunc(err.Error(), func(r rune) bool { return r < ' ' }) {
			t.Errorf("address(%q): %q", in, err)
		}
	}
}

func TestOpenWithBrowserVariable(t *testing.T) {
	d := newTools(t)
	d.add("first", "exit 1")
	d.add("second", "echo on the screen; echo here too >&2")
	h := New(Options{Env: env("SSH_TTY=x", "BROWSER=missing:first:second --new %s --end:third")})
	const url = "https://x.example/a?b=$(reboot)&c=;rm"
	got, err := h.Open(t.Context(), url)
	if err != nil || !got.Started || got.Note != "" || got.URL != url {
		t.Errorf("%+v, %v", got, err)
	}
	if args := d.told("first", "args"); args != url {
		t.Errorf("first got %q", args)
	}
	if args := d.told("second", "args"); args != "--new\n"+url+"\n--end" {
		t.Errorf("second got %q", args)
	}
}

func TestOpenTellsWhenEveryBrowserFails(t *testing.T) {
	d := newTools(t)
	d.add("first", "exit 1")
	got, err := New(Options{Env: env("BROWSER=first:missing")}).Open(t.Context(), "https://x.example")
	if err == nil || got.Started || !strings.Contains(err.Error(), "open it yourself: https://x.example") || !strings.Contains(err.Error(), "missing is not installed") {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestOpenWhereThereIsNoDesktop(t *testing.T) {
	newTools(t)
	for name, o := range map[string]Options{
		"ssh":     {Env: env("SSH_CONNECTION=x", "DISPLAY=localhost:10"), GOOS: "linux"},
		"console": {Env: env(), GOOS: "linux"},
		"show":    {Env: env("DISPLAY=:0", "BROWSER=first"), Open: "show"},
	} {
		o.Browse = func(string) error { t.Errorf("%s: a browser was started", name); return nil }
		got, err := New(o).Open(t.Context(), "https://x.example/y")
		if err != nil || got.Started || !strings.Contains(got.Note, "https://x.example/y") {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestOpenOnADesktop(t *testing.T) {
	newTools(t)
	var opened string
	o := Options{Env: env("DISPLAY=:0"), GOOS: "linux", Browse: func(s string) error { opened = s; return nil }}
	if got, err := New(o).Open(t.Context(), "https://x.example"); err != nil || !got.Started || opened != "https://x.example" {
		t.Errorf("%+v, %v", got, err)
	}
	o.Browse = func(string) error { return errors.New("xdg-open: not found") }
	if got, err := New(o).Open(t.Context(), "https://x.example"); err == nil || got.Started || !strings.Contains(err.Error(), "open it yourself") {
		t.Errorf("%+v, %v", got, err)
	}
	opened = ""
	if got, err := New(o).Open(t.Context(), "file:///etc/passwd"); err == nil || got.Started || opened != "" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestOpenNeverBlocks(t *testing.T) {
	newTools(t)
	release := make(chan struct{})
	defer close(release)
	o := Options{Env: env("DISPLAY=:0"), GOOS: "linux", Settle: time.Nanosecond, Browse: func(string) error { <-release; return nil }}
	if got, err := New(o).Open(t.Context(), "https://x.example"); err != nil || !got.Started {
		t.Errorf("%+v, %v", got, err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := New(o).Open(cancelled, "https://x.example"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v", err)
	}
}

// TestBrowserOutlivesTheCall starts one that stays, as browsers do.
func TestBrowserOutlivesTheCall(t *testing.T) {
	d := newTools(t)
	if err := syscall.Mkfifo(filepath.Join(d.dir, "ready"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.add("stays", "echo $$ >"+d.dir+"/pid; echo >"+d.dir+"/ready; exec /bin/sleep 30")
	h := New(Options{Env: env(), Open: "command stays", Settle: time.Nanosecond})
	got, err := h.Open(t.Context(), "https://x.example")
	if err != nil || !got.Started {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err := os.ReadFile(filepath.Join(d.dir, "ready")); err != nil { // waits for it
		t.Fatal(err)
	}
	if args := d.told("stays", "args"); args != "https://x.example" {
		t.Errorf("got %q", args)
	}
	kill(t, d.told0("pid"))
}

// told0 is the content of a file that a program wrote.
func (d tools) told0(name string) string {
	d.t.Helper()
	data, err := os.ReadFile(filepath.Join(d.dir, name))
	if err != nil {
		d.t.Fatal(err)
	}
	return strings.TrimSpace(string(data))
}

// kill ends a program that a test left; it fails if there is none.
func kill(t *testing.T, pid string) {
	t.Helper()
	n, err := strconv.Atoi(pid)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(n, syscall.SIGKILL); err != nil {
		t.Errorf("process %d is gone: %v", n, err)
	}
}
