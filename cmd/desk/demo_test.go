package desk

import (
	"log/slog"
	"path/filepath"
	"testing"

	"keydesk/client"
	"keydesk/cmd/app"
	"keydesk/config"
)

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
