// Package app is what the commands share: settings and secrets, signing in, the engine of actions, asking the
// person, exit codes, and what is printed.
package app

import (
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"time"

	"keydesk/config"
)

// keyringLimit is how long the keyring may take: a locked one can ask for its password in a dialog,
// and that dialog may be on a screen that nobody sees.
const keyringLimit = 5 * time.Second

// Flags are those of every command. Secrets are never flags: other users of the machine can read those.
type Flags struct {
	Config  string `help:"Settings file instead of the usual one." placeholder:"FILE" type:"path"`
	Profile string `help:"Profile of the settings to use." placeholder:"NAME"`
	URL     string `name:"url" help:"Platform's address, instead of the profile's." placeholder:"URL"`
	// ReadOnly can only add to what the settings say.
	ReadOnly bool `help:"Refuse every action that is marked as dangerous."`

	Plain bool `help:"Draw for a screen reader: no lines, one pane, one row that says what changed."`
}

// App is what one run of keydesk shares between its parts.
type App struct {
	Env   Env
	Flags *Flags
	// Dispatch runs another command line than that of the process, for who is served by it.
	Dispatch func(ctx context.Context, a *App) int
	// Served is set where the person sits at another machine, which this one serves.
	Served *Served
	log    io.Closer
}

func (a *App) Close() {
	if a.log != nil {
		_ = a.log.Close() // every line was written at once; there is nothing to lose or to tell
	}
}

// Paths are the places of this person's files.
func (a *App) Paths() config.Paths {
	if a.Env.Paths != nil {
		return *a.Env.Paths
	}
	return config.FindPaths()
}

// Location is the time zone of who sits at the terminal.
func (a *App) Location() *time.Location {
	if a.Env.Location != nil {
		return a.Env.Location
	}
	return time.Local
}

// Now is the time where the person sits.
func (a *App) Now() time.Time { return time.Now().In(a.Location()) }

// ReadSettings reads the settings file and the environment.
func (a *App) ReadSettings() (config.Settings, error) {
	if a.Served != nil {
		return a.Served.Settings()
	}
	return config.Load(a.Flags.Config, a.Env.Getenv)
}

// ChooseProfile is the profile that flags, environment and file choose together.
func (a *App) ChooseProfile(s config.Settings) (config.Profile, error) {
	return a.choose(s, config.Settings.Profile)
}

// ChooseOrNew is [App.ChooseProfile] for a profile that may be new.
func (a *App) ChooseOrNew(s config.Settings) (config.Profile, error) {
	return a.choose(s, config.Settings.ProfileOrNew)
}

func (a *App) choose(s config.Settings, by func(config.Settings, string) (config.Profile, error)) (config.Profile, error) {
	if a.Served != nil {
		return a.Served.Profile(s)
	}
	if a.Flags.URL != "" {
		s = s.WithURL(a.Flags.URL, "--url")
	}
	return by(s, a.Flags.Profile)
}

func (a *App) Secrets() *config.Secrets {
	return config.NewSecrets(a.Paths(), a.Env.Keyring, keyringLimit, func(sentence string) { a.Note("%s", sentence) })
}

// Logger opens the log file. Without one (a full disk, a read-only home) keydesk works all the same,
// and says so once.
func (a *App) Logger(s config.Settings) *slog.Logger {
	if a.Served != nil {
		return a.Served.Logger
	}
	paths := a.Paths()
	if err := paths.MakeStateDir(); err != nil {
		a.Note("no log is kept: %v", err)
		return slog.New(slog.DiscardHandler)
	}
	file, err := openLog(paths.LogFile())
	if err != nil {
		a.Note("no log is kept: %v", err)
		return slog.New(slog.DiscardHandler)
	}
	a.log = file
	return NewLogger(file, s.LogLevel)
}

// SettingsFile is the file that --config names, or the usual one.
func (a *App) SettingsFile() string {
	if a.Flags.Config != "" {
		return a.Flags.Config
	}
	return a.Paths().ConfigFile()
}

// TrashFolder is where deleted actions are kept as files.
func (a *App) TrashFolder() string { return TrashIn(a.Paths()) }

// TrashIn is the folder of deleted actions among a person's files.
func TrashIn(p config.Paths) string { return filepath.Join(p.StateDir(), "trash") }
