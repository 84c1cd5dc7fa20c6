package template

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"keydesk/actions/places"
	"keydesk/config/near"
)

// Scope is the data placeholders are looked up in: the subject and the inputs by root name.
type Scope struct {
	subject Subject
	inputs  map[string]any
	// Roots are the objects by the first word of a path: contact, user, organization, conversation, input.
	Roots map[string]map[string]any
	// Lenient stands for any contact: what only some of them have is there. With Pretend everything
	// is, so that an unknown name does not hide what else is wrong with a text.
	Lenient, Pretend bool
}

// Scope is the subject with the answers to an action's questions, to look placeholders up in.
func (s Subject) Scope(inputs map[string]any) *Scope {
	return &Scope{subject: s, inputs: inputs, Roots: map[string]map[string]any{
		"contact": s.Contact, "user": s.User, "organization": s.Organization,
		"conversation": s.Conversation, "input": inputs,
	}}
}

// Value is a placeholder with its data.
type Value struct {
	Piece
	// path is the long name: contact.phone_number for {phone}.
	Path string
	Data any
	// order is that of the keys in data.
	Order *order
}

// Text is the value in a place that takes text. Strings are themselves, null and absent are empty,
// lists and objects are JSON. Bytes that are no UTF-8 become U+FFFD, so every receiver can decode it.
func (v Value) Text() string {
	switch d := v.Data.(type) {
	case nil:
		return ""
	case string:
		return strings.ToValidUTF8(d, "\uFFFD")
	case bool:
		return strconv.FormatBool(d)
	case json.Number:
		return d.String()
	}
	return v.JSON()
}

// Shown is the placeholder as it stands in the template.
func (v Value) Shown() string {
	if v.single {
		return "{" + v.Name + "}"
	}
	return "{{" + cmp.Or(v.whole, v.Name) + "}}"
}

// Given is the value for a place.
func (v Value) Given() places.Value {
	if _, ok := v.Data.(string); ok {
		return places.Value{Text: v.Text()}
	}
	g := places.Value{JSON: v.JSON(), Bare: v.bare()}
	if v.Data != nil {
		g.Text = g.JSON
	}
	return g
}

// bare reports a number or a boolean, whose JSON has neither quotes nor brackets.
func (v Value) bare() bool {
	switch v.Data.(type) {
	case json.Number, bool:
		return true
	}
	return false
}

// JSON is the value as JSON text: a string in quotes, a number bare, null for absent.
func (v Value) JSON() string {
	if _, ok := v.Data.(string); ok {
		return `"` + places.JSONText(v.Text()) + `"`
	}
	var b bytes.Buffer
	if err := appendJSON(&b, v.Data, v.Order); err != nil {
		// Only data that never came from JSON can fail; nothing better can be said about it.
		return "null"
	}
	return b.String()
}

// Filled is a template with its data: literals and values in order.
type Filled []Value

// Resolve looks up every placeholder of a template. field names the template in errors.
func (sc *Scope) Resolve(field, text string, single bool) (Filled, error) {
	if strings.IndexByte(text, '{') < 0 {
		if text == "" {
			return nil, nil
		}
		return Filled{{Piece: Piece{Lit: text}}}, nil
	}
	pieces, err := Parse(field, text, single)
	if err != nil {
		return nil, err
	}
	out := make(Filled, len(pieces))
	for i, p := range pieces {
		out[i].Piece = p
		if p.Name == "" {
			continue
		}
		if out[i], err = sc.Lookup(field, p); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// find is the value at a path below a root. The order of keys is looked up only for what has keys.
func (sc *Scope) find(root, rest string) (data any, o *order, found bool) {
	data, _, found = Walk(sc.Roots[root], nil, rest)
	switch data.(type) {
	case map[string]any, []any:
		return Walk(sc.Roots[root], sc.subject.Sent[root].Keys(), rest)
	}
	return data, nil, found
}

// Lookup finds one placeholder's value and long name.
func (sc *Scope) Lookup(field string, p Piece) (v Value, err error) {
	v.Piece = p
	name := p.Name
	shown := "{{" + name + "}}"
	if p.single {
		shown = "{" + name + "}"
		long, ok := singleNames[name]
		if !ok {
			if sc.Pretend {
				v.Path, v.Data = name, "x"
				return v, nil
			}
			return v, sc.unknownShort(field, name, p.Start)
		}
		name = long
	}
	name = LongName(name)
	root, rest, dotted := CutRoot(name)
	m, known := sc.Roots[root]
	if (!known || !dotted) && !sc.Pretend {
		return v, sc.unknown(field, shown, name, p.Start)
	}
	if p.whole != "" { // the question mark may be part of the key
		whole := LongName(p.whole)
		_, all, _ := CutRoot(whole)
		if data, o, found := sc.find(root, all); found {
			v.Path, v.Data, v.Order = whole, data, o
			return v, nil
		}
	}
	data, o, found := sc.find(root, rest)
	v.Path = name
	switch {
	case !found && (sc.Pretend || sc.Lenient && knownAnyway(name)):
		v.Data = "x"
		return v, nil
	case found, p.optional, m != nil && slices.Contains(contractNames[root], rest):
		v.Data, v.Order = data, o
		return v, nil
	case m == nil && root != "input" && slices.Contains(contractNames[root], rest):
		return v, &Error{Field: field, Offset: p.Start,
			Reason: fmt.Sprintf("%s has no value: there is no %s in the context", shown, root),
			Hint:   "give one, or write {{" + name + "?}} if it may be missing"}
	}
	return v, sc.unknown(field, shown, name, p.Start)
}

// unknownShort is the error for an unknown {name}: another short name comes first.
func (sc *Scope) unknownShort(field, name string, at int) error {
	best, bestCost := "", 3
	for _, short := range slices.Sorted(maps.Keys(singleNames)) {
		if cost := near.Distance(strings.ToLower(name), short, bestCost); cost < bestCost {
			best, bestCost = short, cost
		}
	}
	if best == "" {
		return sc.unknown(field, "{"+name+"}", name, at)
	}
	return &Error{Field: field, Offset: at, Reason: "{" + name + "} does not exist", Hint: "did you mean {" + best + "}?"}
}

// unknown is the error for a name without a value; it names the nearest one that has.
func (sc *Scope) unknown(field, shown, name string, at int) error {
	e := &Error{Field: field, Offset: at, Reason: shown + " does not exist"}
	names := sc.subject.Names(sc.inputs)
	if strings.HasPrefix(name, "contact.metadata.") || strings.HasPrefix(name, "contact.metadata[") {
		e.Reason = shown + " is not set for this contact"
		e.Hint = "write {{" + name + "?}} if it may be missing"
	}
	if near := Nearest(name, names); near != "" {
		e.Hint = "did you mean {{" + near + "}}?"
	} else if e.Hint == "" {
		e.Hint = "names that exist are contact.name, contact.phone_number, user.email, organization.name and so on"
	}
	return e
}

// Expand expands a template in a plain-text place.
func (sc *Scope) Expand(field, text string) (string, error) {
	t, err := sc.Resolve(field, text, false)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, v := range t {
		if v.Name == "" {
			b.WriteString(v.Lit)
		} else {
			b.WriteString(v.Text())
		}
	}
	return b.String(), nil
}
