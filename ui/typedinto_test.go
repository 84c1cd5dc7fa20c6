package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/code"
	"keydesk/ui/compose"
	"keydesk/ui/dialog"
	"keydesk/ui/studio"
)

// tooMuch is longer than any line or composer takes, and told apart from it in every place.
func tooMuch(n int) string { return strings.Repeat("0123456789", n/10+1) }

// Wherever a command leads, a long text that is pasted there is taken whole, or one sentence says what
// was not taken, or that nothing takes it.
func TestNoPasteIsDroppedSilently(t *testing.T) {
	places := map[string]func(*pump){
		"an empty desk":       func(*pump) {},
		"the toolbar":         func(p *pump) { p.openFirst(); p.focusOn(focusBar) },
		"the search in help":  func(p *pump) { p.press("?", "/") },
		"a field":             func(p *pump) { p.askValue(p.openFirst(), "city", "Pune") },
		"the sign-in":         func(p *pump) { p.act(p.root.line.askSignIn()) },
		"the studio's filter": func(p *pump) { p.do("studio"); p.act(p.root.studio.filterActions()) },
		"a header":            func(p *pump) { p.root.dialogs.Push(p.root.studio.headerForm(0, studio.Row{}, false)) },
		"a secret header": func(p *pump) {
			f := p.root.studio.headerForm(0, studio.Row{Name: "Authorization", Value: "x"}, false)
			f.At = 1
			p.root.dialogs.Push(f)
		},
	}
	for _, c := range newPump(t, bench{}).commands() {
		if c.Run != nil && c.ID != "quit" && c.ID != "suspend" {
			places[c.ID] = func(p *pump) { p.openFirst(); p.do(c.ID) }
		}
	}
	for name, open := range places {
		t.Run(name, func(t *testing.T) {
			p := newPump(t, bench{})
			open(p)
			p.clearNotice()
			p.send(tea.PasteMsg{Content: tooMuch(5 * compose.Most)})
			if s := p.screen(); p.notice() == "" && !strings.Contains(s, "too long: only the first") {
				t.Errorf("nothing is said:\n%s", s)
			}
			f := p.root.strays.typedInto()
			if f == nil {
				return
			}
			if n := len(f.Value()); n != dialog.MostTyped {
				t.Errorf("it holds %d characters", n)
			}
			f.Set("")
			p.clearNotice()
			p.send(tea.PasteMsg{Content: tooMuch(1500)})
			if n := len(f.Value()); n < 1500 || p.notice() != "" {
				t.Errorf("of what fits it holds %d characters and says %q", n, p.notice())
			}
		})
	}
}

// A line that is full takes no letter more, and says so; deleting goes on.
func TestAFullLineSaysSo(t *testing.T) {
	p := newPump(t, bench{})
	p.press("/")
	p.send(tea.PasteMsg{Content: tooMuch(dialog.MostTyped)[:dialog.MostTyped]})
	if p.notice() != "" {
		t.Fatalf("said %q of what fits", p.notice())
	}
	p.typeText("x")
	p.shows("Too long: only the first 16384 characters were taken.")
	p.press("backspace")
	p.clearNotice()
	p.typeText("x")
	if v := p.root.strays.typedInto().Value(); len(v) != dialog.MostTyped || !strings.HasSuffix(v, "x") || p.notice() != "" {
		t.Errorf("%d characters, said %q", len(v), p.notice())
	}
}

// What the platform has is edited whole, however long: saving would cut it there.
func TestALongValueIsEditedWhole(t *testing.T) {
	long := tooMuch(3 * dialog.MostTyped)
	p := newPump(t, bench{})
	p.askValue(p.openFirst(), "city", long)
	if got := p.root.strays.typedInto().Value(); got != long {
		t.Errorf("%d of %d characters", len(got), len(long))
	}
	a := textAnswer("value", "Value", long, false)
	if a.Field.Value() != long {
		t.Errorf("a header has %d of %d characters", len(a.Field.Value()), len(long))
	}
}

// A script from elsewhere that is longer than the field says what was not taken.
func TestALongScriptIsNotCutSilently(t *testing.T) {
	th := newPump(t, bench{}).root.Theme
	pane := code.New(&th, code.JavaScript)
	pane.Resize(80, 5)
	pane.Replace(tooMuch(2 * code.Limit))
	if !strings.Contains(pane.View(), "too long: only the first 256 KiB were taken") {
		t.Errorf("it says nothing:\n%s", pane.View())
	}
}
