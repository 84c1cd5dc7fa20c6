//go:build linux

package host

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/pkg/browser"
)

// copyThis makes the test binary a small program that copies its value: the
// clipboard library looks at its surroundings once, when a process begins.
const copyThis = "KEYDESK_TEST_COPY"

func TestMain(m *testing.M) {
	if text, ok := os.LookupEnv(copyThis); ok {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		got, err := New(Options{}).Copy(ctx, text)
		fmt.Printf("verified %v sequence %v error %v", got.Verified, got.Sequence, err)
		return
	}
	os.Exit(m.Run())
}

// TestDesktopBrowser goes through the browser library and a fake xdg-open.
func TestDesktopBrowser(t *testing.T) {
	d := newTools(t)
	d.add("xdg-open", "echo noise; echo noise >&2")
	got, err := New(Options{Env: env("DISPLAY=:0")}).Open(t.Context(), "https://x.example/a b"[:19])
	if err != nil || !got.Started {
		t.Fatalf("%+v, %v", got, err)
	}
	if args := d.told("xdg-open", "args"); args != "https://x.example/a" {
		t.Errorf("xdg-open got %q", args)
	}
	if browser.Stdout != io.Discard || browser.Stderr != io.Discard {
		t.Error("a browser may write on the screen")
	}
}

// TestRealClipboard copies under a real X server with the real xclip.
func TestRealClipboard(t *testing.T) {
	for _, tool := range []string{"Xvfb", "xclip"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("no " + tool + " on this machine")
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	server := exec.CommandContext(ctx, "Xvfb", "-displayfd", "1", "-screen", "0", "64x64x8", "-nolisten", "tcp")
	number, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	line, err := bufio.NewReader(number).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	desk := append(os.Environ(), "DISPLAY=:"+strings.TrimSpace(line), "WAYLAND_DISPLAY=", "SSH_TTY=", "SSH_CONNECTION=")
	const text = "धन्यवाद, 王小明\nline two"
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	copying := exec.CommandContext(ctx, self)
	copying.Env = append(desk, copyThis+"="+text)
	copying.WaitDelay = time.Second // xclip stays and holds the pipe
	said, err := copying.Output()
	if string(said) != "verified true sequence false error <nil>" {
		t.Fatalf("%q, %v", said, err)
	}
	reading := exec.CommandContext(ctx, "xclip", "-out", "-selection", "clipboard")
	reading.Env = desk
	held, err := reading.Output()
	if err != nil || string(held) != text {
		t.Errorf("the clipboard holds %q, %v", held, err)
	}
}
