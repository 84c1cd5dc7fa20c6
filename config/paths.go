package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/adrg/xdg"
)

// Paths are the places of keydesk's files on this machine.
type Paths struct {
	config    string // directory of the settings file
	state     string // directory of everything keydesk writes by itself
	home      string // the person's own directory
	downloads string // the system's folder for downloads
}

// asking lets one caller at a time ask xdg, whose answers are global variables that asking again writes.
// Nothing else in keydesk reads them.
var asking sync.Mutex

// FindPaths asks the system: on Linux ~/.config and ~/.local/state unless XDG_CONFIG_HOME and
// XDG_STATE_HOME move them, elsewhere the usual folders of the system.
func FindPaths() Paths {
	asking.Lock()
	defer asking.Unlock()
	xdg.Reload() // the environment may have changed since the program started, in tests above all
	p := Paths{
		config:    filepath.Join(xdg.ConfigHome, "keydesk"),
		state:     filepath.Join(xdg.StateHome, "keydesk"),
		home:      xdg.Home,
		downloads: xdg.UserDirs.Download,
	}
	if p.downloads == "" {
		p.downloads = filepath.Join(p.home, "Downloads")
	}
	return p
}

// PathsIn puts everything into one folder instead: a desk that is served to somebody at another machine
// has a folder of its own. What is saved goes to downloads.
func PathsIn(folder, downloads string) Paths {
	return Paths{config: folder, state: folder, home: downloads, downloads: downloads}
}

// ConfigFile is the settings file that is read when no other is named.
func (p Paths) ConfigFile() string { return filepath.Join(p.config, "config.toml") }

// Downloads is the folder that a setting names for files of customers, as an absolute path: "" is the
// system's own folder for downloads, and a leading ~ the person's directory.
func (p Paths) Downloads(setting string) string {
	switch rest, home := strings.CutPrefix(setting, "~"); {
	case setting == "":
		return p.downloads
	case home && (rest == "" || os.IsPathSeparator(rest[0])):
		return filepath.Join(p.home, rest)
	}
	if whole, err := filepath.Abs(setting); err == nil {
		return whole
	}
	return setting
}

// StateDir is the directory of everything below; [Paths.MakeStateDir] makes it.
func (p Paths) StateDir() string { return p.state }

// LogFile is the log; the one before it has ".old" at its end.
func (p Paths) LogFile() string { return filepath.Join(p.state, "keydesk.log") }

// HistoryFile is the record of runs.
func (p Paths) HistoryFile() string { return filepath.Join(p.state, "history.db") }

// DemoHistoryFile is the record of runs in the demo.
func (p Paths) DemoHistoryFile() string { return filepath.Join(p.state, "demo-history.db") }

// StoreDir holds a profile's drafts, what did not go out, list and threads: one file an account.
func (p Paths) StoreDir(profile string) string { return filepath.Join(p.state, "desk", profile) }

// SecretsFile keeps secrets where no keyring answers.
func (p Paths) SecretsFile() string { return filepath.Join(p.state, "secrets.json") }

// MakeStateDir makes the state directory, closed to everybody else, and closes one that is open.
func (p Paths) MakeStateDir() error {
	if err := makePrivateDir(p.state); err != nil {
		return fmt.Errorf("cannot make the state directory: %w", err)
	}
	return nil
}

func makePrivateDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return os.Chmod(dir, 0o700)
	}
	return nil
}
