package keys

import (
	"slices"
	"strings"
	"testing"
)

func bindings() []Binding {
	return []Binding{
		{ID: "list.open", Owner: "open", Scope: "list", Keys: []string{"enter", "l"}},
		{ID: "list.top", Owner: "first", Scope: "list", Keys: []string{"home", "g g"}},
		{ID: "list.end", Owner: "last", Scope: "list", Keys: []string{"G"}},
		{ID: "thread.reply", Owner: "reply", Scope: "thread", Keys: []string{"r"}},
		{ID: "thread.open", Owner: "open message", Scope: "thread", Keys: []string{"enter"}},
		{ID: "palette", Owner: "all commands", Scope: Global, Keys: []string{"ctrl+k"}},
		{ID: "quit", Owner: "quit", Scope: Global, Keys: []string{"q", "ctrl+c"}},
	}
}

func sentences(cs []Conflict) string {
	list := make([]string, len(cs))
	for i, c := range cs {
		list[i] = c.String()
	}
	return strings.Join(list, "\n")
}

func TestFind(t *testing.T) {
	table, conflicts := New(bindings(), nil)
	if len(conflicts) != 0 {
		t.Fatal(sentences(conflicts))
	}
	for _, c := range []struct{ scope, key, want string }{
		{"list", "enter", "list.open"},
		{"thread", "enter", "thread.open"},
		{"thread", "q", "quit"},
		{"list", "g g", "list.top"},
		{"thread", "g g", ""},
		{"list", "g", ""},
		{"list", "z", ""},
		{"nowhere", "ctrl+k", "palette"},
	} {
		got, ok := table.Find(c.scope, c.key)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Find(%s, %s) = %q, %v", c.scope, c.key, got, ok)
		}
	}
	if got := table.Label("palette"); got != "^k" {
		t.Errorf("Label = %q", got)
	}
	if got := table.Label("no such"); got != "" {
		t.Errorf("Label of nothing = %q", got)
	}
	if got := table.Bindings("thread"); len(got) != 2 || got[0].ID != "thread.reply" {
		t.Errorf("Bindings = %v", got)
	}
}

// TestConflicts is the table of everything that can be wrong, and its order.
func TestConflicts(t *testing.T) {
	for _, c := range []struct {
		name      string
		more      []Binding
		overrides map[string][]string
		want      string
	}{
		{
			"same scope",
			[]Binding{{ID: "thread.x", Owner: "x", Scope: "thread", Keys: []string{"r"}}},
			nil, `x: key "r" is already "reply" (thread); give one of them another key`,
		},
		{
			"scope over global",
			[]Binding{{ID: "thread.x", Owner: "x", Scope: "thread", Keys: []string{"q"}}},
			nil, `x: key "q" is already "quit" (global); give one of them another key`,
		},
		{
			"global over scope",
			[]Binding{{ID: "g", Owner: "glob", Scope: Global, Keys: []string{"r"}}},
			nil, `glob: key "r" is already "reply" (thread); give one of them another key`,
		},
		{
			"other scopes do not meet",
			[]Binding{{ID: "dialog.x", Owner: "x", Scope: "dialog", Keys: []string{"r"}}},
			nil, "",
		},
		{
			"an override takes a default",
			nil, map[string][]string{"list.end": {"enter"}},
			`open: key "enter" is already "last" (list); give one of them another key`,
		},
		{
			"the way out is nobody else's",
			nil, map[string][]string{"list.end": {"ctrl+c"}, "quit": {"q"}},
			`last: key "ctrl+c" always leaves keydesk; give this command another key`,
		},
		{
			"swapped",
			nil, map[string][]string{"list.end": {"enter"}, "list.open": {"G"}}, "",
		},
		{
			"unbound",
			nil, map[string][]string{"quit": {}}, "",
		},
		{
			"sequence",
			[]Binding{{ID: "list.x", Owner: "x", Scope: "list", Keys: []string{"g"}}},
			nil, `x: key "g" begins a sequence of "first" (list) and never comes alone; give one of them another key`,
		},
		{
			"legacy",
			[]Binding{
				{ID: "a", Owner: "a", Scope: "thread", Keys: []string{"ctrl+i", "x"}},
				{ID: "b", Owner: "b", Scope: "thread", Keys: []string{"ctrl+enter"}},
				{ID: "c", Owner: "c", Scope: "thread", Keys: []string{"shift+enter", "alt+enter"}},
				{ID: "d", Owner: "d", Scope: "thread", Keys: []string{"ctrl+shift+k"}},
			},
			nil, `a: key "ctrl+i" is "tab" in many terminals; add a key that every terminal knows
b: key "ctrl+enter" is "enter" in many terminals; add a key that every terminal knows
d: key "ctrl+shift+k" is "ctrl+k" in many terminals; add a key that every terminal knows`,
		},
		{
			"unknown ids, in order, with the nearest",
			nil, map[string][]string{"thread.repyl": {"x"}, "open": {"y"}, "zzzzzzzzzzzzzzzzz": {"z"}},
			`keys: there is no command "open"; did you mean "list.open"?
keys: there is no command "thread.repyl"; did you mean "thread.reply"?
keys: there is no command "zzzzzzzzzzzzzzzzz"; keydesk shows them all under ?`,
		},
		{
			"no key",
			nil, map[string][]string{"quit": {"ctrl-q", "hyperspace", "foo+x", ""}},
			`quit: "ctrl-q" is no key: write it with plus signs: "ctrl+q"
quit: "hyperspace" is no key: "hyperspace" is the name of no key; there are enter, esc, tab, space, up, pgup, home, f1 and the like
quit: "foo+x" is no key: "foo" is no modifier; there are ctrl, alt and shift
quit: "" is no key: write "ctrl+k", "G", "f5", "space" or a sequence "g g"`,
		},
		{
			"one id twice",
			[]Binding{{ID: "quit", Owner: "quit again", Scope: "dialog", Keys: []string{"x"}}},
			nil, "quit: another command has the same id (quit)",
		},
	} {
		for range 3 { // maps must not decide the order
			_, found := New(append(bindings(), c.more...), c.overrides)
			if got := sentences(found); got != c.want {
				t.Fatalf("%s:\n%s\nwant\n%s", c.name, got, c.want)
			}
		}
	}
}

func TestOverridesWin(t *testing.T) {
	table, _ := New(bindings(), map[string][]string{"list.end": {"Enter", "enter"}, "quit": {}})
	if id, _ := table.Find("list", "enter"); id != "list.end" {
		t.Errorf("enter is %q", id)
	}
	if id, ok := table.Find("list", "q"); ok {
		t.Errorf("q is %q", id)
	}
	if b, _ := table.Binding("list.end"); !slices.Equal(b.Keys, []string{"enter"}) {
		t.Errorf("keys %q", b.Keys)
	}
	if table.Label("quit") != "" || len(table.All()) != len(bindings()) {
		t.Error("a command off the keyboard is still a command")
	}
}

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"Ctrl+K": "ctrl+k", "Ctrl+Shift+K": "ctrl+shift+k", "alt+G": "alt+shift+g", "ctrl+k": "ctrl+k", "shift+ctrl+k": "ctrl+shift+k", "Control+x": "ctrl+x",
		"Escape": "esc", "return": "enter", "PageUp": "pgup", "F5": "f5", "G": "G", "shift+g": "G", "?": "?",
		"g  g": "g g", "ctrl+x ctrl+s": "ctrl+x ctrl+s", "alt++": "alt++", "+": "+", "ctrl+plus": "ctrl++",
		"ctrl+/": "ctrl+_", "ctrl+@": "ctrl+space", "Space": "space", "alt+1": "alt+1", "ß": "ß",
	} {
		got, err := Parse(in)
		if err != nil || got != want {
			t.Errorf("Parse(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
	if _, err := Parse("<C-x>"); err == nil || !strings.Contains(err.Error(), `"C+x"`) {
		t.Errorf("vim's notation: %v", err)
	}
}

func TestShow(t *testing.T) {
	for in, want := range map[string][2]string{
		"enter": {"⏎", "enter"}, "esc": {"esc", "esc"}, "ctrl+k": {"^k", "^k"}, "alt+1": {"alt+1", "alt+1"},
		"up": {"↑", "up"}, "shift+up": {"shift+↑", "shift+up"}, "ctrl+enter": {"ctrl+⏎", "ctrl+enter"},
		"g g": {"g g", "g g"}, "ctrl+x ctrl+s": {"^x ^s", "^x ^s"}, "+": {"+", "+"}, "ctrl++": {"^+", "^+"}, "": {"", ""},
	} {
		if got := Show(in); got != want[0] {
			t.Errorf("Show(%q) = %q", in, got)
		}
		if got := ShowASCII(in); got != want[1] {
			t.Errorf("ShowASCII(%q) = %q", in, got)
		}
	}
}

func TestMatcher(t *testing.T) {
	table, _ := New(bindings(), map[string][]string{"palette": {"ctrl+x ctrl+x p"}})
	for _, c := range []struct{ pressed, want string }{
		{"g g", "list.top"},
		{"g G", "list.end"},                          // counts for itself
		{"g esc g g", "list.top"},                    // esc only clears
		{"g enter", "list.open"},                     // so does enter, and opens
		{"g z g g", "list.top"},                      // a stranger clears
		{"ctrl+x ctrl+x p", "palette"},               // three long
		{"ctrl+x g g", "list.top"},                   // another sequence begins
		{"ctrl+x ctrl+x ctrl+x ctrl+x p", "palette"}, // and again
	} {
		var m Matcher
		got := ""
		for _, key := range strings.Fields(c.pressed) {
			if id, ok := m.Press(table, "list", key); ok {
				got += id
			}
		}
		if got != c.want || m.Pending() {
			t.Errorf("%s: %q, pending %v", c.pressed, got, m.Pending())
		}
	}
	var m Matcher
	m.Press(table, "list", "g")
	if !m.Pending() || m.Prefix() != "g" {
		t.Error("g does not wait")
	}
	if next := table.After("list", "g"); len(next) != 1 || next[0].ID != "list.top" {
		t.Errorf("after g come %v", next)
	}
	if id, ok := m.Press(table, "thread", "g"); ok || m.Pending() {
		t.Errorf("a sequence went on in another place: %q", id)
	}
}

func BenchmarkPress(b *testing.B) {
	table, _ := New(bindings(), nil)
	var m Matcher
	b.ReportAllocs()
	for b.Loop() {
		m.Press(table, "list", "G")
	}
}
