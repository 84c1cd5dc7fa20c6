package cmd

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"keydesk/ui/text"
)

const kittyAnswers = "\x1bP>|kitty(0.41.1)\x1b\\\x1b[?2027;2$y\x1b[?1006;2$y\x1b[?2004;1$y\x1b[?1u\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\\x1b[?62;52c"

func TestReadAnswers(t *testing.T) {
	got := readAnswers([]byte("typed" + kittyAnswers))
	want := answers{asked: true, any: true, name: "kitty(0.41.1)", attributes: []string{"62", "52"},
		modes: map[int]string{2027: "2", 1006: "2", 2004: "1"}, keyboard: true, background: "rgb:1e1e/1e1e/2e2e"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	if silent := readAnswers(nil); silent.any || silent.knows(2027) || silent.keyboard {
		t.Errorf("silence said %+v", silent)
	}
	if off := readAnswers([]byte("\x1b[?2027;0$y\x1b[?6c")); !off.any || off.knows(2027) {
		t.Errorf("a mode it does not know: %+v", off)
	}
	for in, want := range map[string]string{"rgb:0000/0000/0000": "dark", "rgb:ff/ff/ff": "light", "rgb:f/f/0": "light", "blue": "blue", "rgb:x/y/z": "rgb"} {
		if got := shade(in); !strings.HasPrefix(got, want) {
			t.Errorf("shade(%s) = %s", in, got)
		}
	}
}

func FuzzReadAnswers(f *testing.F) {
	f.Add([]byte(kittyAnswers))
	f.Add([]byte("\x1bP>|\x1b]0;x\a\x1b\\\x1b[?c"))
	f.Fuzz(func(t *testing.T, said []byte) {
		r := readAnswers(said)
		if text.Line(r.name) != r.name || text.Line(shade(r.background)) != shade(r.background) {
			t.Fatalf("%q is not printable", said)
		}
	})
}

// TestDoctorInATerminal stands for terminals that answer, that do not, and that are too small.
func TestDoctorInATerminal(t *testing.T) {
	for name, c := range map[string]struct {
		vars  map[string]string
		said  string
		w, h  int
		shown []string
	}{
		"kitty": {map[string]string{"TERM": "xterm-kitty", "COLORTERM": "truecolor"}, kittyAnswers, 120, 36,
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
			p.run(exitDone, "doctor")
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

// TestDoctorSurvivesABrokenPart keeps the rest of the table.
func TestDoctorSurvivesABrokenPart(t *testing.T) {
	list := together(func() []finding { panic("boom") }, func() []finding { return []finding{{Name: "second"}} })
	if len(list) != 2 || list[0].State != broken || list[1].Name != "second" {
		t.Errorf("%+v", list)
	}
}
