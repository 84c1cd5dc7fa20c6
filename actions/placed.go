package actions

import (
	"strings"

	"keydesk/actions/places"
	"keydesk/actions/template"
)

// Placed is a placeholder of an action with the place in which its value stands, which says how it is
// escaped.
type Placed struct {
	// Field is url, body, headers.NAME, keydesk.confirm or keydesk.inputs[N].default.
	Field string
	// Offset is a byte offset in the field's own text, Line and Column the same place counted from 1,
	// in characters.
	Offset, Line, Column int
	// Name is the placeholder as it is written: {{contact.name}}, {phone}.
	Name string
	// Place is where it stands in words: "JSON string", "CSV field", "query value".
	Place string
}

// Places names the place of every placeholder of an action, field by field. A field that cannot be read
// has none: what is wrong with it is what Lint says.
func (d Definition) Places() []Placed {
	var out []Placed
	sc := anySubject(d)
	for _, t := range d.templates() {
		pieces, err := template.Parse(t.field, t.text, t.single)
		if err != nil {
			continue
		}
		for _, p := range d.placesOf(sc, t, pieces) {
			x := Placed{Field: t.field, Offset: p.Start, Name: p.Name, Place: p.Where}
			x.Line, x.Column = template.Position([]byte(t.text), p.Start)
			out = append(out, x)
		}
	}
	return out
}

// placesOf are the places of one field.
func (d Definition) placesOf(sc *template.Scope, t templated, pieces []template.Piece) (out []template.Place) {
	filled := make(template.Filled, len(pieces))
	for i, p := range pieces {
		filled[i].Piece = p
	}
	add := func(name func(n int) string) {
		for _, v := range filled {
			if v.Name != "" {
				out = append(out, template.Place{Start: v.Start, Name: v.Shown(), Where: name(len(out))})
			}
		}
	}
	always := func(name string) { add(func(int) string { return name }) }
	switch {
	case t.field == "url":
		mode := forRequest
		if d.Type == TypeURL {
			mode = forOpening
		}
		if r, err := sc.Resolve(t.field, t.text, t.single); err == nil {
			if u, err := planURL(r, mode); err == nil {
				return u.placed
			}
		}
	case t.field == "body":
		if body, err := places.Read(d.contentType().Value, filled.Skeleton()); err == nil {
			add(func(n int) string { return body.Places[n].Name })
		}
	case strings.HasPrefix(t.field, "headers."):
		always("header value")
	case t.field == "keydesk.confirm":
		always("question")
	default:
		always("answer")
	}
	return out
}
