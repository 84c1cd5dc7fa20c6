package config

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// Serve is how keydesk serve gives desks to a team over SSH.
type Serve struct {
	Listen  string // host:port
	HostKey string // a file; "" is one of its own, made at the first start
	Metrics string // host:port on loopback, or "off"
	Folder  string // of what the agents have; "" is the usual one
	Store   string // a database instead, or where its address is: "${env:NAME}", "${file:PATH}"; "": the folder

	Balancers []netip.Prefix // whose word is taken on whom they connect

	Sessions         int // in all
	SessionsPerAgent int
	Idle             time.Duration // without a key
	Drain            time.Duration // from being told to end to the end
	TrayMiB          int           // of files in one agent's tray

	Agents map[string]Agent
}

// Agent is somebody who has a desk on this server.
type Agent struct {
	Name     string
	Keys     []string // lines as in authorized_keys
	APIKey   string   // where the key is: "${env:NAME}", "${file:PATH}", "${keyring:NAME}"; "": asked for in the desk
	Email    string   // whose password is asked for in the desk, where there is no APIKey
	Profile  string   // "": the one that would open without a name
	TimeZone string   // "": what the client says, else the server's
	ReadOnly bool
}

func serveSettings() []setting {
	in := func(change func(*Agent, any)) func(*Settings, []string, any) {
		return func(s *Settings, names []string, v any) {
			a := s.Serve.Agents[names[0]]
			a.Name = names[0]
			change(&a, v)
			s.Serve.Agents[names[0]] = a
		}
	}
	return []setting{
		{path: "serve.listen", kind: kindText, fallback: "127.0.0.1:2222", example: `"127.0.0.1:2222"`, check: listenAddress,
			doc: "Where keydesk serve listens for SSH clients.",
			set: func(s *Settings, _ []string, v any) { s.Serve.Listen = v.(string) }},
		{path: "serve.host_key", kind: kindText, example: `"/etc/keydesk/host_ed25519"`, check: notEmpty,
			doc: "The server's own key, readable for its user only; without it one is made at the first start.",
			set: func(s *Settings, _ []string, v any) { s.Serve.HostKey = v.(string) }},
		{path: "serve.metrics", kind: kindText, fallback: "127.0.0.1:9222", example: `"127.0.0.1:9222"`, check: loopbackOrOff,
			doc: "Where /healthz and /metrics (Prometheus) answer, on this machine only; or \"off\".",
			set: func(s *Settings, _ []string, v any) { s.Serve.Metrics = v.(string) }},
		{path: "serve.folder", kind: kindText, example: `"/var/lib/keydesk"`, check: absolute,
			doc: "Where drafts, history, trays and settings of the agents are kept, a folder each, and the audit log.",
			set: func(s *Settings, _ []string, v any) { s.Serve.Folder = v.(string) }},
		{path: "serve.store", kind: kindText, example: `"${file:/etc/keydesk/store.url}"`, check: databasePlace,
			doc: "A PostgreSQL database that keeps what the agents have, for any number of servers: where its address postgres://user:password@host/name is, as \"${env:NAME}\" or \"${file:PATH}\", or the address itself where it holds no password.",
			set: func(s *Settings, _ []string, v any) { s.Serve.Store = v.(string) }},
		{path: "serve.balancers", kind: kindList, example: `["10.0.0.5", "10.1.0.0/16"]`, check: addresses,
			doc: "Addresses of balancers before this server that say by the PROXY protocol whom they connect; nobody else's word is taken.",
			set: func(s *Settings, _ []string, v any) { s.Serve.Balancers, _ = parseAddresses(v.([]string)) }},
		{path: "serve.sessions", kind: kindNumber, fallback: "200", example: "200", check: within(1, 10_000),
			doc: "The most sessions at once.",
			set: func(s *Settings, _ []string, v any) { s.Serve.Sessions = v.(int) }},
		{path: "serve.sessions_per_agent", kind: kindNumber, fallback: "4", example: "4", check: within(1, 100),
			doc: "The most sessions of one agent at once.",
			set: func(s *Settings, _ []string, v any) { s.Serve.SessionsPerAgent = v.(int) }},
		{path: "serve.idle", kind: kindDuration, fallback: "12h", example: `"12h"`, check: between(time.Minute, 7*24*time.Hour),
			doc: "A session without a key pressed for so long is ended; what was written is kept.",
			set: func(s *Settings, _ []string, v any) { s.Serve.Idle = v.(time.Duration) }},
		{path: "serve.drain", kind: kindDuration, fallback: "10s", example: `"10s"`, check: between(time.Second, 5*time.Minute),
			doc: "When the server is told to end, agents are told, and have so long to finish a sentence.",
			set: func(s *Settings, _ []string, v any) { s.Serve.Drain = v.(time.Duration) }},
		{path: "serve.tray_mib", kind: kindNumber, fallback: "200", example: "200", check: within(1, 100_000),
			doc: "How much an agent's tray takes, in MiB; it is emptied after a day.",
			set: func(s *Settings, _ []string, v any) { s.Serve.TrayMiB = v.(int) }},
		{path: "serve.agents.*.keys", kind: kindList, example: `["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZVNeL8O7k7jb41is7F5M9kju0R7cWnbaqQMKSA5Uzu ravi@laptop"]`, check: publicKeys,
			doc: "The agent's public keys, one line each as in authorized_keys.",
			set: in(func(a *Agent, v any) { a.Keys = v.([]string) })},
		{path: "serve.agents.*.api_key", kind: kindText, example: `"${file:/etc/keydesk/ravi.key}"`, check: secretPlace,
			doc: "Where the agent's API key is: \"${env:NAME}\", \"${file:PATH}\" or \"${keyring:NAME}\". Without it the agent signs in inside the desk, and nothing is kept.",
			set: in(func(a *Agent, v any) { a.APIKey = v.(string) })},
		{path: "serve.agents.*.email", kind: kindText, example: `"ravi@example.com"`, check: email,
			doc: "Who signs in inside the desk with a password; without it an API key is asked for there.",
			set: in(func(a *Agent, v any) { a.Email = v.(string) })},
		{path: "serve.agents.*.profile", kind: kindText, example: `"work"`, check: profileName,
			doc: "The profile of this file that the agent's desk opens.",
			set: in(func(a *Agent, v any) { a.Profile = v.(string) })},
		{path: "serve.agents.*.time_zone", kind: kindText, example: `"Europe/Berlin"`, check: timeZone,
			doc: "The agent's time zone, where the SSH client does not send TZ.",
			set: in(func(a *Agent, v any) { a.TimeZone = v.(string) })},
		{path: "serve.agents.*.read_only", kind: kindFlag, example: "true",
			doc: "true refuses this agent every action that is marked as dangerous.",
			set: in(func(a *Agent, v any) { a.ReadOnly = v.(bool) })},
	}
}

func listenAddress(v any) error {
	if _, port, err := net.SplitHostPort(v.(string)); err != nil || port == "" {
		return fmt.Errorf("cannot be %q; it is a host and a port", v)
	}
	return nil
}

func loopbackOrOff(v any) error {
	text := v.(string)
	if text == "off" {
		return nil
	}
	host, _, err := net.SplitHostPort(text)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("cannot be %q; it is \"off\" or an address of this machine alone", text)
	}
	return nil
}

func absolute(v any) error {
	if !filepath.IsAbs(v.(string)) {
		return fmt.Errorf("cannot be %q; it is a whole path", v)
	}
	return nil
}

func within(least, most int) func(any) error {
	return func(v any) error {
		if n := v.(int); n < least || n > most {
			return fmt.Errorf("cannot be %d; it is between %d and %d", n, least, most)
		}
		return nil
	}
}

func timeZone(v any) error {
	if _, err := LoadZone(v.(string)); err != nil {
		return fmt.Errorf("cannot be %q; it is a name of the time zone database", v)
	}
	return nil
}

// LoadZone is the time zone of a name such as Europe/Berlin. Unlike time.LoadLocation it takes no name
// that means this machine's own.
func LoadZone(name string) (*time.Location, error) {
	if name == "" || name == "Local" || strings.HasPrefix(name, "/") || strings.HasPrefix(name, ":") || strings.Contains(name, "..") {
		return nil, errors.New("it is no name of the time zone database")
	}
	return time.LoadLocation(name)
}

func publicKeys(v any) error {
	for _, line := range v.([]string) {
		if _, err := ParsePublicKey(line); err != nil {
			return err
		}
	}
	return nil
}

// ParsePublicKey reads one line as in authorized_keys. The error is the rest of a sentence that begins
// with the name of the setting.
func ParsePublicKey(line string) (ssh.PublicKey, error) {
	key, _, options, rest, err := ssh.ParseAuthorizedKey([]byte(line))
	switch {
	case strings.Contains(line, "PRIVATE KEY"):
		return nil, errors.New("must not hold a private key; write the line of the .pub file")
	case err != nil:
		return nil, fmt.Errorf("cannot hold %q; each entry is one line of a .pub file", cutTo(line, 40))
	case len(options) > 0:
		return nil, errors.New("cannot hold options before a key; write the line of the .pub file as it is")
	case len(rest) > 0:
		return nil, errors.New("must hold one key an entry")
	}
	return key, nil
}

// cutTo is text that may be long, fit for a sentence.
func cutTo(text string, n int) string {
	if len(text) <= n {
		return text
	}
	return strings.ToValidUTF8(text[:n], "") + "…"
}

// secretPlace refuses a secret written out.
func secretPlace(v any) error {
	if _, _, ok := parsePlace(v.(string)); !ok {
		return errors.New(`must not hold the key itself; name where it is, "${env:NAME}", "${file:PATH}" or "${keyring:NAME}"`)
	}
	return nil
}

func addresses(v any) error {
	_, err := parseAddresses(v.([]string))
	return err
}

// parseAddresses reads addresses, and networks as 10.1.0.0/16.
func parseAddresses(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range list {
		p, err := netip.ParsePrefix(text)
		if a, single := netip.ParseAddr(text); single == nil {
			p, err = netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()), nil
		}
		if err != nil {
			return nil, fmt.Errorf("cannot hold %q; each entry is an address or a network, as 10.0.0.5 or 10.1.0.0/16", text)
		}
		out = append(out, p)
	}
	return out, nil
}

// IsPlace tells whether a setting names where a secret is, instead of holding something.
func IsPlace(text string) bool {
	_, _, ok := parsePlace(text)
	return ok
}

// databasePlace refuses a password written out. No sentence says what stands there.
func databasePlace(v any) error {
	text := v.(string)
	if IsPlace(text) {
		return nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return errors.New(`must be postgres://user@host/name, or name where that is, "${env:NAME}" or "${file:PATH}"`)
	}
	if _, secret := u.User.Password(); secret || u.Query().Has("password") {
		return errors.New(`must not hold the password itself; put the whole address where "${env:NAME}" or "${file:PATH}" names it`)
	}
	return nil
}

// parsePlace takes apart what ParseReference does, and "${file:PATH}" with a whole path.
func parsePlace(text string) (source, name string, ok bool) {
	if path, is := strings.CutPrefix(text, "${file:"); is {
		path, closed := strings.CutSuffix(path, "}")
		return "file", path, closed && filepath.IsAbs(path)
	}
	return ParseReference(text)
}

// checkServe looks at what no single agent shows: a key that two have, a profile that is not there.
func (r *reader) checkServe() {
	owners := map[string]string{}
	for _, name := range sortedKeys(r.settings.Serve.Agents) {
		a := r.settings.Serve.Agents[name]
		path := []string{"serve", "agents", name}
		if _, tried := r.document.places[pathKey(append(slices.Clone(path), "keys"))]; !tried {
			r.problem(path, "agent %q has no keys, for example keys = [\"ssh-ed25519 AAAA… %s@laptop\"]", name, name)
		}
		for _, line := range a.Keys {
			key, err := ParsePublicKey(line)
			if err != nil {
				continue // told where it stands
			}
			mark := string(key.Marshal())
			if other := owners[mark]; other != "" && other != name {
				r.problem(append(path, "keys"), "agents %q and %q have the same key; a key says who somebody is", other, name)
			}
			owners[mark] = name
		}
		if _, ok := r.settings.Profiles[a.Profile]; a.Profile != "" && !ok {
			r.problem(append(path, "profile"), "agent %q has the profile %q, but there is no [profiles.%s]%s", name, a.Profile, a.Profile, meant(a.Profile, r.settings.ProfileNames()))
		}
	}
}

// With is s with what own says of the settings that allowed names, by their paths in the schema. The
// other keys of own come back: they stay as s has them.
func (s Settings) With(own Settings, allowed func(path string) bool) (both Settings, refused []string) {
	s.Profiles, s.Actions, s.Keys, s.Themes = maps.Clone(s.Profiles), maps.Clone(s.Actions), maps.Clone(s.Keys), maps.Clone(s.Themes)
	s.Serve.Agents = maps.Clone(s.Serve.Agents)
	s.origins, s.values, s.raw = maps.Clone(s.origins), maps.Clone(s.values), maps.Clone(s.raw)
	rows := schema()
	for _, key := range slices.Sorted(maps.Keys(own.raw)) {
		path := splitKey(key)
		i := slices.IndexFunc(rows, func(row setting) bool {
			_, rest, ok := match(row, path)
			return ok && len(rest) == 0
		})
		if i < 0 || !allowed(rows[i].path) {
			refused = append(refused, key)
			continue
		}
		value, err := rows[i].read(own.raw[key])
		if err != nil {
			continue // not to be: own was read by the same row
		}
		names, _, _ := match(rows[i], path)
		rows[i].set(&s, names, value)
		s.origins[key], s.values[key], s.raw[key] = own.origins[key], own.values[key], own.raw[key]
	}
	if _, ok := s.Themes[s.Theme]; !ok && !slices.Contains(ThemeNames(), s.Theme) {
		s.Theme = ThemeNames()[0]
	}
	return s, refused
}
