package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/text"
)

// The cursor stands where the next character goes, in cells, whatever is before
// it, and the line has its width.
func TestTheCursorOfALineCountsCells(t *testing.T) {
	for _, c := range []struct {
		value string
		left  int
		width int
		shown string
		at    int
	}{
		{"", 0, 12, "", 0},
		{"abc", 0, 12, "abc", 3},
		{"請求書", 0, 12, "請求書", 6},
		{"請求書", 1, 12, "請求書", 4},
		{"a👍b", 1, 12, "a👍b", 3},
		{"नमस्ते", 0, 12, "नमस्ते", text.Width("नमस्ते")},
		{"0123456789abcdef", 0, 8, "9abcdef", 7},
		{"請求書請求書", 0, 8, "請求書", 6},
		{"0123456789", 10, 6, "01234…", 0},
	} {
		f := newField("", false)
		f.set(c.value)
		for range c.left {
			f.update(tea.KeyPressMsg{Code: tea.KeyLeft})
		}
		line, at := f.draw(c.width)
		if got := strings.TrimRight(line, " "); got != c.shown || at != c.at {
			t.Errorf("%q, %d to the left: %q with the cursor at %d, want %q, %d", c.value, c.left, got, at, c.shown, c.at)
		}
		if c.value != "" && text.Width(line) != c.width {
			t.Errorf("%q takes %d of %d cells", c.value, text.Width(line), c.width)
		}
	}
	secret := newField("", true)
	secret.set("geheim密")
	if line, at := secret.draw(20); strings.TrimRight(line, " ") != strings.Repeat("*", 7) || at != 7 {
		t.Errorf("a secret is drawn %q, the cursor at %d", line, at)
	}
}
