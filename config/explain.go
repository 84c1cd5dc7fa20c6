package config

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Origin is the kind of place that a value came from.
type Origin string

// The origins, the weakest first.
const (
	FromDefault     Origin = "default"
	FromFile        Origin = "file"
	FromProfile     Origin = "profile" // the file, in the table of the profile that is meant
	FromEnvironment Origin = "environment"
	FromFlag        Origin = "flag"
)

// Value is one setting as it holds, and who said so.
type Value struct {
	Key    string `json:"key"`    // as the file writes it
	Value  any    `json:"value"`  // text, true or false, or a list of texts; nil: not set, and no default
	Origin Origin `json:"origin"` // the kind of place
	Place  string `json:"place"`  // "config.toml:7", "KEYDESK_URL", "--plain"; "" for a default
}

// Override is a value that stands above the file: of the environment, or of a flag.
type Override struct {
	Key    string
	Value  any
	Origin Origin
	Place  string
}

// Explain lists every setting as it holds for the profile that is meant by name: first those of the
// schema's order, then what the file says of other tables, by name. Later overrides win.
func (s Settings) Explain(profile string, overrides ...Override) []Value {
	above := s.standsAbove(profile)
	profile = s.ProfileName(profile)
	overrides = append(s.environment(profile, above), overrides...)
	var list []Value
	seen := map[string]bool{}
	add := func(key string, v Value) {
		v.Key = key
		for _, o := range overrides {
			if o.Key == key {
				v.Value, v.Origin, v.Place = o.Value, o.Origin, o.Place
			}
		}
		seen[key] = true
		list = append(list, v)
	}
	for _, row := range schema() {
		if strings.ContainsAny(row.path, "*#") {
			continue
		}
		v := Value{Origin: FromDefault, Value: row.shown(row.fallback)}
		for _, from := range []struct {
			key    string
			origin Origin
		}{{row.path, FromFile}, {shown([]string{"profiles", profile, row.path}), FromProfile}} {
			if at, ok := s.origins[from.key]; ok {
				v = Value{Value: s.values[from.key], Origin: from.origin, Place: s.place(at)}
			}
		}
		add(row.path, v)
	}
	for _, key := range slices.SortedFunc(maps.Keys(s.origins), s.byPlace) {
		if !seen[key] {
			add(key, Value{Value: s.values[key], Origin: FromFile, Place: s.place(s.origins[key])})
		}
	}
	for _, o := range overrides {
		if !seen[o.Key] {
			add(o.Key, Value{})
		}
	}
	return list
}

// environment is what environment and flags said when the settings were read; above says that their
// address goes above that of the profile.
func (s Settings) environment(profile string, above bool) []Override {
	var list []Override
	if s.override.profile != "" {
		list = append(list, Override{"default_profile", s.override.profile, FromEnvironment, "KEYDESK_PROFILE"})
	}
	if above {
		origin := FromEnvironment
		if strings.HasPrefix(s.override.urlOrigin, "--") {
			origin = FromFlag
		}
		list = append(list, Override{shown([]string{"profiles", profile, "url"}), s.override.url, origin, s.override.urlOrigin})
	}
	return list
}

func (s Settings) place(at Position) string { return fmt.Sprintf("%s:%d", s.Path, at.Line) }

func (s Settings) byPlace(a, b string) int {
	x, y := s.origins[a], s.origins[b]
	if x.Line != y.Line {
		return x.Line - y.Line
	}
	return strings.Compare(a, b)
}

// shown is a default as JSON would write it.
func (e setting) shown(text string) any {
	switch {
	case text == "":
		return nil
	case e.kind == kindFlag:
		return text == "true"
	case e.kind == kindNumber:
		n, _ := strconv.Atoi(text) // a test reads every default
		return n
	}
	return text
}

// noted is a value as it stands in the file, fit to be shown: a header may hold a secret that nobody
// should have written there, so only references and harmless headers are shown.
func (e setting) noted(names []string, raw any) any {
	if e.path == "actions.*.headers.*" {
		if text, ok := raw.(string); !ok || !strings.Contains(text, "${") && !harmless(names[len(names)-1]) {
			return "••••"
		}
	}
	return raw
}

// harmless headers never carry a secret.
func harmless(header string) bool {
	return slices.Contains([]string{"content-type", "accept", "user-agent"}, strings.ToLower(header))
}

// Changes are the keys whose values differ between two readings of the file, sorted.
func Changes(old, now Settings) []string {
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(union(old.raw, now.raw))) {
		if !reflect.DeepEqual(old.raw[key], now.raw[key]) {
			keys = append(keys, key)
		}
	}
	return keys
}

func union(a, b map[string]any) map[string]any {
	both := maps.Clone(a)
	if both == nil {
		both = map[string]any{}
	}
	maps.Copy(both, b)
	return both
}

// Known are the paths of all settings in the default file's order; "*" stands for a name, "#" for a
// place in a list of tables.
func Known() []string {
	rows := schema()
	paths := make([]string, len(rows))
	for i, row := range rows {
		paths[i] = row.path
	}
	return paths
}

// KnownAs is the path of the schema that a key of a file belongs to, "" for none.
func KnownAs(key string) string {
	path := splitKey(key)
	for _, row := range schema() {
		if _, rest, ok := match(row, path); ok && len(rest) == 0 {
			return row.path
		}
	}
	return ""
}
