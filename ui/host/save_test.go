package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func numbered(n int) string {
	if n == 1 {
		return "a.pdf"
	}
	return fmt.Sprintf("a (%d).pdf", n)
}

func writing(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

func TestSaveNeverWritesOver(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new", "folder")
	for i, want := range []string{"a.pdf", "a (2).pdf", "a (3).pdf"} {
		path, err := Save(t.Context(), folder, numbered, writing(fmt.Sprint("content ", i)))
		if err != nil || filepath.Base(path) != want {
			t.Fatalf("%s, %v; want %s", path, err, want)
		}
		got, err := os.ReadFile(path)
		info, statErr := os.Stat(path)
		if err != nil || statErr != nil || string(got) != fmt.Sprint("content ", i) || info.Mode().Perm() != 0o600 {
			t.Errorf("%q, %v, %v, %v", got, info.Mode(), err, statErr)
		}
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(folder, "a (4).pdf")); err != nil {
		t.Skip(err)
	}
	if path, err := Save(t.Context(), folder, numbered, writing("x")); err != nil || filepath.Base(path) != "a (5).pdf" {
		t.Errorf("past a link: %s, %v", path, err)
	}
}

func TestSaveLeavesNothingBehindWhenItFails(t *testing.T) {
	folder := t.TempDir()
	broken := errors.New("broken")
	_, err := Save(t.Context(), folder, numbered, func(w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		if _, err := os.Stat(filepath.Join(folder, "a.pdf.part")); err != nil {
			t.Errorf("no partial file: %v", err)
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = Save(ctx, folder, numbered, func(io.Writer) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	for _, name := range []string{"../a", "a/b", "..", "."} {
		if _, err := Save(t.Context(), folder, func(int) string { return name }, writing("x")); err == nil {
			t.Errorf("saved as %q", name)
		}
	}
	left, _ := filepath.Glob(filepath.Join(folder, "*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestScratchGoesAtTheEnd(t *testing.T) {
	var h Scratch
	folder, err := h.Folder()
	again, _ := h.Folder()
	info, statErr := os.Stat(folder)
	if err != nil || statErr != nil || again != folder || info.Mode().Perm() != 0o700 {
		t.Fatalf("%s, %s, %v, %v", folder, again, err, statErr)
	}
	if err := os.WriteFile(filepath.Join(folder, "x"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(folder); err == nil {
		t.Error("the folder is still there")
	}
}

func TestShowFile(t *testing.T) {
	var shown []string
	show := func(env map[string]string, open string) *Host {
		return New(Options{Env: func(n string) string { return env[n] }, Open: open, GOOS: "linux",
			Browse: func(a string) error { shown = append(shown, a); return nil }})
	}
	desktop := map[string]string{"DISPLAY": ":0"}
	if got, err := show(desktop, "auto").ShowFile(t.Context(), "/tmp/a b%.png"); err != nil || !got.Started || shown[0] != "file:///tmp/a%20b%25.png" {
		t.Errorf("%+v, %v, %q", got, err, shown)
	}
	for _, path := range []string{"/tmp/a.desktop", "/tmp/a.html", "/tmp/a.sh", "/tmp/a", "a.png", "/tmp/a.exe", "/tmp/a.svg"} {
		if _, err := show(desktop, "auto").ShowFile(t.Context(), path); err == nil {
			t.Errorf("%s was shown", path)
		}
	}
	for _, c := range []struct {
		env  map[string]string
		open string
		want string
	}{{map[string]string{"DISPLAY": ":0", "SSH_TTY": "/dev/pts/1"}, "auto", "SSH"}, {nil, "auto", "no desktop"}, {desktop, "show", `open = "show"`}} {
		if _, err := show(c.env, c.open).ShowFile(t.Context(), "/tmp/a.png"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v", c, err)
		}
	}
	if len(shown) != 1 {
		t.Errorf("shown: %q", shown)
	}
}
