package actions

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestEveryKeyCanBeAddressed(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	s.Contact["metadata"] = map[string]any{"plan?": "GOLD", "plan": "silver", "Is VIP?": "yes", "a b": "space",
		"shop.example.com": map[string]any{"id": "7"}, `say "hi"}}`: "quotes", "": "empty", "list": []any{map[string]any{"id": "first"}}}
	for name, want := range map[string]string{
		"plan?": "GOLD", "plan": "silver", "Is VIP?": "yes", "shop.example.com.id": "7", "none?": "",
	} {
		p, err := e.Plan(webhook("https://x.example", `{"v":"{{contact.metadata.`+name+`}}"}`), s, nil)
		if err != nil || string(p.Request().Body) != `{"v":"`+want+`"}` {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
	for name, want := range map[string]string{
		"['shop.example.com'].id": "7", `["shop.example.com"]["id"]`: "7", `['say "hi"}}']`: "quotes", `['say \u0022hi\u0022\u007d\u007d']`: "quotes",
		"['']": "empty", "['a b']?": "space", ".list[0].id": "first", ".list.0.id": "first", "['none']?": "",
	} {
		p, err := e.Plan(webhook("https://x.example", `{"v":"{{contact.metadata`+name+`}}"}`), s, nil)
		if err != nil || string(p.Request().Body) != `{"v":"`+want+`"}` {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
}

// What is offered works, whatever the keys hold.
func TestEveryNameThatIsOfferedWorks(t *testing.T) {
	keys := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"a", "a.b", "b", "a?", "", "['a']", "[0]", "x]", " a ", "a..b", "}}", "'", `"`, `\`}))
	inner := rapid.MapOf(keys, rapid.Just[any]("leaf"))
	rapid.Check(t, func(t *rapid.T) {
		m := map[string]any{}
		count := 0
		for k, v := range rapid.MapOfN(keys, inner, 0, 6).Draw(t, "metadata") {
			level := map[string]any{}
			for leaf := range v {
				level[leaf] = count
				count++
			}
			m[k] = level
		}
		seen := map[any]bool{}
		s := Subject{Contact: map[string]any{"metadata": m}}
		for _, name := range s.Names(nil) {
			pieces, err := parseTemplate("body", "{{"+name+"}}", false)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			v, err := s.scope(nil).lookup("body", pieces[0])
			if err != nil && len(name) > 17 && name[:17] == "contact.metadata." {
				t.Fatalf("%s: %v", name, err)
			}
			if n, ok := v.data.(int); ok {
				seen[n] = true
			}
		}
		if len(seen) != count {
			t.Fatalf("%d of %d values are offered by %q", len(seen), count, s.Names(nil))
		}
	})
}

// What is written by hand looks the same and may be composed otherwise; a key is found by it, and what is
// proposed fits.
func TestKeysAsTheyLook(t *testing.T) {
	s := sample(t)
	s.Contact["metadata"] = map[string]any{"Zo\u00eb": "composed", "a\u00a0b": "space", "plan?": "GOLD", "plan": "silver", "list": []any{"x"}, "0": "zero"}
	e := engine(t, nil)
	for template, want := range map[string]string{
		"{{contact.metadata.Zoe\u0308}}": "composed", "{{contact.metadata.a b}}": "space", `{{contact["metadata"].plan}}`: "silver", "{{contact['name']}}": `Aarav "A" Sharma`,
	} {
		p, err := e.Plan(webhook("https://h.example/", template, Header{Name: "Content-Type", Value: "text/plain"}), s, nil)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := string(p.Request().Body); got != want {
			t.Errorf("%s: %s, want %s", template, got, want)
		}
	}
	for template, hint := range map[string]string{
		"{{contact.metadata.Plan}}": "did you mean {{contact.metadata['plan']}}?", "{{contact.metadata.missing}}": "write {{contact.metadata.missing?}} if it may be missing",
		"{{contact.metadata.x'y}}": `{{contact.metadata['x\'y']}}`,
	} {
		_, err := e.Plan(webhook("https://h.example/", template, Header{Name: "Content-Type", Value: "text/plain"}), s, nil)
		if err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("%s: %v, want %s", template, err, hint)
		}
	}
}
