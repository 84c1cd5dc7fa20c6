package actions

import (
	"strings"
	"testing"
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
