package cmd

import (
	"io"
	"log/slog"
	"path/filepath"
	"time"

	"keydesk/config"
)

// keyringLimit is how long the keyring may take: a locked one can ask for its password in a dialog,
// and that dialog may be on a screen that nobody sees.
const keyringLimit = 5 * time.Second

// flags are those of every command. Secrets are never flags: other users of the machine can read those.
type flags struct {
	Config  string `help:"Settings file instead of the usual one." placeholder:"FILE" type:"path"`
	Profile string `help:"Profile of the settings to use." placeholder:"NAME"`
	URL     string `name:"url" help:"Platform's address, instead of the profile's." placeholder:"URL"`
	// ReadOnly can only add to what the settings say.
	ReadOnly bool `help:"Refuse every action that is marked as dangerous."`

	Plain bool `help:"Draw for a screen reader: no lines, one pane, one row that says what changed."`
}

// app is what one run of keydesk shares between its parts.
type app struct {
	env   Env
	flags *flags
	log   io.Closer
}

func (a *app) close() {
	if a.log != nil {
		_ = a.log.Close() // every line was written at once; there is nothing to lose or to tell
	}
}

// settings reads the settings file and the environment.
func (a *app) settings() (config.Settings, error) {
	return config.Load(a.flags.Config, a.env.Getenv)
}

// profile is the profile that flags, environment and file choose together.
func (a *app) profile(s config.Settings) (config.Profile, error) {
	if a.flags.URL != "" {
		s = s.WithURL(a.flags.URL, "--url")
	}
	return s.Profile(a.flags.Profile)
}

func (a *app) secrets() *config.Secrets {
	return config.NewSecrets(config.FindPaths(), a.env.Keyring, keyringLimit, func(sentence string) { a.note("%s", sentence) })
}

// logger opens the log file. Without one (a full disk, a read-only home) keydesk works all the same,
// and says so once.
func (a *app) logger(s config.Settings) *slog.Logger {
	paths := config.FindPaths()
	if err := paths.MakeStateDir(); err != nil {
		a.note("no log is kept: %v", err)
		return slog.New(slog.DiscardHandler)
	}
	file, err := openLog(paths.LogFile())
	if err != nil {
		a.note("no log is kept: %v", err)
		return slog.New(slog.DiscardHandler)
	}
	a.log = file
	return newLogger(file, s.LogLevel)
}

// settingsFile is the file that --config names, or the usual one.
func (a *app) settingsFile() string {
	if a.flags.Config != "" {
		return a.flags.Config
	}
	return config.FindPaths().ConfigFile()
}

// trashFolder is where deleted actions are kept as files.
func trashFolder() string { return filepath.Join(config.FindPaths().StateDir(), "trash") }
