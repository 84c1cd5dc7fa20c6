package config

import (
	"os"
	"path/filepath"
	"testing"
)

// TestSettingsWithAByteOrderMark: editors and shells of Windows write one.
func TestSettingsWithAByteOrderMark(t *testing.T) {
	for name, text := range map[string]string{
		"UTF-8":  "\ufefftheme = \"dark\"\r\n",
		"UTF-16": "\xff\xfet\x00h\x00e\x00m\x00e\x00=\x00\"\x00d\x00a\x00r\x00k\x00\"\x00",
	} {
		path := filepath.Join(t.TempDir(), "config.toml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Load(path, func(string) string { return "" })
		if err != nil || s.Theme != "dark" {
			t.Errorf("%s: %q, %v", name, s.Theme, err)
		}
	}
}
