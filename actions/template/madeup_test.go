package template

import (
	"encoding/json"
	"strings"
	"testing"
)

// The made-up contact has of everything what breaks a naive template.
func TestMadeUpIsAwkward(t *testing.T) {
	data, err := json.Marshal(MadeUp().Contact)
	if err != nil {
		t.Fatal(err)
	}
	var all string
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			all += v + "\x01"
		case map[string]any:
			for _, x := range v {
				walk(x)
			}
		case []any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(MadeUp().Contact)
	for _, want := range []string{`"`, "'", "\n", "\\", "👩", "\u202e", "ש", "<script>", "\x1b[", "\x00", "{{", "&", "%20", "日"} {
		if !strings.Contains(all, want) {
			t.Errorf("there is no %q in it", want)
		}
	}
	if len(all) < 2000 || !strings.Contains(string(data), `"empty":""`) || !strings.Contains(string(data), "null") {
		t.Error("nothing is long, empty or null")
	}
	for _, name := range Always("contact") {
		if _, ok := MadeUp().Contact[name]; !ok {
			t.Errorf("there is no %s", name)
		}
	}
}
