package places

import (
	"errors"
	"strings"
	"testing"
)

// FuzzRead: whatever the author wrote, every value has one place, in their order, or the template is
// refused; and what was read can be written.
func FuzzRead(f *testing.F) {
	types := []string{formData, "application/xml", "text/html", "application/yaml", "application/graphql", "application/json-seq", "image/svg+xml"}
	for _, list := range families {
		types = append(types, list.media[0])
	}
	for _, s := range []string{`{"a":"¤","q":"{\"b\":¤}"}`, "a,\"¤\";¤\n¤", `<a b="¤"><![CDATA[<i>¤</i>]]><!-- ¤ -->¤</a>`, "--b7x\nA: \"¤\"\n\n¤\n--b7x--", "a: ¤\nb: \"¤\"",
		`{ a(n: "¤", m: """` + "\n ¤" + `""") }`, "a=¤&¤=%4¤", `<script>¤</script><a href="¤" b=¤>`, "<!DOCTYPE a [ ' ", "<", "</", "<?", "<![CDATA[", "<!--", `"`, `"""`, "\"\\", "@", "¤"} {
		for i := range types {
			f.Add(i, s, "x\"'\\<>&\r\n,;=]]>--")
		}
	}
	f.Fuzz(func(t *testing.T, n int, s, v string) {
		contentType := types[max(0, n)%len(types)]
		s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "¤", Mark)
		b, err := Read(contentType, s)
		if err != nil {
			var r *Refusal
			if !errors.As(err, &r) || r.Value >= marks(s) || r.Reason == "" {
				t.Fatalf("%s %q: %#v", contentType, s, err)
			}
			return
		}
		if len(b.Places) != marks(s) || marks(b.Text) != marks(s) {
			t.Fatalf("%s %q has %d places, and %q %d marks", contentType, s, len(b.Places), b.Text, marks(b.Text))
		}
		b.tried()
		values := make([]Value, len(b.Places))
		for i := range values {
			values[i] = asValue(strings.ToValidUTF8(v, "\uFFFD"))
		}
		if _, err := b.fill(values); err != nil && !errors.As(err, new(*Refusal)) {
			t.Fatalf("%s %q: %v", contentType, s, err)
		}
	})
}
