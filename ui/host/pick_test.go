//go:build unix

package host

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestListing(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"b.txt", "A.png", ".hidden", "你好 \x1b[31m.pdf"} {
		if err := os.WriteFile(filepath.Join(home, name), []byte("12345"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(home, "zoo"), 0o700); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{"zoo": "link", "nowhere": "broken"} {
		if err := os.Symlink(filepath.Join(home, from), filepath.Join(home, to)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(home, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	h := New(Options{Env: env("HOME=" + home)})
	for _, typed := range []string{home, "~", "~/", home + "/"} {
		list, err := h.List(t.Context(), typed)
		if got, want := fmt.Sprint(list), "[{link true"; err != nil || !strings.HasPrefix(got, want) || len(list) != 6 {
			t.Errorf("%s: %s, %v", typed, got, err)
		}
		if list[2].Name != ".hidden" || list[3].Name != "A.png" || list[3].Size != 5 || list[4].Name != "b.txt" {
			t.Errorf("%s: %v", typed, list)
		}
	}
	if _, err := h.List(t.Context(), "~/nowhere"); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("a folder that is none: %v", err)
	}
	for typed, want := range map[string]string{"~/zoo": "is a folder", "~/pipe": "is no plain file", "~/gone": "there is no file " + home + "/gone", "\x00": "no path has"} {
		if _, err := h.Look(typed); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", typed, err)
		}
	}
	f, err := h.Look("~/A.png")
	if err != nil || f.Path != filepath.Join(home, "A.png") || f.Name != "A.png" || f.Size != 5 || string(f.Head) != "12345" {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestDroppedPath(t *testing.T) {
	for in, want := range map[string]string{
		"/home/ravi/a.png":             "/home/ravi/a.png",
		"'/home/ravi/my file.png' ":    "/home/ravi/my file.png",
		`/home/ravi/my\ file\(1\).png`: "/home/ravi/my file(1).png",
		"file:///home/ravi/my%20file":  "/home/ravi/my file",
		"file://other/home":            "",
		"~/a.png":                      "~/a.png",
		"/a\n/b":                       "",
		"hello /home":                  "",
		"//example.com/x":              "",
		"":                             "",
		`C:\x`:                         "",
	} {
		if got := DroppedPath(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
