package actions

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

// planBody expands a body template for its content type: every value is written for its place.
func planBody(t resolved, contentType string) (*builder, error) {
	body, err := places.Read(contentType, t.skeleton())
	if err != nil {
		return nil, t.refused(err)
	}
	b, err := fillBody(t, body)
	if err != nil {
		return nil, err
	}
	if len(b.buf) > maxBody {
		return nil, fault("body", "leave out what the receiver does not need", "comes out larger than %d MiB", maxBody>>20)
	}
	if body.Documents != nil {
		for _, d := range body.Documents(string(b.buf)) {
			if err := checkJSON(b, d); err != nil {
				return b, err
			}
		}
	}
	if err := body.Check(string(b.buf)); err != nil {
		return b, t.refused(err)
	}
	return b, nil
}

// skeleton is the template with a mark for every value.
func (t resolved) skeleton() string {
	var s strings.Builder
	for _, v := range t {
		if v.name == "" {
			s.WriteString(strings.ToValidUTF8(v.lit, "\uFFFD"))
		} else {
			s.WriteString(places.Mark)
		}
	}
	return s.String()
}

// fillBody writes the text of a body and its values. Text that differs from the template is as the
// reader of its type wrote it.
func fillBody(t resolved, body places.Body) (*builder, error) {
	values := len(body.Places)
	b := &builder{buf: make([]byte, 0, 2*len(body.Text)), origins: make([]origin, 0, len(t)),
		spans: make([]Span, 0, values), placed: make([]placed, 0, values)}
	rest, n := body.Text, 0
	for len(t) > 0 {
		end := slices.IndexFunc(t, func(v value) bool { return v.name != "" })
		if end < 0 {
			end = len(t)
		}
		text, after, _ := strings.Cut(rest, places.Mark)
		b.literals(text, t[:end])
		if rest = after; end == len(t) {
			break
		}
		v, p := t[end], body.Places[n]
		s, err := p.Write(v.given())
		if err != nil {
			return nil, t.refusedValue(v, err)
		}
		b.value(s, v, p.Name)
		t, n = t[end+1:], n+1
	}
	return b, nil
}

// literals appends text that came from some pieces of the template: piece by piece, or as a whole if it
// was written anew.
func (b *builder) literals(text string, from resolved) {
	length := 0
	for _, v := range from {
		length += len(v.lit)
	}
	if length != len(text) {
		if text != "" && len(from) > 0 {
			b.literal(text, from[0].start)
		} else {
			b.buf = append(b.buf, text...)
		}
		return
	}
	for _, v := range from {
		b.literal(text[:len(v.lit)], v.start)
		text = text[len(v.lit):]
	}
}

// refused is the error for what places says of a whole body, or of the value whose number it gives.
func (t resolved) refused(err error) error {
	var r *places.Refusal
	if !errors.As(err, &r) {
		return err
	}
	if r.Header {
		return fault("headers.Content-Type", r.Hint, "%s", r.Reason)
	}
	n := 0
	for _, v := range t {
		if v.name == "" {
			continue
		}
		if n == r.Value {
			return &PlanError{Field: "body", Reason: v.shown() + " " + r.Reason, Hint: r.Hint, Offset: v.start}
		}
		n++
	}
	return fault("body", r.Hint, "%s", r.Reason)
}

// refusedValue is the error for a value that cannot be written in its place.
func (t resolved) refusedValue(v value, err error) error {
	e := &PlanError{Field: "body", Offset: v.start, Reason: v.path + " " + err.Error(), byValue: true}
	var r *places.Refusal
	if errors.As(err, &r) {
		e.Hint = r.Hint
	}
	return e
}

// checkJSON makes sure that the body is what its content type says, before anything is sent.
func checkJSON(b *builder, d places.Stretch) error {
	if json.Valid(b.buf[d.Start:d.End]) {
		return nil
	}
	at, reason := jsonErrorAt(b.buf[d.Start:d.End])
	at += d.Start
	line, column := position(b.buf, at)
	e := &PlanError{Field: "body", Reason: "is not valid JSON: " + reason, Offset: b.source(at), Line: line, Column: column,
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
		return at, "a comma is missing before " + quoteShort(string(data[at:min(at+12, len(data))]))
	case strings.Contains(se.Error(), "after top-level value"):
		return at, "there is something after its end: " + quoteShort(string(data[at:min(at+12, len(data))]))
	case strings.Contains(se.Error(), "in string literal"):
		return at, "a string has a line break or control character in it; write \\n"
	case strings.Contains(se.Error(), "in string escape code"):
		return at, "a backslash in a string starts no known escape; write \\\\"
	}
	return at, "unexpected " + quoteShort(string(data[at:min(at+12, len(data))]))
}

// jsonFault turns a decoding error into a sentence with line and column.
func jsonFault(data []byte, err error) error {
	if _, ok := err.(*json.SyntaxError); !ok && json.Valid(data) {
		return fmt.Errorf("it cannot be read as JSON: %w", err)
	}
	at, reason := jsonErrorAt(data)
	line, column := position(data, at)
	return fmt.Errorf("it is not valid JSON at line %d, column %d: %s", line, column, reason)
}

// position counts lines and characters, both from 1.
func position(data []byte, at int) (line, column int) {
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

// defaultBody is what an empty template sends: exactly the document's five fields in its order, or
// the platform's own context (contract §8.5). contact_phone is the number as the platform keeps it.
func defaultBody(sc *scope, payload string) *builder {
	b := &builder{}
	field := func(prefix, root, name string) {
		b.literal(prefix, 0)
		data, o, _ := sc.find(root, name)
		v := value{piece: piece{name: root + "." + name}, path: root + "." + name, data: data, order: o}
		b.value(v.json(), v, "JSON value")
	}
	if payload == PayloadPlatform {
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
		b.literal("}}", 0)
		return b
	}
	for i, f := range [][3]string{{"contact_id", "contact", "id"}, {"contact_phone", "contact", "phone_number"},
		{"contact_name", "contact", "name"}, {"agent_id", "user", "id"}, {"agent_name", "user", "name"}} {
		open := `,"`
		if i == 0 {
			open = `{"`
		}
		b.literal(open+f[0]+`":"`, 0)
		data, _, _ := sc.find(f[1], f[2])
		v := value{path: f[1] + "." + f[2], data: data}
		b.value(places.JSONText(v.text()), v, "JSON string")
		b.literal(`"`, 0)
	}
	b.literal("}", 0)
	return b
}

// What an empty body sends.
const (
	PayloadDocument = "document"
	PayloadPlatform = "platform"
)
