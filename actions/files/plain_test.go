package files

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"keydesk/actions"
)

const crlfAction = "name = \"Form\"\ntype = \"webhook\"\n[files]\nbody = \"form.txt\"\n[config]\nurl = \"https://x.example\"\nnote = \"\"\"\none\ntwo\"\"\"\n[config.headers]\nContent-Type = \"application/x-www-form-urlencoded\"\n"

// utf16le is a text as PowerShell writes it.
func utf16le(s string) string {
	var b strings.Builder
	b.WriteString("\xff\xfe")
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

// TestFilesThatGitOrAnEditorChanged: line ends and byte order marks are no part of an action.
func TestFilesThatGitOrAnEditorChanged(t *testing.T) {
	body := "a={{contact.name}}\n&b=2"
	for name, as := range map[string]func(string) string{
		"as written": func(s string) string { return s },
		"CRLF":       func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"a mark":     func(s string) string { return "\ufeff" + s },
		"both":       func(s string) string { return "\ufeff" + strings.ReplaceAll(s, "\n", "\r\n") },
		"UTF-16":     utf16le,
	} {
		f, err := Decode("form.toml", []byte(as(crlfAction)), func(string) ([]byte, error) { return []byte(as(body + "\n")), nil })
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := f.Action.Config["body"]; got != body {
			t.Errorf("%s: the body is %q", name, got)
		}
		if got := f.Action.Config["note"]; got != "one\ntwo" {
			t.Errorf("%s: the note is %q", name, got)
		}
		there := f.Action
		there.ID = ""
		if p := Compare([]*File{f}, []actions.Stored{}, State{}); strings.Contains(p[0].Wanted.Config["body"].(string), "\r") {
			t.Errorf("%s: a carriage return would be pushed", name)
		}
	}
}

// TestCarriageReturnsOfThePlatformComeBack: what a file of its own cannot hold stands in the TOML.
func TestCarriageReturnsOfThePlatformComeBack(t *testing.T) {
	dir := t.TempDir()
	d, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	s := actions.Stored{ID: "a1", Name: "Form", Type: actions.TypeWebhook, Config: map[string]any{"url": "https://x.example", "body": "a=1\r\nb=2\r"}}
	f, err := d.Save(s, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Action.Config["body"]; got != "a=1\r\nb=2\r" || len(f.Beside) != 0 {
		t.Errorf("%q beside %v", got, f.Beside)
	}
	// Checked out with CRLF it is the same action, and a pull leaves the file as it is.
	path := filepath.Join(dir, f.Name)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	crlf := strings.ReplaceAll(string(text), "\n", "\r\n")
	if err := os.WriteFile(path, []byte(crlf), 0o600); err != nil {
		t.Fatal(err)
	}
	list, problems := d.Load()
	if len(problems) > 0 || !list[0].Action.Same(s) {
		t.Fatalf("%v, %+v", problems, list)
	}
	if _, err := d.Save(s, list[0], false); err != nil {
		t.Fatal(err)
	}
	if now, _ := os.ReadFile(path); string(now) != crlf {
		t.Error("the file was written anew")
	}
}

func TestDecodeTellsAllThatIsWrong(t *testing.T) {
	f, err := Decode("x.toml", []byte("colour = 1\nname = 2\ntype = \"url\"\norder = true\n[json]\na = '{'\nb = 3\n[files]\nbody = \"../x\"\n"), nil)
	var all Problems
	if !errors.As(err, &all) || len(all) != 6 || f == nil || f.Action.Type != actions.TypeURL {
		t.Fatalf("%v, %+v", err, f)
	}
	for i, line := range []int{1, 2, 4, 6, 7, 9} {
		if all[i].Line != line {
			t.Errorf("problem %d is at line %d: %v", i, all[i].Line, all[i])
		}
	}
}
