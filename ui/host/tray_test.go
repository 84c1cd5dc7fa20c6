//go:build unix

package host

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// everyProgram is an environment in which a machine of one's own would start many.
func everyProgram() func(string) string {
	return env("DISPLAY=:0", "WAYLAND_DISPLAY=wayland-0", "BROWSER=touch", "EDITOR=touch", "VISUAL=touch", "TMUX=/tmp/x,1,0", "HOME=/root", "TERM=xterm-256color")
}

func TestAServedDeskStartsNoProgram(t *testing.T) {
	canary := filepath.Join(t.TempDir(), "canary")
	h := New(Options{
		Env: everyProgram(), Served: true, Tray: t.TempDir(), Settle: time.Millisecond,
		Clipboard: "command touch " + canary, Open: "command touch " + canary,
		Browse: func(string) error { t.Error("the browser of the server was asked"); return nil },
	})
	if c, err := h.Copy(t.Context(), "hello"); err != nil || !c.Sequence || c.Verified {
		t.Errorf("copied by %+v, %v", c, err)
	}
	for _, way := range []string{"auto", "local", "show", "command touch " + canary} {
		again := h.Again(Options{Env: everyProgram(), Served: true, Open: way, Clipboard: "local", Browse: h.options.Browse})
		if o, err := again.Open(t.Context(), "https://example.com/"+canary); err != nil || o.Started {
			t.Errorf("%s: opened %+v, %v", way, o, err)
		}
		if again.CanShow() == "" {
			t.Errorf("%s: a viewer of the server could be started", way)
		}
		if c, err := again.Copy(t.Context(), "hello"); err != nil || !c.Sequence {
			t.Errorf("%s: copied by %+v, %v", way, c, err)
		}
	}
	for _, by := range []string{"desktop", "command touch " + canary} {
		if s, err := h.Notify(t.Context(), by, "title", "body"); err != nil || s != Bell {
			t.Errorf("%s: notified by %q, %v", by, s, err)
		}
	}
	if _, err := h.Editor(); err == nil {
		t.Error("an editor of the server would be started")
	}
	if _, err := os.Stat(canary); !errors.Is(err, os.ErrNotExist) {
		t.Error("a program of the settings was started")
	}
}

func TestNothingBesideTheTrayIsWithinReach(t *testing.T) {
	around := t.TempDir()
	tray := filepath.Join(around, "tray")
	if err := os.WriteFile(filepath.Join(around, "secret.txt"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	h := New(Options{Env: env("HOME=" + around), Served: true, Tray: tray})
	if list, err := h.List(t.Context(), ""); err != nil || len(list) != 0 {
		t.Fatalf("a new tray holds %v, %v", list, err)
	}
	if err := os.WriteFile(filepath.Join(tray, "receipt.pdf"), []byte("12345"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(around, "secret.txt"), filepath.Join(tray, "link.txt")); err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{"receipt.pdf", "~/receipt.pdf", "/receipt.pdf", "../../receipt.pdf"} {
		f, err := h.Look(typed)
		if err != nil || f.Path != "receipt.pdf" || f.Size != 5 {
			t.Errorf("%s: %+v, %v", typed, f, err)
		}
	}
	for _, typed := range []string{"../secret.txt", filepath.Join(around, "secret.txt"), "/etc/passwd", "~/../secret.txt", "link.txt", "~", "\x00"} {
		if _, body, err := h.OpenToSend(typed); err == nil {
			_ = body.Close()
			t.Errorf("%q could be read", typed)
		}
	}
	if _, err := h.List(t.Context(), "/etc"); err == nil {
		t.Error("a folder of the server was listed")
	}
}

func TestATrayTakesWhatItHasRoomFor(t *testing.T) {
	tray := t.TempDir()
	h := New(Options{Env: env(), Served: true, Tray: tray, Room: func() int64 { return 8 }})
	save := func(content string) (string, error) {
		return h.Save(context.Background(), "/somewhere/else", func(int) string { return "a.txt" }, func(w io.Writer) error {
			_, err := io.WriteString(w, content)
			return err
		})
	}
	if name, err := save("12345678"); err != nil || name != "a.txt" {
		t.Errorf("saved as %q, %v", name, err)
	}
	if _, err := save("123456789"); !errors.Is(err, errTrayFull) || !strings.Contains(err.Error(), "scp") {
		t.Errorf("too much: %v", err)
	}
	if list, _ := os.ReadDir(tray); len(list) != 1 {
		t.Errorf("left in the tray: %v", list)
	}
}
