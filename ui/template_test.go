package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

	"keydesk/client/emulator"
	_ "keydesk/cmd/chance" // the same draws every time
	"keydesk/ui/dialog"
)

func TestTemplates(t *testing.T) {
	for _, x := range []struct{ generation, role string }{
		{"upstream", "agent"}, {"upstream", "manager"}, {"upstream", "admin"}, {"fork", "manager"}, {"fork", "admin"},
	} {
		t.Run(x.generation+" "+x.role, func(t *testing.T) {
			p := newPump(t, bench{role: x.role, emulator: emulator.Options{Generation: x.generation}})
			p.press("enter", "alt+t")
			p.shows("Template for Aarav Sharma", "Order update", "your order {{2}} has shipped", "[Track]")
			p.hides("Not yet approved")
			p.pickLine("Order update")
			p.shows("To Aarav Sharma: Order update", "{{1}}")
			p.typeText("Aarav")
			p.press("enter", "tab", "enter")
			p.shows("{{2}} is needed") // it has the keyboard now
			p.typeText("A-7")
			p.shows("Hello Aarav, your order A-7 has shipped.")
			p.press("enter", "enter")
			p.shows("The template for Aarav Sharma is on its way.", "[template] Hello Aarav, your order A-7 has shipped.")
		})
	}
}

// A template says who gets it, and that the list's bar is on somebody else.
func TestATemplateNamesWhoGetsIt(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.press("esc", "down", "alt+t")
	p.pickLine("Order update")
	p.shows("To Aarav Sharma: Order update", "This goes to Aarav Sharma, whose")
}

// One generation forbids agents to send templates: the command says so instead
// of failing afterwards, and so does the composer.
func TestTemplatesAreOffForAgentsOfTheFork(t *testing.T) {
	p := newPump(t, bench{emulator: emulator.Options{Generation: "fork"}})
	p.press("enter", "alt+t")
	p.shows("your role may not send templates")
	if p.dialogOpen() {
		t.Fatal("the list opened")
	}
	p.clearNotice()
	p.clock = p.clock.Add(30 * time.Hour)
	p.shows("24-hour window closed")
}

// A refusal comes back into the form with what was typed.
func TestARefusedTemplateIsNotLost(t *testing.T) {
	p := newPump(t, bench{})
	p.press("enter", "alt+t")
	p.pickLine("Order update")
	p.typeText("Aarav")
	p.press("enter")
	p.typeText("A-7")
	p.em.FailNext(1, 400, `{"status":"error","message":"Template is not approved (status: PAUSED)","data":null}`)
	p.press("enter", "enter")
	p.shows("To Aarav Sharma: Order update", "PAUSED", "Hello Aarav, your order A-7")
}

// What was typed into a template is there again, over esc and over a crash, until
// the platform took it.
func TestParametersOfATemplateAreKept(t *testing.T) {
	path := storePath(t)
	first, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	p.press("enter", "alt+t")
	p.pickLine("Order update")
	p.typeText("Aarav 👍🏽")
	p.press("esc")
	p.shows("1 draft unsent")
	p.press("alt+t")
	p.pickLine("Order update")
	p.shows("Hello Aarav 👍, your order {{2}}")
	p.press("enter")
	p.typeText("A-7")
	p.fire() // and the console dies with the form open
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	s, dep := withStore(t, path)
	next := p.again(dep)
	next.shows("1 draft unsent")
	next.press("enter", "alt+t")
	next.pickLine("Order update")
	next.shows("Hello Aarav 👍, your order A-7 has shipped.")
	next.press("enter", "tab", "enter")
	if m := next.newestOf(); m.Body != "Hello Aarav 👍🏽, your order A-7 has shipped." {
		t.Fatalf("sent %q", m.Body)
	}
	next.press("alt+t")
	next.pickLine("Order update")
	if f := next.dialog().(*dialog.Form); f.Draft() != (dialog.Draft{}) {
		t.Fatalf("offered again: %+v", f.Draft())
	}
	next.press("esc")
	nothingLeft(t, next, s)
}

// A closed window is told where one writes; a note needs none.
func TestTheClosedWindowIsTold(t *testing.T) {
	for _, s := range screens {
		p := newPump(t, bench{width: s.w, height: s.h})
		p.press("enter")
		p.hides("window closed: ")
		p.clock = p.clock.Add(30 * time.Hour)
		p.shows("window closed: ", "template")
		p.press("ctrl+n")
		p.hides("window closed: ")
		p.shows("NOTE, private")
	}
}

// Writing a note, one cannot come by a key into a reply that holds it.
func TestReplyingAndInsertedTextsLeaveTheNote(t *testing.T) {
	p := newPump(t, bench{})
	p.press("enter", "ctrl+n")
	p.typeText("a thought")
	c := p.openChat()
	c.insertReply("from an action")
	if c.compose.Value() != "a thought" {
		t.Fatal("a text for the customer came into the note")
	}
	p.press("tab", "tab", "tab")
	p.focusOn(focusThread)
	p.press("up", "r")
	p.hides("NOTE, private")
	if c.compose.Value() != "from an action" || c.draft("note").Body != "a thought" {
		t.Fatalf("reply %q, note %q", c.compose.Value(), c.draft("note").Body)
	}
}

// What fills a placeholder is never a placeholder itself.
func TestFillingPlaceholders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		if strings.Contains(a+b, "{{") || strings.Contains(a+b, "}}") || strings.HasSuffix(a, "{") || strings.HasPrefix(b, "}") {
			t.Skip("holds braces of its own")
		}
		v := rapid.SampledFrom([]string{"{{1}}", "{{2}}", "x", "}}", "{{"}).Draw(t, "v")
		if got := fillTemplateText(a+"{{ 1 }}"+b, map[string]string{"1": v, "2": "never"}); got != a+v+b {
			t.Fatalf("got %q", got)
		}
	})
}

func TestScreensOfTemplates(t *testing.T) {
	states := []struct {
		name string
		to   func(p *pump)
	}{
		{"templates", func(p *pump) { p.press("enter", "alt+t") }},
		{"template", func(p *pump) { p.press("enter", "alt+t"); p.pickLine("Order update"); p.typeText("Aarav") }},
		{"closed", func(p *pump) { p.press("enter"); p.clock = p.clock.Add(30 * time.Hour) }},
	}
	for _, s := range screens {
		for _, state := range states {
			t.Run(fmt.Sprintf("%s/%dx%d", state.name, s.w, s.h), func(t *testing.T) {
				p := newPump(t, bench{width: s.w, height: s.h})
				state.to(p)
				golden.RequireEqual(t, p.steady())
			})
		}
	}
}

// Where the window is closed a text is not sent to fail: it stays where it is.
func TestATextStaysWhereTheWindowIsClosed(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	p.clock = p.clock.Add(30 * time.Hour)
	before := p.ours(c.id)
	p.typeText("are you there?")
	p.press("enter")
	if got := c.compose.Value(); got != "are you there?" {
		t.Errorf("the composer holds %q", got)
	}
	if n := len(p.unsentOf(c)); n != 0 || p.ours(c.id) != before {
		t.Errorf("%d messages are on their way, the platform has %q", n, p.ours(c.id))
	}
	p.shows("Not sent: the 24-hour window is closed and only a template can be sent (alt+t).")
}
