package files

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"keydesk/actions"
	_ "keydesk/cmd/chance" // the same draws every time
)

// anyJSON draws decoded JSON of any shape.
func anyJSON(depth int) *rapid.Generator[any] {
	leaf := rapid.OneOf(
		rapid.Just(any(nil)), rapid.Map(rapid.Bool(), func(b bool) any { return b }), rapid.Map(rapid.String(), clean),
		rapid.Map(rapid.Int64(), func(n int64) any { return json.Number(plain(n)) }),
		rapid.Map(rapid.Float64(), func(f float64) any { return json.Number(plain(f)) }),
		rapid.Map(rapid.SampledFrom([]string{"1.0", "-0", "1e400", "0.10", "12345678901234567890", "5e-7"}), func(s string) any { return json.Number(s) }),
		rapid.Map(rapid.SampledFrom([]string{"", "\n", "a\r\nb", "\"\"\"", "\\", "\u202e\u200b", "\x00\x1b", "${kept}", "line\nnext\n", "\ufeff", "{{contact.name}}", "\U0001F469\u200d\U0001F469"}), func(s string) any { return s }),
	)
	if depth == 0 {
		return leaf
	}
	return rapid.OneOf(leaf, rapid.Map(rapid.SliceOfN(anyJSON(depth-1), 0, 3), func(l []any) any {
		if l == nil {
			return []any{}
		}
		return l
	}), rapid.Map(rapid.MapOfN(rapid.String(), anyJSON(depth-1), 0, 3), func(m map[string]any) any {
		out := map[string]any{}
		for k, v := range m {
			out[clean(k).(string)] = v
		}
		return out
	}))
}

// clean is what JSON can hold of a text.
func clean(s string) any { return strings.ToValidUTF8(s, "\uFFFD") }

func anyAction() *rapid.Generator[actions.Stored] {
	return rapid.Custom(func(t *rapid.T) actions.Stored {
		text := func(label string) string {
			return clean(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "..", "../../etc/passwd", "CON", "नया टिकट", "a/b", "\x00"})).Draw(t, label)).(string)
		}
		s := actions.Stored{ID: text("id"), Name: text("name"), Icon: text("icon"), Active: rapid.Bool().Draw(t, "active"), Order: rapid.Int().Draw(t, "order"),
			Type: rapid.SampledFrom([]actions.Type{actions.TypeWebhook, actions.TypeURL, actions.TypeJavaScript, "other"}).Draw(t, "type")}
		if rapid.Bool().Draw(t, "config") {
			s.Config = map[string]any{}
			for _, key := range rapid.SliceOfN(rapid.SampledFrom([]string{"url", "body", "code", "headers", "keydesk", "files", "x.y", "", "\n"}), 0, 5).Draw(t, "keys") {
				s.Config[key] = anyJSON(3).Draw(t, "value")
			}
		}
		return s
	})
}

// TestRoundTrip writes any action into a directory and reads it back; writing it again changes nothing.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		path, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			rt.Fatal(err)
		}
		d, err := Open(path)
		if err != nil {
			rt.Fatal(err)
		}
		defer d.Close()
		s := anyAction().Draw(rt, "action")
		f, err := d.Save(s, nil, false)
		if err != nil {
			rt.Fatal(err)
		}
		if !f.Action.Same(s) || f.Action.ID != s.ID {
			rt.Fatalf("%s came back as %s", s.JSON(), f.Action.JSON())
		}
		before := contents(rt, path)
		if _, err := d.Save(f.Action, f, false); err != nil {
			rt.Fatal(err)
		}
		if after := contents(rt, path); !slices.Equal(before, after) {
			rt.Fatalf("%q became %q", before, after)
		}
		other := anyAction().Draw(rt, "other")
		g, err := d.Save(other, nil, false)
		if err != nil || g.Name == f.Name || !g.Action.Same(other) {
			rt.Fatalf("%v", err)
		}
		if again, problems := d.Load(); len(again) != 2 && (s.ID != other.ID) || len(problems) > 0 && s.ID != other.ID {
			rt.Fatalf("%v", problems)
		}
		if err := d.Remove(g); err != nil || !slices.Equal(before, contents(rt, path)) {
			rt.Fatalf("removing took something else: %v", err)
		}
	})
}

// contents are all files with their texts.
func contents(t *rapid.T, dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e.Name()+"\n"+string(text))
	}
	return out
}

func TestStemsAreSafe(t *testing.T) {
	for name, want := range map[string]string{
		"Create ticket": "create-ticket", "../../etc/passwd": "etc-passwd", "": "action", "...": "action", "CON": "con-action", "com1": "com1-action",
		"日本語 チケット": "日本語-チケット", "नया टिकट": "नया-टिकट", "Evil \x1b]0;\u202e name": "evil-0-name", "ＡＢＣ": "abc", "e\u0301te\u0301": "été", "a🎫b": "a-b",
	} {
		if got := Stem(name); got != want {
			t.Errorf("%q gives %q, want %q", name, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		stem := Stem(rapid.String().Draw(t, "name"))
		if len(stem) > maxStem+20 || !safeName(stem+ext) || !utf8.ValidString(stem) || filepath.Base(stem) != stem {
			t.Fatalf("%q", stem)
		}
	})
}

const webhookJSON = `{"id":"i1","name":"Create ticket","icon":"ticket","action_type":"webhook","is_active":true,"display_order":3,"config":{
	"url":"https://h.example/t?key=k","headers":{"Authorization":"Bearer s","X-B":"{{contact.name}}"},"body":"{\n  \"a\": 1\n}",
	"keydesk":{"confirm":"Really?","inputs":[{"name":"n"}]},"retry":{"after":null}}}`

func TestEncodeReadsWell(t *testing.T) {
	s, err := actions.ParseStored([]byte(webhookJSON))
	if err != nil {
		t.Fatal(err)
	}
	s, _ = s.HideSecrets(actions.Kept)
	text, texts := Encode(s, map[string]string{"body": "create-ticket.json"})
	want := `# A custom action; keydesk actions push DIR writes it to the platform.
id = "i1"
name = "Create ticket"
icon = "ticket"
type = "webhook"
active = true
order = 3

[files]
body = "create-ticket.json"

[config]
url = "https://h.example/t?key=${kept}"

[config.headers]
Authorization = "Bearer ${kept}"
X-B = "{{contact.name}}"

[config.keydesk]
confirm = "Really?"
inputs = [{ name = "n" }]

[json]
retry = "{\"after\":null}"
`
	if string(text) != want || string(texts["create-ticket.json"]) != "{\n  \"a\": 1\n}\n" {
		t.Errorf("%s\n%q", text, texts)
	}
}

// TestDecodeNamesTheLine: every refusal says file, line and what would be right.
func TestDecodeNamesTheLine(t *testing.T) {
	for text, want := range map[string]string{
		"name = \"A\"\nurl = \"x\"\ntype = \"url\"":          `a.toml:2: "url" is not known here`,
		"type = \"url\"\nactive = \"yes\"":                   `a.toml:2: active must be true or false`,
		"type = \"webhook\"\n[config]\nmetod = \"PUT\"":      `a.toml:3: config.metod is not known; did you mean method?`,
		"type = \"webhook\"\n[config]\nheader = {X = \"1\"}": `a.toml:3: config.header is not known; did you mean headers?`,
		"name = \"A\"": `a.toml: type is missing; write type =`,
		"type = \"url\"\n[config]\nx = 2026-01-01":           `a.toml:2: config: x: dates must be in quotes`,
		"type = \"url\"\n[config]\nx = inf":                  `a.toml:2: config: x: inf`,
		"type = \"url\"\n\n[files]\ncode = \"../x.js\"":      `a.toml:4: files.code must be the name of a file beside`,
		"type = \"url\"\n\n[files]\ncode = \"/etc/passwd\"":  `a.toml:4: files.code must be`,
		"type = \"url\"\n[files]\ncode = \"missing.js\"":     `a.toml:3: files.code: cannot read missing.js`,
		"type = \"url\"\n[config]\nx = 1\n[json]\nx = \"1\"": `a.toml:5: "x" is there twice`,
		"type = \"url\"\n[json]\nx = \"{\"":                  `a.toml:3: json.x is no JSON`,
		"type = \"url\"\nname = ":                            `a.toml:2: `,
		"\xff":                                               `a.toml: is no UTF-8`,
	} {
		_, err := Decode("a.toml", []byte(text), func(string) ([]byte, error) { return nil, os.ErrNotExist })
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestAtFindsTheLine(t *testing.T) {
	s, err := actions.ParseStored([]byte(webhookJSON))
	if err != nil {
		t.Fatal(err)
	}
	text, texts := Encode(s, map[string]string{"body": "b.json"})
	f, err := Decode("a.toml", text, func(name string) ([]byte, error) { return texts[name], nil })
	if err != nil {
		t.Fatal(err)
	}
	for field, want := range map[string]string{"url": "a.toml 13", "headers.X-B": "a.toml 17", "body": "b.json 2", "keydesk.inputs[0].name": "a.toml 21", "action_type": "a.toml 5", "headers.No": "a.toml 15", "nowhere": "a.toml 12"} {
		file, line := f.At(field, 2)
		if got := file + " " + plain(line); got != want {
			t.Errorf("%s is at %s, want %s", field, got, want)
		}
	}
}

// TestLinksAreNotFollowed: a link in the directory is neither read nor written through.
func TestLinksAreNotFollowed(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "outside.toml")
	if err := os.WriteFile(outside, []byte("type = \"url\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := t.TempDir()
	for _, name := range []string{"link.toml", "create-ticket.toml", "create-ticket.json", StateFile} {
		if err := os.Symlink(outside, filepath.Join(path, name)); err != nil {
			t.Skip(err)
		}
	}
	d, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if list, problems := d.Load(); len(list) != 0 || len(problems) != 2 {
		t.Errorf("%v %v", list, problems)
	}
	s, _ := actions.ParseStored([]byte(webhookJSON))
	f, err := d.Save(s, nil, false)
	if err != nil || f.Name == "create-ticket.toml" {
		t.Errorf("%v %v", f, err)
	}
	if err := d.SaveState(State{}); err != nil {
		t.Error(err)
	}
	if text, _ := os.ReadFile(outside); string(text) != "type = \"url\"\n" {
		t.Errorf("the file outside became %s", text)
	}
}

func TestAddIDKeepsTheRest(t *testing.T) {
	path := t.TempDir()
	if err := os.WriteFile(filepath.Join(path, "a.toml"), []byte("# mine\n# two\nname = \"A\" # here\ntype = \"url\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	list, _ := d.Load()
	if err := d.AddID(list[0], "x"); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(filepath.Join(path, "a.toml")); string(text) != "# mine\n# two\nid = \"x\"\nname = \"A\" # here\ntype = \"url\"\n" {
		t.Error(string(text))
	}
}

// FuzzDecode: no text makes the reader panic, and what it takes can be written and read again.
func FuzzDecode(f *testing.F) {
	f.Add("type = \"url\"\n[config]\nurl = \"x\"\n[json]\na = \"null\"\n[files]\nb = \"b.txt\"")
	f.Add("[[config]]\n")
	f.Add("type=\"x\"\nconfig.a.b.c=[[1,2],{a=1}]")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := Decode("a.toml", []byte(text), func(string) ([]byte, error) { return []byte("x\n"), nil })
		if err != nil {
			return
		}
		a.At("url", 1)
		again, texts := Encode(a.Action, a.Beside)
		b, err := Decode("a.toml", again, func(name string) ([]byte, error) { return texts[name], nil })
		if err != nil || !b.Action.Same(a.Action) {
			t.Fatalf("%q became %q: %v", text, again, err)
		}
	})
}
