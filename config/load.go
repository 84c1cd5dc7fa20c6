package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// maxFile is the largest settings file that is read, in bytes.
const maxFile = 1 << 20

// Load reads the settings: defaults, then the file at path, then the environment through env
// (KEYDESK_URL and KEYDESK_PROFILE; nil means no environment). An empty path means the usual place,
// where a missing file is fine. A file with something wrong in it is a [Problems] error that names
// line, column, key, the matter and an example.
func Load(path string, env func(string) string) (Settings, error) {
	usual := path == ""
	if usual {
		path = FindPaths().ConfigFile()
	}
	text, err := readFile(path)
	switch {
	case usual && errors.Is(err, fs.ErrNotExist):
		return withEnvironment(Defaults(), env)
	case errors.Is(err, fs.ErrNotExist):
		return Settings{}, fmt.Errorf("there is no settings file %s; check --config", path)
	case err != nil:
		return Settings{}, fmt.Errorf("cannot read the settings: %w", err)
	}
	s, err := Parse(path, text)
	if err == nil {
		err = s.ownPrograms()
	}
	if err != nil {
		return s, err
	}
	return withEnvironment(s, env)
}

// readFile reads a bounded file; anything but a regular file is refused, because a pipe would hang.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("%s is larger than 1 MiB", path)
	}
	// A byte order mark, as Windows' editors write it, says what the text is in.
	plain, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), text)
	if err != nil {
		return text, nil // it is told as no UTF-8
	}
	return plain, nil
}

// Parse reads the text of a settings file; name is what its errors call it. Beside [Problems] the
// settings hold what is right, so that it can be checked further; they are not to be used.
func Parse(name string, text []byte) (Settings, error) {
	d, err := parseDocument(name, text)
	if err != nil {
		return Settings{}, err
	}
	s := Defaults()
	s.Path = name
	r := reader{name: name, document: d, rows: schema(), settings: &s}
	r.walk(nil, d.values)
	r.checkWhole()
	if len(r.problems) > 0 {
		r.problems.inOrder()
		return s, r.problems
	}
	return s, nil
}

// reader carries one pass over a document.
type reader struct {
	name     string
	document document
	rows     []setting
	settings *Settings
	problems Problems
}

func (r *reader) problem(path []string, format string, args ...any) {
	r.problems = append(r.problems, Problem{Path: r.name, At: r.document.where(path), Reason: fmt.Sprintf(format, args...)})
}

// walk descends from the top until a path is a setting, or can be none.
func (r *reader) walk(path []string, value any) {
	if row, names, ok := r.find(path); ok {
		r.apply(row, names, path, value)
		return
	}
	if len(path) > 0 && !r.leadsOn(path) {
		r.unknown(path)
		return
	}
	switch v := value.(type) {
	case map[string]any:
		r.table(path)
		for _, key := range sortedKeys(v) {
			r.walk(append(slices.Clone(path), key), v[key])
		}
	case []any:
		if !r.leadsOn(append(slices.Clone(path), "0")) || r.leadsOn(append(slices.Clone(path), "x")) {
			r.problem(path, "%s is a table, not a list; write %s", shown(path), asTable(path))
			return
		}
		for i, item := range v {
			r.walk(append(slices.Clone(path), strconv.Itoa(i)), item)
		}
	default:
		r.problem(path, "%s is a table, not %s; write %s above its settings", shown(path), describe(value), asTable(path))
	}
}

// table notes a profile or action that exists, even if nothing stands in it yet.
func (r *reader) table(path []string) {
	if len(path) == 3 && path[0] == "serve" && path[1] == "agents" {
		r.agent(path)
		return
	}
	if len(path) != 2 {
		return
	}
	switch path[0] {
	case "profiles":
		if err := CheckProfileName(path[1]); err != nil {
			r.problem(path, "the name of a profile %v", err)
			return
		}
		p := r.settings.Profiles[path[1]]
		p.Name = path[1]
		r.settings.Profiles[path[1]] = p
	case "actions":
		if _, ok := r.settings.Actions[path[1]]; !ok {
			r.settings.Actions[path[1]] = ActionSettings{}
		}
	}
}

// agent notes an agent of the server, even if nothing stands in its table yet: its name becomes a folder.
func (r *reader) agent(path []string) {
	if err := CheckProfileName(path[2]); err != nil {
		r.problem(path, "the name of an agent %s", strings.Replace(err.Error(), "a profile name", "an agent's name", 1))
		return
	}
	a := r.settings.Serve.Agents[path[2]]
	a.Name = path[2]
	r.settings.Serve.Agents[path[2]] = a
}

func (r *reader) apply(row setting, names, path []string, value any) {
	v, err := row.read(value)
	if err != nil {
		r.problem(path, "%s %v, for example %s = %s", shown(path), err, row.label(), row.example)
		return
	}
	row.set(r.settings, names, v)
	key := shown(path)
	r.settings.origins[key] = r.document.where(path)
	r.settings.values[key], r.settings.raw[key] = row.noted(names, value), value
}

// label is the key in an example: a row that matches any key shows a likely one.
func (e setting) label() string {
	switch e.path {
	case "keys.*":
		return `"thread.reply"`
	case "actions.*.headers.*":
		return "Authorization"
	}
	return e.key()
}

// find is the row for path, and the names that stand for its wildcards.
func (r *reader) find(path []string) (setting, []string, bool) {
	for _, row := range r.rows {
		if names, rest, ok := match(row, path); ok && len(rest) == 0 {
			return row, names, true
		}
	}
	return setting{}, nil, false
}

// leadsOn reports whether some row lies beneath path.
func (r *reader) leadsOn(path []string) bool {
	return slices.ContainsFunc(r.rows, func(row setting) bool {
		_, rest, ok := match(row, path)
		return ok && len(rest) > 0
	})
}

// match compares path with the beginning of the row's path; rest is what of the row is left.
func match(row setting, path []string) (names, rest []string, ok bool) {
	pattern := strings.Split(row.path, ".")
	if len(path) > len(pattern) {
		return nil, nil, false
	}
	for i, part := range path {
		switch pattern[i] {
		case "*":
			names = append(names, part)
		case "#":
			if _, err := strconv.Atoi(part); err != nil {
				return nil, nil, false
			}
			names = append(names, part)
		case part:
		default:
			return nil, nil, false
		}
	}
	return names, pattern[len(path):], true
}

// secretNames are keys that people reach for when they want to write a secret down.
func isSecretName(key string) bool {
	switch strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(key)) {
	case "apikey", "key", "password", "passwd", "pass", "secret", "token", "accesstoken", "refreshtoken", "bearer":
		return true
	}
	return false
}

// unknown explains a key that is no setting: a secret, a setting of another table, or a slip.
func (r *reader) unknown(path []string) {
	key, parent := path[len(path)-1], path[:len(path)-1]
	var known, elsewhere []string
	for _, row := range r.rows {
		if _, rest, ok := match(row, parent); ok && len(rest) > 0 && rest[0] != "*" && rest[0] != "#" {
			known = append(known, rest[0])
		} else if row.key() == key && row.table() != "" {
			elsewhere = append(elsewhere, row.table())
		}
	}
	near := Nearest(key, known)
	switch {
	case near != "" && !isSecretName(key):
		r.problem(path, "%s is not a setting; did you mean %q?", shown(path), near)
	case isSecretName(key) || strings.HasSuffix(strings.ToLower(key), "_password"):
		r.problem(path, "%s: secrets do not belong in this file; take the line out and run keydesk login, which keeps them in the keyring", shown(path))
	case len(elsewhere) > 0:
		table := strings.NewReplacer("*", "NAME", ".#", "").Replace(elsewhere[0])
		r.problem(path, "%s is not a setting here; it belongs beneath [%s]", shown(path), table)
	default:
		slices.Sort(known)
		r.problem(path, "%s is not a setting; known here are %s", shown(path), strings.Join(slices.Compact(known), ", "))
	}
}

// checkWhole looks at what no single value shows.
func (r *reader) checkWhole() {
	r.settings.orderViews()
	if name := r.settings.DefaultProfile; name != "" {
		if _, ok := r.settings.Profiles[name]; !ok {
			r.problem([]string{"default_profile"}, "default_profile names %q, but there is no [profiles.%s]%s", name, name, meant(name, r.settings.ProfileNames()))
		}
	}
	if name := r.settings.Theme; !slices.Contains(ThemeNames(), name) {
		if _, ok := r.settings.Themes[name]; !ok {
			known := append(ThemeNames(), sortedKeys(r.settings.Themes)...)
			r.problem([]string{"theme"}, "theme names %q, which is not built in, and there is no [themes.%s]%s", name, name, meant(name, known))
		}
	}
	r.checkServe()
	for _, name := range sortedKeys(r.settings.Actions) {
		for i, input := range r.settings.Actions[name].Inputs {
			path := []string{"actions", name, "inputs", strconv.Itoa(i)}
			if input.Name == "" {
				r.problem(path, "this question of %q has no name, for example name = \"reason\"", name)
			}
			if input.Type == "choice" && len(input.Choices) == 0 {
				r.problem(path, "this question of %q has no choices, for example choices = [\"late\", \"broken\"]", name)
			}
		}
	}
}

// meant is "; did you mean …?" where a name is near, else nothing.
func meant(word string, known []string) string {
	if near := Nearest(word, known); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
