package text

import "testing"

// TestSearch says how lists are searched, all alike: case, accents and the order of words do not matter.
func TestSearch(t *testing.T) {
	for _, c := range []struct {
		typed, in string
		want      bool
	}{
		{"", "anything", true}, {"  ", "anything", true}, {"zoe", "Zoë O'Brien", true}, {"ZOË", "zoe", true},
		{"ticket create", "Create ticket", true}, {"cre tick", "Create ticket", true}, {"ticket refund", "Create ticket", false},
		{"muller", "Müller", true}, {"strasse", "Straße 12", true}, {"ａｂｃ", "abc", true}, {"नमस्ते", "नमस्ते, मेरा", true},
		{"x", "", false},
	} {
		if got := NewSearch(c.typed).In(c.in); got != c.want {
			t.Errorf("%q in %q: %v", c.typed, c.in, got)
		}
	}
}
