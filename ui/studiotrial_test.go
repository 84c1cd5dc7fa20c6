package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
)

// remembered are the tests of a pretended record.
type remembered map[string]actions.Tested

func (m remembered) NoteTest(_ context.Context, key string, t actions.Tested) error {
	m[key] = t
	return nil
}

func (m remembered) Tested(_ context.Context, key string) (actions.Tested, bool, error) {
	t, ok := m[key]
	return t, ok, nil
}

// TestStudioTriesAWebhookWithTheCatcher shows what arrived beside the preview,
// and what was tested is switched on without a question, also by another console.
func TestStudioTriesAWebhookWithTheCatcher(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		tests := remembered{}
		b := bench{deps: func(d *Deps) { d.Trash, d.Tests = t.TempDir(), tests }}
		b.emulator.Generation = generation
		p := studioPump(t, b)
		p.press("n")
		p.typeText("Hook")
		p.press("tab", "tab", "tab")
		p.clearField()
		p.typeText("https://helpdesk.example.com/tickets?token=s3cret")
		p.press("alt+=")
		p.shows("Test “Hook” for Aarav Sharma", "answers 200", "stays on this machine", "For real: to helpdesk.example.com")
		p.typeText("422")
		p.press("enter")
		p.shows("test: to the catcher", "phone is missing", "arrived at 127.0.0.1:", "POST  /tickets?token=")
		if len(tests) != 0 {
			t.Fatal("a failure counts as tested")
		}
		p.press("alt+=")
		p.typeText("201")
		p.press("enter")
		p.shows("Test of Hook: Made by the test", "bytes arrived")
		if len(tests) != 1 {
			t.Fatalf("%d tests are remembered", len(tests))
		}
		p.press("ctrl+s")
		p.shows("Hook is saved, switched off")
		p.press("esc")
		p.shows("caught")
		p.press("space")
		p.hides("untested")
		if !p.stored()["Hook"].Active {
			t.Fatalf("it is not on:\n%s", p.screen())
		}
		p.press("space") // off
		p.studio().tested, p.studio().last = nil, nil
		p.press("R", "space")
		p.hides("untested")
		p.press("space", "e")
		p.press("tab", "tab", "tab")
		p.typeText("2")
		p.hides("test: to the catcher") // it is another action now
	})
}

// TestStudioAsksBeforeARealTest sends nothing before the answer is yes.
func TestStudioAsksBeforeARealTest(t *testing.T) {
	p := studioPump(t, bench{})
	p.press("t")
	p.typeText("for real")
	p.press("enter")
	p.shows("for real?", "This test is real", "POST")
	p.press("esc")
	p.hides("test: for real")
	if p.studio().trial.token != 0 {
		t.Fatal("it ran")
	}
	p.press("t")
	p.typeText("for real")
	p.press("enter")
	p.answer("y")
	p.shows("test: for real")
	if o := p.studio().trial.outcome; !o.Success {
		t.Fatalf("%+v", o)
	}
}

func TestStudioRehearsesAScript(t *testing.T) {
	p := studioPump(t, bench{})
	p.press("n", "tab", "tab", "right", "right", "tab")
	p.typeText("navigator.clipboard.writeText(contact.name)")
	p.press("alt+=")
	p.shows("Rehearse", "effects are done")
	p.press("enter")
	p.shows("test: rehearsed, nothing was done", "copy")
	if p.studio().trial.how != actions.TestRehearsed || len(p.studio().trial.outcome.Effects) != 1 {
		t.Fatalf("%+v", p.studio().trial)
	}
	p.press("alt+=")
	p.typeText("for real")
	p.press("enter")
	p.answer("y")
	if !strings.Contains(p.screen(), "test: for real") {
		t.Fatalf("it did not run:\n%s", p.screen())
	}
}

// TestEscStopsATestFirst: the first esc stops the test and says so, the second one leaves, as with
// actions that run in a conversation.
func TestEscStopsATestFirst(t *testing.T) {
	for _, form := range []bool{false, true} {
		for _, way := range []string{"answers 200", "for real"} {
			p := studioPump(t, bench{})
			open := "t"
			if form {
				p.press("enter")
				open = "alt+="
			}
			p.press(open)
			p.typeText(way)
			var cmd tea.Cmd
			if way == "for real" {
				p.press("enter")
				p.clock = p.clock.Add(2 * time.Second) // the question takes keys
				cmd = p.give(keyPress("y"))
			} else {
				cmd = p.give(keyPress("enter"))
			}
			p.shows("running; esc stops it")
			p.press("esc")
			if !p.studio().open || (p.studio().form != nil) != form {
				t.Fatalf("form %v, %s: esc left as well", form, way)
			}
			p.run(cmd)
			p.shows("cancelled")
			if o := p.studio().trial.outcome; !o.Cancelled || len(p.studio().tested) != 0 {
				t.Errorf("form %v, %s: it was not stopped: %+v", form, way, o)
			}
			p.press("esc")
			if p.studio().open == !form {
				t.Errorf("form %v, %s: the second esc does not leave", form, way)
			}
		}
	}
}

// What the ways of testing differ in is not cut, and the name of the action is told from the words
// around it.
func TestTheWaysOfTestingAreToldApart(t *testing.T) {
	for _, width := range []int{80, 120} {
		p := studioPump(t, bench{width: width, height: 36})
		p.press("e")
		p.clearField()
		p.typeText("Test hook")
		p.press("tab", "tab", "tab")
		p.clearField()
		p.typeText("https://a-long-name-of-a-host.helpdesk.example.com/")
		p.press("alt+=")
		p.shows("Test “Test hook” for Aarav Sharma", "Catcher that answers 200 ", "Catcher that answers 201 with a message ", "stays on this machine",
			"Catcher that answers 422, what is wrong ", "Catcher that answers 500 without a word ", "to a-long-name-of-a-host.helpdesk.example.com")
	}
	p := studioPump(t, bench{width: 120, height: 36})
	p.press("e", "tab", "tab", "tab")
	p.clearField()
	host := "https://" + strings.Repeat("a-long-name.", 6) + "example.com"
	p.typeText(host + "/")
	p.press("alt+=")
	p.shows("For real: to " + strings.TrimPrefix(host, "https://") + " ")
}
