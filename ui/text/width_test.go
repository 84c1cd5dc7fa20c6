package text

import (
	"slices"
	"strings"
	"testing"
)

func TestWidth(t *testing.T) {
	for in, want := range map[string]int{
		"": 0, "abc": 3, "你好": 4, "e\u0301": 1, "का": 2, "धन्यवाद": 6, "👍": 2, "한글": 4,
		"\x1b[1;31mred\x1b[m": 3, "\x1b]8;;http://x\x1b\\a\x1b]8;;\x1b\\": 1,
	} {
		if got := Width(in); got != want {
			t.Errorf("Width(%q) = %d, want %d", in, got, want)
		}
	}
}

func TestCutAndPad(t *testing.T) {
	for _, c := range []struct {
		in        string
		w         int
		cut, padR string
	}{
		{"hello", 5, "hello", "hello"},
		{"hello", 7, "hello", "hello  "},
		{"hello", 4, "hel…", "hel…"},
		{"hello", 1, "…", "…"},
		{"hello", 0, "", ""},
		{"hello", -3, "", ""},
		{"你好吗", 5, "你好…", "你好…"},
		{"你好吗", 4, "你…", "你… "},
		{"\x1b[1mhello\x1b[m", 3, "\x1b[1mhe…\x1b[m", "\x1b[1mhe…\x1b[m"},
		{"e\u0301e\u0301e\u0301", 2, "e\u0301…", "e\u0301…"},
	} {
		if got := Cut(c.in, c.w); got != c.cut {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.in, c.w, got, c.cut)
		}
		if got := Pad(c.in, c.w); got != c.padR {
			t.Errorf("Pad(%q, %d) = %q, want %q", c.in, c.w, got, c.padR)
		}
	}
	if got := PadLeft("7", 3); got != "  7" {
		t.Errorf("PadLeft = %q", got)
	}
	if got := CutLeft("/home/ravi/file", 6); got != "…/file" {
		t.Errorf("CutLeft = %q", got)
	}
	if got := CutWith("hello", 2, "..."); got != ".." {
		t.Errorf("CutWith = %q", got)
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in   string
		w    int
		want string
	}{
		{"", 10, ""},
		{"short", 10, "short"},
		{"one two three", 7, "one two|three"},
		{"one two three", 8, "one two|three"},
		{"one  two", 4, "one|two"},
		{"a\n\nb", 5, "a||b"},
		{"abcdefghij", 4, "abcd|efgh|ij"},
		{"x abcdefghij", 4, "x|abcd|efgh|ij"},
		{"  indented text", 10, "  indented|text"},
		{"你好，请问发货了吗？", 6, "你好，|请问发|货了|吗？"},
		{"see 你好你好", 6, "see 你|好你好"},
		{"你a", 1, "…|a"},
		{"trailing   ", 9, "trailing"},
	} {
		if got := strings.Join(Wrap(c.in, c.w), "|"); got != c.want {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.in, c.w, got, c.want)
		}
	}
	if got := Wrap("x", 0); !slices.Equal(got, nil) {
		t.Errorf("Wrap to nothing = %q", got)
	}
}

func TestClustered(t *testing.T) {
	if got := Clustered("plain 你好 e\u0301"); got != "plain 你好 e\u0301" {
		t.Errorf("got %q", got)
	}
	if got := Clustered("का|"); got != "का |" {
		t.Errorf("got %q", got)
	}
}
