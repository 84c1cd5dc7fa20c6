package cmd

import (
	"context"
	"strings"
	"testing"

	"keydesk/cmd/app"
	"keydesk/ui/text"
)

// kittyTerminal is what one terminal that answers everything says.
const kittyTerminal = "\x1bP>|kitty(0.41.1)\x1b\\\x1b[?2027;2$y\x1b[?1006;2$y\x1b[?2004;1$y\x1b[?1u\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\\x1b[?62;52c"

// TestDoctorInATerminal stands for terminals that answer, that do not, and that are too small.
func TestDoctorInATerminal(t *testing.T) {
	for name, c := range map[string]struct {
		vars  map[string]string
		said  string
		w, h  int
		shown []string
	}{
		"kitty": {map[string]string{"TERM": "xterm-kitty", "COLORTERM": "truecolor"}, kittyTerminal, 120, 36,
			[]string{"says kitty(0.41.1)", "120×36", "24 bits", "tells all keys apart", "mode 2027): emoji show", "dark (rgb:", "takes copies (OSC 52)"}},
		"console": {map[string]string{"TERM": "linux", "LC_ALL": "C"}, "\x1b[?6c", 80, 25, []string{"16: the theme auto", "none on the console", "the old protocol", "LC_ALL=C: does not say UTF-8", "\n  do: set LANG=C.UTF-8"}},
		"silent":  {map[string]string{"TERM": "xterm-256color", "NO_COLOR": "1"}, "", 30, 8, []string{"answers no question", "smaller than the desk can use", "none: NO_COLOR"}},
		"clicolor": {map[string]string{"TERM": "screen", "CLICOLOR": "0", "STY": "1.pts"}, "\x1b[?1;2c", 80, 24,
			[]string{"none: CLICOLOR=0", "copies are wrapped in pieces"}},
		"forced": {map[string]string{"TERM": "xterm-256color", "CLICOLOR": "0", "CLICOLOR_FORCE": "1"}, "\x1b[?1;2c", 80, 24, []string{"256:"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newInProcess(t)
			p.vars = c.vars
			p.env.StdinTerminal, p.env.StdoutTerminal = true, true
			p.env.Size = func() (int, int, error) { return c.w, c.h, nil }
			p.env.AskTerminal = func(_ context.Context, questions string, enough func([]byte) bool) []byte {
				if c.vars["TERM"] == "linux" && strings.Contains(questions, "\x1b]") {
					t.Error("the console would take the question for colours")
				}
				if c.said != "" && !enough([]byte(c.said)) {
					t.Error("it would wait for more")
				}
				return []byte(c.said)
			}
			p.run(app.ExitDone, "doctor")
			table, _, _ := strings.Cut(p.out.String(), "\n\n")
			for line := range strings.Lines(table) {
				if w := text.Width(strings.TrimSuffix(line, "\n")); c.w >= 80 && w > c.w {
					t.Errorf("a line of %d cells on %d columns: %s", w, c.w, line)
				}
			}
			for _, words := range c.shown {
				if !strings.Contains(p.out.String(), words) {
					t.Errorf("%q is not in\n%s", words, p.out.String())
				}
			}
		})
	}
}
