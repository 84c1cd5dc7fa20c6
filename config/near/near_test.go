package near

import (
	"strings"
	"testing"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		limit int
		want  int
	}{
		{"", "", 3, 0}, {"theme", "theme", 3, 0}, {"them", "theme", 3, 1}, {"theme", "them", 3, 1}, {"thene", "theme", 3, 1},
		{"tehme", "theme", 3, 1}, // neighbours swapped
		{"glpyhs", "glyphs", 3, 1}, {"phone", "name", 9, 4}, {"abc", "", 9, 3},
		{"größe", "grösse", 9, 2}, {"ñame", "name", 9, 1}, // runes, not bytes
		{"color", "Color", 9, 1},                                 // the caller decides about case
		{"phone", "name", 2, 2},                                  // given up
		{"a", "abcdef", 3, 3},                                    // too far apart by length alone
		{strings.Repeat("a", 65), strings.Repeat("a", 65), 9, 9}, // too long to be a slip
	} {
		if got := Distance(c.a, c.b, c.limit); got != c.want {
			t.Errorf("from %q to %q within %d: %d, want %d", c.a, c.b, c.limit, got, c.want)
		}
		if got := Distance(c.b, c.a, c.limit); got != c.want {
			t.Errorf("from %q to %q within %d: %d, want %d", c.b, c.a, c.limit, got, c.want)
		}
	}
}
