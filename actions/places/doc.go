// Package places says where in a body each value of a template stands, and writes it for that place.
//
// A template comes as its text with a Mark for every value, so what a value holds cannot move a
// border: the text alone decides. Read takes it and the content type, and returns a Place for every
// mark in order: a name for people, such as "JSON string", and the way in which a value is written
// there. What cannot hold a value safely is a *Refusal, at writing; what one value cannot be written
// as is a *Refusal of Place.Write, at running.
//
// A family of content types is one function from text to Body: json.go, ndjson.go, form.go, xml.go
// with cdata.go and html.go, csv.go for TSV too, yaml.go, graphql.go, multipart.go with part.go. A
// new one is such a function in a file of its own, its media types in family.go, a row in the table of
// cmd/guide/templates.md, and a test that takes any value and compares it with what a parser of the format reads back.
//
// A text can hold another one: JSON in a JSON string, in a form value, in CDATA. Then the place
// inside is written first, and the result for the place around it (inner.go). escape.go has what
// the addresses of package actions use too.
package places
