package keys

import (
	"slices"
	"strings"
)

// Global is the scope whose keys work everywhere but in dialogs; a scope's own
// come first.
const Global = "global"

// Dialogs begins the names of the scopes inside dialogs. A dialog takes all
// input, so Global does not reach there. "dialog.viewer.preview" has the keys
// of "dialog.viewer" behind its own.
const Dialogs = "dialog."

// Binding is one command and the keys that call it.
type Binding struct {
	ID     string   // "thread.reply"; settings name it
	Owner  string   // for messages; the ID where it is empty
	Scope  string   // Global, "list", "thread", …
	Keys   []string // "ctrl+k", "G", "g g"; the first is shown
	Short  string   // for the footer; "" keeps it out
	Long   string   // for the help
	Group  string   // heading in the help
	Hidden bool     // works, but is not in the help
}

func (b Binding) owner() string {
	if b.Owner != "" {
		return b.Owner
	}
	return b.ID
}

// Table answers which command a key calls. It does not change once made.
type Table struct {
	bindings []Binding
	byID     map[string]int
	byKey    map[seat]int
	prefixes map[seat]bool
}

// seat is one key, or sequence of keys, in one scope.
type seat struct{ scope, key string }

// New makes a table from bs with the keys of overrides in place of the
// defaults, by ID; an empty list takes the command off the keyboard. Conflicts
// do not stop it: of two owners of a key the one set in overrides has it, else
// the one further up.
func New(bs []Binding, overrides map[string][]string) (Table, []Conflict) {
	t := Table{
		bindings: slices.Clone(bs),
		byID:     make(map[string]int, len(bs)),
		byKey:    make(map[seat]int),
		prefixes: make(map[seat]bool),
	}
	var found []Conflict
	chosen := make([]bool, len(bs))
	for i := range t.bindings {
		b := &t.bindings[i]
		if first, twice := t.byID[b.ID]; twice {
			found = append(found, Conflict{Kind: SameID, Scope: b.Scope, Owner: b.ID, Other: t.bindings[first].owner()})
		} else {
			t.byID[b.ID] = i
		}
		names := b.Keys
		if set, ok := overrides[b.ID]; ok {
			names, chosen[i] = set, true
		}
		var bad []Conflict
		b.Keys, bad = parseAll(b, names)
		found = append(found, bad...)
	}
	found = append(found, unknown(t.bindings, overrides)...)
	t.seat(chosen)
	return t, append(found, t.clashes(chosen)...)
}

// parseAll is names in canonical form, without those that are no keys.
func parseAll(b *Binding, names []string) ([]string, []Conflict) {
	var keys []string
	var bad []Conflict
	for _, name := range names {
		key, err := Parse(name)
		if err != nil {
			bad = append(bad, Conflict{Kind: NoKey, Scope: b.Scope, Owner: b.owner(), OwnerID: b.ID, Key: name, Detail: err.Error()})
			continue
		}
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys, bad
}

// seat fills the maps, chosen bindings first.
func (t *Table) seat(chosen []bool) {
	for _, turn := range []bool{true, false} {
		for i, b := range t.bindings {
			if chosen[i] != turn {
				continue
			}
			for _, key := range b.Keys {
				if _, taken := t.byKey[seat{b.Scope, key}]; !taken {
					t.byKey[seat{b.Scope, key}] = i
				}
				for _, p := range prefixesOf(key) {
					t.prefixes[seat{b.Scope, p}] = true
				}
			}
		}
	}
}

// Find is the command of a key, or of a whole sequence "g g", in a scope and
// then in the scopes around it.
func (t Table) Find(scope, key string) (id string, ok bool) {
	for s := scope; s != ""; s = outer(s) {
		if i, found := t.byKey[seat{s, key}]; found {
			return t.bindings[i].ID, true
		}
	}
	return "", false
}

// outer is the scope whose keys work in scope behind its own, "" for none.
func outer(scope string) string {
	if scope == Global {
		return ""
	}
	if !strings.HasPrefix(scope, Dialogs) {
		return Global
	}
	if at := strings.LastIndexByte(scope, '.'); at >= len(Dialogs) {
		return scope[:at]
	}
	return ""
}

// reaches reports whether the keys of scope work in the scope in as well.
func reaches(scope, in string) bool {
	for ; in != ""; in = outer(in) {
		if in == scope {
			return true
		}
	}
	return false
}

// Leads reports whether key begins a longer sequence that works in scope.
func (t Table) Leads(scope, key string) bool {
	for s := scope; s != ""; s = outer(s) {
		if t.prefixes[seat{s, key}] {
			return true
		}
	}
	return false
}

// After are the bindings whose sequence goes on after prefix in scope, in table
// order: what may be pressed now.
func (t Table) After(scope, prefix string) []Binding {
	var list []Binding
	for _, b := range t.bindings {
		if reaches(b.Scope, scope) && slices.ContainsFunc(b.Keys, func(k string) bool {
			return slices.Contains(prefixesOf(k), prefix)
		}) {
			list = append(list, b)
		}
	}
	return list
}

// Label is the first key of a command as the footer shows it, "" for none.
func (t Table) Label(id string) string {
	if i, ok := t.byID[id]; ok && len(t.bindings[i].Keys) > 0 {
		return Show(t.bindings[i].Keys[0])
	}
	return ""
}

// Binding is the command of that ID with the keys it has now.
func (t Table) Binding(id string) (Binding, bool) {
	i, ok := t.byID[id]
	if !ok {
		return Binding{}, false
	}
	return t.bindings[i], true
}

// Bindings are those of one scope, in table order.
func (t Table) Bindings(scope string) []Binding {
	var list []Binding
	for _, b := range t.bindings {
		if b.Scope == scope {
			list = append(list, b)
		}
	}
	return list
}

// All are the bindings in the order given to New, with the keys they have now.
func (t Table) All() []Binding { return slices.Clone(t.bindings) }
