//go:build unix

package cmd

import (
	"strings"
	"testing"

	"github.com/creack/pty"

	"keydesk/cmd/app"
)

// resize gives the terminal another size, as a window that is dragged.
func (w *screenUser) resize(columns, rows int) {
	w.t.Helper()
	w.mu.Lock()
	w.screen.Resize(columns, rows)
	w.mu.Unlock()
	if err := pty.Setsize(w.master, &pty.Winsize{Cols: uint16(columns), Rows: uint16(rows)}); err != nil {
		w.t.Fatal(err)
	}
}

// TestNothingStaysOfADialogOnAWiderScreen closes the palette after the window became narrow and wide
// again: what the terminal shows where the palette was is the conversation.
func TestNothingStaysOfADialogOnAWiderScreen(t *testing.T) {
	t.Parallel()
	const palette, conversation = "webhook  alt+1", "to Aarav Sharma"
	w := startTerminal(t, t.TempDir(), 120, 36, nil, "demo", "--rate", "0")
	w.waitFor("Aarav")
	w.press("\r")
	w.waitFor(conversation, "Create ticket")
	w.resize(80, 24)
	w.wait("the narrow screen", func(screen string) bool { return !strings.Contains(screen, "Copy phone") })
	w.press("\x0b")
	w.waitFor(palette)
	w.resize(120, 36)
	w.wait("the palette on the wide screen", func(screen string) bool {
		row, _, _ := strings.Cut(screen, "\n")
		return strings.Contains(screen, palette) && strings.Contains(row, "Ravi")
	})
	w.press("\x1b")
	w.wait("conversation without a palette", func(screen string) bool {
		return strings.Contains(screen, conversation) && !strings.Contains(screen, palette)
	})
	w.press("\x03")
	w.ends(app.ExitDone)
}
