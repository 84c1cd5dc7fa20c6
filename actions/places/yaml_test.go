package places

import (
	"encoding/json"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
)

func TestPlacesOfYAML(t *testing.T) {
	const media = "application/yaml"
	named(t, media, "a: ¤\nb: \"x ¤\"\n¤: [¤, \"¤\"]\nc: {d: ¤} # note\nj: \"{\\\"n\\\":\\\"¤\\\"}\"\n\"k ¤\": !!str ¤\n---\n- ¤\n- ? ¤\n  : x\n",
		"YAML value, YAML string, YAML name, YAML value, YAML string, YAML value, JSON string inside YAML string, YAML name, YAML value, YAML value, YAML name")
	for s, want := range map[string]string{
		"a: ¤\nb: x ¤":            "without double quotes",
		"a: ¤\nb: '¤'":            "without double quotes",
		"a: ¤\nb: |\n  ¤\n":       "without double quotes",
		"a: ¤\nb: >\n  x\n  ¤\n":  "without double quotes",
		"a: ¤\nb: 1 # ¤":          "holds no text",
		"a: ¤\nb: &¤ x":           "holds no text",
		"a: ¤\nb: !¤ x":           "holds no text",
		"a: ¤\nb: !!int ¤":        "without double quotes",
		"a: ¤\n¤ x: 1":            "without double quotes",
		"# a\na: ¤\nb: http://¤/": "without double quotes",
	} {
		refused(t, media, s, want, 1)
		refused(t, "application/vnd.oai.openapi+yaml", s, want, 1)
	}
	refused(t, media, "a: ¤\nb: [", "is not valid YAML", -1)
	refused(t, media, "a: \"\\¤\"", "is not valid YAML", -1)
	refused(t, media, "a: ¤: ¤", "is not valid YAML", -1)
	becomes(t, media, "note: ¤\n", "note: \"x: y # z\\n- \\\"a\\\"\"\n", "x: y # z\n- \"a\"")
	unfitFor(t, media, "role: user\n¤: admin\n", "role")
	unfitFor(t, media, "¤: admin\n", strings.Repeat("x", 500))
	b, err := Read(media, template("n: ¤\nl: ¤\n"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := b.fill([]Value{{Text: "12", JSON: "12", Bare: true}, {Text: `["a: b"]`, JSON: `["a: b"]`}})
	if err != nil || got != "n: 12\nl: [\"a: b\"]\n" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAnyValueInYAML(t *testing.T) {
	const s = "a: ¤\nb: \"x ¤¤ y\"\n\"k\": {d: ¤, \"e\": \"¤\"} # note\nl:\n- ¤\n- \"¤\"\nj: \"{\\\"n\\\":\\\"¤\\\"}\"\nit: 'is it''s \" here'\n"
	rapid.Check(t, func(t *rapid.T) {
		v, w := anyValue().Draw(t, "v"), anyValue().Draw(t, "w")
		body, ok := filled(t, "text/yaml", s, v, v, w, v, w, v, w, v)
		if !ok {
			t.Fatal("refused")
		}
		var got struct {
			A, B, J, It string
			K           map[string]string
			L           []string
		}
		dec := yaml.NewDecoder(strings.NewReader(body))
		dec.KnownFields(true)
		err := dec.Decode(&got)
		var j map[string]string
		if err != nil || got.A != v || got.B != "x "+v+w+" y" || len(got.K) != 2 || got.K["d"] != v || got.K["e"] != w || len(got.L) != 2 || got.L[0] != v || got.L[1] != w ||
			json.Unmarshal([]byte(got.J), &j) != nil || len(j) != 1 || j["n"] != v || dec.Decode(&got) == nil {
			t.Fatalf("%q and %q became %q: %+v, %v", v, w, body, got, err)
		}
	})
}
