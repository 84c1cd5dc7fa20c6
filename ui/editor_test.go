//go:build unix

package ui

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/store"
	"keydesk/ui/compose"
	"keydesk/ui/host"
)

// withEditor is a bench whose person's editor is a script; "" is none.
func withEditor(t *testing.T, script string) bench {
	t.Helper()
	scratch := &host.Scratch{}
	t.Cleanup(func() { _ = scratch.Close() })
	editor := ""
	if script != "" {
		editor = filepath.Join(t.TempDir(), "my editor")
		if err := os.WriteFile(editor, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		editor = "'" + editor + "'"
	}
	return bench{env: map[string]string{"EDITOR": editor}, deps: func(d *Deps) {
		d.Scratch = scratch
		d.Host = host.New(host.Options{Env: func(name string) string {
			if name == "EDITOR" {
				return editor
			}
			return ""
		}, Clipboard: "osc52", Open: "show"})
		d.Exec = func(c *exec.Cmd, done func(error) tea.Msg) tea.Cmd {
			return func() tea.Msg { return done(c.Run()) }
		}
	}}
}

func TestWritingInOnesOwnEditor(t *testing.T) {
	p := newPump(t, withEditor(t, `case "$1" in *reply*) ;; *) exit 9 ;; esac
printf '%s\n\033[31mred\033[0m line, *bold*\n\n' "$(cat "$1")" > "$1.new" && mv "$1.new" "$1"`))
	c := p.openFirst()
	p.typeText("Dear customer,")
	p.press("alt+e")
	if got := c.compose.Value(); got != "Dear customer,\nred line, *bold*" {
		t.Fatalf("came back as %q", got)
	}
	p.shows("Dear customer,", "red line, *bold*")
	p.press("alt+z")
	if got := c.compose.Value(); got != "Dear customer," {
		t.Fatalf("undo gave %q", got)
	}
	p.press("ctrl+x")
	p.fire()
	p.shows("Write in your own editor", "Clear the draft")
	p.press("ctrl+e")
	if !strings.Contains(c.compose.Value(), "red line") {
		t.Fatal("ctrl+x ctrl+e did not open it")
	}
	before := c.compose.Value()
	p.press("ctrl+x", "q") // no sequence, and no command of the desk either: text
	if got := c.compose.Value(); got != before+"q" {
		t.Fatalf("a letter behind ctrl+x gave %q", got)
	}
	p.press("ctrl+x", "k")
	p.shows("The draft is cleared; alt+z brings it back.")
	p.press("alt+z")
	if !strings.Contains(c.compose.Value(), "red line") {
		t.Fatal("the cleared draft is lost")
	}
}

// What is written for colleagues stays for colleagues.
func TestANoteInOnesOwnEditor(t *testing.T) {
	p := newPump(t, withEditor(t, `case "$1" in *note*) echo " seen" >> "$1" ;; esac`))
	c := p.openFirst()
	p.typeText("for the customer")
	p.press("ctrl+n")
	p.typeText("for us")
	p.press("alt+e")
	if c.mode() != store.Note || c.compose.Value() != "for us seen" || c.draft(store.Reply).Body != "for the customer" {
		t.Fatalf("%s: %q, the reply is %q", c.mode(), c.compose.Value(), c.draft(store.Reply).Body)
	}
}

func TestAnEditorThatFailsLosesNothing(t *testing.T) {
	for _, x := range []struct{ script, value, says string }{
		{"exit 3", "my words", "The editor failed (exit status 3); the text is as it was."},
		{`rm "$1"`, "my words", "The text is as it was: the editor left no file."},
		{`echo "saved words" > "$1"; exit 1`, "saved words", "what it saved is here, alt+z brings back"},
		{`: > "$1"`, "", ""},
		{"head -c 20000 /dev/zero | tr '\\0' w > \"$1\"", strings.Repeat("w", compose.Most), "What you wrote in your editor lies in "},
		{"head -c 2000000 /dev/zero | tr '\\0' w > \"$1\"", "my words", "What you wrote in your editor lies in "},
		{"", "my words", "no editor is set; leave, say export EDITOR=nano"},
	} {
		p := newPump(t, withEditor(t, x.script))
		c := p.openFirst()
		p.typeText("my words")
		p.press("alt+e")
		if c.compose.Value() != x.value {
			t.Errorf("%q: %q", x.script, c.compose.Value())
		}
		p.shows(x.says)
		if x.script != "" && x.value != "my words" {
			p.press("alt+z")
			if c.compose.Value() != "my words" {
				t.Errorf("%q: undo gave %q", x.script, c.compose.Value())
			}
		}
	}
}

// What was written in the person's editor is a draft after a crash, once, and no file stays behind.
func TestAnEditedTextOutlivesACrash(t *testing.T) {
	path := storePath(t)
	b := withEditor(t, `printf ' and more' >> "$1"; exit 0`)
	first := store.New(store.Options{Path: path})
	t.Cleanup(func() { _ = first.Close() })
	with := b.deps
	b.deps = func(d *Deps) { with(d); d.Store = first }
	p := newPump(t, b)
	p.openFirst()
	p.typeText("half a thought")
	// The editor runs and writes; then keydesk is gone before it reads what is there.
	p.useExec(func(c *exec.Cmd, _ func(error) tea.Msg) tea.Cmd {
		return func() tea.Msg {
			if err := c.Run(); err != nil {
				t.Error(err)
			}
			return nil
		}
	})
	p.press("alt+e")
	if list, _ := filepath.Glob(filepath.Join(first.EditFolder(), "edit-*", "*.txt")); len(list) != 1 {
		t.Fatalf("the editor has %v", list)
	}
	var gone sync.Map
	next := store.New(store.Options{Path: path, Alive: func(string) bool { _, dead := gone.Load("dead"); return !dead }})
	t.Cleanup(func() { _ = next.Close() })
	if left, err := next.LeftEdits(); err != nil || len(left) != 0 {
		t.Errorf("of a console that is there: %v, %v", left, err)
	}
	gone.Store("dead", true)
	q := p.again(func(d *Deps) { d.Store = next })
	q.fire()
	q.fire()
	if c := q.openFirst(); c.compose.Value() != "half a thought and more" {
		t.Errorf("the draft is %q", c.compose.Value())
	}
	if list, _ := filepath.Glob(path + ".edit/*/*"); len(list) != 0 {
		t.Errorf("left behind: %v", list)
	}
	third := store.New(store.Options{Path: path, Alive: func(string) bool { return false }})
	defer third.Close()
	st, err := third.Start(t.Context(), 9)
	if err != nil || len(st.Drafts) != 1 || st.Drafts[0].Body != "half a thought and more" {
		t.Errorf("the store has %+v, %v", st.Drafts, err)
	}
}
