package keys

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"keydesk/config/near"
)

// Kind is what is wrong with a key.
type Kind int

// The kinds, in the order of their weight.
const (
	Taken    Kind = iota // another command has the key
	Covered              // another command's sequence begins with the key
	Legacy               // terminals cannot tell the key from another
	NoKey                // the name is no key
	NoID                 // the settings name a command that does not exist
	SameID               // two commands with one ID: a fault of the program
	Reserved             // the key always leaves, whatever the table says
)

// Conflict is one thing wrong with a key table.
type Conflict struct {
	Kind       Kind
	Key, Scope string
	Owner      string // who does not get the key, or the ID nobody knows
	Other      string // who has it, the key it is taken for, or the nearest ID
	OtherScope string
	Detail     string
	OwnerID    string // the IDs of both, for Where
	OtherID    string
}

// Explain is String with the places where the settings name the owners: where
// is the place of an ID's line, "" for a default.
func (c Conflict) Explain(where func(id string) string) string {
	words := c.String()
	mine, others := where(c.OwnerID), where(c.OtherID)
	switch {
	case mine != "" && others != "":
		return mine + ": " + words + " (the other is at " + others + ")"
	case mine != "":
		return mine + ": " + words
	case others != "":
		return others + ": " + words
	}
	return words
}

// String is one sentence that says what to do.
func (c Conflict) String() string {
	switch c.Kind {
	case Taken:
		return fmt.Sprintf("%s: key %q is already %q (%s); give one of them another key", c.Owner, c.Key, c.Other, c.OtherScope)
	case Covered:
		return fmt.Sprintf("%s: key %q begins a sequence of %q (%s) and never comes alone; give one of them another key", c.Owner, c.Key, c.Other, c.OtherScope)
	case Legacy:
		return fmt.Sprintf("%s: key %q is %q in many terminals; add a key that every terminal knows", c.Owner, c.Key, c.Other)
	case NoKey:
		return fmt.Sprintf("%s: %q is no key: %s", c.Owner, c.Key, c.Detail)
	case NoID:
		if c.Other != "" {
			return fmt.Sprintf("keys: there is no command %q; did you mean %q?", c.Owner, c.Other)
		}
		return fmt.Sprintf("keys: there is no command %q; keydesk shows them all under ?", c.Owner)
	}
	if c.Kind == Reserved {
		return fmt.Sprintf("%s: key %q always leaves keydesk; give this command another key", c.Owner, c.Key)
	}
	return fmt.Sprintf("%s: another command has the same id (%s)", c.Owner, c.Other)
}

// The key that leaves whatever the settings say, so that nobody is locked in,
// and the command it belongs to.
const (
	alwaysLeaves = "ctrl+c"
	leaves       = "quit"
)

// same are keys that a terminal without a keyboard protocol sends alike.
func same(key string) string {
	switch key {
	case "ctrl+i":
		return "tab"
	case "ctrl+m":
		return "enter"
	case "ctrl+[":
		return "esc"
	case "ctrl+h":
		return "backspace"
	case "shift+enter", "ctrl+enter", "ctrl+shift+enter":
		return "enter"
	case "ctrl+tab":
		return "tab"
	case "ctrl+backspace", "shift+backspace":
		return "backspace"
	case "shift+esc", "ctrl+esc":
		return "esc"
	case "shift+space":
		return "space"
	}
	rest, ctrl := strings.CutPrefix(key, "ctrl+")
	if !ctrl {
		return ""
	}
	if letter, shift := strings.CutPrefix(rest, "shift+"); shift && len(letter) == 1 {
		return "ctrl+" + letter
	}
	if len(rest) == 1 && strings.ContainsAny(rest, "0123456789,.;'=-`") {
		return rest
	}
	return ""
}

// trap says whether a key is better not bound at all: pressing the other key,
// which everybody has, would call it.
func trap(key string) bool {
	switch key {
	case "ctrl+i", "ctrl+m", "ctrl+[", "ctrl+h":
		return true
	}
	return false
}

// clashes are the conflicts among the bindings, in table order.
func (t Table) clashes(chosen []bool) []Conflict {
	var found []Conflict
	for i, b := range t.bindings {
		safe := slices.ContainsFunc(b.Keys, func(k string) bool { return same(k) == "" })
		for _, key := range b.Keys {
			if other := same(key); other != "" && (trap(key) || !safe) {
				found = append(found, Conflict{Kind: Legacy, Key: key, Scope: b.Scope, Owner: b.owner(), OwnerID: b.ID, Other: other})
			}
			if first, _, _ := strings.Cut(key, " "); first == alwaysLeaves && b.ID != leaves {
				found = append(found, Conflict{Kind: Reserved, Key: key, Scope: b.Scope, Owner: b.owner(), OwnerID: b.ID})
				continue
			}
			if c, ok := t.clash(i, key, chosen); ok {
				found = append(found, c)
			}
		}
	}
	return found
}

// clash is the conflict of one key of binding i with a binding before it, or
// with the one that took its place.
func (t Table) clash(i int, key string, chosen []bool) (Conflict, bool) {
	b := t.bindings[i]
	c := Conflict{Key: key, Scope: b.Scope, Owner: b.owner(), OwnerID: b.ID}
	for j, other := range t.bindings {
		if j == i || !meet(b.Scope, other.Scope) {
			continue
		}
		for _, k := range other.Keys {
			loses := j < i && chosen[i] == chosen[j] || chosen[j] && !chosen[i]
			switch {
			case k == key && loses:
				c.Kind = Taken
			case slices.Contains(prefixesOf(k), key):
				c.Kind, c.Detail = Covered, k
			default:
				continue
			}
			c.Other, c.OtherID, c.OtherScope = other.owner(), other.ID, other.Scope
			return c, true
		}
	}
	return c, false
}

// meet reports whether keys of two scopes can be pressed in one place.
func meet(a, b string) bool { return reaches(a, b) || reaches(b, a) }

// unknown are the overrides that belong to no binding.
func unknown(bs []Binding, overrides map[string][]string) []Conflict {
	var found []Conflict
	for _, id := range slices.Sorted(maps.Keys(overrides)) {
		if !slices.ContainsFunc(bs, func(b Binding) bool { return b.ID == id }) {
			found = append(found, Conflict{Kind: NoID, Owner: id, OwnerID: id, Other: nearest(id, bs)})
		}
	}
	return found
}

// nearest is the ID most like id, "" where none is like it at all.
func nearest(id string, bs []Binding) string {
	best, least := "", len(id)/2+1
	for _, b := range bs {
		d := near.Distance(strings.ToLower(id), b.ID, least)
		if _, name, _ := strings.Cut(b.ID, "."); name == id {
			d = 1
		}
		if d < least {
			best, least = b.ID, d
		}
	}
	return best
}
