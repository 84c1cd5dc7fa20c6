package desk

import (
	"slices"
	"strings"

	"keydesk/actions"
	"keydesk/cmd/actionscmd"
	"keydesk/cmd/app"
	"keydesk/config"
	"keydesk/ui"
	"keydesk/ui/host"
	"keydesk/ui/theme"
)

// Choices puts what the settings say into d, as far as a desk takes it on while it is open. What else
// the settings hold goes into the engine, the client and the log, once, at the start; see [liveSetting].
func Choices(a *app.App, d ui.Deps, s config.Settings) ui.Deps {
	p := s.WithoutPlatform(d.Profile)
	o := host.Options{Env: a.Env.Getenv, Clipboard: p.Clipboard, Open: p.Open, Logger: d.Logger}
	if a.Served != nil {
		tray := a.Served.Session.Tray
		o.Served, o.Tray, o.Room = true, tray.Folder(), tray.Room
	}
	if d.Host == nil {
		d.Host = host.New(o)
	} else {
		d.Host = d.Host.Again(o)
	}
	d.Theme = look(a, s, s.Theme)
	d.Look = func(name string) theme.Theme { return look(a, s, name) }
	d.Looks, d.LookName = lookNames(s), s.Theme
	d.Keys, d.KeyPreset = s.Keys, s.KeyPreset
	d.Views, d.ViewPlace = s.Views, s.ViewPlace
	d.KeyPlace = func(id string) string { return keyPlace(s, id) }
	d.Mouse, d.CtrlEnter, d.Plain, d.Ask = s.Mouse, s.Send == "ctrl+enter", drawnPlain(a, s), s.Ask
	d.Notify, d.NotifyBy, d.Quiet = s.Notify, s.NotifyBy, s.Quiet.Hold
	d.ReadAnswered = s.Read == "answered"
	d.Waits = ui.Waits{Warn: s.WaitingWarn, Bad: s.WaitingBad, Worked: s.Working.Between, Closing: s.WindowNotice}
	d.Media, d.Downloads = s.Media, a.Paths().Downloads(s.Downloads)
	d.Configure = func(x actions.Definition) actions.Definition { return actionscmd.Configure(s, x) }
	return d
}

// startSettings are read once, when the desk opens: they are in the engine, in the client or in the log
// by then. A "*" ends what may follow.
var startSettings = [...]string{
	"default_profile", "log_level", "cache", "cache_keep", "execution", "webhook_payload", "read_only", "timeouts.*", "history.*",
	"profiles.*.url", "profiles.*.email", "profiles.*.allow_hosts", "profiles.*.resolving_proxies", "profiles.*.ca_file", "profiles.*.execution",
	"profiles.*.webhook_payload", "profiles.*.read_only", "profiles.*.clipboard_read", "serve.*",
}

// liveSettings are those that choices takes over while the desk is open.
var liveSettings = [...]string{
	"theme", "themes.*", "glyphs", "motion", "plain", "mouse", "key_preset", "keys.*", "send", "ask", "open", "clipboard", "notify", "notify_by", "quiet_hours", "waiting.*", "read", "working_hours", "views.*", "media", "downloads",
	"profiles.*.open", "profiles.*.clipboard", "actions.*",
}

// liveSetting says whether a path of the schema is taken over while the desk is open. What neither list
// names needs a restart.
func liveSetting(path string) bool { return listed(liveSettings[:], path) }

// listed says whether a list names a path of the schema, or what it lies beneath.
func listed(list []string, path string) bool {
	return slices.ContainsFunc(list, func(entry string) bool {
		above, open := strings.CutSuffix(entry, "*")
		return entry == path || open && strings.HasPrefix(path, above)
	})
}

// ofProfile takes the settings that are about other profiles than this one out of a list of keys.
func ofProfile(keys []string, profile string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(key string) bool {
		rest, ok := strings.CutPrefix(key, "profiles.")
		return ok && !strings.HasPrefix(rest, profile+".")
	})
}
