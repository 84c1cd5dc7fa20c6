package actions

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"keydesk/actions/places"
	"keydesk/config/near"
)

// scope is the data placeholders are looked up in: the subject and the inputs by root name.
type scope struct {
	subject Subject
	inputs  map[string]any
	roots   map[string]map[string]any
	// lenient stands for any contact: what only some of them have is there. With pretend everything
	// is, so that an unknown name does not hide what else is wrong with a text.
	lenient, pretend bool
}

func (s Subject) scope(inputs map[string]any) *scope {
	return &scope{subject: s, inputs: inputs, roots: map[string]map[string]any{
		"contact": s.Contact, "user": s.User, "organization": s.Organization,
		"conversation": s.Conversation, "input": inputs,
	}}
}

// value is a placeholder with its data.
type value struct {
	piece
	// path is the long name: contact.phone_number for {phone}.
	path string
	data any
	// order is that of the keys in data.
	order *order
}

// text is the value in a place that takes text. Strings are themselves, null and absent are empty,
// lists and objects are JSON. Bytes that are no UTF-8 become U+FFFD, so every receiver can decode it.
func (v value) text() string {
	switch d := v.data.(type) {
	case nil:
		return ""
	case string:
		return strings.ToValidUTF8(d, "\uFFFD")
	case bool:
		return strconv.FormatBool(d)
	case json.Number:
		return d.String()
	}
	return v.json()
}

// shown is the placeholder as it stands in the template.
func (v value) shown() string {
	if v.single {
		return "{" + v.name + "}"
	}
	return "{{" + first(v.whole, v.name) + "}}"
}

// given is the value for a place.
func (v value) given() places.Value {
	if _, ok := v.data.(string); ok {
		return places.Value{Text: v.text()}
	}
	g := places.Value{JSON: v.json(), Bare: v.bare()}
	if v.data != nil {
		g.Text = g.JSON
	}
	return g
}

// bare reports a number or a boolean, whose JSON has neither quotes nor brackets.
func (v value) bare() bool {
	switch v.data.(type) {
	case json.Number, bool:
		return true
	}
	return false
}

// json is the value as JSON text: a string in quotes, a number bare, null for absent.
func (v value) json() string {
	if _, ok := v.data.(string); ok {
		return `"` + places.JSONText(v.text()) + `"`
	}
	var b bytes.Buffer
	if err := appendJSON(&b, v.data, v.order); err != nil {
		// Only data that never came from JSON can fail; nothing better can be said about it.
		return "null"
	}
	return b.String()
}

// resolved is a template with its data: literals and values in order.
type resolved []value

// resolve looks up every placeholder of a template. field names the template in errors.
func (sc *scope) resolve(field, text string, single bool) (resolved, error) {
	if strings.IndexByte(text, '{') < 0 {
		if text == "" {
			return nil, nil
		}
		return resolved{{piece: piece{lit: text}}}, nil
	}
	pieces, err := parseTemplate(field, text, single)
	if err != nil {
		return nil, err
	}
	out := make(resolved, len(pieces))
	for i, p := range pieces {
		out[i].piece = p
		if p.name == "" {
			continue
		}
		if out[i], err = sc.lookup(field, p); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// find is the value at a path below a root. The order of keys is looked up only for what has keys.
func (sc *scope) find(root, rest string) (data any, o *order, found bool) {
	data, _, found = walk(sc.roots[root], nil, rest)
	switch data.(type) {
	case map[string]any, []any:
		return walk(sc.roots[root], sc.subject.sent[root].keys(), rest)
	}
	return data, nil, found
}

// lookup finds one placeholder's value and long name.
func (sc *scope) lookup(field string, p piece) (v value, err error) {
	v.piece = p
	name := p.name
	shown := "{{" + name + "}}"
	if p.single {
		shown = "{" + name + "}"
		long, ok := singleNames[name]
		if !ok {
			if sc.pretend {
				v.path, v.data = name, "x"
				return v, nil
			}
			return v, sc.unknownShort(field, name, p.start)
		}
		name = long
	}
	name = longName(name)
	root, rest, dotted := cutRoot(name)
	m, known := sc.roots[root]
	if (!known || !dotted) && !sc.pretend {
		return v, sc.unknown(field, shown, name, p.start)
	}
	if p.whole != "" { // the question mark may be part of the key
		whole := longName(p.whole)
		_, all, _ := cutRoot(whole)
		if data, o, found := sc.find(root, all); found {
			v.path, v.data, v.order = whole, data, o
			return v, nil
		}
	}
	data, o, found := sc.find(root, rest)
	v.path = name
	switch {
	case !found && (sc.pretend || sc.lenient && knownAnyway(name)):
		v.data = "x"
		return v, nil
	case found, p.optional, m != nil && slices.Contains(contractNames[root], rest):
		v.data, v.order = data, o
		return v, nil
	case m == nil && root != "input" && slices.Contains(contractNames[root], rest):
		return v, &PlanError{Field: field, Offset: p.start,
			Reason: fmt.Sprintf("%s has no value: there is no %s in the context", shown, root),
			Hint:   "give one, or write {{" + name + "?}} if it may be missing"}
	}
	return v, sc.unknown(field, shown, name, p.start)
}

// unknownShort is the error for an unknown {name}: another short name comes first.
func (sc *scope) unknownShort(field, name string, at int) error {
	best, bestCost := "", 3
	for _, short := range slices.Sorted(maps.Keys(singleNames)) {
		if cost := near.Distance(strings.ToLower(name), short, bestCost); cost < bestCost {
			best, bestCost = short, cost
		}
	}
	if best == "" {
		return sc.unknown(field, "{"+name+"}", name, at)
	}
	return &PlanError{Field: field, Offset: at, Reason: "{" + name + "} does not exist", Hint: "did you mean {" + best + "}?"}
}

// unknown is the error for a name without a value; it names the nearest one that has.
func (sc *scope) unknown(field, shown, name string, at int) error {
	e := &PlanError{Field: field, Offset: at, Reason: shown + " does not exist"}
	names := sc.subject.Names(sc.inputs)
	if strings.HasPrefix(name, "contact.metadata.") || strings.HasPrefix(name, "contact.metadata[") {
		e.Reason = shown + " is not set for this contact"
		e.Hint = "write {{" + name + "?}} if it may be missing"
	}
	if near := nearest(name, names); near != "" {
		e.Hint = "did you mean {{" + near + "}}?"
	} else if e.Hint == "" {
		e.Hint = "names that exist are contact.name, contact.phone_number, user.email, organization.name and so on"
	}
	return e
}
