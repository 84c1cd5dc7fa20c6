package template

import (
	"testing"

	"pgregory.net/rapid"

	_ "keydesk/cmd/chance" // the same draws every time
)

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
			pieces, err := Parse("body", "{{"+name+"}}", false)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			v, err := s.Scope(nil).Lookup("body", pieces[0])
			if err != nil && len(name) > 17 && name[:17] == "contact.metadata." {
				t.Fatalf("%s: %v", name, err)
			}
			if n, ok := v.Data.(int); ok {
				seen[n] = true
			}
		}
		if len(seen) != count {
			t.Fatalf("%d of %d values are offered by %q", len(seen), count, s.Names(nil))
		}
	})
}
