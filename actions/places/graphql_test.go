package places

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPlacesOfGraphQL(t *testing.T) {
	const media = "application/graphql"
	named(t, media, "mutation { add(name: \"¤\", text: \"\"\"\n  ¤ x\n\"\"\", n: ¤, j: \"{\\\"a\\\":\\\"¤\\\"}\") { id } } # end", "GraphQL string, GraphQL string, GraphQL number, JSON string inside GraphQL string")
	for s, want := range map[string]string{
		`{ a(n: "¤", m: ¤x) }`: "outside of the strings", `{ a(n: "¤") { ¤ } }`: "outside of the strings", `query ¤ { a(n: "x") }`: "outside of the strings",
		"{ a(n: \"¤\") } # ¤": "in a comment", `{ a(n: "¤", m: "\¤") }`: "backslash", `{ a(n: "¤", m: $¤) }`: "outside of the strings",
	} {
		value := 1
		if strings.HasPrefix(s, "query") {
			value = 0
		}
		refused(t, media, s, want, value)
	}
	unfitFor(t, media, `{ a(n: ¤) }`, "1) { id } b(n: 2")
	becomes(t, media, "{ a(n: \"\"\"\n    one\n      ¤\n    \\\"\"\"\n  \"\"\") }", `{ a(n: "one\n  \"x\"\\\n\"\"\"") }`, `"x"\`)
}

func TestAnyValueInGraphQL(t *testing.T) {
	const head, middle, tail = `mutation { add(a: "x ¤", # it's "quoted` + "\n" + `b: `, ", c: ", `) { id } }`
	rapid.Check(t, func(t *rapid.T) {
		v, w := anyValue().Draw(t, "v"), anyValue().Draw(t, "w")
		s := head + "\"\"\"\n  one ¤¤\n    two\n\"\"\"" + middle + `"¤\n"` + tail
		body, ok := filled(t, "application/graphql", s, v, v, w, w)
		if !ok {
			t.Fatal("refused")
		}
		query := body
		// Inside JSON it is the same document.
		quoted, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		body, _ = filled(t, "application/json", `{"query":`+strings.ReplaceAll(string(quoted), "¤", Mark)+`}`, v, v, w, w)
		var request map[string]string
		if err := json.Unmarshal([]byte(body), &request); err != nil || request["query"] != query {
			t.Fatalf("%q is not %q: %v", request["query"], query, err)
		}
		dec := json.NewDecoder(strings.NewReader(query[strings.Index(query, `"`):]))
		var a, b, c string
		if err := dec.Decode(&a); err != nil || a != "x "+v {
			t.Fatalf("%q became %q: %v", v, query, err)
		}
		rest := query[strings.Index(query, "b: ")+3:]
		rest = query[strings.LastIndex(query[:len(query)-len(rest)], "b: ")+3:]
		if i := strings.Index(query, "quoted\nb: "); i >= 0 {
			rest = query[i+len("quoted\nb: "):]
		}
		dec = json.NewDecoder(strings.NewReader(rest))
		if err := dec.Decode(&b); err != nil || b != "one "+v+w+"\n  two" {
			t.Fatalf("%q became %q in %q: %v", v, b, query, err)
		}
		rest = rest[dec.InputOffset():]
		if !strings.HasPrefix(rest, middle) {
			t.Fatalf("%q goes on with %q", query, rest)
		}
		dec = json.NewDecoder(strings.NewReader(rest[len(middle):]))
		if err := dec.Decode(&c); err != nil || c != w+"\n" || rest[len(middle)+int(dec.InputOffset()):] != tail {
			t.Fatalf("%q became %q in %q: %v", w, c, query, err)
		}
	})
}
