package desk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keydesk/cmd/app"
	"keydesk/config"
	"keydesk/ui"
)

// TestEverySettingIsLiveOrNot makes whoever adds a setting say whether a desk takes it on while it is open.
func TestEverySettingIsLiveOrNot(t *testing.T) {
	for _, path := range config.Known() {
		if live, start := listed(liveSettings[:], path), listed(startSettings[:], path); live == start {
			t.Errorf("%s must stand in one of liveSettings and startSettings (choices.go), and in one only", path)
		}
	}
}

// followed is a reloader over a file of its own, and a way to write that.
func followed(t *testing.T, text string) (*reloader, func(string)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path+".new", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path+".new", path); err != nil { // as editors do
			t.Fatal(err)
		}
	}
	write(text)
	a := &app.App{Env: app.Env{Getenv: func(string) string { return "" }}, Flags: &app.Flags{Config: path}}
	s, err := a.ReadSettings()
	if err != nil {
		t.Fatal(err)
	}
	r := newReloader(a, Parts{settings: s, reload: a.ReadSettings, profile: config.Profile{Name: "work"}})
	r.every = time.Millisecond
	return r, write
}

func TestReloaderTellsWhatChanged(t *testing.T) {
	const before = "theme = \"dark\"\nmouse = true\n[profiles.work]\nurl = \"https://a.example\"\n[profiles.home]\nurl = \"https://b.example\"\n"
	for name, c := range map[string]struct {
		now, said  string
		apply, bad bool
	}{
		"live":    {strings.Replace(before, "dark", "light", 1), "New settings hold: theme.", true, false},
		"two":     {"open = \"show\"\n" + strings.Replace(before, "dark", "light", 1), "New settings hold: open, theme.", true, false},
		"later":   {"log_level = \"debug\"\n" + before, "Settings changed, but log_level needs a restart of keydesk.", false, false},
		"both":    {"read_only = true\nlog_level = \"debug\"\n" + strings.Replace(before, "dark", "light", 1), "New settings hold: theme. But log_level, read_only need a restart of keydesk.", true, false},
		"action":  {before + "[actions.\"Create ticket\"]\ndanger = true\nconfirm = true\n", "New settings hold: actions.\"Create ticket\".", true, false},
		"mistake": {"them = 1\n" + before, "config.toml:1:1: them is not a setting", false, true},
		"key":     {strings.Replace(before, "dark", "light", 1) + "[keys]\n\"compose.send\" = [\"q\"]\n", "The settings stay as they were: ", false, true},
		"command": {strings.Replace(before, "dark", "light", 1) + "[keys]\n\"actions.all\" = [\"f11\"]\n", "The settings stay as they were: ", false, true},
		"gone":    {"", "New settings hold: mouse, theme. But profiles.work.url needs a restart of keydesk.", true, false},
	} {
		t.Run(name, func(t *testing.T) {
			r, write := followed(t, before)
			write(c.now)
			change, err := r.next(t.Context())
			if err != nil || !strings.Contains(change.Said, c.said) || (change.Apply != nil) != c.apply || change.Bad != c.bad {
				t.Errorf("%+v, %v", change, err)
			}
		})
	}
}

func TestReloaderIsSilentAboutWhatMeansNothing(t *testing.T) {
	r, write := followed(t, "theme = \"dark\"\n[profiles.home]\nurl = \"https://b.example\"\n")
	write("# night\ntheme = \"dark\"\n[profiles.home]\nurl = \"https://other.example\"\n")
	now := r.look()
	if !r.settled(t.Context(), now) {
		t.Fatal("the file is written still")
	}
	if change := r.read(); change.Said != "" || change.Apply != nil {
		t.Errorf("%+v", change)
	}
	write("theme = \"light\"\nglyphs = \"ascii\"\n")
	change, err := r.next(t.Context())
	if err != nil || change.Apply == nil {
		t.Fatalf("%+v, %v", change, err)
	}
	if d := change.Apply(ui.Deps{Profile: "work"}); d.LookName != "light" || d.Theme.Glyphs.V != "|" || d.Host == nil {
		t.Errorf("the desk would get %q", d.LookName)
	}
}

// BenchmarkLookAtSettings is what watching costs every lookEvery.
func BenchmarkLookAtSettings(b *testing.B) {
	path := filepath.Join(b.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte("theme = \"dark\"\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	r := &reloader{path: path}
	for b.Loop() {
		r.look()
	}
}
