package config

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// setting is one row of the table of settings. A path part "*" is a name that the user chooses,
// "#" the place in a list of tables.
type setting struct {
	path     string
	kind     kind
	choices  []string // for kindChoice
	fallback string   // the default, written as text; "" for none
	example  string   // the right-hand side as TOML
	doc      string   // one or two lines for the default file
	check    func(any) error
	set      func(s *Settings, names []string, value any)
}

// schema is every setting there is, in the order of the default file. It is made when it is needed:
// most processes of keydesk (workers, version, completion) never look at it.
func schema() []setting {
	return slices.Concat(generalSettings(), runSettings(), viewSettings(), themeSettings(), profileSettings(), actionSettings(), serveSettings())
}

func generalSettings() []setting {
	return []setting{
		{path: "default_profile", kind: kindText, example: `"work"`, check: profileName,
			doc: "The profile that opens when --profile and KEYDESK_PROFILE say nothing.",
			set: func(s *Settings, _ []string, v any) { s.DefaultProfile = v.(string) }},
		{path: "theme", kind: kindText, fallback: "auto", example: `"auto"`, check: notEmpty,
			doc: "Colours: \"auto\" takes the terminal's own sixteen; \"dark\", \"light\", \"contrast\" and \"contrast-light\" bring theirs; or the name of a [themes.NAME] below.",
			set: func(s *Settings, _ []string, v any) { s.Theme = v.(string) }},
		{path: "glyphs", kind: kindChoice, choices: []string{"unicode", "ascii"}, fallback: "unicode", example: `"unicode"`,
			doc: "Icons and lines: \"unicode\", or \"ascii\" where the terminal's font has gaps; the Linux console has \"ascii\" unless this says otherwise.",
			set: func(s *Settings, _ []string, v any) { s.Glyphs = v.(string) }},
		{path: "motion", kind: kindFlag, fallback: "true", example: "true",
			doc: "false: nothing on the screen moves by itself.",
			set: func(s *Settings, _ []string, v any) { s.Motion = v.(bool) }},
		{path: "plain", kind: kindFlag, fallback: "false", example: "false",
			doc: "true draws for a screen reader: no lines, no motion, one pane at a time, and one row that says what changed.",
			set: func(s *Settings, _ []string, v any) { s.Plain = v.(bool) }},
		{path: "mouse", kind: kindFlag, fallback: "true", example: "true",
			doc: "false leaves the mouse to the terminal, for selecting text.",
			set: func(s *Settings, _ []string, v any) { s.Mouse = v.(bool) }},
		{path: "key_preset", kind: kindChoice, choices: []string{"default", "vim", "emacs"}, fallback: "default", example: `"default"`,
			doc: "The keys to begin with; [keys] changes single ones.",
			set: func(s *Settings, _ []string, v any) { s.KeyPreset = v.(string) }},
		{path: "send", kind: kindChoice, choices: []string{"enter", "ctrl+enter"}, fallback: "enter", example: `"enter"`,
			doc: "The key that sends a message; the other one starts a new line.",
			set: func(s *Settings, _ []string, v any) { s.Send = v.(string) }},
		{path: "ask", kind: kindChoice, choices: []string{"danger", "webhooks", "always"}, fallback: "danger", example: `"danger"`,
			doc: "Which actions ask before they run: \"danger\" (those that are marked so, or ask by themselves), \"webhooks\" (every webhook too), \"always\".",
			set: func(s *Settings, _ []string, v any) { s.Ask = v.(string) }},
		{path: "open", kind: kindText, fallback: "auto", example: `"auto"`, check: wayOut("auto", "local", "show"),
			doc: "How a URL opens: \"auto\", \"local\" (always the browser here), \"show\" (only show it), or \"command firefox --new-tab\".",
			set: func(s *Settings, _ []string, v any) { s.Open = v.(string) }},
		{path: "clipboard", kind: kindText, fallback: "auto", example: `"auto"`, check: wayOut("auto", "local", "terminal", "off"),
			doc: "How text is copied: \"auto\", \"local\" (this desktop's), \"terminal\" (through the terminal, also over SSH), \"off\", or \"command wl-copy\".",
			set: func(s *Settings, _ []string, v any) { s.Clipboard = v.(string) }},
		{path: "cache", kind: kindChoice, choices: []string{"off", "memory", "disk"}, fallback: "disk", example: `"disk"`,
			doc: "What outlives the desk. \"disk\": drafts, messages and files that did not go out, the list and threads read lately. \"memory\": only what you wrote (drafts, what did not go out). \"off\": nothing, and conversations you left are forgotten at once. The next start deletes what another value kept of the customers.",
			set: func(s *Settings, _ []string, v any) { s.Cache = v.(string) }},
		{path: "cache_keep", kind: kindAge, fallback: "30d", example: `"30d"`,
			doc: "How long the list and threads are kept that were not seen again (\"7d\", \"36h\", \"forever\"). What you wrote is kept until it is sent or thrown away.",
			set: func(s *Settings, _ []string, v any) { s.CacheKeep = v.(time.Duration) }},
		{path: "notify", kind: kindChoice, choices: []string{"off", "mine", "all"}, fallback: "mine", example: `"mine"`,
			doc: "Notify of messages that are not on the screen: \"mine\" (assigned to you or to nobody), \"all\", \"off\".",
			set: func(s *Settings, _ []string, v any) { s.Notify = v.(string) }},
		{path: "notify_by", kind: kindText, fallback: "auto", example: `"auto"`, check: wayOut("auto", "bell", "osc9", "osc777", "osc99", "desktop"),
			doc: "How: \"auto\" (what the terminal is known to show, else the desktop, else the bell), \"bell\", \"osc9\", \"osc777\", \"osc99\", \"desktop\", or \"command notify-me\".",
			set: func(s *Settings, _ []string, v any) { s.NotifyBy = v.(string) }},
		{path: "read", kind: kindChoice, choices: []string{"seen", "answered"}, fallback: "seen", example: `"seen"`,
			doc: "When messages count as read on the platform, which tells the customer where the number does so: once they were \"seen\", or \"answered\".",
			set: func(s *Settings, _ []string, v any) { s.Read = v.(string) }},
		{path: "quiet_hours", kind: kindText, example: `"22:00-07:00, sat sun"`, check: quietHours,
			doc: "No notifications at these times of yours: \"22:00-07:00\", \"mon-fri 18:00-09:00\", \"sat sun\", with commas between.",
			set: func(s *Settings, _ []string, v any) { s.Quiet, _ = ParseQuietHours(v.(string)) }},
		{path: "working_hours", kind: kindText, example: `"mon-fri 09:00-18:00"`, check: quietHours,
			doc: "When somebody answers here, written as quiet_hours; only this time counts for waiting.warn and waiting.bad. Without it all of it counts.",
			set: func(s *Settings, _ []string, v any) { s.Working, _ = ParseQuietHours(v.(string)) }},
		{path: "media", kind: kindChoice, choices: []string{"auto", "blocks", "kitty", "iterm", "sixel", "off"}, fallback: "auto", example: `"auto"`,
			doc: "How pictures are shown: \"auto\" asks the terminal, and takes coloured blocks where it knows nothing better; \"off\" shows none.",
			set: func(s *Settings, _ []string, v any) { s.Media = v.(string) }},
		{path: "downloads", kind: kindText, example: `"~/Downloads"`, check: notEmpty,
			doc: "The folder that files are saved to; without it the system's own for downloads.",
			set: func(s *Settings, _ []string, v any) { s.Downloads = v.(string) }},
		{path: "log_level", kind: kindChoice, choices: []string{"debug", "info", "warn", "error"}, fallback: "info", example: `"info"`,
			doc: "How much goes to the log file. Message texts appear at \"debug\" only, secrets never.",
			set: func(s *Settings, _ []string, v any) { s.LogLevel = v.(string) }},
	}
}

// runSettings say how actions run, unless a profile or the action itself says otherwise.
func runSettings() []setting {
	return []setting{
		{path: "execution", kind: kindChoice, choices: []string{"local", "platform"}, fallback: "local", example: `"local"`,
			doc: "Who runs actions: this machine (\"local\"), or the platform's server (\"platform\").",
			set: func(s *Settings, _ []string, v any) { s.Execution = v.(string) }},
		{path: "webhook_payload", kind: kindChoice, choices: []string{"document", "platform"}, fallback: "document", example: `"document"`,
			doc: "What a webhook without a body of its own sends: five flat fields (\"document\"), or the platform's nested context (\"platform\").",
			set: func(s *Settings, _ []string, v any) { s.WebhookPayload = v.(string) }},
		{path: "read_only", kind: kindFlag, fallback: "false", example: "false",
			doc: "true refuses every action that is marked as dangerous.",
			set: func(s *Settings, _ []string, v any) { s.ReadOnly = v.(bool) }},
		{path: "timeouts.webhook", kind: kindDuration, fallback: "10s", example: `"10s"`, check: between(time.Second, time.Minute),
			doc: "A webhook is given up after this time, retries included; from 1s to 1m.",
			set: func(s *Settings, _ []string, v any) { s.WebhookTimeout = v.(time.Duration) }},
		{path: "timeouts.script", kind: kindDuration, fallback: "2s", example: `"2s"`, check: between(10*time.Millisecond, 30*time.Second),
			doc: "A JavaScript action is stopped after this time; at most 30s.",
			set: func(s *Settings, _ []string, v any) { s.ScriptTimeout = v.(time.Duration) }},
		{path: "waiting.warn", kind: kindDuration, fallback: "15m", example: `"15m"`, check: between(time.Minute, 30*24*time.Hour),
			doc: "A customer who waits longer than this for an answer is shown as a warning, by working time.",
			set: func(s *Settings, _ []string, v any) { s.WaitingWarn = v.(time.Duration) }},
		{path: "waiting.bad", kind: kindDuration, fallback: "1h", example: `"1h"`, check: between(time.Minute, 30*24*time.Hour),
			doc: "A customer who waits longer than this is shown in red.",
			set: func(s *Settings, _ []string, v any) { s.WaitingBad = v.(time.Duration) }},
		{path: "waiting.window", kind: kindDuration, fallback: "30m", example: `"30m"`, check: between(time.Minute, 24*time.Hour),
			doc: "So long before the 24-hour window closes on somebody of yours who waits, you are notified.",
			set: func(s *Settings, _ []string, v any) { s.WindowNotice = v.(time.Duration) }},
		{path: "history.keep", kind: kindAge, fallback: "365d", example: `"365d"`,
			doc: "How long the record of runs is kept: days (\"90d\"), hours (\"36h\") or \"forever\".",
			set: func(s *Settings, _ []string, v any) { s.HistoryRetention = v.(time.Duration) }},
		{path: "keys.*", kind: kindList, example: `["r"]`,
			doc: "Keys by the name of what they do; the key sheet (?) shows the names.",
			set: func(s *Settings, names []string, v any) { s.Keys[names[0]] = v.([]string) }},
	}
}

func profileSettings() []setting {
	in := func(change func(*Profile, any)) func(*Settings, []string, any) {
		return func(s *Settings, names []string, v any) {
			p := s.Profiles[names[0]]
			p.Name = names[0]
			change(&p, v)
			s.Profiles[names[0]] = p
		}
	}
	return []setting{
		{path: "profiles.*.url", kind: kindText, example: `"https://chat.example.com"`, check: platformURL,
			doc: "The platform's address, with its base path if it has one.",
			set: in(func(p *Profile, v any) { p.URL, p.URLOrigin = v.(string), "the settings file" })},
		{path: "profiles.*.email", kind: kindText, example: `"ravi@example.com"`, check: email,
			doc: "Who signs in. The password is kept by keydesk login, never here.",
			set: in(func(p *Profile, v any) { p.Email = v.(string) })},
		{path: "profiles.*.allow_hosts", kind: kindList, example: `["crm.internal", "10.0.0.7:8443"]`, check: hosts,
			doc: "Webhooks may reach these hosts although they are on a private network.",
			set: in(func(p *Profile, v any) { p.AllowHosts = v.([]string) })},
		{path: "profiles.*.resolving_proxies", kind: kindList, example: `["proxy.internal:3128"]`, check: hosts,
			doc: "Behind these proxies webhooks may go to names that this machine's DNS does not know: only the proxy can refuse what they stand for.",
			set: in(func(p *Profile, v any) { p.ResolvingProxies = v.([]string) })},
		{path: "profiles.*.ca_file", kind: kindText, example: `"/etc/ssl/company-ca.pem"`, check: notEmpty,
			doc: "Certificate authorities to trust besides the system's, as a PEM file.",
			set: in(func(p *Profile, v any) { p.CAFile = v.(string) })},
		{path: "profiles.*.execution", kind: kindChoice, choices: []string{"local", "platform"}, example: `"platform"`,
			doc: "As at the top of this file, for this profile only; so are the next four.",
			set: in(func(p *Profile, v any) { p.Execution = v.(string) })},
		{path: "profiles.*.webhook_payload", kind: kindChoice, choices: []string{"document", "platform"}, example: `"platform"`,
			set: in(func(p *Profile, v any) { p.WebhookPayload = v.(string) })},
		{path: "profiles.*.read_only", kind: kindFlag, example: "true",
			set: in(func(p *Profile, v any) { p.ReadOnly = v.(bool) })},
		{path: "profiles.*.open", kind: kindText, example: `"show"`, check: wayOut("auto", "local", "show"),
			set: in(func(p *Profile, v any) { p.Open = v.(string) })},
		{path: "profiles.*.clipboard", kind: kindText, example: `"terminal"`, check: wayOut("auto", "local", "terminal", "off"),
			set: in(func(p *Profile, v any) { p.Clipboard = v.(string) })},
		{path: "profiles.*.clipboard_read", kind: kindFlag, example: "false",
			doc: "true lets scripts read the clipboard (navigator.clipboard.readText).",
			set: in(func(p *Profile, v any) { p.ClipboardRead = v.(bool) })},
	}
}

func actionSettings() []setting {
	in := func(change func(*ActionSettings, any)) func(*Settings, []string, any) {
		return func(s *Settings, names []string, v any) {
			a := s.Actions[names[0]]
			change(&a, v)
			s.Actions[names[0]] = a
		}
	}
	return append([]setting{
		{path: "actions.*.confirm", kind: kindFlagOrText, example: `"Really create a ticket?"`,
			doc: "Ask first: true, or the question to ask.",
			set: in(func(a *ActionSettings, v any) {
				text, isText := v.(string)
				a.Confirm, a.ConfirmText = isText || v == true, text
			})},
		{path: "actions.*.danger", kind: kindFlag, example: "true",
			doc: "Shown in red, always asked about, refused when read_only.",
			set: in(func(a *ActionSettings, v any) { a.Danger = v.(bool) })},
		{path: "actions.*.key", kind: kindText, example: `"f12"`, check: notEmpty,
			doc: "A key of its own.",
			set: in(func(a *ActionSettings, v any) { a.Key = v.(string) })},
		{path: "actions.*.timeout", kind: kindDuration, example: `"5s"`, check: between(10*time.Millisecond, time.Minute),
			doc: "Its own time limit.",
			set: in(func(a *ActionSettings, v any) { a.Timeout = v.(time.Duration) })},
		{path: "actions.*.execution", kind: kindChoice, choices: []string{"local", "platform"}, example: `"platform"`,
			doc: "As at the top of this file, for this action only; so is webhook_payload.",
			set: in(func(a *ActionSettings, v any) { a.Execution = v.(string) })},
		{path: "actions.*.webhook_payload", kind: kindChoice, choices: []string{"document", "platform"}, example: `"platform"`,
			set: in(func(a *ActionSettings, v any) { a.WebhookPayload = v.(string) })},
		{path: "actions.*.sign_secret", kind: kindText, example: `"${env:CRM_SIGNING_SECRET}"`, check: reference,
			doc: "Sign the webhook with the secret found under this name: \"${env:NAME}\" or \"${keyring:NAME}\".",
			set: in(func(a *ActionSettings, v any) { a.SignSecret = v.(string) })},
		{path: "actions.*.headers.*", kind: kindText, example: `"Bearer ${env:CRM_TOKEN}"`, check: header,
			doc: "Headers of the webhook besides its own; secrets by reference only.",
			set: func(s *Settings, names []string, v any) {
				a := s.Actions[names[0]]
				a.Headers = maps.Clone(a.Headers)
				if a.Headers == nil {
					a.Headers = map[string]string{}
				}
				a.Headers[names[1]] = v.(string)
				s.Actions[names[0]] = a
			}},
		{path: "actions.*.when.tag", kind: kindList, example: `["vip", "gold"]`,
			doc: "Offered only for conversations with one of these tags, this assignee, on one of these channels, with these fields.",
			set: in(func(a *ActionSettings, v any) { a.When.Tags = v.([]string) })},
		{path: "actions.*.when.assignee", kind: kindText, example: `"me"`, check: notEmpty,
			set: in(func(a *ActionSettings, v any) { a.When.Assignee = v.(string) })},
		{path: "actions.*.when.channel", kind: kindList, example: `["Support"]`,
			set: in(func(a *ActionSettings, v any) { a.When.Channels = v.([]string) })},
		{path: "actions.*.when.has_field", kind: kindList, example: `["contact.metadata.customer_id"]`,
			set: in(func(a *ActionSettings, v any) { a.When.Fields = v.([]string) })},
	}, inputSettings()...)
}

// inputSettings are the rows of one [[actions.NAME.inputs]] table.
func inputSettings() []setting {
	in := func(change func(*Input, any)) func(*Settings, []string, any) {
		return func(s *Settings, names []string, v any) {
			a := s.Actions[names[0]]
			i := indexOf(names[1])
			for len(a.Inputs) <= i {
				a.Inputs = append(a.Inputs, Input{Type: "text"})
			}
			change(&a.Inputs[i], v)
			s.Actions[names[0]] = a
		}
	}
	const root = "actions.*.inputs.#."
	return []setting{
		{path: root + "name", kind: kindText, example: `"reason"`, check: inputName,
			doc: "A question asked before it runs; the answer is {{input.reason}}.",
			set: in(func(i *Input, v any) { i.Name = v.(string) })},
		{path: root + "type", kind: kindChoice, choices: []string{"text", "number", "choice", "yes-no"}, example: `"choice"`,
			set: in(func(i *Input, v any) { i.Type = v.(string) })},
		{path: root + "label", kind: kindText, example: `"Reason"`,
			set: in(func(i *Input, v any) { i.Label = v.(string) })},
		{path: root + "required", kind: kindFlag, example: "true",
			set: in(func(i *Input, v any) { i.Required = v.(bool) })},
		{path: root + "default", kind: kindText, example: `"{{contact.name}}"`,
			set: in(func(i *Input, v any) { i.Default = v.(string) })},
		{path: root + "choices", kind: kindList, example: `["late", "broken"]`,
			set: in(func(i *Input, v any) { i.Choices = v.([]string) })},
	}
}

// key is the last part of the row's path, as it is written in its table.
func (e setting) key() string { return e.path[strings.LastIndexByte(e.path, '.')+1:] }

// table is the path of the table that the row belongs to; "" for the top of the file.
func (e setting) table() string {
	if i := strings.LastIndexByte(e.path, '.'); i >= 0 {
		return e.path[:i]
	}
	return ""
}
