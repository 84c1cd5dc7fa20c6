package emulator

import (
	"fmt"
	"sort"
	"strings"

	"keydesk/client/emulator/uuid"
)

// schema is what recorded values of one place look like: which types, which keys, which of them
// always. Elements of a list are merged into one schema.
type schema struct {
	types  map[string]bool // "string", "number", "bool", "null", "object", "array"
	seen   int
	keys   map[string]*schema
	counts map[string]int
	items  *schema
	texts  map[string]bool // the strings that occurred
}

// free are keys whose values are anybody's data: only their type is compared.
var free = map[string]bool{
	"metadata": true, "config": true, "settings_free": true, "data": true, "changes": true, "team_queue_counts": true,
	"sample_values": true,
}

// optional are the fields contract §1.2 says are left out when empty, for elements of lists, whose
// data differs from the recorded one.
var optional = map[string]bool{
	"assigned_user_id": true, "whatsapp_account": true, "whatsapp_account_id": true, "last_inbound_at": true, "media_url": true,
	"media_mime_type": true, "media_filename": true, "interactive_data": true, "reply_to_message_id": true,
	"reply_to_message": true, "reactions": true, "agent_id": true, "agent_name": true, "team_id": true, "team_name": true,
	"picked_up_at": true, "settings": true, "last_used_at": true, "expires_at": true, "from_user": true, "from_phone": true,
	"url": true, "rows": true, "buttons": true, "button_text": true, "body": true, "title": true, "id": true, "text": true, "type": true,
}

// constant are keys whose recorded text must come back word for word.
var constant = map[string]bool{
	"message": true, "status": true, "direction": true, "message_type": true, "action_type": true, "error_type": true,
	"error_message": true, "error": true, "service": true, "avatar_url": true, "resource": true, "emoji": true,
	"assignment_strategy": true, "source": true, "quality_rating": true, "icon": true, "account_mode": true,
}

// learn adds one recorded value to a schema.
func (s *schema) learn(v any) {
	if s.types == nil {
		s.types, s.keys, s.counts, s.texts = map[string]bool{}, map[string]*schema{}, map[string]int{}, map[string]bool{}
	}
	s.seen++
	kind := kindOf(v)
	s.types[kind] = true
	switch x := v.(type) {
	case string:
		s.texts[x] = true
		s.types["string/"+grain(x)] = true
	case []any:
		if s.items == nil {
			s.items = &schema{}
		}
		for _, item := range x {
			s.items.learn(item)
		}
	case map[string]any:
		for key, value := range x {
			if s.keys[key] == nil {
				s.keys[key] = &schema{}
			}
			s.keys[key].learn(value)
			s.counts[key]++
		}
	}
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case float64:
		return "number"
	case bool:
		return "bool"
	case []any:
		return "array"
	}
	return "object"
}

// grain tells what sort of text it is: an id, or a time of some precision.
func grain(s string) string {
	if _, ok := uuid.Parse(s); ok {
		return "uuid"
	}
	if len(s) < 20 || s[4] != '-' || s[10] != 'T' || !strings.HasSuffix(s, "Z") {
		return "text"
	}
	if len(s) == 20 {
		return "seconds"
	}
	return "fraction"
}

// compare lists where v departs from the schema. inList tells that v is an element of a list.
func (s *schema) compare(path string, v any, inList bool) []string {
	var out []string
	note := func(format string, args ...any) { out = append(out, path+": "+fmt.Sprintf(format, args...)) }
	if s == nil || s.seen == 0 {
		return nil // an empty recorded list tells nothing of its elements
	}
	kind := kindOf(v)
	nullable := kind == "null" && strings.HasSuffix(path, "_at") || s.types["null"] && len(s.types) == 1
	if !s.types[kind] && !nullable {
		note("is a %s, recorded as %v", kind, types(s))
		return out
	}
	switch x := v.(type) {
	case string:
		key := path[strings.LastIndexByte(path, '.')+1:]
		g := grain(x)
		if (g == "uuid") != (s.types["string/uuid"]) && x != "" && !s.types["string/text"] {
			note("is %q, recorded as %v", x, types(s))
		}
		if (g == "seconds" || g == "fraction") && !s.types["string/"+g] {
			note("is the time %q, recorded as %v", x, types(s))
		}
		if constant[key] && !inList && !s.texts[x] && g == "text" {
			note("is %q, recorded %q", x, keysOf(s.texts))
		}
	case []any:
		for n, item := range x {
			out = append(out, s.items.compare(fmt.Sprintf("%s[%d]", path, n), item, true)...)
		}
	case map[string]any:
		out = append(out, s.compareObject(path, x, inList)...)
	}
	return out
}

func (s *schema) compareObject(path string, x map[string]any, inList bool) []string {
	var out []string
	last := path[strings.LastIndexByte(path, '.')+1:]
	if free[last] {
		return nil
	}
	for key, count := range s.counts {
		if _, present := x[key]; !present && count == s.seen && (!inList || !optional[key]) {
			out = append(out, path+"."+key+": is missing")
		}
	}
	for key, value := range x {
		known := s.keys[key]
		if known == nil {
			if !inList || !optional[key] {
				out = append(out, path+"."+key+": was not recorded")
			}
			continue
		}
		out = append(out, known.compare(path+"."+key, value, inList)...)
	}
	return out
}

func types(s *schema) []string { return keysOf(s.types) }

func keysOf[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
