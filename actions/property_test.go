package actions

import (
	"encoding/json"
	"io"
	"keydesk/actions/places"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"keydesk/actions/template"
	_ "keydesk/cmd/chance" // the same draws every time
)

// decoded is what a receiver makes of a request, with its own decoders.
type decoded struct {
	method                  string
	path, query, key        string
	form, jsonText, keyText string
	jsonBare                any
	header, plain           string
	err                     error
}

func decode(into *decoded) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		d := decoded{method: r.Method, header: r.Header.Get("X-Value")}
		d.path = strings.TrimPrefix(strings.TrimSuffix(r.URL.Path, "/end"), "/p/")
		d.query = r.URL.Query().Get("q")
		for k := range r.URL.Query() {
			if k != "q" {
				d.key = k
			}
		}
		body, err := io.ReadAll(r.Body)
		d.err = err
		switch r.Header.Get("Content-Type") {
		case "application/x-www-form-urlencoded":
			form, err := url.ParseQuery(string(body))
			d.form, d.err = form.Get("f"), err
		case "text/plain":
			d.plain = string(body)
		default:
			dec := json.NewDecoder(strings.NewReader(string(body)))
			dec.UseNumber()
			var m map[string]any
			d.err = dec.Decode(&m)
			d.jsonText, _ = m["text"].(string)
			d.jsonBare = m["bare"]
			for k := range m {
				if k != "text" && k != "bare" {
					d.keyText = k
				}
			}
		}
		*into = d
	}
}

// TestAnyValueArrivesAsItIs sends any text in every place to a real server and compares what its
// own decoders make of it.
func TestAnyValueArrivesAsItIs(t *testing.T) {
	var got decoded
	srv, e := receiver(t, decode(&got), nil)
	run := func(t *rapid.T, d Definition, s template.Subject) {
		p, err := e.Plan(d, s, nil)
		if err != nil {
			t.Fatalf("planning: %v", err)
		}
		if out := e.Run(t.Context(), p); !out.Success || got.err != nil {
			t.Fatalf("%v %v", out.Err, got.err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", " ", "+49 30", "a\"b\\c\n", "{{contact.id}}", "</script>",
			"\x00", "\u2028", "\U0001F469\u200d\U0001F469", "%2F", "&x=1", "..", "'; drop", "\ufeff", "é"})).Draw(t, "value")
		want := strings.ToValidUTF8(v, "\uFFFD")
		s := template.Subject{Contact: map[string]any{"v": v}}
		headers := []Header{}
		if _, err := places.HeaderText(v); err == nil {
			headers = append(headers, Header{Name: "X-Value", Value: "{{contact.v}}"})
		}
		run(t, webhook(srv.URL+"/p?q={{contact.v}}&k{{contact.v}}=1", `{"text":"{{contact.v}}","bare":{{contact.v}},"k{{contact.v}}":1}`, headers...), s)
		if got.query != want || got.key != "k"+want || got.jsonText != want || got.jsonBare != want || got.keyText != "k"+want {
			t.Fatalf("%q arrived as %+v", want, got)
		}
		if len(headers) > 0 && got.header != strings.Trim(want, " \t") {
			t.Fatalf("%q arrived in the header as %q", want, got.header)
		}
		if want != "" && want != "." && want != ".." {
			run(t, webhook(srv.URL+"/p/{{contact.v}}/end", ""), s)
			if got.path != want {
				t.Fatalf("%q arrived in the path as %q", want, got.path)
			}
		}
		run(t, webhook(srv.URL+"/p", "f={{contact.v}}&g=1", Header{Name: "Content-Type", Value: "application/x-www-form-urlencoded"}), s)
		if got.form != want {
			t.Fatalf("%q arrived in the form as %q", want, got.form)
		}
		run(t, webhook(srv.URL+"/p", "{{contact.v}}", Header{Name: "Content-Type", Value: "text/plain"}), s)
		if got.plain != want {
			t.Fatalf("%q arrived as plain text %q", want, got.plain)
		}
	})
}

// TestAnyValueStaysInsideItsLink checks links that are opened, read by the standard library.
func TestAnyValueStaysInsideItsLink(t *testing.T) {
	e := engine(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.String().Draw(t, "value")
		want := strings.ToValidUTF8(v, "\uFFFD")
		s := template.Subject{Contact: map[string]any{"v": v, "name": v}}
		p, err := e.Plan(link("https://h.example/x?n={name}&end=1#f{{contact.v}}"), s, nil)
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(p.Target().URL)
		if err != nil || u.Host != "h.example" || u.Path != "/x" || u.Query().Get("n") != want || u.Query().Get("end") != "1" || u.Fragment != "f"+want {
			t.Fatalf("%q became %s (%v)", want, p.Target().URL, err)
		}
		for _, sp := range p.Target().Spans {
			text, err := url.PathUnescape(p.Target().URL[sp.Start:sp.End])
			if err != nil || text != want {
				t.Fatalf("the span %+v marks %q", sp, text)
			}
		}
		p, err = e.Plan(link("mailto:a@b.c?body={{contact.v}}&subject=x"), s, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, fields, _ := strings.Cut(p.Target().URL, "?")
		body, rest, _ := strings.Cut(fields, "&")
		text, err := url.PathUnescape(strings.TrimPrefix(body, "body="))
		breaks := strings.NewReplacer("\r\n", "\n", "\r", "\n")
		if err != nil || breaks.Replace(text) != breaks.Replace(want) || rest != "subject=x" {
			t.Fatalf("%q became %s", want, p.Target().URL)
		}
	})
}

// TestSpansMarkTheValue checks that what a span covers is the escaped value, before and after the
// body is laid out.
func TestSpansMarkTheValue(t *testing.T) {
	e := engine(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.String().Draw(t, "value")
		s := template.Subject{Contact: map[string]any{"v": v, "list": []any{v, true}}}
		p, err := e.Plan(webhook("https://h.example", `{"a":{"b":["{{contact.v}}",{{contact.list}}]},"c":{{contact.v}}}`), s, nil)
		if err != nil {
			t.Fatal(err)
		}
		r := p.Request()
		want := template.Value{Data: v}.JSON()
		pretty, moved := indentJSON(r.Body, r.BodySpans)
		for _, c := range []struct {
			text  string
			spans []template.Span
		}{{string(r.Body), r.BodySpans}, {pretty, moved}} {
			if len(c.spans) != 3 {
				t.Fatalf("%v", c.spans)
			}
			var first, last any
			if err := json.Unmarshal([]byte(`"`+c.text[c.spans[0].Start:c.spans[0].End]+`"`), &first); err != nil || first != strings.ToValidUTF8(v, "\uFFFD") {
				t.Fatalf("%q marks %v (%v)", want, first, err)
			}
			if err := json.Unmarshal([]byte(c.text[c.spans[2].Start:c.spans[2].End]), &last); err != nil || last != first {
				t.Fatalf("%q marks %v (%v)", want, last, err)
			}
			if text := c.text[c.spans[1].Start:c.spans[1].End]; !json.Valid([]byte(text)) || text[0] != '[' {
				t.Fatalf("the list is marked as %s", text)
			}
		}
	})
}
