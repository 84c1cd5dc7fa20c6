package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"keydesk/client/store"
	"keydesk/cmd/desk"
	"keydesk/cmd/settings"
	"keydesk/config"
	"keydesk/ui"
	"keydesk/ui/host"
)

// probeLimit bounds the clipboard's tool; one that waits for a desktop waits for ever.
const probeLimit = 4 * time.Second

// machine is the host as the desk of this profile would have it.
func (x *examination) machine() *host.Host {
	return host.New(host.Options{Env: x.app.Env.Getenv, Clipboard: x.profile.Clipboard, Open: x.profile.Open})
}

// clipboard copies a probe, reads it back where that can be done, and puts back what was there.
func (x *examination) clipboard(ctx context.Context) []finding {
	m := x.machine()
	f := finding{Group: "clipboard", Name: "way", State: fine}
	ctx, cancel := context.WithTimeout(ctx, probeLimit)
	defer cancel()
	probed, err := m.Probe(ctx, "keydesk clipboard probe", x.copyAny)
	switch {
	case err != nil:
		f.State, f.Found = broken, fmt.Sprintf("%s: %v", m.ClipboardWay(), err)
		f.Do = `set clipboard = "terminal" or clipboard = "command …" in the settings, or mend the tool`
	case probed.Verified:
		f.Found = probed.Note
	default:
		f.State, f.Found = plain, m.ClipboardWay()+": "+probed.Note
	}
	if probed.Sequence != "" && x.app.Env.StdoutTerminal {
		fmt.Fprint(x.app.Env.Stdout, probed.Sequence)
	}
	list := []finding{f}
	if slices.Contains(x.answers.attributes, "52") {
		list = append(list, finding{"clipboard", "terminal", fine, "says that it takes copies (OSC 52)", ""})
	}
	return list
}

func (x *examination) browser() []finding {
	m := x.machine()
	f := finding{Group: "browser", Name: "way", State: fine, Found: m.OpenWay()}
	if m.Remote() {
		f.State = plain
	}
	return []finding{f}
}

// multiplexer tells of the settings of tmux and screen that decide what reaches the terminal.
func (x *examination) multiplexer(ctx context.Context) []finding {
	env := x.app.Env.Getenv
	m := x.machine()
	ctx, cancel := context.WithTimeout(ctx, probeLimit)
	defer cancel()
	var list []finding
	add := func(name string, state verdict, found, do string) {
		list = append(list, finding{m.Multiplexer(), name, state, found, do})
	}
	switch m.Multiplexer() {
	case "screen":
		add("TERM", plain, env("TERM")+": copies are wrapped in pieces that screen passes on; it shows 8 or 256 colours and no links", "")
	case "tmux":
		switch v := m.TmuxOption(ctx, "set-clipboard"); v {
		case "":
			add("set-clipboard", doubt, "tmux does not answer", "run keydesk where the program tmux is in PATH")
		case "off":
			add("set-clipboard", doubt, "off: copies stay in tmux's own buffer", "put  set -g set-clipboard on  into ~/.tmux.conf")
		default:
			add("set-clipboard", fine, v+": copies go on to the terminal", "")
		}
		pass := m.TmuxOption(ctx, "allow-passthrough")
		if pass == "" {
			pass = "unknown to this tmux"
		}
		add("allow-passthrough", plain, pass+": keydesk needs none", "")
		if term := env("TERM"); !strings.HasPrefix(term, "tmux") && !strings.HasPrefix(term, "screen") {
			add("TERM", doubt, term+": inside tmux it should begin with tmux or screen", "take TERM out of your shell's start files; put  set -g default-terminal tmux-256color  into ~/.tmux.conf")
		} else {
			add("TERM", fine, term, "")
		}
	}
	return list
}

// secrets tells where the profile's secret is; never what it is.
func (x *examination) secrets(ctx context.Context) []finding {
	a := x.app
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	f := finding{Group: "keyring", Name: "system", State: fine}
	if a.Env.Keyring == nil {
		f.State, f.Found = plain, "none in this session: secrets are kept in a file of mode 0600"
		return []finding{f}
	}
	kept := config.NewSecrets(config.FindPaths(), a.Env.Keyring, 2*time.Second, func(string) {})
	if err := kept.KeyringAnswers(ctx); err != nil {
		f.State, f.Found, f.Do = doubt, fmt.Sprintf("does not work: %v", err), "unlock it, or sign in again with keydesk login: the secret then goes to a file of mode 0600"
	} else {
		f.Found = "answers"
	}
	return []finding{f}
}

// configuration tells of the settings: where, whether in order, and every value that is not a default.
func (x *examination) configuration() []finding {
	if x.problem != nil {
		return []finding{{"settings", "file", broken, x.problem.Error(), "mend that line; keydesk config check shows all of them"}}
	}
	s := x.settings
	list := []finding{{"settings", "file", fine, s.Path, ""}}
	if s.Path == "" {
		list[0].Found = "none: everything is as it comes; keydesk config init writes one"
	}
	for _, c := range ui.KeyConflicts(desk.Choices(x.app, ui.Deps{}, s)) {
		list = append(list, finding{"settings", "keys", doubt, c, "change one of the two in [keys]"})
	}
	for _, v := range settings.Explained(x.app, s) {
		if v.Origin != config.FromDefault {
			list = append(list, finding{"settings", v.Key, plain, settings.ShownValue(v.Value) + " (" + settings.OriginWords(v) + ")", ""})
		}
	}
	return list
}

// kept tells whether what the desk keeps of the profile is in order, and what exists nowhere else.
func (x *examination) kept(ctx context.Context) []finding {
	dir := config.FindPaths().StoreDir(x.profile.Name)
	files, _ := filepath.Glob(filepath.Join(desk.EscapeGlob(dir), "*.db")) // the pattern is sound
	var list []finding
	for _, file := range files {
		f := finding{Group: "kept", Name: "store", State: fine}
		unsent, err := store.Examine(ctx, file)
		switch {
		case err != nil:
			f.State, f.Found, f.Do = doubt, err.Error(), "where nothing else helps, keydesk cache clear deletes it"
		case unsent.None():
			f.Found = "in order, nothing unsent (" + file + ")"
		default:
			f.Found = "in order, with " + unsent.Words() + " (" + file + ")"
		}
		if err == nil && x.settings.Cache == "off" {
			f.State, f.Found = plain, f.Found+`; of before cache = "off"`
			f.Do = "the next start deletes what is the customers'; keydesk cache clear deletes all"
		}
		list = append(list, f)
		aside, _ := store.Aside(file) // the folder was read a moment ago
		for _, old := range aside {
			list = append(list, finding{"kept", "set aside", plain, "a damaged store: " + old, "delete it, or let it go with cache_keep"})
		}
	}
	return list
}

// files tells who else may read what keydesk keeps.
func (x *examination) files() []finding {
	p := config.FindPaths()
	var list []finding
	for _, f := range []struct {
		name, path string
		secret     bool
	}{
		{"settings", x.app.SettingsFile(), false}, {"state", p.StateDir(), true}, {"secrets", p.SecretsFile(), true},
		{"history", p.HistoryFile(), true}, {"kept", p.StoreDir(x.profile.Name), true}, {"log", p.LogFile(), true},
	} {
		info, err := os.Stat(f.path)
		found := finding{Group: "files", Name: f.name, State: fine}
		switch {
		case errors.Is(err, fs.ErrNotExist):
			found.State, found.Found = plain, f.path+" (not there yet)"
		case err != nil:
			found.State, found.Found, found.Do = broken, err.Error(), "make it readable for yourself"
		case f.name == "settings" && config.OthersMayWrite(f.path) != "":
			found.State, found.Found = doubt, "others may write "+config.OthersMayWrite(f.path)+", so no program is run from it"
			found.Do = "chmod go-w " + f.path + " and its folder"
		case f.secret && info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/':
			found.State, found.Found = doubt, fmt.Sprintf("%s, mode %04o: others may read it", f.path, info.Mode().Perm())
			found.Do = "chmod go= " + f.path
			if f.name == "secrets" {
				found.State = broken
			}
		default:
			found.Found = fmt.Sprintf("%s, mode %04o", f.path, info.Mode().Perm())
		}
		list = append(list, found)
	}
	return list
}
