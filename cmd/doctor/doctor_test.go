package doctor

import (
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

// TestDoctorSurvivesABrokenPart keeps the rest of the table.
func TestDoctorSurvivesABrokenPart(t *testing.T) {
	list := together(func() []finding { panic("boom") }, func() []finding { return []finding{{Name: "second"}} })
	if len(list) != 2 || list[0].State != broken || list[1].Name != "second" {
		t.Errorf("%+v", list)
	}
}
