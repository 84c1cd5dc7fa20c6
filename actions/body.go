package actions

import (
	"encoding/json"
	"fmt"
	"mime"
	"strings"
	"unicode/utf8"
)

// maxBody bounds what a template can become; the hosted platform takes no more either (contract §23).
const maxBody = 5 << 20

// bodyKind is how values are escaped in a body.
type bodyKind int

const (
	bodyPlain bodyKind = iota
	bodyJSON
	bodyForm
	bodyXML
	bodyMultipart
)

// kindOfBody reads a Content-Type. Anything that is not known is plain text.
func kindOfBody(contentType string) bodyKind {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		media, _, _ = strings.Cut(contentType, ";")
		media = strings.ToLower(strings.TrimSpace(media))
	}
	switch {
	case media == "application/json", media == "text/json", strings.HasSuffix(media, "+json"):
		return bodyJSON
	case media == "application/x-www-form-urlencoded":
		return bodyForm
	case media == "application/xml", media == "text/xml", media == "text/html", strings.HasSuffix(media, "+xml"):
		return bodyXML
	case strings.HasPrefix(media, "multipart/"):
		return bodyMultipart
	}
	return bodyPlain
}

// planBody expands a body template for its content type.
func planBody(t resolved, contentType string) (*builder, error) {
	b := &builder{}
	kind := kindOfBody(contentType)
	var err error
	switch kind {
	case bodyJSON:
		err = jsonBody(b, t)
	case bodyMultipart:
		err = multipartBody(b, t, contentType)
	default:
		err = simpleBody(b, t, kind)
	}
	if err != nil {
		return nil, err
	}
	if len(b.buf) > maxBody {
		return nil, fault("body", "leave out what the receiver does not need", "comes out larger than %d MiB", maxBody>>20)
	}
	if kind == bodyJSON {
		return b, checkJSON(b)
	}
	return b, nil
}

// simpleBody writes a body where the place of a value does not depend on what surrounds it.
func simpleBody(b *builder, t resolved, kind bodyKind) error {
	for _, v := range t {
		switch {
		case v.name == "" && kind == bodyForm:
			b.literal(percentLiteral(v.lit, "!$'()*,;:@/?+=&[]"), v.start)
		case v.name == "":
			b.literal(v.lit, v.start)
		case kind == bodyForm:
			b.value(percent(v.text(), ""), v)
		case kind == bodyXML:
			x, err := xmlText(v.text())
			if err != nil {
				return &PlanError{Field: "body", Reason: v.path + " " + err.Error(), Offset: v.start}
			}
			b.value(x, v)
		default:
			b.value(v.text(), v)
		}
	}
	return nil
}

// multipartBody takes values as they are but refuses one that holds the boundary, which would end
// its part and begin another.
func multipartBody(b *builder, t resolved, contentType string) error {
	_, params, err := mime.ParseMediaType(contentType)
	boundary := params["boundary"]
	if err != nil || boundary == "" {
		return fault("headers.Content-Type", "write e.g. multipart/form-data; boundary=keydesk", "names no boundary")
	}
	for _, v := range t {
		if v.name == "" {
			b.literal(v.lit, v.start)
			continue
		}
		if text := v.text(); strings.Contains(text, "--"+boundary) {
			return &PlanError{Field: "body", Reason: v.path + " contains the multipart boundary", Offset: v.start}
		}
		b.value(v.text(), v)
	}
	return nil
}

// jsonBody follows the template's own quotes: inside a JSON string a value is escaped, outside it
// is a JSON value of its own type. Values never move a quote, so the author's text alone decides.
func jsonBody(b *builder, t resolved) error {
	inString, escaped := false, false
	for _, v := range t {
		if v.name == "" {
			for i := range len(v.lit) {
				switch c := v.lit[i]; {
				case escaped:
					escaped = false
				case inString && c == '\\':
					escaped = true
				case c == '"':
					inString = !inString
				}
			}
			b.literal(v.lit, v.start)
			continue
		}
		if escaped {
			return &PlanError{Field: "body", Offset: v.start, Reason: "a backslash stands directly before {{" + v.name + "}}",
				Hint: `write \\ for a backslash`}
		}
		if inString {
			b.value(jsonInner(v.text()), v)
		} else {
			b.value(v.json(), v)
		}
	}
	return nil
}

// checkJSON makes sure that the body is what its content type says, before anything is sent.
func checkJSON(b *builder) error {
	if json.Valid(b.buf) {
		return nil
	}
	at, reason := jsonErrorAt(b.buf)
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
		data, _ := walk(sc.roots[root], name)
		v := value{piece: piece{name: root + "." + name}, path: root + "." + name, data: data}
		b.value(v.json(), v)
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
		data, _ := walk(sc.roots[f[1]], f[2])
		v := value{path: f[1] + "." + f[2], data: data}
		b.value(jsonInner(v.text()), v)
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
