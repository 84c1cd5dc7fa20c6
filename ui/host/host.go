package host

import (
	"io"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pkg/browser"
)

// Options are the surroundings. The zero Options are those of this process.
type Options struct {
	Env       func(string) string // nil: os.Getenv
	Clipboard string              // "auto", "local", "terminal" (or "osc52"), "off", "command PROGRAM …"; "" is auto
	Open      string              // "auto", "local", "show", "command PROGRAM …"; "" is auto
	Logger    *slog.Logger        // nil: discards

	// Local is this desktop's clipboard; nil: the one that is found.
	Local *Local
	// Browse opens an address in the desktop's browser and may block; nil:
	// github.com/pkg/browser.
	Browse func(address string) error
	// Settle is how long a browser is watched for failing; 0: a second. One
	// that still runs then has opened.
	Settle time.Duration
	GOOS   string // "": runtime.GOOS

	// Served says that this machine is somebody else's, who serves the desk to a
	// person at another one: no program of it is started and no file of it is
	// within reach but those of Tray.
	Served bool
	Tray   string // the folder of the person's own files here
	// Room is how many bytes more the tray takes; nil: it has no bound.
	Room func() int64
}

// Host knows the surroundings and the settings. It may be used by several
// goroutines.
type Host struct {
	options Options
	hinted  atomic.Bool // the hint about terminal settings was given
}

// New looks at the surroundings; it starts nothing.
func New(o Options) *Host {
	if o.Env == nil {
		o.Env = os.Getenv
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.GOOS == "" {
		o.GOOS = runtime.GOOS
	}
	if o.Settle == 0 {
		o.Settle = time.Second
	}
	if o.Browse == nil {
		o.Browse = browse
	}
	h := &Host{options: o}
	if o.Local == nil {
		h.options.Local = h.findLocal()
	}
	return h
}

// Again is a host with other settings in the same surroundings: what was told
// once is not told again.
func (h *Host) Again(o Options) *Host {
	next := New(o)
	next.hinted.Store(h.hinted.Load())
	return next
}

// quiet guards the two writers of pkg/browser, which are variables of that
// package and would otherwise be the screen.
var quiet sync.Once

func browse(address string) error {
	quiet.Do(func() { browser.Stdout, browser.Stderr = io.Discard, io.Discard })
	return browser.OpenURL(address)
}

// ssh reports whether the person sits at another machine.
func (h *Host) ssh() bool {
	return h.options.Served || h.options.Env("SSH_TTY") != "" || h.options.Env("SSH_CONNECTION") != ""
}

// desktop reports whether programs with windows can be started here.
func (h *Host) desktop() bool {
	if h.options.Served {
		return false
	}
	switch h.options.GOOS {
	case "darwin", "windows":
		return true
	}
	for _, name := range []string{"WAYLAND_DISPLAY", "DISPLAY", "TERMUX_VERSION", "WSL_DISTRO_NAME"} {
		if h.options.Env(name) != "" {
			return true
		}
	}
	return false
}

// screen reports whether the terminal is GNU screen, which drops OSC 52 unless
// it is wrapped. tmux takes the same TERM, but sets TMUX.
func (h *Host) screen() bool {
	return h.options.Env("STY") != "" && h.options.Env("TMUX") == ""
}

// command is the program and its arguments of a setting "command …", where one
// may be started.
func (h *Host) command(setting string) ([]string, bool) {
	if h.options.Served {
		return nil, false
	}
	return command(setting)
}

// command is the program and its arguments of a setting "command …".
func command(setting string) ([]string, bool) {
	rest, ok := strings.CutPrefix(setting, "command ")
	return strings.Fields(rest), ok
}

func found(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}
