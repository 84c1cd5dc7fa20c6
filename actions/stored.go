package actions

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"keydesk/actions/template"
)

// Stored is an action as the platform stores it, with nothing interpreted: what editing, comparing
// and keeping in files are about. ParseDefinition says what it means. The config is decoded JSON
// with json.Number for numbers; nil stands for a config that is null or missing. A Stored is a
// value: change a Clone, never the maps of one that was handed on.
type Stored struct {
	ID, Name, Icon string
	Type           Type
	Active         bool
	Order          int
	Config         map[string]any
}

// ParseStored reads one action as the platform returns it, bare or in its envelope. Unknown members
// of the config are kept, unknown members beside it are the platform's own and are not.
func ParseStored(data []byte) (Stored, error) {
	m, err := template.DecodeObject(data)
	if err != nil {
		return Stored{}, fmt.Errorf("reading the action: %w", err)
	}
	m = template.Unwrap(m)
	if _, ok := m["action_type"]; !ok && m["config"] == nil {
		return Stored{}, errors.New(`reading the action: it has neither "action_type" nor "config"; write e.g. {"name":"Open CRM","action_type":"url","config":{"url":"https://crm.example.com"}}`)
	}
	s := Stored{Active: true}
	s.ID, _ = m["id"].(string)
	s.Name, _ = m["name"].(string)
	s.Icon, _ = m["icon"].(string)
	typ, _ := m["action_type"].(string)
	s.Type = Type(typ)
	if active, ok := m["is_active"].(bool); ok {
		s.Active = active
	}
	if n, ok := m["display_order"].(json.Number); ok {
		i, _ := n.Int64()
		s.Order = int(i)
	}
	switch config := m["config"].(type) {
	case nil:
	case map[string]any:
		s.Config = config
	default:
		return Stored{}, fmt.Errorf(`reading the action: config must be an object such as {"url":"https://crm.example.com"}, not %s`, template.KindOf(config))
	}
	return s, nil
}

// Clone copies s deeply, so that the copy can be changed.
func (s Stored) Clone() Stored {
	if s.Config != nil {
		s.Config = copyMap(s.Config)
	}
	return s
}

// JSON is the action in the platform's own form, keys sorted, so that equal actions give equal text.
func (s Stored) JSON() json.RawMessage {
	m := map[string]any{"name": s.Name, "icon": s.Icon, "action_type": string(s.Type), "is_active": s.Active,
		"display_order": s.Order, "config": s.Config}
	if s.ID != "" {
		m["id"] = s.ID
	}
	return plain(m)
}

// ConfigJSON is the config alone; {} when there is none, because the platform takes null for "leave
// it as it is".
func (s Stored) ConfigJSON() json.RawMessage {
	if s.Config == nil {
		return json.RawMessage("{}")
	}
	return plain(s.Config)
}

// Definition is what the action means. It never fails: what cannot work is in its Problems.
func (s Stored) Definition() Definition {
	d, err := ParseDefinition(s.JSON())
	if err != nil { // neither a type nor a config
		d = Definition{ID: s.ID, Name: s.Name, Icon: s.Icon, Active: s.Active, Order: s.Order}
		d.setProblems([]*template.Error{template.Fault("action_type", `write "webhook", "url" or "javascript"`, "is missing")})
	}
	return d
}

// Same reports whether two actions are the same in everything that can be written; their ids do
// not count.
func (s Stored) Same(other Stored) bool {
	s.ID, other.ID = "", ""
	return bytes.Equal(s.JSON(), other.JSON())
}

// plain is v as JSON with sorted keys and nothing escaped that need not be.
func plain(v any) json.RawMessage {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return json.RawMessage("null") // only data that never came from JSON fails
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// withMember returns s with one member of an object in its config set, or removed when v is nil and
// drop is set. The objects on the way are copied.
func (s Stored) withMember(path []string, v any, drop bool) Stored {
	s.Config = setIn(s.Config, path, v, drop)
	return s
}

func setIn(m map[string]any, path []string, v any, drop bool) map[string]any {
	out := maps.Clone(m)
	if out == nil {
		out = map[string]any{}
	}
	switch {
	case len(path) > 1:
		inner, _ := out[path[0]].(map[string]any)
		out[path[0]] = setIn(inner, path[1:], v, drop)
	case drop:
		delete(out, path[0])
	default:
		out[path[0]] = v
	}
	return out
}
