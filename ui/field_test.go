package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/dialog"
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
		f := dialog.NewField("", false)
		f.Set(c.value)
		for range c.left {
			f.Update(tea.KeyPressMsg{Code: tea.KeyLeft})
		}
		line, at := f.Draw(c.width)
		if got := strings.TrimRight(line, " "); got != c.shown || at != c.at {
			t.Errorf("%q, %d to the left: %q with the cursor at %d, want %q, %d", c.value, c.left, got, at, c.shown, c.at)
		}
		if c.value != "" && text.Width(line) != c.width {
			t.Errorf("%q takes %d of %d cells", c.value, text.Width(line), c.width)
		}
	}
	secret := dialog.NewField("", true)
	secret.Set("geheim密")
	if line, at := secret.Draw(20); strings.TrimRight(line, " ") != strings.Repeat("*", 7) || at != 7 {
		t.Errorf("a secret is drawn %q, the cursor at %d", line, at)
	}
}

// What goes out keeps what is not drawn as it is, and is drawn safely all the same.
func TestALineThatGoesOutKeepsEveryLetter(t *testing.T) {
	const family = "👩\u200d👩\u200d👧"
	for _, s := range []string{"👍🏽", family, "❤️", "क्\u200dष", "می\u200cخواهم", "a\u00adb", "x" + family + "y👍🏽"} {
		f := dialog.NewWording("")
		f.Update(tea.PasteMsg{Content: s})
		if f.Value() != s {
			t.Errorf("%q became %q", s, f.Value())
		}
		line, at := f.Draw(40)
		if line != text.Safe(line) || text.Width(line) != 40 || at != text.Width(strings.TrimRight(line, " ")) {
			t.Errorf("%q is drawn %q, the cursor at %d", s, line, at)
		}
	}
	f := dialog.NewWording("")
	f.Update(tea.PasteMsg{Content: "a\x1b[31mb\u202ec\nd"})
	if f.Value() != "ab\u202ec d" {
		t.Errorf("pasted %q", f.Value())
	}
	if line, _ := f.Draw(40); strings.ContainsAny(line, "\u202e\x1b\n") {
		t.Errorf("drawn %q", line)
	}
}

// The keys of a line go by what is seen as one letter.
func TestKeysOfALineGoByTheLetter(t *testing.T) {
	f := dialog.NewWording("")
	f.Set("a👍🏽b")
	left, back := tea.KeyPressMsg{Code: tea.KeyLeft}, tea.KeyPressMsg{Code: tea.KeyBackspace}
	f.Update(left)
	f.Update(left)
	if got := f.Input.Position(); got != 1 {
		t.Errorf("two to the left stands at %d", got)
	}
	f.Update(tea.KeyPressMsg{Code: tea.KeyRight})
	if got := f.Input.Position(); got != 3 {
		t.Errorf("one to the right stands at %d", got)
	}
	f.Update(back)
	if f.Value() != "ab" {
		t.Errorf("deleted backwards: %q", f.Value())
	}
	f.Set("👍🏽b")
	f.Update(tea.KeyPressMsg{Code: tea.KeyHome})
	f.Update(tea.KeyPressMsg{Code: tea.KeyDelete})
	if f.Value() != "b" {
		t.Errorf("deleted forwards: %q", f.Value())
	}
}
