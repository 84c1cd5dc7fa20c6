package actions

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"

	"keydesk/actions/template"
)

func FuzzTemplate(f *testing.F) {
	for _, s := range []string{"", "{{contact.name}}", "{{ a.b? }}{phone}", "{{'{{'}}", "{{", "{{}}", "{{{a}}}", "{a", "{}", "x{{a.b}}}}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		pieces, err := template.Parse("body", text, true)
		if err != nil {
			var pe *template.Error
			if !errors.As(err, &pe) || pe.Offset < 0 || pe.Offset > len(text) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		last := -1
		for _, p := range pieces {
			if p.Start <= last && last >= 0 || p.Start > len(text) || (p.Name == "") == (p.Lit == "") && p.Name != "" {
				t.Fatalf("%q: %+v", text, pieces)
			}
			last = p.Start
			if p.Name == "" && p.Lit != "" && !strings.Contains(text, p.Lit) {
				t.Fatalf("%q: literal %q was made up", text, p.Lit)
			}
		}
	})
}

// FuzzJSONBody: whatever template and value, a JSON body that is planned is valid, and a value in a
// string place comes back exactly.
func FuzzJSONBody(f *testing.F) {
	f.Add(`{"a":"{{contact.v}}","b":{{contact.v}}}`, "x\"y")
	f.Add(`["\\{{contact.v}}"]`, "\\")
	f.Add(`"\{{contact.v}}"`, "n")
	f.Add(`{{contact.v}}`, "")
	f.Fuzz(func(t *testing.T, text, v string) {
		sc := template.Subject{Contact: map[string]any{"v": v}}.Scope(nil)
		r, err := sc.Resolve("body", text, false)
		if err != nil {
			return
		}
		b, err := template.Body(r, "application/json")
		if err != nil {
			var pe *template.Error
			if !errors.As(err, &pe) {
				t.Fatal(err)
			}
			return
		}
		if !json.Valid(b.Text) {
			t.Fatalf("%q with %q became %q", text, v, b.Text)
		}
		for _, sp := range b.Spans {
			written := string(b.Text[sp.Start:sp.End])
			var got any
			if json.Unmarshal([]byte(`"`+written+`"`), &got) != nil && json.Unmarshal([]byte(written), &got) != nil || got != strings.ToValidUTF8(v, "\uFFFD") {
				t.Fatalf("%q marks %q", v, written)
			}
		}
		if pretty, moved := indentJSON(b.Text, b.Spans); !json.Valid([]byte(pretty)) || len(moved) != len(b.Spans) {
			t.Fatalf("%q was laid out as %q", b.Text, pretty)
		}
	})
}

// FuzzURL: a planned URL is read back by the standard library with the author's scheme and host,
// and nothing a value holds can change them.
func FuzzURL(f *testing.F) {
	f.Add("https://x.example/{{contact.v}}?q={{contact.v}}#{{contact.v}}", "a/b?c#d")
	f.Add("https://{{contact.v}}.example:80/", "evil.example/")
	f.Add("mailto:{{contact.v}}?subject={{contact.v}}", "a@b.c,d@e.f")
	f.Add("tel:{{contact.v}};x=1", "+49")
	f.Add("https://[::1]/%zz|^`", "")
	f.Fuzz(func(t *testing.T, text, v string) {
		sc := template.Subject{Contact: map[string]any{"v": v, "name": v, "phone_number": v}}.Scope(nil)
		r, err := sc.Resolve("url", text, true)
		if err != nil {
			return
		}
		for _, mode := range []linkMode{forRequest, forOpening} {
			got, err := planURL(r, mode)
			if err != nil {
				continue
			}
			u, err := url.Parse(got.url)
			if err != nil || u.String() != got.url || u.User != nil || !isASCII(got.url) || strings.ContainsAny(got.url, " \r\n\t<>\"\\") {
				t.Fatalf("%q with %q became %q (%v)", text, v, got.url, err)
			}
			switch u.Scheme {
			case "http", "https":
				if u.Host == "" {
					t.Fatalf("%q has no host", got.url)
				}
			case "mailto", "tel":
				if mode == forRequest {
					t.Fatalf("%q is no request", got.url)
				}
			default:
				t.Fatalf("%q was planned", got.url)
			}
			for _, sp := range got.spans {
				if sp.Start < 0 || sp.End < sp.Start || sp.End > len(got.url) {
					t.Fatalf("%+v is outside of %q", sp, got.url)
				}
			}
			if mode == forOpening {
				again, err := CheckLink(got.url)
				if err != nil || again != got.url {
					t.Fatalf("%q became %q when checked again (%v)", got.url, again, err)
				}
			}
		}
	})
}

func FuzzDefinition(f *testing.F) {
	f.Add([]byte(`{"action_type":"webhook","config":{"url":"https://x.example","headers":{"a":"{{contact.name}}"},"keydesk":{"confirm":true,"inputs":[{"name":"a"}]}}}`))
	f.Add([]byte(`{"status":"success","data":{"action_type":"url","config":{"url":7}}}`))
	f.Add([]byte(`{"action_type":"javascript","config":null}`))
	e, err := NewEngine(Config{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := ParseDefinition(data)
		if err != nil {
			return
		}
		if (d.Problem == nil) != (len(d.Problems) == 0) {
			t.Fatalf("%v and %v", d.Problem, d.Problems)
		}
		p, err := e.Plan(d, sample(t), nil)
		if err == nil {
			_, _, _ = p.Masked().Text(), p.Curl(), p.Summary()
		}
	})
}
