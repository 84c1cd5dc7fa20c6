package config

import (
	"encoding/json"
	"strings"
)

// SchemaFile is the name of the JSON schema beside the settings file; [InitFile] writes it.
const SchemaFile = "config.schema.json"

// node is one place in a JSON schema.
type node struct {
	Schema      string           `json:"$schema,omitempty"`
	Title       string           `json:"title,omitempty"`
	Description string           `json:"description,omitempty"`
	Type        string           `json:"type,omitempty"`
	AnyOf       []*node          `json:"anyOf,omitempty"`
	Enum        []string         `json:"enum,omitempty"`
	Pattern     string           `json:"pattern,omitempty"`
	Default     any              `json:"default,omitempty"`
	Examples    []any            `json:"examples,omitempty"`
	Properties  map[string]*node `json:"properties,omitempty"`
	Additional  any              `json:"additionalProperties,omitempty"` // false, or a *node
	Items       *node            `json:"items,omitempty"`
}

// JSONSchema is the settings file described for editors (JSON Schema, draft 7), made from the same
// table that reads the file. It knows kinds, choices, defaults and meanings; what only the program
// can judge, such as a profile that does not exist, keydesk config check tells.
func JSONSchema() []byte {
	root := &node{Schema: "http://json-schema.org/draft-07/schema#", Title: "Settings of keydesk", Type: "object", Additional: false}
	for _, row := range schema() {
		root.put(strings.Split(row.path, "."), row)
	}
	data, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil // not to be: the table holds plain texts
	}
	return append(data, '\n')
}

// put descends along path and writes the row there.
func (n *node) put(path []string, row setting) {
	last := len(path) == 1
	child := &node{Type: "object", Additional: false}
	if last {
		child = row.node()
	}
	switch path[0] {
	case "*":
		if old, ok := n.Additional.(*node); ok && !last {
			child = old
		}
		n.Additional = child
	default:
		if n.Properties == nil {
			n.Properties = map[string]*node{}
		}
		if old := n.Properties[path[0]]; old != nil && !last {
			child = old
		}
		n.Properties[path[0]] = child
		if !last && path[1] == "#" {
			if child.Type != "array" {
				*child = node{Type: "array", Items: &node{Type: "object", Additional: false}}
			}
			child, path = child.Items, path[1:]
		}
	}
	if !last {
		child.put(path[1:], row)
	}
}

// node describes one setting.
func (e setting) node() *node {
	n := &node{Type: "string", Description: e.doc, Default: e.shown(e.fallback)}
	text := &node{Type: "string"}
	switch e.kind {
	case kindFlag:
		n.Type = "boolean"
	case kindNumber:
		n.Type = "integer"
	case kindFlagOrText:
		n.Type, n.AnyOf = "", []*node{{Type: "boolean"}, text}
	case kindChoice:
		n.Enum = e.choices
	case kindDuration:
		n.Pattern = `^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`
	case kindAge:
		n.Pattern = `^(forever|[0-9]+(\.[0-9]+)?d|([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+)$`
	case kindList:
		n.Type, n.AnyOf = "", []*node{text, {Type: "array", Items: text}}
	}
	var example any // most examples are JSON as well as TOML
	if err := json.Unmarshal([]byte(e.example), &example); err == nil && n.Default == nil {
		n.Examples = []any{example}
	}
	return n
}
