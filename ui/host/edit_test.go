//go:build unix

package host

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTheEditorIsThePersonsOwn(t *testing.T) {
	cases := map[string][]string{
		"EDITOR=nano":                           {"nano"},
		"EDITOR=nano VISUAL=code":               {"code"},
		`EDITOR=code --wait -n`:                 {"code", "--wait", "-n"},
		`EDITOR='/opt/My Editor/run' -w`:        {"/opt/My Editor/run", "-w"},
		`EDITOR="/opt/My \"E\"/run" ''`:         {`/opt/My "E"/run`, ""},
		`EDITOR=/opt/My\ Editor/run $(reboot);`: {"/opt/My Editor/run", "$(reboot);"},
	}
	for in, want := range cases {
		vars := map[string]string{}
		if name, visual, two := strings.Cut(in, " VISUAL="); two {
			in, vars["VISUAL"] = name, visual
		}
		name, value, _ := strings.Cut(in, "=")
		vars[name] = value
		got, err := New(Options{Env: func(n string) string { return vars[n] }}).Editor()
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v", in, got, err)
		}
	}
	if _, err := New(Options{Env: env("EDITOR=  ")}).Editor(); err == nil || !strings.Contains(err.Error(), "export EDITOR=") {
		t.Errorf("without one: %v", err)
	}
}

func TestEditing(t *testing.T) {
	scratch := &Scratch{}
	defer scratch.Close()
	d := newTools(t)
	d.add("ed", `echo " more" >> "$2"; echo backup > "$2~"`)
	h := New(Options{Env: env("EDITOR=ed -w")})
	e, err := h.Edit(t.Context(), scratch, "reply", ".txt", "dear *you*\n你好")
	if err != nil {
		t.Fatal(err)
	}
	path := e.Command.Args[2]
	for _, p := range []string{path, filepath.Dir(path)} {
		if info, err := os.Stat(p); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", p, info.Mode(), err)
		}
	}
	if err := e.Command.Run(); err != nil {
		t.Fatal(err)
	}
	if got, err := e.Content(); err != nil || got != "dear *you*\n你好 more\n" {
		t.Errorf("%q, %v", got, err)
	}
	if err := e.Forget(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Dir(path)); !os.IsNotExist(err) {
		t.Errorf("something is left: %v", err)
	}
}

func TestEditingThatGoesWrong(t *testing.T) {
	scratch := &Scratch{}
	defer scratch.Close()
	h := New(Options{Env: env("EDITOR=ed")})
	e, err := h.Edit(t.Context(), scratch, "note", ".txt", "x")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(e.path); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Content(); !errors.Is(err, ErrNoText) {
		t.Errorf("a file that is gone: %v", err)
	}
	if err := e.Forget(); err != nil {
		t.Fatal(err)
	}
	if e, err = h.Edit(t.Context(), scratch, "note", ".txt", "x"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(e.path, make([]byte, mostEdited+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Content(); err == nil || !strings.Contains(err.Error(), "more than 1024 kB") {
		t.Errorf("too much: %v", err)
	}
	if _, err := os.Stat(e.Path()); err != nil {
		t.Errorf("what could not be read is gone: %v", err)
	}
	if err := e.Forget(); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Edit(t.Context(), nil, "note", ".txt", "x"); err == nil {
		t.Error("it was written to nowhere")
	}
	names, _ := filepath.Glob(filepath.Join(filepath.Dir(filepath.Dir(e.path)), "*"))
	if len(names) > 0 {
		t.Errorf("left behind: %q", names)
	}
}
