package files

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"

	"keydesk/actions"
	"keydesk/config/near"
)

// Problem is what is wrong with a file, and where.
type Problem struct {
	File string
	Line int // from 1; 0 for the whole file
	Text string
}

func (p *Problem) Error() string {
	if p.Line > 0 {
		return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
	}
	return p.File + ": " + p.Text
}

// Decode reads what Encode wrote, or a person. beside reads the files next to it by their names. The
// errors say the line and what would be right, all of them; name is the file's own name, for them. What
// could be read is in the file, also beside an error, unless it is no TOML at all.
func Decode(name string, text []byte, beside func(file string) ([]byte, error)) (*File, error) {
	f := &File{Name: name, Beside: map[string]string{}}
	if text = PlainText(text); !utf8.Valid(text) {
		return nil, &Problem{File: name, Text: "is no UTF-8 text; save it as UTF-8"}
	}
	var m map[string]any
	if err := toml.Unmarshal(text, &m); err != nil {
		p := &Problem{File: name, Text: strings.TrimPrefix(err.Error(), "toml: ")}
		var at *toml.DecodeError
		if errors.As(err, &at) {
			p.Line, _ = at.Position()
			p.Text = strings.TrimPrefix(at.Error(), "toml: ")
		}
		return nil, p
	}
	f.lines = locate(text)
	found := f.readHead(m)
	found = append(found, f.readConfig(m)...)
	found = append(found, f.readBeside(m, beside)...)
	return f, found.sorted()
}

// readHead reads what stands above the tables.
func (f *File) readHead(m map[string]any) (found Problems) {
	s := &f.Action
	s.Active = true
	for key, v := range m {
		ok, want := true, "text, for example "+key+" = \"…\""
		switch key {
		case "id":
			s.ID, ok = v.(string)
		case "name":
			s.Name, ok = v.(string)
		case "icon":
			s.Icon, ok = v.(string)
		case "type":
			var kind string
			kind, ok = v.(string)
			s.Type = actions.Type(kind)
		case "active":
			s.Active, ok = v.(bool)
			want = "true or false"
		case "order":
			var n int64
			n, ok = v.(int64)
			s.Order, want = int(n), "a whole number, for example order = 3"
		case "config", "files", "json":
			_, ok = v.(map[string]any)
			want = "a table, for example [" + key + "]"
		default:
			found = f.problem(found, f.lines[key], "%q is not known here; known are id, name, icon, type, active, order, [config], [files] and [json]; settings of the action belong below [config]", key)
		}
		if !ok {
			found = f.problem(found, f.lines[key], "%s must be %s", key, want)
		}
	}
	if _, there := m["type"]; !there || s.Type == "" && len(found) == 0 {
		found = f.problem(found, 0, `type is missing; write type = "webhook", "url" or "javascript"`)
	}
	return found
}

// problem adds one that is wrong at a line.
func (f *File) problem(found Problems, line int, format string, args ...any) Problems {
	return append(found, &Problem{f.Name, line, fmt.Sprintf(format, args...)})
}

// readConfig fills the config from its table and from what is kept as JSON.
func (f *File) readConfig(m map[string]any) (found Problems) {
	config, has := m["config"].(map[string]any)
	if has {
		v, err := fromTOML(config, 0)
		if err != nil {
			found = f.problem(found, f.lines["config"], "config: %s", err)
		} else {
			f.Action.Config = v.(map[string]any)
		}
		found = append(found, f.misspelt(config)...)
	}
	odd, _ := m["json"].(map[string]any)
	for key, v := range odd {
		line := f.lines[pathKey("json", key)]
		text, ok := v.(string)
		if !ok {
			found = f.problem(found, line, "json.%s must be JSON as text, for example '{\"retry\": null}'", key)
			continue
		}
		parsed, err := parseJSON(text)
		if err != nil {
			found = f.problem(found, line, "json.%s is no JSON: %s", key, err)
			continue
		}
		found = f.put(found, key, parsed, line)
	}
	return found
}

// settingsOf are what the config of a type can hold (contract §8.1).
var settingsOf = map[actions.Type][]string{
	actions.TypeWebhook:    {"url", "method", "headers", "body", "keydesk"},
	actions.TypeURL:        {"url", "open_in_new_tab", "keydesk"},
	actions.TypeJavaScript: {"code", "keydesk"},
}

// slip is how many letters a long name that is meant may be away from how it is spelt.
const slip = 2

// misspelt are names in the config that nobody reads and that are nearly those of
// settings. Others stay: the platform keeps what it is given.
func (f *File) misspelt(config map[string]any) (found Problems) {
	known := settingsOf[f.Action.Type]
	for key := range config {
		if slices.Contains(known, key) {
			continue
		}
		for _, k := range known {
			if near.Distance(strings.ToLower(key), k, slip+1) <= min(slip, len(k)/3) {
				found = f.problem(found, f.lines[pathKey("config", key)], "config.%s is not known; did you mean %s?", key, k)
				break
			}
		}
	}
	return found
}

// put sets a member of the config that stands outside its table.
func (f *File) put(found Problems, key string, v any, line int) Problems {
	if _, twice := f.Action.Config[key]; twice {
		return f.problem(found, line, "%q is there twice; keep it in one place", key)
	}
	if f.Action.Config == nil {
		f.Action.Config = map[string]any{}
	}
	f.Action.Config[key] = v
	return found
}

// readBeside reads the texts that stand in files of their own.
func (f *File) readBeside(m map[string]any, beside func(string) ([]byte, error)) (found Problems) {
	list, _ := m["files"].(map[string]any)
	for key, v := range list {
		line := f.lines[pathKey("files", key)]
		name, ok := v.(string)
		if !ok || !safeName(name) || strings.HasSuffix(name, ext) {
			found = f.problem(found, line, "files.%s must be the name of a file beside this one, for example \"create-ticket.json\"", key)
			continue
		}
		text, err := beside(name)
		if err != nil {
			found = f.problem(found, line, "files.%s: cannot read %s: %v", key, name, reason(err))
			continue
		}
		if text = PlainText(text); !utf8.Valid(text) {
			found = append(found, &Problem{File: name, Text: "is no UTF-8 text; save it as UTF-8"})
			continue
		}
		before := len(found)
		if found = f.put(found, key, string(bytes.TrimSuffix(text, []byte("\n"))), line); len(found) == before {
			f.Beside[key] = name
		}
	}
	return found
}

// fromTOML turns decoded TOML into decoded JSON.
func fromTOML(v any, depth int) (any, error) {
	if depth > 100 {
		return nil, errors.New("is nested too deeply")
	}
	switch t := v.(type) {
	case string, bool:
		return t, nil
	case int64:
		return json.Number(strconv.FormatInt(t, 10)), nil
	case float64:
		if math.IsInf(t, 0) || math.IsNaN(t) {
			return nil, errors.New("inf and nan are no JSON numbers; write a number")
		}
		return json.Number(floatText(t)), nil
	case []any:
		out := make([]any, len(t))
		for i, x := range t {
			y, err := fromTOML(x, depth+1)
			if err != nil {
				return nil, err
			}
			out[i] = y
		}
		return out, nil
	case map[string]any:
		out := make(map[string]any, len(t))
		for k, x := range t {
			y, err := fromTOML(x, depth+1)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", k, err)
			}
			out[k] = y
		}
		return out, nil
	}
	return nil, errors.New("dates must be in quotes")
}

func parseJSON(text string) (any, error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	if dec.More() {
		return nil, errors.New("there is something after it")
	}
	return v, nil
}
