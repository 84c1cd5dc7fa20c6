package desk

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/alecthomas/kong"

	"keydesk/client"
	"keydesk/cmd/app"
	"keydesk/config"
)

// TestTheDemoIsSafeToTry: its refund asks, its agents may do what the tour shows, and customers leave the
// list in peace.
func TestTheDemoIsSafeToTry(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	a := &app.App{Env: app.Env{Getenv: func(string) string { return "" }}, Flags: &app.Flags{Config: file}}
	settings, err := demoSettings(a)
	if err != nil || !settings.Actions["Refund request"].Danger {
		t.Errorf("the refund does not ask: %v", err)
	}
	var c Demo
	parser, err := kong.New(&c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(nil); err != nil {
		t.Fatal(err)
	}
	if messages := c.Rate * 12 * 60; messages > 10 || messages == 0 || !c.Tour {
		t.Errorf("customers write %v messages in 12 minutes; tour: %v", messages, c.Tour)
	}
	platform, address, err := c.start(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer platform.Close()
	platform.Grant("agent", demoRights...)
	agent := UserOf(platform, "agent")
	desk, err := client.New(client.Options{BaseURL: address, Credentials: client.Credentials{Email: agent.Email, Password: agent.Password}})
	if err != nil {
		t.Fatal(err)
	}
	defer desk.Close()
	who, err := desk.Connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, action := range []string{"read", "write"} {
		if !who.User.Can("contacts", action) {
			t.Errorf("an agent of the demo may not %s contacts", action)
		}
	}
	if err := desk.Assign(t.Context(), platform.ContactIDs()[0], agent.ID); err != nil {
		t.Errorf("an agent of the demo cannot assign: %v", err)
	}
}

// TestTheDemoWritesNoSettings: what is tried in the demo is of made-up people, and does not come into
// the settings of the real desk.
func TestTheDemoWritesNoSettings(t *testing.T) {
	a := &app.App{Env: app.Env{Getenv: func(string) string { return "" }}, Flags: &app.Flags{Config: filepath.Join(t.TempDir(), "config.toml")}}
	platform, err := client.New(client.Options{BaseURL: "http://127.0.0.1:1", Credentials: client.Credentials{APIKey: "x"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, demo := range []bool{true, false} {
		d := deps(t.Context(), a, Parts{demo: demo, settings: config.Defaults(), client: platform, logger: slog.New(slog.DiscardHandler)}, nil, app.Scripts{})
		if (d.AddView == nil) != demo {
			t.Errorf("demo %v: views are written: %v", demo, d.AddView != nil)
		}
	}
}
