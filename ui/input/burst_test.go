package input

import (
	"strings"
	"testing"
	"time"
)

// Lines that come in one read were pasted, whatever the terminal says of it; keys and single lines are
// keys.
func TestLinesInOneReadAreAPaste(t *testing.T) {
	const begins, ends = pasteBegins, pasteEnds
	type read struct {
		after time.Duration
		in    string
		out   string
	}
	for name, reads := range map[string][]read{
		"keys":                       {{0, "h", "h"}, {0, "i", "i"}, {0, "\r", "\r"}},
		"a line, bundled on its way": {{0, "hello\r", "hello\r"}},
		"enter, bundled":             {{0, "\r", "\r"}, {0, "\r\r", "\r\r"}},
		"lines":                      {{0, "n\rqF hello\rworld", begins + "n\rqF hello\rworld" + ends}},
		"what goes on with them":     {{0, "a\rb", begins + "a\rb" + ends}, {time.Millisecond, "c\r", begins + "c\r" + ends}},
		"enter, pressed after them":  {{0, "a\rb", begins + "a\rb" + ends}, {300 * time.Millisecond, "\r", "\r"}},
		"keys with sequences":        {{0, "\x1b[Aa\rb", "\x1b[Aa\rb"}, {0, "\x0fa\rb", "\x0fa\rb"}},
		"a character in two reads":   {{0, "a\rb\xe7\x8e", begins + "a\rb" + ends}, {time.Millisecond, "\x8b", begins + "\xe7\x8e\x8b" + ends}},
	} {
		t.Run(name, func(t *testing.T) {
			var b burst
			now := time.Unix(100, 0)
			for _, r := range reads {
				now = now.Add(r.after)
				if got := string(b.marked([]byte(r.in), now)); got != r.out {
					t.Errorf("%q became %q, want %q", r.in, got, r.out)
				}
			}
		})
	}
}

// Nothing of what came is lost or changed but for the marks.
func FuzzBurst(f *testing.F) {
	f.Add("a\rb\xe7", "\x8e\x8b\r", 1)
	f.Fuzz(func(t *testing.T, first, second string, ms int) {
		var b burst
		now := time.Unix(100, 0)
		out := string(b.marked([]byte(first), now))
		out += string(b.marked([]byte(second), now.Add(time.Duration(ms%200)*time.Millisecond)))
		out += string(b.tail)
		bare := strings.NewReplacer(pasteBegins, "", pasteEnds, "")
		if got, want := bare.Replace(out), bare.Replace(first+second); got != want {
			t.Errorf("%q became %q", want, got)
		}
	})
}
