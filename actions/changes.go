package actions

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Change is one field that differs between two states of an action.
type Change struct {
	// Field is its name as messages use it: name, active, order, url, body, code, headers.X-Source,
	// keydesk.confirm, or any other member of the config.
	Field string
	// Before and After are the values as text: strings as they are, everything else as JSON. Secrets
	// are masked; the two can then look alike although they differ.
	Before, After string
	// Added and Removed say that the field is missing before or after.
	Added, Removed bool
	// Secret fields have a masked part.
	Secret bool
}

// Lines is the difference of a text of several lines, with two lines of context; one line before and
// one after for anything shorter.
func (c Change) Lines() []DiffLine {
	switch {
	case c.Added:
		return diffLines("", c.After)
	case c.Removed:
		return diffLines(c.Before, "")
	}
	return diffLines(c.Before, c.After)
}

// Changes lists what differs, in the order in which a form shows it: name, icon, type, active,
// order, then the config's members by name. Ids are not compared.
func Changes(before, after Stored) []Change {
	b, a := before.fields(), after.fields()
	var out []Change
	for _, key := range allFields(b, a) {
		x, had := b[key]
		y, has := a[key]
		if had && has && sameValue(x.value, y.value) {
			continue
		}
		c := Change{Field: firstField(x, y).name(), Added: !had, Removed: !has}
		if had {
			c.Before, c.Secret = x.shown()
		}
		if has {
			text, secret := y.shown()
			c.After, c.Secret = text, c.Secret || secret
		}
		out = append(out, c)
	}
	return out
}

// Meaningful leaves out what changes only how a button looks and where it stands.
func Meaningful(list []Change) []Change {
	return slices.DeleteFunc(slices.Clone(list), func(c Change) bool { return c.Field == "order" || c.Field == "icon" })
}

// Conflict is a field that both sides changed, to different values.
type Conflict struct {
	Field              string
	Base, Mine, Theirs string // masked, as in Change
}

// Merge carries what changed between base and mine over to theirs, field by field. A field that
// both changed differently is a conflict: merged then has theirs, so that nothing is overwritten
// unseen.
func Merge(base, mine, theirs Stored) (merged Stored, conflicts []Conflict) {
	b, m, t := base.fields(), mine.fields(), theirs.fields()
	merged = theirs
	for _, key := range allFields(b, m, t) {
		x, y, z := b[key], m[key], t[key]
		switch {
		case sameField(x, y) || sameField(y, z):
		case sameField(x, z):
			merged = merged.with(firstField(y, z), y)
		default:
			c := Conflict{Field: firstField(x, y, z).name()}
			c.Base, _ = x.shown()
			c.Mine, _ = y.shown()
			c.Theirs, _ = z.shown()
			conflicts = append(conflicts, c)
		}
	}
	for _, name := range splitMembers { // the last header left: the object goes with it, if it did there
		left, ok := merged.Config[name].(map[string]any)
		had, _ := theirs.Config[name].(map[string]any)
		if _, kept := mine.Config[name]; ok && len(left) == 0 && len(had) > 0 && !kept {
			merged = merged.withMember([]string{name}, nil, true)
		}
	}
	return merged, conflicts
}

// Take returns s with one field as it is in from, missing ones included. The field goes by the name
// that Changes and Merge give it; a name that neither has changes nothing.
func (s Stored) Take(name string, from Stored) Stored {
	mine, theirs := s.fields(), from.fields()
	for _, key := range allFields(mine, theirs) {
		if place := firstField(theirs[key], mine[key]); place.name() == name {
			s = s.with(place, theirs[key])
		}
	}
	return s
}

// field is one comparable part of an action; path is nil for one that is not there.
type field struct {
	path  []string // one name for what stands beside the config; else "config", and the way into it
	value any
}

// splitMembers are the objects of a config whose members are compared one by one.
var splitMembers = []string{"headers", "keydesk"}

// fields takes an action apart; keys sort in the order of a form.
func (s Stored) fields() map[string]field {
	out := map[string]field{}
	for i, f := range []field{{[]string{"name"}, s.Name}, {[]string{"icon"}, s.Icon}, {[]string{"type"}, string(s.Type)},
		{[]string{"active"}, s.Active}, {[]string{"order"}, json.Number(strconv.Itoa(s.Order))}} {
		out[strconv.Itoa(i)] = f
	}
	for name, v := range s.Config {
		inner, ok := v.(map[string]any)
		if !ok || len(inner) == 0 || !slices.Contains(splitMembers, name) {
			out[fieldKey(name)] = field{[]string{"config", name}, v}
			continue
		}
		for member, v := range inner {
			out[fieldKey(name, member)] = field{[]string{"config", name, member}, v}
		}
	}
	return out
}

// fieldKey cannot be confused with another path, whatever the names hold.
func fieldKey(path ...string) string { return "c\x00" + string(plain(path)) }

func allFields(sets ...map[string]field) []string {
	all := map[string]bool{}
	for _, set := range sets {
		for key := range set {
			all[key] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// name is the field as messages call it.
func (f field) name() string {
	if len(f.path) > 1 {
		return strings.Join(f.path[1:], ".")
	}
	return strings.Join(f.path, "")
}

// firstField is the first that is there.
func firstField(fs ...field) field {
	for _, f := range fs {
		if f.path != nil {
			return f
		}
	}
	return field{}
}

func sameField(a, b field) bool {
	return (a.path == nil) == (b.path == nil) && sameValue(a.value, b.value)
}

func sameValue(a, b any) bool { return string(plain(a)) == string(plain(b)) }

// with returns s with the field at the place of another, or without it when f is not there.
func (s Stored) with(place, f field) Stored {
	if place.path[0] == "config" {
		now, _ := s.Config[place.path[1]].(map[string]any)
		empty, isObject := f.value.(map[string]any)
		if len(now) > 0 && len(place.path) == 2 && slices.Contains(splitMembers, place.path[1]) && (f.path == nil || isObject && len(empty) == 0) {
			return s // its members are fields of their own
		}
		return s.withMember(place.path[1:], f.value, f.path == nil)
	}
	switch place.path[0] {
	case "name":
		s.Name, _ = f.value.(string)
	case "icon":
		s.Icon, _ = f.value.(string)
	case "type":
		text, _ := f.value.(string)
		s.Type = Type(text)
	case "active":
		s.Active, _ = f.value.(bool)
	case "order":
		n, _ := f.value.(json.Number)
		i, _ := n.Int64()
		s.Order = int(i)
	}
	return s
}

// shown is the value as text with its secrets masked.
func (f field) shown() (text string, secret bool) {
	if f.path == nil {
		return "", false
	}
	v := f.value
	if len(f.path) > 1 {
		if hidden, ok := hideSecrets(f.path[1:], v, Mask); ok {
			v, secret = hidden, true
		}
	}
	if s, ok := v.(string); ok {
		return s, secret
	}
	return string(plain(v)), secret
}
