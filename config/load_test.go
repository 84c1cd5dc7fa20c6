package config

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestParseReadsEverySetting(t *testing.T) {
	text := `
default_profile = "work"
theme = "dark"
glyphs = "ascii"
motion = false
mouse = false
send = "ctrl+enter"
open = "command firefox --new-tab"
clipboard = "terminal"
log_level = "debug"
execution = "platform"
webhook_payload = "platform"
read_only = true
[timeouts]
webhook = "5s"
script = "1500ms"
[history]
keep = "90d"
[keys]
"thread.reply" = "r"
"list.next" = ["j", "down"]
[profiles.work]
url = "https://chat.example.com/base"
email = "ravi@example.com"
allow_hosts = ["crm.internal", "10.0.0.7:8443", "[::1]:80"]
ca_file = "/etc/ca.pem"
clipboard_read = true
[profiles.home]
url = "http://127.0.0.1:8080"
execution = "local"
[actions."Create ticket"]
confirm = "Really?"
danger = true
key = "alt+t"
timeout = "3s"
sign_secret = "${env:CRM_SECRET}"
when = { tag = "vip", assignee = "me" }
headers.X-Team = "support"
[[actions."Create ticket".inputs]]
name = "reason"
type = "choice"
choices = ["late", "broken"]
[[actions."Create ticket".inputs]]
name = "amount"
type = "number"
required = true
[actions.7f]
confirm = false
`
	s, err := Parse("config.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	s, err = withEnvironment(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.Theme != "dark" || s.Glyphs != "ascii" || s.Motion || s.Mouse || s.Send != "ctrl+enter" ||
		s.Open != "command firefox --new-tab" || s.Clipboard != "terminal" ||
		s.LogLevel != "debug" || s.Execution != "platform" || s.WebhookPayload != "platform" ||
		!s.ReadOnly || s.WebhookTimeout != 5*time.Second || s.ScriptTimeout != 1500*time.Millisecond ||
		s.HistoryRetention != 90*24*time.Hour {
		t.Errorf("general settings: %+v", s)
	}
	if want := map[string][]string{"thread.reply": {"r"}, "list.next": {"j", "down"}}; !reflect.DeepEqual(s.Keys, want) {
		t.Errorf("keys: %v", s.Keys)
	}
	work, err := s.Profile("")
	if err != nil {
		t.Fatal(err)
	}
	if work.Name != "work" || work.Email != "ravi@example.com" || len(work.AllowHosts) != 3 || work.CAFile != "/etc/ca.pem" ||
		!work.ClipboardRead || work.Execution != "platform" || work.Clipboard != "terminal" || !work.ReadOnly {
		t.Errorf("work: %+v", work)
	}
	home, err := s.Profile("home")
	if err != nil || home.Execution != "local" || home.WebhookPayload != "platform" {
		t.Errorf("home: %+v, %v", home, err)
	}
	a := s.Actions["Create ticket"]
	if !a.Confirm || a.ConfirmText != "Really?" || !a.Danger || a.Key != "alt+t" ||
		a.Timeout != 3*time.Second || a.SignSecret != "${env:CRM_SECRET}" || len(a.When.Tags) != 1 || a.When.Assignee != "me" || a.Headers["X-Team"] != "support" {
		t.Errorf("action: %+v", a)
	}
	if len(a.Inputs) != 2 || a.Inputs[0].Name != "reason" || len(a.Inputs[0].Choices) != 2 || a.Inputs[1].Type != "number" || !a.Inputs[1].Required {
		t.Errorf("inputs: %+v", a.Inputs)
	}
	if b := s.Actions["7f"]; b.Confirm || b.Danger {
		t.Errorf("second action: %+v", b)
	}
	if at, ok := s.Origin("profiles.work.email"); !ok || at.Line != 24 || at.Column != 1 {
		t.Errorf("origin of the e-mail: %v %v", at, ok)
	}
}

func TestParseSaysWhatIsWrongAndWhere(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"slip", `them = "dark"`, `c.toml:1:1: them is not a setting; did you mean "theme"?`},
		{"slip in a profile", "[profiles.work]\n  ulr = \"x\"", `c.toml:2:3: profiles.work.ulr is not a setting; did you mean "url"?`},
		{"unknown", `frobnicate = 1`, `c.toml:1:1: frobnicate is not a setting; known here are actions, ask, cache, cache_keep, clipboard,`},
		{"wrong table", "[timeouts]\nurl = \"x\"", `c.toml:2:1: timeouts.url is not a setting here; it belongs beneath [profiles.NAME]`},
		{"secret", "[profiles.work]\napi_key = \"whm_1\"", `c.toml:2:1: profiles.work.api_key: secrets do not belong in this file`},
		{"secret elsewhere", `password = "x"`, `secrets do not belong in this file`},
		{"secret in the url", "[profiles.w]\nurl = \"https://a:b@c/\"", `must not hold a name or password`},
		{"plain signing secret", "[actions.x]\nsign_secret = \"whsec_abc\"", `c.toml:2:1: actions.x.sign_secret must not hold the secret itself; name where it is`},
		{"plain bearer token", "[actions.x.headers]\nAuthorization = \"Bearer abc\"", `actions.x.headers.Authorization must not hold the secret itself`},
		{"choice", `glyphs = "asci"`, `c.toml:1:1: glyphs cannot be "asci" (did you mean "ascii"?); it is one of unicode, ascii, for example glyphs = "unicode"`},
		{"theme that is none", `theme = "drak"`, `c.toml:1:1: theme names "drak", which is not built in, and there is no [themes.drak]; did you mean "dark"?`},
		{"colour that is none", "[themes.mine]\naccent = \"bright bleu\"", `c.toml:2:1: themes.mine.accent cannot be "bright bleu"; a colour is "#8ab4f8", "bright blue" or "default"; did you mean "bright blue"?`},
		{"type", `mouse = "yes"`, `c.toml:1:1: mouse must be true or false, not "yes", for example mouse = true`},
		{"number", `theme = 3`, `theme must be a text in quotes, not the number 3`},
		{"table for a text", "[theme]\nname = 1", `theme must be a text in quotes, not a table`},
		{"text for a table", `profiles = "work"`, `profiles is a table, not "work"; write [profiles] above its settings`},
		{"list of tables for a table", "[[profiles.work]]\nurl = \"https://x\"", `profiles.work is a table, not a list`},
		{"duration", "[timeouts]\nscript = \"2\"", `timeouts.script cannot be "2"; it is a time with a unit, for example script = "2s"`},
		{"too long", "[timeouts]\nscript = \"31s\"", `timeouts.script cannot be 31s; it is between 10ms and 30s`},
		{"age", "[history]\nkeep = \"-3d\"", `history.keep cannot be "-3d"; it is a number of days above 0`},
		{"url", "[profiles.w]\nurl = \"chat.example.com\"", `it begins with https:// or http:// and a host, for example url = "https://chat.example.com"`},
		{"host", "[profiles.w]\nallow_hosts = [\"https://a\"]", `cannot hold "https://a"; each entry is a host or host:port`},
		{"default profile", "default_profile = \"wrok\"\n[profiles.work]\nurl = \"https://x\"", `default_profile names "wrok", but there is no [profiles.wrok]; did you mean "work"?`},
		{"profile name", "[profiles.\"a b\"]\nurl = \"https://x\"", `a profile name has letters, digits, - and _ only`},
		{"syntax", "theme = dark", `c.toml:1:9: is not valid TOML`},
		{"twice", "theme = \"dark\"\ntheme = \"dark\"", `c.toml:2:1: is not valid TOML`},
		{"not UTF-8", "theme = \"\xff\"", `is not UTF-8 text`},
		{"input without a name", "[[actions.x.inputs]]\ntype = \"text\"", `this question of "x" has no name`},
		{"second list entry", "[[actions.x.inputs]]\nname = \"a\"\n[[actions.x.inputs]]\nnmae = \"b\"", `c.toml:4:1: actions.x.inputs.1.nmae is not a setting; did you mean "name"?`},
		{"two", "them = 1\nmouse = 2", `(and 1 more problem)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse("c.toml", []byte(c.text))
			if err == nil {
				t.Fatal("no error")
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %s\nwant %s", err, c.want)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	home := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", home)
	t.Setenv("XDG_STATE_HOME", filepath.Join(home, "state"))
	if s, err := Load("", nil); err != nil || s.Theme != "auto" || s.Path != "" {
		t.Errorf("a missing usual file: %+v, %v", s, err)
	}
	if _, err := Load(filepath.Join(home, "no.toml"), nil); err == nil || !strings.Contains(err.Error(), "check --config") {
		t.Errorf("a missing named file: %v", err)
	}
	if _, err := Load(home, nil); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("a folder: %v", err)
	}
	file := FindPaths().ConfigFile()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, file, "theme = \"light\"\n[profiles.work]\nurl = \"https://work\"\n[profiles.home]\nurl = \"https://home\"\n")
	s, err := Load("", nil)
	if err != nil || s.Theme != "light" || s.Path != file {
		t.Fatalf("the usual file: %+v, %v", s, err)
	}
	write(t, file, strings.Repeat("#", maxFile+1))
	if _, err := Load("", nil); err == nil || !strings.Contains(err.Error(), "larger than 1 MiB") {
		t.Errorf("a huge file: %v", err)
	}
}

func TestProfilePrecedence(t *testing.T) {
	const two = "[profiles.work]\nurl = \"https://work\"\n[profiles.home]\nurl = \"https://home\"\n"
	for _, c := range []struct {
		name, text, flag, envURL, envProfile string
		wantName, wantURL, wantOrigin        string
		wantErr                              error
	}{
		{name: "nothing", wantErr: ErrNoPlatform},
		{name: "only one", text: "[profiles.solo]\nurl = \"https://solo\"", wantName: "solo", wantURL: "https://solo", wantOrigin: "the settings file"},
		{name: "two, none chosen", text: two, wantErr: ErrChooseProfile},
		{name: "file's default", text: "default_profile = \"home\"\n" + two, wantName: "home", wantURL: "https://home", wantOrigin: "the settings file"},
		{name: "environment over file", text: "default_profile = \"home\"\n" + two, envProfile: "work", wantName: "work", wantURL: "https://work", wantOrigin: "the settings file"},
		{name: "flag over environment", text: two, flag: "home", envProfile: "work", wantName: "home", wantURL: "https://home", wantOrigin: "the settings file"},
		{name: "address from the environment", text: two, envProfile: "home", envURL: "https://e", wantName: "home", wantURL: "https://e", wantOrigin: "KEYDESK_URL"},
		{name: "flag over the address of the environment", text: two, flag: "home", envURL: "https://e", wantName: "home", wantURL: "https://home", wantOrigin: "the settings file"},
		{name: "address for a profile without one", text: "[profiles.work]\nemail = \"a@b\"", flag: "work", envURL: "https://e", wantName: "work", wantURL: "https://e", wantOrigin: "KEYDESK_URL"},
		{name: "unknown profile beside an address", text: two, flag: "wrok", envURL: "https://e", wantErr: ErrNoPlatform},
		{name: "address alone", envURL: "https://e", wantName: "default", wantURL: "https://e", wantOrigin: "KEYDESK_URL"},
		{name: "unknown profile", text: two, flag: "wrok", wantErr: ErrNoPlatform},
		{name: "no address", text: "[profiles.work]\nemail = \"a@b\"", wantErr: ErrNoPlatform},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := Parse("c.toml", []byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			s, err = withEnvironment(s, func(key string) string {
				return map[string]string{"KEYDESK_URL": c.envURL, "KEYDESK_PROFILE": c.envProfile}[key]
			})
			if err != nil {
				t.Fatal(err)
			}
			p, err := s.Profile(c.flag)
			if !errors.Is(err, c.wantErr) {
				t.Fatalf("error %v, want %v", err, c.wantErr)
			}
			if p.Name != c.wantName || p.URL != c.wantURL || p.URLOrigin != c.wantOrigin {
				t.Errorf("got %+v", p)
			}
		})
	}
}

// Who names a profile that is not there is told which are.
func TestAnUnknownProfileNamesTheOthers(t *testing.T) {
	const one = "[profiles.work]\nurl = \"https://work\"\n"
	for _, c := range []struct{ text, name, want string }{
		{"", "work", `there is no profile "work": no platform is set up yet; run keydesk login, or try keydesk demo`},
		{one, "elsewhere", `there is no profile "elsewhere"; there is work; keydesk login --profile elsewhere makes it`},
		{one + "[profiles.home]\nurl = \"https://home\"\n", "elsewhere", `there is no profile "elsewhere"; there are home, work; keydesk login --profile elsewhere makes it`},
		{one, "wrok", `there is no profile "wrok"; did you mean "work"? keydesk login --profile wrok makes it`},
	} {
		s, err := Parse("c.toml", []byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Profile(c.name); err == nil || err.Error() != c.want || !errors.Is(err, ErrNoPlatform) {
			t.Errorf("%v\nwant %s", err, c.want)
		}
	}
}

func TestEnvironmentIsChecked(t *testing.T) {
	for key, value := range map[string]string{"KEYDESK_URL": "ftp://x", "KEYDESK_PROFILE": "a b"} {
		_, err := withEnvironment(Defaults(), func(k string) string { return map[string]string{key: value}[k] })
		if err == nil || !strings.Contains(err.Error(), key) {
			t.Errorf("%s=%s: %v", key, value, err)
		}
	}
}

// TestDefaultFile holds the documentation to the truth: with every # taken away it is valid, names
// every setting, and shows the defaults that hold.
func TestDefaultFile(t *testing.T) {
	text := DefaultFile()
	if s, err := Parse("default", []byte(text)); err != nil || !reflect.DeepEqual(s.Theme, Defaults().Theme) {
		t.Fatalf("as it is: %v", err)
	}
	var lines []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "# ") && line != "#\n" {
			line = line[1:]
		}
		lines = append(lines, line)
	}
	full := strings.Join(lines, "")
	s, err := Parse("default", []byte(full))
	if err != nil {
		t.Fatalf("uncommented: %v\n%s", err, full)
	}
	if len(s.origins) != len(schema()) {
		t.Errorf("%d of %d settings stand in the default file", len(s.origins), len(schema()))
	}
	defaults := Defaults()
	for _, row := range schema() {
		if row.fallback == "" {
			continue
		}
		want, err := row.read(row.fallback)
		if err != nil {
			t.Errorf("the default of %s is refused: %v", row.path, err)
		}
		if got := strings.Trim(row.example, `"`); got != row.fallback {
			t.Errorf("%s is shown as %s, but the default is %v", row.path, got, want)
		}
	}
	if defaults.WebhookTimeout != 10*time.Second || defaults.ScriptTimeout != 2*time.Second || !defaults.Mouse || defaults.Send != "enter" {
		t.Errorf("defaults: %+v", defaults)
	}
}

func TestNearest(t *testing.T) {
	known := []string{"theme", "mouse", "url", "email"}
	for word, want := range map[string]string{"them": "theme", "Theme": "theme", "muose": "mouse", "ulr": "url", "x": "", "frobnicate": "", "": ""} {
		if got := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(DefaultFile()))
	f.Add([]byte("[[actions.x.inputs]]\nname=\"a\"\n[[actions.x.inputs]]\n"))
	f.Add([]byte("profiles.a.url = \"https://x\"\na = [[1],{b={c=2}}]\n"))
	f.Add([]byte("[profiles.\"\\u0000\"]\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		_, err := Parse("c.toml", text)
		var problems Problems
		if err != nil && !errors.As(err, &problems) {
			t.Fatalf("an error without a place: %v", err)
		}
		for _, p := range problems {
			if lines := strings.Count(string(text), "\n") + 1; p.At.Line > lines {
				t.Fatalf("line %d of %d: %v", p.At.Line, lines, p)
			}
		}
		out, err := editProfile("c.toml", text, "work", [][2]string{{"url", "https://chat.example.com"}})
		if err != nil {
			return
		}
		s, err := Parse("c.toml", out)
		if err != nil || s.Profiles["work"].URL != "https://chat.example.com" {
			t.Fatalf("the edit broke the file: %v\n%s", err, out)
		}
	})
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
