package places

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	_ "keydesk/cmd/chance" // the same draws every time
)

// nasty are values that broke one program or another.
var nasty = []string{"", " ", "Anna \"Q\" Müller", "a\"b\\c\nd\re\tf", "x\"\r\nContent-Type: text/html\r\nX-Role: admin\r\n\r\n<b>injected</b>",
	"hi\"}\n{\"delete\":{\"_id\":\"1\"}}\n{\"index\":{}}\n{\"text\":\"x", "]]>", "]]", "]", ">", "]>", "a]]>b]]", "--", "-", "-->", "<!--", "--!>",
	"</script><script>alert(1)</script>", "<b>&amp;&lt;</b>", "&lt;", "lt;", "amp;", "#10;", "=1+1", "+49 30", "+1-800 (5)", "-2+3+cmd|' /C calc'!A0",
	"@SUM(1)", "\t=1", "\r=1", "a,b;c\td|e", "\"", "\"\"", "\"\"\"", "\\", "\\\"", "\\\"\"\"", "  lead\n    more\n", "\n", "\r\n", "- a\n- b", "a: b # c", "&anchor *alias !tag",
	"| block", "%00", "%FF", "{{contact.id}}", "{\"a\":1}", "[1]", "null", "true", "~", "0123", "1e3", "javascript:alert(1)", "java\nscript:x", "--b", "\r\n--b--\r\n",
	"\u2028\u2029\u0085\u00a0", "\ufeff", "\U0001F469\u200d\U0001F467", "\u202eevil\u202c", "שרה", "'; DROP TABLE x; --", "$(id) `id` ${HOME} #{x}", "\u007f\u0080\u009f", "#hash", "query{a}", "kq0z", "\uFFFD"}

// anyValue draws a text, often a nasty one, as it comes out of a contact: valid UTF-8.
func anyValue() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		v := rapid.OneOf(rapid.SampledFrom(nasty), rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("]>-<!&\"\\'\r\n\t,;=+@ {}[]:#a1é")))).Draw(t, "value")
		if rapid.Bool().Draw(t, "joined") {
			v += rapid.SampledFrom(nasty).Draw(t, "second")
		}
		return strings.ToValidUTF8(v, "\uFFFD")
	})
}

// asValue is a text as a value.
func asValue(s string) Value {
	return Value{Text: s, JSON: `"` + JSONText(s) + `"`}
}

func asValues(texts ...string) []Value {
	var out []Value
	for _, s := range texts {
		out = append(out, asValue(s))
	}
	return out
}

// template writes a template with ¤ for every value.
func template(s string) string { return strings.ReplaceAll(s, "¤", Mark) }

// filled reads a template and puts values in. ok is false where one of them was refused.
func filled(t interface {
	Helper()
	Fatalf(string, ...any)
}, contentType, s string, texts ...string) (body string, ok bool) {
	t.Helper()
	b, err := Read(contentType, template(s))
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	if len(b.Places) != len(texts) || marks(b.Text) != len(texts) {
		t.Fatalf("%s has %d places and %d marks for %d values", s, len(b.Places), marks(b.Text), len(texts))
	}
	body, err = b.fill(asValues(texts...))
	if err != nil {
		if _, known := err.(*Refusal); !known {
			t.Fatalf("%T: %v", err, err)
		}
		return "", false
	}
	return body, true
}

// becomes fills a template and compares the whole.
func becomes(t *testing.T, contentType, s, want string, texts ...string) {
	t.Helper()
	got, ok := filled(t, contentType, s, texts...)
	if !ok || got != want {
		t.Errorf("%s\n got %q, %v\nwant %q", s, got, ok, want)
	}
}

// named compares the names of a template's places.
func named(t *testing.T, contentType, s, want string) {
	t.Helper()
	b, err := Read(contentType, template(s))
	if err != nil {
		t.Errorf("%s: %v", s, err)
		return
	}
	var names []string
	for _, p := range b.Places {
		names = append(names, p.Name)
	}
	if got := strings.Join(names, ", "); got != want {
		t.Errorf("%s\n got %s\nwant %s", s, got, want)
	}
}

// refused reads a template that must not be used, for a reason, and says which value is at fault.
func refused(t *testing.T, contentType, s, want string, value int) {
	t.Helper()
	_, err := Read(contentType, template(s))
	r, ok := err.(*Refusal)
	if !ok || !strings.Contains(r.Reason, want) || r.Value != value {
		t.Errorf("%s\n got %+v\nwant %q about %d", s, err, want, value)
	}
}

// unfitFor fills a template with a value that must be refused.
func unfitFor(t *testing.T, contentType, s string, texts ...string) {
	t.Helper()
	if body, ok := filled(t, contentType, s, texts...); ok {
		t.Errorf("%s took %q: %q", s, texts, body)
	}
}
