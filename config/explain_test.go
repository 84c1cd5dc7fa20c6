package config

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

const explained = `theme = "dark"
open = "local"
default_profile = "work"
[profiles.work]
url = "https://a.example"
open = "show"
[profiles.home]
url = "https://b.example"
open = "auto"
[actions."Create ticket"]
headers.X-Api-Key = "s3cret"
headers.Authorization = "Bearer ${env:CRM}"
headers.Accept = "text/html"
`

func value(t *testing.T, list []Value, key string) Value {
	t.Helper()
	at := slices.IndexFunc(list, func(v Value) bool { return v.Key == key })
	if at < 0 {
		t.Fatalf("%s is not listed", key)
	}
	return list[at]
}

func TestExplainTellsTheOriginOfEveryValue(t *testing.T) {
	s, err := Parse("c.toml", []byte(explained))
	if err != nil {
		t.Fatal(err)
	}
	s, err = withEnvironment(s, func(name string) string { return map[string]string{"KEYDESK_URL": "http://e.example"}[name] })
	if err != nil {
		t.Fatal(err)
	}
	list := s.Explain("", Override{"plain", true, FromFlag, "--plain"})
	for _, want := range []Value{
		{"theme", "dark", FromFile, "c.toml:1"},
		{"open", "show", FromProfile, "c.toml:6"},
		{"mouse", true, FromDefault, ""},
		{"timeouts.webhook", "10s", FromDefault, ""},
		{"default_profile", "work", FromFile, "c.toml:3"},
		{"plain", true, FromFlag, "--plain"},
		{"profiles.work.url", "http://e.example", FromEnvironment, "KEYDESK_URL"},
		{"profiles.home.open", "auto", FromFile, "c.toml:9"},
		{`actions."Create ticket".headers.X-Api-Key`, "••••", FromFile, "c.toml:11"},
		{`actions."Create ticket".headers.Authorization`, "Bearer ${env:CRM}", FromFile, "c.toml:12"},
		{`actions."Create ticket".headers.Accept`, "text/html", FromFile, "c.toml:13"},
	} {
		if got := value(t, list, want.Key); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	if got := value(t, s.Explain("home"), "open"); got.Value != "auto" || got.Origin != FromProfile {
		t.Errorf("of the other profile: %+v", got)
	}
	for _, row := range schema() {
		if !strings.ContainsAny(row.path, "*#") {
			value(t, list, row.path)
		}
	}
}

func TestChangesNameTheKeys(t *testing.T) {
	parse := func(text string) Settings {
		t.Helper()
		s, err := Parse("c.toml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	old := parse(explained)
	now := parse("# a comment\n" + strings.NewReplacer(`"dark"`, `"light"`, `open = "auto"`, "", "s3cret", "other", `"text/html"`, `"text/html"`+"\nkey = \"alt+t\"").Replace(explained))
	got := Changes(old, now)
	if want := []string{`actions."Create ticket".headers.X-Api-Key`, "profiles.home.open", "theme"}; !slices.Contains(got, want[0]) || !slices.Contains(got, want[1]) || !slices.Contains(got, want[2]) || len(got) != 4 {
		t.Errorf("changed: %q", got)
	}
	if same := Changes(old, parse("\n\n"+explained)); len(same) > 0 {
		t.Errorf("lines moved, nothing changed: %q", same)
	}
	for key, want := range map[string]string{
		`actions."Create ticket".headers.X-Api-Key`: "actions.*.headers.*", "theme": "theme", `keys."thread.reply"`: "keys.*",
		`actions."a.\"b".inputs.3.name`: "actions.*.inputs.#.name", "nonsense": "", "": "",
	} {
		if got := KnownAs(key); got != want {
			t.Errorf("KnownAs(%s) = %q, want %q", key, got, want)
		}
	}
}

// fits is as much of a JSON schema as ours uses: where it does not fit, "" when it does.
func fits(n map[string]any, v any, at string) string {
	if options, ok := n["anyOf"].([]any); ok {
		for _, option := range options {
			if fits(option.(map[string]any), v, at) == "" {
				return ""
			}
		}
		return at + " fits none of anyOf"
	}
	text, isText := v.(string)
	_, isFlag := v.(bool)
	table, isTable := v.(map[string]any)
	list, isList := v.([]any)
	_, isNumber := v.(int64)
	if is := map[any]bool{"string": isText, "boolean": isFlag, "object": isTable, "array": isList, "integer": isNumber}; !is[n["type"]] {
		return at + " is no " + n["type"].(string)
	}
	if enum, ok := n["enum"].([]any); ok && !slices.Contains(enum, v) {
		return at + " is not in the enum"
	}
	if pattern, ok := n["pattern"].(string); ok && !regexp.MustCompile(pattern).MatchString(text) {
		return at + " does not match"
	}
	for _, item := range list {
		if why := fits(n["items"].(map[string]any), item, at+"[]"); why != "" {
			return why
		}
	}
	for key, inner := range table {
		properties, _ := n["properties"].(map[string]any)
		child, ok := properties[key].(map[string]any)
		if !ok {
			child, ok = n["additionalProperties"].(map[string]any)
		}
		if !ok {
			return at + "." + key + " is not known"
		}
		if why := fits(child, inner, at+"."+key); why != "" {
			return why
		}
	}
	return ""
}

// TestJSONSchemaAgreesWithTheReader holds the schema against files that the reader takes and refuses.
func TestJSONSchemaAgreesWithTheReader(t *testing.T) {
	var root map[string]any
	if err := json.Unmarshal(JSONSchema(), &root); err != nil {
		t.Fatal(err)
	}
	full := regexp.MustCompile(`(?m)^#([^ #\n])`).ReplaceAllString(DefaultFile(), "$1")
	for text, taken := range map[string]bool{
		full: true, explained: true, "": true,
		"them = \"dark\"": false, "mouse = \"yes\"": false, "glyphs = \"emoji\"": false, "[timeouts]\nwebhook = 5": false,
		"[timeouts]\nwebhook = \"soon\"": false, "[keys]\nquit = \"q\"": true, "[keys]\nquit = [1]": false,
		"[profiles.work]\nurll = \"x\"": false, "[[actions.x.inputs]]\nnme = \"a\"": false, "[actions.x.inputs]\nname = \"a\"": false,
		"[actions.x]\nconfirm = 3": false, "[history]\nkeep = \"90d\"": true, "[actions.x.headers]\nA = \"b\"": true,
	} {
		var v map[string]any
		if err := toml.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		if v == nil {
			v = map[string]any{}
		}
		why := fits(root, v, "")
		if (why == "") != taken {
			t.Errorf("%.60q: %s", text, why)
		}
		if _, err := Parse("c.toml", []byte(text)); (err == nil) != taken {
			t.Errorf("the reader on %.60q: %v", text, err)
		}
	}
}

func TestInitFileNeverOverwritesUnasked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "config.toml")
	if err := InitFile(path, false); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(text), "#:schema ./config.schema.json\n") {
		t.Errorf("%v: %.40q", err, text)
	}
	if _, err := Parse(path, text); err != nil {
		t.Error(err)
	}
	if schema, err := os.ReadFile(filepath.Join(filepath.Dir(path), SchemaFile)); err != nil || !json.Valid(schema) {
		t.Errorf("the schema: %v", err)
	}
	if err := os.WriteFile(path, []byte("theme = \"dark\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := InitFile(path, false); !errors.Is(err, ErrExists) {
		t.Errorf("again: %v", err)
	}
	if text, _ := os.ReadFile(path); string(text) != "theme = \"dark\"\n" {
		t.Errorf("it was overwritten: %.40q", text)
	}
	if err := InitFile(path, true); err != nil {
		t.Fatal(err)
	}
	if old, _ := os.ReadFile(path + ".old"); string(old) != "theme = \"dark\"\n" {
		t.Errorf("the old one is gone: %.40q", old)
	}
}
