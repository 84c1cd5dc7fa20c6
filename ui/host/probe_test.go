//go:build unix

package host

import (
	"errors"
	"strings"
	"testing"
)

func TestProbePutsBackWhatWasThere(t *testing.T) {
	held := "precious"
	h := New(Options{Env: env("DISPLAY=:0"), Local: memory(&held)})
	got, err := h.Probe(t.Context(), "probe", false)
	if err != nil || !got.Wrote || !got.Verified || !got.Restored || held != "precious" {
		t.Errorf("%+v, %v, held %q", got, err, held)
	}
}

func TestProbeLeavesAloneWhatItCannotPutBack(t *testing.T) {
	newTools(t)
	wrote := false
	picture := &Local{Name: "xclip", Write: func(string) error { wrote = true; return nil }, Read: func() (string, error) { return "", errors.New("no text") }}
	if got, err := New(Options{Env: env("DISPLAY=:0"), Local: picture}).Probe(t.Context(), "probe", false); err != nil || got.Wrote || wrote {
		t.Errorf("a picture: %+v, %v", got, err)
	}
	remote := New(Options{Env: env("SSH_TTY=x")})
	if got, err := remote.Probe(t.Context(), "probe", false); err != nil || got.Wrote || got.Sequence != "" {
		t.Errorf("over SSH: %+v, %v", got, err)
	}
	if got, err := remote.Probe(t.Context(), "probe", true); err != nil || !got.Wrote || got.Sequence != "\x1b]52;c;cHJvYmU=\a" {
		t.Errorf("over SSH, asked for: %+v, %v", got, err)
	}
}

func TestProbeTellsWhatIsBroken(t *testing.T) {
	d := newTools(t)
	d.add("mycopy", "")
	liar := &Local{Name: "xclip", Write: func(string) error { return nil }, Read: func() (string, error) { return "old", nil }}
	broken := &Local{Name: "xclip", Write: func(string) error { return errors.New("no display") }, Read: func() (string, error) { return "", nil }}
	for name, c := range map[string]struct {
		o    Options
		want string
	}{
		"liar":    {Options{Env: env("DISPLAY=:0"), Local: liar}, "holds something else"},
		"fails":   {Options{Env: env("DISPLAY=:0"), Local: broken}, "no display"},
		"no tool": {Options{Env: env(), Clipboard: "local"}, "no clipboard tool"},
		"missing": {Options{Env: env(), Clipboard: "command nowhere"}, "not installed"},
	} {
		if _, err := New(c.o).Probe(t.Context(), "probe", false); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	h := New(Options{Env: env(), Clipboard: "command mycopy"})
	if got, err := h.Probe(t.Context(), "probe", false); err != nil || got.Wrote {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := h.Probe(t.Context(), "probe", true); err != nil || !got.Wrote || d.told("mycopy", "in") != "probe" {
		t.Errorf("%+v, %v", got, err)
	}
}
