package config

import "time"

// Settings are the user's choices with every default filled in. The value is safe to share: nothing
// in keydesk changes it after Load.
type Settings struct {
	Path           string // the file it came from; "" when there was none
	DefaultProfile string
	Profiles       map[string]Profile
	Actions        map[string]ActionSettings // by action id or by name

	Theme     string // one of ThemeNames, or of Themes
	Themes    map[string]Theme
	KeyPreset string // "default", "vim", "emacs"
	Glyphs    string // "unicode", "ascii"
	Motion    bool   // false: nothing on the screen moves by itself
	Plain     bool   // true: drawn for a screen reader
	Mouse     bool
	Send      string // the key that sends: "enter", "ctrl+enter"
	Ask       string // which actions always ask first: "danger", "webhooks", "always"
	Open      string // "auto", "local", "show", "command …"
	Clipboard string // "auto", "local", "terminal", "off", "command …"
	Media     string // "auto", "blocks", "kitty", "iterm", "sixel", "off"
	Downloads string // a folder; "" is the system's own
	Keys      map[string][]string

	Notify   string // "off", "mine", "all"
	NotifyBy string // "auto", "bell", "osc9", "osc777", "osc99", "desktop", "command …"
	Quiet    QuietHours
	Read     string // "seen", "answered": when messages count as read on the platform

	WaitingWarn, WaitingBad time.Duration // a wait that is longer is shown so
	WindowNotice            time.Duration // so long before a window closes it is notified
	Working                 QuietHours    // when somebody answers; none: always
	Views                   []View        // tabs of the person's own, in the file's order

	Execution      string // "local", "platform"
	WebhookPayload string // "document", "platform"
	ReadOnly       bool   // actions marked as dangerous are refused
	WebhookTimeout time.Duration
	ScriptTimeout  time.Duration

	HistoryRetention time.Duration // 0 keeps runs for ever
	Cache            string        // "off", "memory", "disk": what outlives the desk
	CacheKeep        time.Duration // 0 keeps lists and threads for ever
	LogLevel         string        // "debug", "info", "warn", "error"

	Serve Serve

	origins  map[string]Position
	values   map[string]any // what the file says, fit to be shown; as many as origins
	raw      map[string]any // the same as it was written, to see what changed
	override override
}

// override is what the environment says; it wins over the file.
type override struct {
	url       string
	urlOrigin string
	profile   string
}

// Profile is one platform with one account on it. Its empty choices have been filled from the top
// of the file by [Settings.Profile].
type Profile struct {
	Name             string
	URL              string
	URLOrigin        string // who said the address: "KEYDESK_URL", "--url" or "the settings file"
	Email            string
	ResolvingProxies []string // proxies that may resolve names which this machine does not know
	AllowHosts       []string // hosts that webhooks may reach although their address is private
	CAFile           string   // PEM file of further certificate authorities
	ReadOnly         bool

	Execution      string
	WebhookPayload string
	Open           string
	Clipboard      string
	ClipboardRead  bool // scripts may read the clipboard
}

// ActionSettings is what this machine adds to one custom action. It can make an action ask first or
// mark it as dangerous, never the other way round.
type ActionSettings struct {
	Confirm        bool
	ConfirmText    string
	Danger         bool
	Key            string
	Timeout        time.Duration     // 0: as for every action of its type
	Execution      string            // "": as the profile says
	WebhookPayload string            // "": as the profile says
	SignSecret     string            // a reference: "${env:NAME}" or "${keyring:NAME}", never the secret
	Headers        map[string]string // sent besides the action's own; values may hold references
	Inputs         []Input
	When           When
}

// Input is one question asked before the action runs.
type Input struct {
	Name     string
	Type     string // "text", "number", "choice", "yes-no"
	Label    string
	Required bool
	Default  string // may hold placeholders
	Choices  []string
}

// When limits an action to some conversations; an empty field does not limit.
type When struct {
	Tags     []string // one of them
	Assignee string   // "me", "none", "other", "anyone", or a user's id
	Channels []string // one of them
	Fields   []string // all of them
}

// Origin says where the value of a setting came from: its place in the file, or false for a
// default. The key is written as in the file, for example "profiles.work.url".
func (s Settings) Origin(key string) (Position, bool) {
	at, ok := s.origins[key]
	return at, ok
}

// Defaults are the settings of a person who has written none.
func Defaults() Settings {
	s := Settings{
		Profiles: map[string]Profile{},
		Actions:  map[string]ActionSettings{},
		Keys:     map[string][]string{},
		Themes:   map[string]Theme{},
		Serve:    Serve{Agents: map[string]Agent{}},
		origins:  map[string]Position{},
		values:   map[string]any{},
		raw:      map[string]any{},
	}
	for _, e := range schema() {
		// A default that its own row refuses would stay unset; a test reads every one of them.
		if value, err := e.read(e.fallback); e.fallback != "" && err == nil {
			e.set(&s, nil, value)
		}
	}
	return s
}
