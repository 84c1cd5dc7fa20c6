package places

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const jsonType = "application/json"

func TestPlacesOfJSON(t *testing.T) {
	for s, want := range map[string]string{
		`{"a":"¤","¤":¤}`:                                 "JSON string, JSON name, JSON value",
		`{"p":"{\"name\":\"¤\",\"n\":¤}"}`:                "JSON string inside JSON string, JSON value inside JSON string",
		`{"p":"{\"q\":\"{\\\"n\\\":\\\"¤\\\"}\"}"}`:       "JSON string inside JSON string inside JSON string",
		`{"p":"[¤]"}`:                                     "JSON string",
		`{"p":"\"¤\""}`:                                   "JSON string",
		`{"p":"{\"name\": ¤} and more"}`:                  "JSON string",
		`[¤.¤, -¤, ¤0]`:                                   "part of a JSON number, part of a JSON number, part of a JSON number, part of a JSON number",
		`{"query":"mutation{add(name:\"¤\"){id}}"}`:       "GraphQL string inside JSON string",
		`{ "query" : "{a(n: \"¤\", first: ¤)}" }`:         "GraphQL string inside JSON string, GraphQL number inside JSON string",
		`{"query":"¤"}`:                                   "JSON string",
		`{"query":"{\"match\":{\"name\":\"¤\"}}"}`:        "JSON string inside JSON string",
		`{"variables":{"query":"find ¤ {"}}`:              "JSON string",
		`{"query":"query { a(n: \"\"\" x ¤\n \"\"\") }"}`: "GraphQL string inside JSON string",
	} {
		named(t, jsonType, s, want)
	}
	refused(t, jsonType, `{"a":"¤","b":"\¤"}`, "backslash stands directly before", 1)
	refused(t, jsonType, `["\u00¤"]`, "middle of an escape", 0)
	refused(t, jsonType, `{"a":"¤","query":"mutation{add(name:¤¤){id}}"}`, "outside of the strings of a GraphQL", 1)
	unfitFor(t, jsonType, `[¤0]`, "x")
	unfitFor(t, jsonType, `{"role":"user","¤":"x"}`, "role")
	becomes(t, jsonType, `{"p":"{\"name\":\"¤\"}"}`, `{"p":"{\"name\":\"x\\\"y\\\\\"}"}`, `x"y\`)
}

func TestAnyValueInJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, w := anyValue().Draw(t, "v"), anyValue().Draw(t, "w")
		body, ok := filled(t, jsonType, `{"a":"x ¤¤","b":¤,"k¤":[1],"p":"{\"n\":\"¤\",\"m\":¤,\"deep\":\"{\\\"z\\\":\\\"¤\\\"}\"}"}`, v, w, w, v, v, w, v)
		if !ok {
			t.Fatal("refused")
		}
		var got struct {
			A, B, P string
		}
		keys := map[string]any{}
		if err := json.Unmarshal([]byte(body), &keys); err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		got.A, _ = keys["a"].(string)
		got.B, _ = keys["b"].(string)
		got.P, _ = keys["p"].(string)
		var inner, deep map[string]string
		if err := json.Unmarshal([]byte(got.P), &inner); err != nil {
			t.Fatalf("%q: %v", got.P, err)
		}
		if err := json.Unmarshal([]byte(inner["deep"]), &deep); err != nil {
			t.Fatal(err)
		}
		if _, there := keys["k"+v]; got.A != "x "+v+w || got.B != w || !there || len(keys) != 4 ||
			len(inner) != 3 || inner["n"] != v || inner["m"] != w || len(deep) != 1 || deep["z"] != v {
			t.Fatalf("%q and %q became %s", v, w, body)
		}
	})
}

func TestAnyValueInJSONLines(t *testing.T) {
	for _, media := range []string{"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines; charset=utf-8",
		"application/vnd.elasticsearch+x-ndjson;compatible-with=8", "application/stream+json"} {
		named(t, media, "{\"index\":{\"_id\":¤}}\n{\"text\":\"¤\"}\n", "JSON value, JSON string")
	}
	refused(t, "application/ndjson", "{\"a\":\"¤\"}\n{\"b\":\"\\¤\"}", "backslash", 1)
	refused(t, "application/json-seq", "¤\x1e{}", "before the first record", 0)
	rapid.Check(t, func(t *rapid.T) {
		v := anyValue().Draw(t, "v")
		for media, s := range map[string]string{"application/x-ndjson": "{\"index\":{\"_id\":\"¤\"}}\n{\"text\":\"¤\",\"n\":¤}\n", "application/json-seq": "\x1e{\"_id\":\"¤\"}\n\x1e{\"text\":\"¤\",\n\"n\":¤}\n"} {
			body, _ := filled(t, media, s, v, v, v)
			dec := json.NewDecoder(strings.NewReader(strings.ReplaceAll(body, "\x1e", "")))
			var first, second map[string]any
			if dec.Decode(&first) != nil || dec.Decode(&second) != nil || dec.More() || second["text"] != v || second["n"] != v || len(first) != 1 {
				t.Fatalf("%q became %q", v, body)
			}
			b, err := Read(media, template(s))
			if err != nil || len(b.Documents(body)) != 2 || strings.HasSuffix(media, "ndjson") && strings.Count(body, "\n") != 2 {
				t.Fatalf("%q: %v", body, err)
			}
		}
	})
}

func TestAnyValueInAForm(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	named(t, form, `a=¤&¤=1&payload={"text":"¤"}&p=%7B%22n%22%3A¤,"m":"¤"}`, "form value, form name, JSON string inside form value, JSON value inside form value, JSON string inside form value")
	becomes(t, form, "v=¤&x=a b%4¤", "v=a%26b&x=a%20b%2541", "a&b", "1")
	rapid.Check(t, func(t *rapid.T) {
		v := anyValue().Draw(t, "v")
		body, _ := filled(t, form, `a=¤&k¤=1&payload={"text":"¤","n":¤}&z=%zz¤`, v, v, v, v, v)
		got, err := url.ParseQuery(body)
		var payload map[string]string
		if err != nil || len(got) != 4 || got.Get("a") != v || got.Get("k"+v) != "1" || got.Get("z") != "%zz"+v ||
			json.Unmarshal([]byte(got.Get("payload")), &payload) != nil || len(payload) != 2 || payload["text"] != v || payload["n"] != v {
			t.Fatalf("%q became %q", v, body)
		}
	})
}
