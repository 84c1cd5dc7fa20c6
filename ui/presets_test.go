package ui

import (
	"slices"
	"strings"
	"testing"

	"keydesk/ui/dialog"
	"keydesk/ui/keys"
)

// Every preset is free of conflicts, changes something, and names only
// commands there are.
func TestPresets(t *testing.T) {
	known := map[string]bool{}
	for _, c := range defaultCommands(false) {
		known[c.ID] = true
	}
	for _, name := range Presets() {
		for _, ctrlEnter := range []bool{false, true} {
			if _, conflicts := New(Deps{KeyPreset: name, CtrlEnter: ctrlEnter}); len(conflicts) > 0 {
				t.Errorf("%s: %s", name, strings.Join(conflicts, "\n"))
			}
		}
		if len(preset(name)) == 0 && name != "default" {
			t.Errorf("%s changes nothing", name)
		}
		for _, id := range presetIDs(name) {
			if !known[id] {
				t.Errorf("%s names %q, which is no command", name, id)
			}
		}
	}
}

// What one can do with the default keys, one can do with every preset.
func TestPresetsTakeNothingAway(t *testing.T) {
	for _, name := range Presets() {
		r, _ := New(Deps{KeyPreset: name})
		for _, c := range defaultCommands(false) {
			b, _ := r.Keys.Binding(c.ID)
			if len(c.Keys) > 0 && len(b.Keys) == 0 {
				t.Errorf("%s takes the keys of %s away", name, c.ID)
			}
		}
	}
}

// A conflict names both owners and where the settings give them the key.
func TestConflictsTellTheirPlace(t *testing.T) {
	places := map[string]string{"thread.reply": "config.toml:7", "thread.copy": "config.toml:8"}
	_, conflicts := New(Deps{
		Keys:     map[string][]string{"thread.reply": {"w"}, "thread.copy": {"w"}, "list.search": {"ctrl+k"}},
		KeyPlace: func(id string) string { return places[id] },
	})
	all := strings.Join(conflicts, "\n")
	for _, want := range []string{"config.toml:8: ", "(the other is at config.toml:7)", "Reply to the selected message", "Copy the selected message"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in:\n%s", want, all)
		}
	}
}

func TestPresetKeysWork(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) { d.KeyPreset = "vim" }})
	p.press("o")
	if p.openChat() == nil {
		t.Fatal("o does not open a conversation in the vim preset")
	}
	p.press("esc", "space")
	p.press("a")
	if _, ok := p.dialog().(*dialog.Chooser); !ok {
		t.Fatal("space a does not list the actions")
	}
	if !slices.Contains(Presets(), "emacs") || keys.Dialogs == "" {
		t.Fatal("presets are gone")
	}
}
