package files

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// pathKey names a place in a TOML file; top-level keys are themselves.
func pathKey(path ...string) string {
	if len(path) == 1 {
		return path[0]
	}
	text, err := json.Marshal(path)
	if err != nil {
		return ""
	}
	return string(text)
}

// locate finds the line of every key. Text that is no TOML gives what was found until there.
func locate(text []byte) map[string]int {
	lines := map[string]int{}
	var p unstable.Parser
	p.Reset(text)
	var prefix []string
	note := func(node *unstable.Node, above []string) []string {
		path := append([]string(nil), above...)
		offset := -1
		for it := node.Key(); it.Next(); {
			part := it.Node()
			if offset < 0 {
				offset = int(part.Raw.Offset)
			}
			path = append(path, string(part.Data))
		}
		if _, known := lines[pathKey(path...)]; !known && offset >= 0 {
			lines[pathKey(path...)] = bytes.Count(text[:min(offset, len(text))], []byte("\n")) + 1
		}
		return path
	}
	for p.NextExpression() {
		switch node := p.Expression(); node.Kind {
		case unstable.Table, unstable.ArrayTable:
			prefix = note(node, nil)
		case unstable.KeyValue:
			note(node, prefix)
		}
	}
	return lines
}

// At says in which file and line a field stands, by the names that findings have: url, body,
// headers.X, keydesk.inputs[0].name. line is the line within the field's own text, from 1.
func (f *File) At(field string, line int) (file string, at int) {
	switch field {
	case "action_type":
		field = "type"
	case "is_active":
		field = "active"
	}
	head, _, _ := strings.Cut(field, ".")
	if name, ok := f.Beside[head]; ok {
		return name, max(line, 1)
	}
	if at, ok := f.lines[field]; ok {
		return f.Name, at
	}
	path := []string{"config"}
	if rest, ok := strings.CutPrefix(field, "headers."); ok {
		path = append(path, "headers", rest)
	} else {
		for _, part := range strings.Split(field, ".") {
			part, _, _ = strings.Cut(part, "[")
			path = append(path, part)
		}
	}
	for ; len(path) > 0; path = path[:len(path)-1] {
		if at, ok := f.lines[pathKey(path...)]; ok {
			if len(path) == 2 && f.multiline(path[1]) {
				at += max(line, 1) // the text begins below its key
			}
			return f.Name, at
		}
	}
	return f.Name, 1
}

// multiline reports whether a member of the config is written over several lines.
func (f *File) multiline(key string) bool {
	text, ok := f.Action.Config[key].(string)
	return ok && strings.Contains(text, "\n")
}
