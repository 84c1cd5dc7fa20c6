package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/client/emulator"
)

// studioPump is a desk with the studio open.
func studioPump(t testing.TB, b bench) *pump {
	t.Helper()
	if b.role == "" {
		b.role = "admin"
	}
	if b.deps == nil {
		b.deps = func(d *Deps) { d.Trash = t.TempDir() }
	}
	p := newPump(t, b)
	p.press("enter", "alt+o")
	p.shows("Actions", "Create ticket")
	return p
}

// stored are the platform's actions by name.
func (p *pump) stored() map[string]client.CustomAction {
	p.t.Helper()
	list, err := p.platform().CustomActions(context.Background())
	if err != nil {
		p.t.Fatal(err)
	}
	out := map[string]client.CustomAction{}
	for _, a := range list {
		out[a.Name] = a
	}
	return out
}

// answer presses a key in a question once it is armed.
func (p *pump) answer(keys ...string) {
	p.clock = p.clock.Add(2 * time.Second)
	p.press(keys...)
}

// clear empties the line of input under the keyboard.
func (p *pump) clearField() {
	for range 300 {
		p.press("backspace")
	}
}

func TestStudioOpensAndGivesTheDeskBack(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		p := newPump(t, bench{role: "admin", emulator: emulator.Options{Generation: generation}})
		p.press("enter")
		p.typeText("half a sentence")
		before := p.screen()
		p.press("alt+o")
		p.shows("8 on, 2 off", "Sync to ERP", "Track parcel", "sample: Aarav Sharma")
		p.hides("half a sentence")
		p.press("esc")
		if after := p.screen(); after != before {
			t.Fatalf("the desk is not as it was:\n%s", after)
		}
		p.press("ctrl+k")
		p.typeText("studio make")
		p.press("enter")
		p.shows("8 on, 2 off")
	})
}

func TestStudioMakesAnActionThatIsOff(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		p := studioPump(t, bench{emulator: emulator.Options{Generation: generation}})
		p.press("n")
		p.shows("(unnamed)", "Name", "Headers", "Body")
		p.typeText("Look up 王")
		p.press("tab", "tab", "right", "tab")
		p.clearField()
		p.typeText("https://crm.example.com/?q={{contact.name}}")
		p.shows("https://crm.example.com/?q=Aarav%20Sharma")
		p.press("ctrl+s")
		p.shows("Look up 王 is saved, switched off")
		a := p.stored()["Look up 王"]
		if a.Type != "url" || a.Active || a.Order != 10 || !strings.Contains(string(a.Config), "crm.example.com") {
			t.Fatalf("the platform has %+v", a)
		}
		p.press("esc")
		p.shows("8 on, 3 off")
	})
}
