package cmd

import (
	"io"
	"log/slog"
	"time"

	"keydesk/config"
)

// keyringLimit is how long the keyring may take: a locked one can ask for its password in a dialog,
// and that dialog may be on a screen that nobody sees.
const keyringLimit = 5 * time.Second

// app is what one run of keydesk shares between its parts.
type app struct {
	env   Env
	flags *cli
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
