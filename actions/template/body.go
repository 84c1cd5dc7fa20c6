package template

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"keydesk/actions/places"
)

// maxBody bounds what a template can become; the hosted platform takes no more either (contract §23).
const maxBody = 5 << 20

// Body expands a body template for its content type: every value is written for its place.
func Body(t Filled, contentType string) (*Output, error) {
	body, err := places.Read(contentType, t.Skeleton())
	if err != nil {
		return nil, t.refused(err)
	}
	b, err := fillBody(t, body)
	if err != nil {
		return nil, err
	}
	if len(b.Text) > maxBody {
		return nil, Fault("body", "leave out what the receiver does not need", "comes out larger than %d MiB", maxBody>>20)
	}
	if body.Documents != nil {
		for _, d := range body.Documents(string(b.Text)) {
			if err := checkJSON(b, d); err != nil {
				return b, err
			}
		}
	}
	if err := body.Check(string(b.Text)); err != nil {
		return b, t.refused(err)
	}
	return b, nil
}

// Skeleton is the template with a mark for every value.
func (t Filled) Skeleton() string {
	var s strings.Builder
	for _, v := range t {
		if v.Name == "" {
			s.WriteString(strings.ToValidUTF8(v.Lit, "\uFFFD"))
		} else {
			s.WriteString(places.Mark)
		}
	}
	return s.String()
}

// fillBody writes the text of a body and its values. Text that differs from the template is as the
// reader of its type wrote it.
func fillBody(t Filled, body places.Body) (*Output, error) {
	values := len(body.Places)
	b := &Output{Text: make([]byte, 0, 2*len(body.Text)), origins: make([]origin, 0, len(t)),
		Spans: make([]Span, 0, values), Placed: make([]Place, 0, values)}
	rest, n := body.Text, 0
	for len(t) > 0 {
		end := slices.IndexFunc(t, func(v Value) bool { return v.Name != "" })
		if end < 0 {
			end = len(t)
		}
		text, after, _ := strings.Cut(rest, places.Mark)
		b.literals(text, t[:end])
		if rest = after; end == len(t) {
			break
		}
		v, p := t[end], body.Places[n]
		s, err := p.Write(v.Given())
		if err != nil {
			return nil, t.refusedValue(v, err)
		}
		b.Value(s, v, p.Name)
		t, n = t[end+1:], n+1
	}
	return b, nil
}

// literals appends text that came from some pieces of the template: piece by piece, or as a whole if it
// was written anew.
func (b *Output) literals(text string, from Filled) {
	length := 0
	for _, v := range from {
		length += len(v.Lit)
	}
	if length != len(text) {
		if text != "" && len(from) > 0 {
			b.Literal(text, from[0].Start)
		} else {
			b.Text = append(b.Text, text...)
		}
		return
	}
	for _, v := range from {
		b.Literal(text[:len(v.Lit)], v.Start)
		text = text[len(v.Lit):]
	}
}

// refused is the error for what places says of a whole body, or of the value whose number it gives.
func (t Filled) refused(err error) error {
	var r *places.Refusal
	if !errors.As(err, &r) {
		return err
	}
	if r.Header {
		return Fault("headers.Content-Type", r.Hint, "%s", r.Reason)
	}
	n := 0
	for _, v := range t {
		if v.Name == "" {
			continue
		}
		if n == r.Value {
			return &Error{Field: "body", Reason: v.Shown() + " " + r.Reason, Hint: r.Hint, Offset: v.Start}
		}
		n++
	}
	return Fault("body", r.Hint, "%s", r.Reason)
}

// refusedValue is the error for a value that cannot be written in its place.
func (t Filled) refusedValue(v Value, err error) error {
	e := &Error{Field: "body", Offset: v.Start, Reason: v.Path + " " + err.Error(), ByValue: true}
	var r *places.Refusal
	if errors.As(err, &r) {
		e.Hint = r.Hint
	}
	return e
}

// checkJSON makes sure that the body is what its content type says, before anything is sent.
func checkJSON(b *Output, d places.Stretch) error {
	if json.Valid(b.Text[d.Start:d.End]) {
		return nil
	}
	at, reason := jsonErrorAt(b.Text[d.Start:d.End])
	at += d.Start
	line, column := Position(b.Text, at)
	e := &Error{Field: "body", Reason: "is not valid JSON: " + reason, Offset: b.source(at), Line: line, Column: column,
		Hint: "correct it, or set the header Content-Type if it is not meant to be JSON"}
	return e
}

// jsonErrorAt finds where JSON stops being valid and says so in words.
func jsonErrorAt(data []byte) (offset int, reason string) {
	var v json.RawMessage
	err := json.Unmarshal(data, &v)
	se, ok := err.(*json.SyntaxError)
	if !ok {
		return 0, "it cannot be read"
	}
	at := max(0, int(se.Offset)-1)
	if strings.Contains(se.Error(), "unexpected end") || at >= len(data) {
		return len(data), "it ends too early; a quote, bracket or brace is not closed"
	}
	c, _ := utf8.DecodeRune(data[at:])
	before := strings.TrimRight(string(data[:at]), " \t\r\n")
	switch {
	case (c == '}' || c == ']') && strings.HasSuffix(before, ","):
		return at, fmt.Sprintf("there is a comma before the closing %c", c)
	case c == '\'':
		return at, "strings need double quotes, not single ones"
	case strings.Contains(se.Error(), "after object key:value pair"), strings.Contains(se.Error(), "after array element"):
		return at, "a comma is missing before " + Quote(string(data[at:min(at+12, len(data))]))
	case strings.Contains(se.Error(), "after top-level value"):
		return at, "there is something after its end: " + Quote(string(data[at:min(at+12, len(data))]))
	case strings.Contains(se.Error(), "in string literal"):
		return at, "a string has a line break or control character in it; write \\n"
	case strings.Contains(se.Error(), "in string escape code"):
		return at, "a backslash in a string starts no known escape; write \\\\"
	}
	return at, "unexpected " + Quote(string(data[at:min(at+12, len(data))]))
}

// jsonFault turns a decoding error into a sentence with line and column.
func jsonFault(data []byte, err error) error {
	if _, ok := err.(*json.SyntaxError); !ok && json.Valid(data) {
		return fmt.Errorf("it cannot be read as JSON: %w", err)
	}
	at, reason := jsonErrorAt(data)
	line, column := Position(data, at)
	return fmt.Errorf("it is not valid JSON at line %d, column %d: %s", line, column, reason)
}

// Position counts lines and characters, both from 1.
func Position(data []byte, at int) (line, column int) {
	before := data[:min(at, len(data))]
	line = 1
	start := 0
	for i, c := range before {
		if c == '\n' {
			line++
			start = i + 1
		}
	}
	return line, utf8.RuneCount(before[start:]) + 1
}

// DefaultBody is what an empty template sends: exactly the document's five fields in its order, or
// the platform's own context (contract §8.5). contact_phone is the number as the platform keeps it.
func DefaultBody(sc *Scope, platform bool) *Output {
	b := &Output{}
	field := func(prefix, root, name string) {
		b.Literal(prefix, 0)
		data, o, _ := sc.find(root, name)
		v := Value{Piece: Piece{Name: root + "." + name}, Path: root + "." + name, Data: data, Order: o}
		b.Value(v.JSON(), v, "JSON value")
	}
	if platform {
		field(`{"contact":{"id":`, "contact", "id")
		field(`,"metadata":`, "contact", "metadata")
		field(`,"name":`, "contact", "name")
		field(`,"phone_number":`, "contact", "phone_number")
		field(`,"profile_name":`, "contact", "profile_name")
		field(`,"tags":`, "contact", "tags")
		field(`},"organization":{"id":`, "organization", "id")
		field(`,"name":`, "organization", "name")
		field(`},"user":{"email":`, "user", "email")
		field(`,"id":`, "user", "id")
		field(`,"name":`, "user", "name")
		field(`,"role":`, "user", "role")
		b.Literal("}}", 0)
		return b
	}
	for i, f := range [][3]string{{"contact_id", "contact", "id"}, {"contact_phone", "contact", "phone_number"},
		{"contact_name", "contact", "name"}, {"agent_id", "user", "id"}, {"agent_name", "user", "name"}} {
		open := `,"`
		if i == 0 {
			open = `{"`
		}
		b.Literal(open+f[0]+`":"`, 0)
		data, _, _ := sc.find(f[1], f[2])
		v := Value{Path: f[1] + "." + f[2], Data: data}
		b.Value(places.JSONText(v.Text()), v, "JSON string")
		b.Literal(`"`, 0)
	}
	b.Literal("}", 0)
	return b
}
