package ui

import (
	"context"
	"strings"
	"testing"

	"keydesk/actions"
	"keydesk/ui/theme"
)

// settingsBench is a desk whose settings change when the test says so.
func settingsBench(changes chan Change) bench {
	return bench{deps: func(d *Deps) {
		d.LookName = "auto"
		d.Settings = func(ctx context.Context) (Change, error) {
			select {
			case c := <-changes:
				return c, nil
			default:
				return Change{}, context.Canceled // nothing waits: the desk is idle
			}
		}
	}}
}

// turn lets the desk look at its settings as the watcher would.
func (p *pump) turn(changes chan Change, c Change) {
	changes <- c
	p.awaitSettings()
}

func TestChangedSettingsHoldAtOnce(t *testing.T) {
	changes := make(chan Change, 1)
	p := newPump(t, settingsBench(changes))
	p.press("enter")
	p.turn(changes, Change{Said: "New settings hold: keys.", Apply: func(d Deps) Deps {
		d.Keys = map[string][]string{"help": {"f10"}, "copy.phone": {"alt+9"}}
		d.Theme, d.Mouse, d.CtrlEnter = theme.New("auto", "ascii", true), false, true
		d.Configure = func(a actions.Definition) actions.Definition { a.Name = "Changed " + a.Name; return a }
		return d
	}})
	p.shows("New settings hold: keys.", "is already", "Changed ", "|")
	p.hides("│")
	if v := p.view(); v.MouseMode != 0 {
		t.Error("the mouse is still taken")
	}
	p.typeText("hello")
	p.press("enter")
	if got := p.openChat().compose.Value(); got != "hello\n" {
		t.Errorf("enter did not start a line: %q", got)
	}
}

func TestSettingsWithAMistakeChangeNothing(t *testing.T) {
	changes := make(chan Change, 1)
	p := newPump(t, settingsBench(changes))
	before := p.keyTable()
	p.turn(changes, Change{Bad: true, Said: "The settings stay as they were: config.toml:2:1: them\x1b[31m is not a setting."})
	p.shows("The settings stay as they were: config.toml:2:1: them is not a setting.")
	if len(before.All()) != len(p.keyTable().All()) {
		t.Error("the keys changed")
	}
	p.press("?")
	p.shows("Keys")
}

func TestColoursTakenOnTheDeskOutlastOtherChanges(t *testing.T) {
	changes := make(chan Change, 1)
	b := settingsBench(changes)
	inner := b.deps
	b.deps = func(d *Deps) {
		inner(d)
		d.Look = func(name string) theme.Theme { return theme.New(name, "unicode", false) }
		d.Looks, d.Theme = []string{"auto", "dark"}, theme.New("auto", "unicode", false)
	}
	p := newPump(t, b)
	p.takeLook("dark")
	dark := p.drawn()
	p.turn(changes, Change{Said: "New settings hold: mouse.", Apply: func(d Deps) Deps { d.Mouse = false; return d }})
	p.fire()
	if p.lookName() != "dark" || !strings.HasPrefix(p.drawn(), dark[:200]) {
		t.Errorf("the colours went back to %q", p.lookName())
	}
	p.turn(changes, Change{Apply: func(d Deps) Deps { d.LookName, d.Theme = "light", d.Look("light"); return d }})
	if p.lookName() != "light" {
		t.Errorf("the settings' colours are %q", p.lookName())
	}
}
