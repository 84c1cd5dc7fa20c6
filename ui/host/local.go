package host

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/atotto/clipboard"
)

// Local is the clipboard of a desktop. Both functions may block.
type Local struct {
	Name  string
	Write func(string) error
	Read  func() (string, error) // nil: reading is slow, or shows on the screen
}

// findLocal is the clipboard of this desktop, nil where there is none. The
// order is that of atotto/clipboard, which does the work; but it takes a tool
// that is installed for one that has a desktop to talk to.
func (h *Host) findLocal() *Local {
	if h.options.Served || clipboard.Unsupported {
		return nil
	}
	l := &Local{Write: clipboard.WriteAll, Read: clipboard.ReadAll}
	env := h.options.Env
	x11 := env("DISPLAY") != ""
	switch {
	case h.options.GOOS == "darwin":
		l.Name = "pbcopy"
	case h.options.GOOS == "windows":
		l.Name = "Windows"
	case env("WAYLAND_DISPLAY") != "" && found("wl-copy") && found("wl-paste"):
		l.Name, l.Read = "wl-copy", nil // reading takes the focus for a moment
	case found("xclip"):
		l.Name = "xclip"
	case found("xsel"):
		l.Name = "xsel"
	case found("termux-clipboard-set"):
		l.Name, l.Read = "Termux", nil
		return l
	case found("clip.exe"):
		l.Name, l.Read = "clip.exe", nil // PowerShell needs a second
		return l
	default:
		return nil
	}
	if strings.HasPrefix(l.Name, "x") && !x11 {
		return nil
	}
	return l
}

// errOther says that the clipboard holds another text than was put there.
var errOther = errors.New("the clipboard holds something else afterwards")

// set writes text and, where that is cheap, reads it back. What is still under
// way when ctx ends goes on alone: the tools cannot be interrupted.
func (l *Local) set(ctx context.Context, text string) error {
	done := make(chan error, 1)
	go func() { // ends with the tool
		done <- l.write(text)
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("%s did not answer: %w", l.Name, ctx.Err())
	}
}

func (l *Local) write(text string) error {
	if err := l.Write(text); err != nil {
		return fmt.Errorf("%s failed: %w", l.Name, err)
	}
	if l.Read == nil {
		return nil
	}
	got, err := l.Read()
	if err == nil && plain(got) != plain(text) {
		return errOther
	}
	return nil // written, though it cannot be read
}

// plain forgets what clipboards change: line ends, and a line break at the end.
func plain(s string) string {
	return strings.TrimRight(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
}

// ascii reports whether s survives clip.exe, which knows no UTF-8.
func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
