package tray

import (
	"bytes"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pkg/sftp"
)

// client is an SFTP client of a tray, and what it was told beside its answers.
func client(t *testing.T, tray *Tray) (c *sftp.Client, said func() string) {
	t.Helper()
	near, far := net.Pipe()
	var mu sync.Mutex
	var told []string
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = tray.Serve(far, func(s string) {
			mu.Lock()
			defer mu.Unlock()
			told = append(told, s)
		}, func(string, bool) {})
	}()
	c, err := sftp.NewClientPipe(near, near, sftp.UseConcurrentWrites(true))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Close()
		<-done
	})
	return c, func() string {
		mu.Lock()
		defer mu.Unlock()
		return strings.Join(told, "\n")
	}
}

func put(c *sftp.Client, name, content string) error {
	f, err := c.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, content)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

func TestFilesGoInAndOut(t *testing.T) {
	tray := New(filepath.Join(t.TempDir(), "tray"), 1<<20, nil)
	c, _ := client(t, tray)
	if err := put(c, "receipt.pdf", "first, and longer"); err != nil {
		t.Fatal(err)
	}
	if err := put(c, "./receipt.pdf", "second"); err != nil {
		t.Fatal(err)
	}
	f, err := c.Open("receipt.pdf")
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if _, err := f.WriteTo(&got); err != nil || got.String() != "second" {
		t.Errorf("came back as %q, %v", got.String(), err)
	}
	_ = f.Close()
	info, err := os.Stat(filepath.Join(tray.Folder(), "receipt.pdf"))
	if err != nil || (runtime.GOOS != "windows" && info.Mode().Perm() != 0o600) {
		t.Errorf("kept as %v, %v", info, err)
	}
	if list, err := c.ReadDir("."); err != nil || len(list) != 1 || list[0].Name() != "receipt.pdf" {
		t.Errorf("listed %v, %v", list, err)
	}
	if err := c.Chmod("receipt.pdf", 0o777); err != nil {
		t.Errorf("scp -p: %v", err)
	}
	if info, _ := os.Stat(filepath.Join(tray.Folder(), "receipt.pdf")); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Error("a client opened a file of the tray to others")
	}
	if err := c.Rename("receipt.pdf", "old.pdf"); err != nil {
		t.Error(err)
	}
	if err := c.Remove("old.pdf"); err != nil {
		t.Error(err)
	}
}

func TestNothingLeadsOutOfATray(t *testing.T) {
	around := t.TempDir()
	secret := filepath.Join(around, "secret.txt")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	tray := New(filepath.Join(around, "tray"), 1<<20, nil)
	c, said := client(t, tray)
	if err := put(c, "a.txt", "a"); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(tray.Folder(), "link.txt")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	for _, name := range []string{"../secret.txt", secret, "link.txt", "/etc/passwd", ".ssh/authorized_keys"} {
		if f, err := c.Open(name); err == nil {
			_ = f.Close()
			t.Errorf("%s was opened", name)
		}
	}
	for _, name := range []string{"../secret.txt", secret, "link.txt", "../../secret.txt"} {
		_ = put(c, name, "overwritten") // what is outside becomes a name inside, or is refused
	}
	if got, _ := os.ReadFile(secret); string(got) != "secret" {
		t.Error("a file beside the tray was written")
	}
	for what, err := range map[string]error{"links": c.Symlink(secret, "b.txt"), "folders": c.Mkdir("folder")} {
		if err == nil || !strings.Contains(said(), what) {
			t.Errorf("%s: %v, said %q", what, err, said())
		}
	}
}

func TestATrayIsBounded(t *testing.T) {
	tray := New(filepath.Join(t.TempDir(), "tray"), 10, nil)
	c, said := client(t, tray)
	if err := put(c, "a.txt", "12345678"); err != nil {
		t.Fatal(err)
	}
	if err := put(c, "b.txt", "123"); err == nil || !strings.Contains(said(), "the tray is full") {
		t.Errorf("too much: %v, said %q", err, said())
	}
	if list, _ := tray.Files(); len(list) != 1 || tray.Room() != 2 {
		t.Errorf("left: %d files, room for %d", len(list), tray.Room())
	}
	if err := put(c, "a.txt", "1234567890"); err != nil {
		t.Errorf("the same name anew: %v", err)
	}
}

func TestNames(t *testing.T) {
	for path, want := range map[string]string{
		"receipt.pdf": "receipt.pdf", "你好.png": "你好.png", "/a/b/c.png": "", "../x": "", "a\x1b[31m.txt": "a[31m.txt", "invoice\u202efdp.exe": "invoicefdp.exe",
		"..": "", ".bashrc": "", "a.part": "", "": "", "/": "", strings.Repeat("x", 300): "", `C:\x.txt`: "Cx.txt",
	} {
		if got, err := Name(path); got != want || (err == nil) != (want != "") {
			t.Errorf("%q became %q, %v", path, got, err)
		}
	}
}

func TestATrayIsEmptiedAfterADay(t *testing.T) {
	now := time.Now()
	tray := New(filepath.Join(t.TempDir(), "tray"), 1<<20, func() time.Time { return now })
	if err := tray.Sweep(); err != nil {
		t.Fatalf("none there yet: %v", err)
	}
	c, _ := client(t, tray)
	if err := put(c, "a.txt", "a"); err != nil {
		t.Fatal(err)
	}
	for _, after := range []struct {
		time.Duration
		left int
	}{{23 * time.Hour, 1}, {25 * time.Hour, 0}} {
		now = time.Now().Add(after.Duration)
		if err := tray.Sweep(); err != nil {
			t.Error(err)
		}
		if files, _ := tray.Files(); len(files) != after.left {
			t.Errorf("after %v: %d files", after.Duration, len(files))
		}
	}
}

// An upload that does not come to its end leaves the older file of its name.
func TestAnOlderFileStaysUntilTheNewOneIsWhole(t *testing.T) {
	tray := New(filepath.Join(t.TempDir(), "tray"), 20, nil)
	c, _ := client(t, tray)
	kept := func(what string) {
		t.Helper()
		got, err := os.ReadFile(filepath.Join(tray.Folder(), "a.txt"))
		if err != nil || string(got) != "older" {
			t.Errorf("%s: a.txt has %q, %v", what, got, err)
		}
		if all, _ := tray.all(); len(all) != 1 {
			t.Errorf("%s: %d files are left", what, len(all))
		}
	}
	if err := put(c, "a.txt", "older"); err != nil {
		t.Fatal(err)
	}
	if err := put(c, "a.txt", strings.Repeat("x", 21)); err == nil {
		t.Error("more than the tray takes was taken")
	}
	kept("too large")

	near, far := net.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = tray.Serve(far, func(string) {}, func(string, bool) {})
	}()
	cut, err := sftp.NewClientPipe(near, near)
	if err != nil {
		t.Fatal(err)
	}
	f, err := cut.Create("a.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, "newer"); err != nil {
		t.Fatal(err)
	}
	if list, _ := tray.Files(); len(list) != 1 || list[0].Size() != 5 || tray.Room() != 10 {
		t.Errorf("meanwhile: %v, room for %d", list, tray.Room())
	}
	_ = near.Close()
	<-done
	kept("cut off")
	if f, err := c.OpenFile("a.txt", os.O_WRONLY); err == nil {
		_ = f.Close()
		t.Error("the rest of a file was taken for a whole one")
	}
}

// Clients write parts at once and in any order: what fits is taken, and what does not is told at the end
// as well.
func TestWhatFitsIsTakenAndTheRestIsRefused(t *testing.T) {
	for range 8 {
		tray := New(filepath.Join(t.TempDir(), "tray"), 2<<20, nil)
		c, said := client(t, tray)
		if err := put(c, "a.bin", strings.Repeat("a", 3<<19)); err != nil {
			t.Fatal(err)
		}
		if err := put(c, "b.bin", strings.Repeat("b", 500_000)); err != nil {
			t.Fatalf("it fits: %v, said %q", err, said())
		}
	}
	tray := New(filepath.Join(t.TempDir(), "tray"), 100, nil)
	h := &handler{tray: tray, say: func(string) {}, moved: func(string, bool) { t.Error("it counts as brought") }}
	w, err := h.Filewrite(&sftp.Request{Method: "Put", Filepath: start + "/c.bin"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.WriteAt(make([]byte, 90), 60); err == nil {
		t.Error("150 bytes were taken into 100")
	}
	if err := w.(io.Closer).Close(); err == nil {
		t.Error("the end of a file that was refused is in order")
	}
}

func TestNoFileBecomesAnother(t *testing.T) {
	tray := New(filepath.Join(t.TempDir(), "tray"), 1<<20, nil)
	c, said := client(t, tray)
	if err := put(c, "ab.txt", "mine"); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a:b.txt": "which is there already", "sub/ab.txt": "no folders", "../ab.txt": "no folders", "/ab.txt": "no folders"} {
		if err := put(c, name, "other"); err == nil || !strings.Contains(said(), want) {
			t.Errorf("%s: %v, said %q", name, err, said())
		}
	}
	if err := put(c, "c.txt", "c"); err != nil {
		t.Fatal(err)
	}
	if err := c.Rename("c.txt", "a:b.txt"); err == nil {
		t.Error("renamed over another file")
	}
	if got, _ := os.ReadFile(filepath.Join(tray.Folder(), "ab.txt")); string(got) != "mine" {
		t.Errorf("ab.txt has %q", got)
	}
}
