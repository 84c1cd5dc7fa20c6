//go:build unix

package cmd

import (
	"os"
	"path/filepath"
	"testing"

	"keydesk/cmd/app"
)

// TestSettingsChangeWhileTheDeskIsOpen writes the file of a desk that runs in a terminal.
func TestSettingsChangeWhileTheDeskIsOpen(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	path := filepath.Join(home, "config", "keydesk", "config.toml")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	w := startTerminal(t, home, 120, 36, nil, "demo", "--rate", "0")
	w.waitFor("Aarav", "│")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("glyphs = \"ascii\"\nlog_level = \"debug\"\n")
	w.waitFor("New settings hold: glyphs. But log_level needs a restart", "|")
	write("glyphs = \"emoji\"\n")
	w.waitFor("The settings stay as they were", "config.toml:1:1")
	w.press("\x03")
	w.ends(app.ExitDone)
}
