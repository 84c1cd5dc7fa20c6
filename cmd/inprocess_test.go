package cmd

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/cmd/actionscmd"
	"keydesk/cmd/app"
	"keydesk/cmd/desk"
	"keydesk/config"
)

// ring is a keyring in a map.
type ring map[string]string

func (r ring) Get(service, name string) (string, error) {
	if v, ok := r[service+"/"+name]; ok {
		return v, nil
	}
	return "", config.ErrNoSecret
}
func (r ring) Set(service, name, value string) error { r[service+"/"+name] = value; return nil }
func (r ring) Delete(service, name string) error {
	if _, ok := r[service+"/"+name]; !ok {
		return config.ErrNoSecret
	}
	delete(r, service+"/"+name)
	return nil
}

// inProcess runs keydesk in this process, with a home of its own and what it is given of a terminal.
type inProcess struct {
	t        *testing.T
	env      app.Env
	out, err bytes.Buffer
	vars     map[string]string
}

func newInProcess(t *testing.T) *inProcess {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "config"))
	t.Setenv("XDG_STATE_HOME", filepath.Join(home, "state"))
	p := &inProcess{t: t, vars: map[string]string{}}
	p.env = app.Env{
		Stdin: strings.NewReader(""), Stdout: &p.out, Stderr: &p.err,
		Getenv:     func(name string) string { return p.vars[name] },
		ReadSecret: func(context.Context, string) (string, error) { return "", errors.New("nobody types") },
	}
	return p
}

// run runs one command line and checks the exit code; what it printed is in out and err.
func (p *inProcess) run(code int, args ...string) {
	p.t.Helper()
	p.out.Reset()
	p.err.Reset()
	p.env.Args = args
	if got := Run(p.t.Context(), p.env); got != code {
		p.t.Fatalf("keydesk %q: exit code %d, want %d\n%s%s", args, got, code, p.out.String(), p.err.String())
	}
}

func (p *inProcess) file(name, text string) string {
	p.t.Helper()
	path := filepath.Join(p.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
	return path
}

const (
	aContext = `{"contact":{"id":"c1","phone_number":"919810000000","name":"Aarav"},"user":{"id":"u1"},"organization":{"id":"o1","name":"Chai"}}`
	aCopy    = `{"id":"a1","name":"Copy","action_type":"javascript","is_active":true,"config":{"code":"navigator.clipboard.writeText(contact.phone_number)"}}`
)

// TestLoginInTheKeyring signs in with a keyring: then no file holds the secret.
func TestLoginInTheKeyring(t *testing.T) {
	platform, err := emulator.New(emulator.Options{Contacts: 2, Manual: true})
	if err != nil {
		t.Fatal(err)
	}
	url, err := platform.Start(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer platform.Close()
	agent := desk.UserOf(platform, "agent")
	keys := ring{}
	p := newInProcess(t)
	p.env.Keyring = keys
	file := p.file("mine.toml", "# my settings\ntheme = \"dark\" # at night\n")

	p.env.Stdin = strings.NewReader(agent.Password + "\n")
	p.run(app.ExitDone, "--config", file, "login", "--profile", "work", "--url", url, "--email", agent.Email, "--password-stdin")
	if len(keys) != 1 || !strings.Contains(p.out.String(), "the secret is in the keyring") {
		t.Errorf("%d entries; %s", len(keys), p.out.String())
	}
	if strings.Contains(p.out.String()+p.err.String(), agent.Password) {
		t.Error("the password was printed")
	}
	if _, err := os.Stat(config.FindPaths().SecretsFile()); err == nil {
		t.Error("the secret is in the file as well")
	}
	if text, _ := os.ReadFile(file); !strings.HasPrefix(string(text), "# my settings\ntheme = \"dark\" # at night\n\n[profiles.work]\n") {
		t.Errorf("the settings file became %s", text)
	}
	p.run(app.ExitDone, "--config", file, "actions", "list")
	p.run(app.ExitDone, "--config", file, "logout")
	if len(keys) != 0 {
		t.Error("the secret is still in the keyring")
	}
	p.run(app.ExitNotSignedIn, "--config", file, "actions", "list")
}

// TestLoginAsks goes through the questions as a person would answer them.
func TestLoginAsks(t *testing.T) {
	platform, err := emulator.New(emulator.Options{Contacts: 2, Manual: true})
	if err != nil {
		t.Fatal(err)
	}
	url, err := platform.Start(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer platform.Close()
	agent := desk.UserOf(platform, "agent")
	for name, c := range map[string]struct{ typed, secret string }{
		"password": {url + "\n" + agent.Email + "\n", agent.Password},
		"API key":  {url + "\n\n", agent.APIKey},
	} {
		t.Run(name, func(t *testing.T) {
			p := newInProcess(t)
			p.env.StdinTerminal = true
			p.env.Stdin = strings.NewReader(c.typed)
			p.env.ReadSecret = func(context.Context, string) (string, error) { return c.secret, nil }
			p.run(app.ExitDone, "login")
			p.run(app.ExitDone, "actions", "list")
			p.run(app.ExitDone, "logout")
		})
	}
}

// TestConfirmation asks on a terminal, and takes anything but yes for a no.
func TestConfirmation(t *testing.T) {
	p := newInProcess(t)
	p.env.StdinTerminal = true
	settings := p.file("c.toml", "clipboard = \"terminal\"\n[actions.Copy]\nconfirm = \"Copy the number of {{contact.name}}?\"\n")
	action, about := p.file("a.json", aCopy), p.file("c.json", aContext)
	for typed, code := range map[string]int{"y\n": app.ExitDone, "YES\n": app.ExitDone, "n\n": app.ExitFailed, "\n": app.ExitFailed, "": app.ExitUsage} {
		p.env.Stdin = strings.NewReader(typed)
		p.env.StdoutTerminal = true
		p.run(code, "--config", settings, "run", "-f", action, "--context", about)
		if !strings.Contains(p.err.String(), "Copy the number of Aarav?") {
			t.Errorf("%q: not asked: %s", typed, p.err.String())
		}
		sent := strings.Contains(p.out.String(), base64.StdEncoding.EncodeToString([]byte("919810000000")))
		if sent != (code == app.ExitDone) {
			t.Errorf("%q: copied %v", typed, sent)
		}
	}
}

// TestCopyNeedsAWay fails where there is neither a clipboard nor a terminal.
func TestCopyNeedsAWay(t *testing.T) {
	p := newInProcess(t)
	settings := p.file("c.toml", "clipboard = \"terminal\"\n")
	p.run(app.ExitFailed, "--config", settings, "run", "-f", p.file("a.json", aCopy), "--context", p.file("c.json", aContext))
	if !strings.Contains(p.err.String(), "there is no clipboard here") {
		t.Errorf("said: %s", p.err.String())
	}
}

// TestOptionsCarryEverySetting fails when a setting of an action is added and forgotten here.
func TestOptionsCarryEverySetting(t *testing.T) {
	t.Parallel()
	full := config.ActionSettings{
		Confirm: true, ConfirmText: "?", Danger: true, Key: "alt+t", Timeout: 1, Execution: "platform", WebhookPayload: "platform",
		SignSecret: "${env:A}", Headers: map[string]string{"A": "b"},
		Inputs: []config.Input{{Name: "n", Type: "choice", Label: "l", Required: true, Default: "d", Choices: []string{"d"}}},
		When:   config.When{Tags: []string{"t"}, Assignee: "me", Channels: []string{"c"}, Fields: []string{"contact.name"}},
	}
	noZero(t, "settings", reflect.ValueOf(full))
	noZero(t, "options", reflect.ValueOf(actionscmd.Options(full)))
}

// noZero reports fields that nothing was put into.
func noZero(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[actions.Header]() {
			return // its other fields belong to requests
		}
		for i := range v.NumField() {
			noZero(t, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice:
		if v.Len() == 0 {
			t.Errorf("%s is empty", path)
		}
		for i := range v.Len() {
			noZero(t, path, v.Index(i))
		}
	default:
		if v.IsZero() {
			t.Errorf("%s is empty", path)
		}
	}
}

// TestReadingTheClipboardNeedsAClipboard: an empty text instead would be a wrong answer to the script.
func TestReadingTheClipboardNeedsAClipboard(t *testing.T) {
	p := newInProcess(t)
	about := p.file("c.json", aContext)
	action := p.file("a.json", `{"name":"Paste","action_type":"javascript","config":{"code":"return {message: await navigator.clipboard.readText()}"}}`)
	for settings, want := range map[string]string{
		"": "Reading the clipboard is not allowed",
		"[profiles.w]\nurl = \"https://x.example\"\nclipboard_read = true\nclipboard = \"terminal\"\n": `clipboard = "terminal" can only be written`,
	} {
		p.run(app.ExitFailed, "--config", p.file("s.toml", settings), "run", "-f", action, "--context", about)
		if !strings.Contains(p.err.String(), want) {
			t.Errorf("said: %s", p.err.String())
		}
	}
}

// TestRunsThatMayHaveArrivedShowTheirID: it is what the receiver can be asked about.
func TestRunsThatMayHaveArrivedShowTheirID(t *testing.T) {
	t.Parallel()
	for state, want := range map[actions.State]string{
		actions.StateUnknown: "unknown: may have arrived · id p1", actions.StateUncertain: "unknown: may have arrived · id p1",
		actions.StateDone: "unknown: may have arrived",
	} {
		if got := said(actions.Run{State: state, PlanID: "p1", Message: "unknown: may have arrived"}); got != want {
			t.Errorf("%s: %q", state, got)
		}
	}
}

// TestPlatformLinksThatNobodyGetsAreNoSignIn: one generation answers 401 to everybody who resolves a
// link, and that must not send the person to sign in again.
func TestPlatformLinksThatNobodyGetsAreNoSignIn(t *testing.T) {
	p := newInProcess(t)
	platform, err := emulator.New(emulator.Options{Contacts: 3, Seed: 7, Generation: "fork"})
	if err != nil {
		t.Fatal(err)
	}
	url, err := platform.Start(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer platform.Close()
	agent := desk.UserOf(platform, "agent")
	contact, err := firstContact(url, agent)
	if err != nil {
		t.Fatal(err)
	}
	p.vars["KEYDESK_URL"], p.vars["KEYDESK_API_KEY"] = url, agent.APIKey
	p.run(app.ExitFailed, "--config", p.file("c.toml", "execution = \"platform\"\n"), "run", "Open in CRM", "--contact", contact.ID)
	if got := p.err.String(); !strings.Contains(got, `it answers 401 Unauthorized to everybody`) || !strings.Contains(got, `execution = "local"`) {
		t.Errorf("said: %s", got)
	}
}

func TestChooseAction(t *testing.T) {
	t.Parallel()
	list := []client.CustomAction{{ID: "1", Name: "Ticket"}, {ID: "2", Name: "ticket"}, {ID: "3", Name: "Twice"}, {ID: "4", Name: "Twice"}, {ID: "Ticket", Name: "x"}}
	for wanted, want := range map[string]string{"1": "1", "ticket": "Ticket", "Twice": "", "nothing": "", "X": "Ticket", "4": "4"} {
		got, err := actionscmd.ChooseAction(list, wanted)
		if got.ID != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v", wanted, got.ID, err)
		}
	}
	if _, err := actionscmd.ChooseAction(list, "Twice"); err == nil || !strings.Contains(err.Error(), "name one by its id, for example 3") {
		t.Errorf("two of a name: %v", err)
	}
	if _, err := actionscmd.ChooseAction(list, "Twic"); err == nil || !strings.Contains(err.Error(), `did you mean "Twice"?`) {
		t.Errorf("nearest: %v", err)
	}
}

func TestSamePlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"https://chat.example.com", "https://CHAT.example.com/", true},
		{"https://chat.example.com/base/api", "https://chat.example.com/base", true},
		{"https://chat.example.com", "http://chat.example.com", false},
		{"https://chat.example.com", "https://chat.example.com:8443", false},
		{"https://chat.example.com", "https://chat.example.com.evil.example", false},
		{"https://chat.example.com/a", "https://chat.example.com/b", false},
		{"", "https://chat.example.com", false},
	} {
		if got := app.SamePlace(c.a, c.b); got != c.want {
			t.Errorf("samePlace(%q, %q) = %v", c.a, c.b, got)
		}
	}
}
