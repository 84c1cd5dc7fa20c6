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

// What goes out keeps what is not drawn as it is, and is drawn safely all the same.
func TestALineThatGoesOutKeepsEveryLetter(t *testing.T) {
	const family = "👩\u200d👩\u200d👧"
	for _, s := range []string{"👍🏽", family, "❤️", "क्\u200dष", "می\u200cخواهم", "a\u00adb", "x" + family + "y👍🏽"} {
		f := newWording("")
		f.update(tea.PasteMsg{Content: s})
		if f.value() != s {
			t.Errorf("%q became %q", s, f.value())
		}
		line, at := f.draw(40)
		if line != text.Safe(line) || text.Width(line) != 40 || at != text.Width(strings.TrimRight(line, " ")) {
			t.Errorf("%q is drawn %q, the cursor at %d", s, line, at)
		}
	}
	f := newWording("")
	f.update(tea.PasteMsg{Content: "a\x1b[31mb\u202ec\nd"})
	if f.value() != "ab\u202ec d" {
		t.Errorf("pasted %q", f.value())
	}
	if line, _ := f.draw(40); strings.ContainsAny(line, "\u202e\x1b\n") {
		t.Errorf("drawn %q", line)
	}
}

// The keys of a line go by what is seen as one letter.
func TestKeysOfALineGoByTheLetter(t *testing.T) {
	f := newWording("")
	f.set("a👍🏽b")
	left, back := tea.KeyPressMsg{Code: tea.KeyLeft}, tea.KeyPressMsg{Code: tea.KeyBackspace}
	f.update(left)
	f.update(left)
	if got := f.input.Position(); got != 1 {
		t.Errorf("two to the left stands at %d", got)
	}
	f.update(tea.KeyPressMsg{Code: tea.KeyRight})
	if got := f.input.Position(); got != 3 {
		t.Errorf("one to the right stands at %d", got)
	}
	f.update(back)
	if f.value() != "ab" {
		t.Errorf("deleted backwards: %q", f.value())
	}
	f.set("👍🏽b")
	f.update(tea.KeyPressMsg{Code: tea.KeyHome})
	f.update(tea.KeyPressMsg{Code: tea.KeyDelete})
	if f.value() != "b" {
		t.Errorf("deleted forwards: %q", f.value())
	}
}
