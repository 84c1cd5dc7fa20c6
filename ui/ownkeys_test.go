package ui

import (
	"strings"
	"testing"

	"keydesk/actions"
	"keydesk/ui/compose"
	"keydesk/ui/keys"
)

// keyed gives demo actions keys of their own, as the settings do.
func keyed(byName map[string]string) func(*Deps) {
	return func(d *Deps) {
		d.Configure = func(a actions.Definition) actions.Definition {
			return a.WithOptions(actions.Options{Key: byName[a.Name]})
		}
	}
}

func TestAnActionsOwnKeyPressesItAndIsShown(t *testing.T) {
	p := newPump(t, bench{width: 120, height: 36, deps: keyed(map[string]string{"Create ticket": "alt+;"})})
	p.openFirst()
	p.shows("[alt+; ", "Create ticket")
	p.press("alt+;")
	p.shows("TCK-1042")
}

func TestKeysThatCannotBeAnActionsAreToldNamingBoth(t *testing.T) {
	p := newPump(t, bench{})
	list := []actions.Definition{
		{ID: "a", Name: "Taken", Options: actions.Options{Key: "ctrl+k"}},
		{ID: "b", Name: "Letter", Options: actions.Options{Key: "x"}},
		{ID: "c", Name: "Editing", Options: actions.Options{Key: "ctrl+w"}},
		{ID: "d", Name: "First", Options: actions.Options{Key: "f12"}},
		{ID: "e", Name: "Second", Options: actions.Options{Key: "F12"}},
		{ID: "f", Name: "Nonsense", Options: actions.Options{Key: "ctrl+frobnicate"}},
	}
	own, refused := p.ownKeys(list)
	if len(own) != 1 || own["f12"] != "d" {
		t.Fatalf("keys %v", own)
	}
	told := strings.Join(refused, "\n")
	for _, part := range []string{"Taken", "Palette", "Letter", "text to somebody who types", "Editing", "composer", "Second", "that of First", "Nonsense"} {
		if !strings.Contains(told, part) {
			t.Errorf("%q is not told:\n%s", part, told)
		}
	}
}

// TestTheComposerKeepsItsKeys holds compose.Owns against what editing needs.
func TestTheComposerKeepsItsKeys(t *testing.T) {
	for _, name := range []string{"ctrl+a", "ctrl+e", "alt+b", "ctrl+w", "backspace", "ctrl+_"} {
		if key, err := keys.Parse(name); err != nil || !compose.Owns(key) {
			t.Errorf("%s is not the composer's: %v", name, err)
		}
	}
	if compose.Owns("alt+;") {
		t.Error("alt+; is the composer's")
	}
}
