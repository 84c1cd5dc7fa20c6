package ui

import (
	"context"
	"strings"
	"testing"

	"keydesk/actions"
)

// A note stays in the thread where it was written, and is told apart from what the customer sees.
func TestANoteStandsInTheThread(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.shows("NOTE Lina", "Kettle is at the Pune depot")
	p.press("ctrl+n")
	p.sendText("called, no answer")
	p.shows("NOTE you, only your team sees it", "║ called, no answer")
	p.press("esc", "up")
	p.press("enter")
	p.shows("NOTE Ravi", "called, no answer")
}

// A run stands where it happened, with what came of it; enter shows all that is recorded of it.
func TestARunStandsInTheThread(t *testing.T) {
	var runs []actions.Run
	p := newPump(t, bench{deps: func(d *Deps) {
		d.RunsOf = func(_ context.Context, contact string, _ int) ([]actions.Run, error) {
			var of []actions.Run
			for _, run := range runs {
				if run.ContactID == contact {
					of = append(of, run)
				}
			}
			return of, nil
		}
	}})
	c := p.openFirst()
	runs = []actions.Run{
		{ID: "1", State: actions.StateDone, ContactID: c.id, ActionName: "Create ticket", Message: "Create ticket: TCK-7", Started: p.clock, Summary: "POST"},
		{ID: "2", State: actions.StateFailed, ContactID: c.id, ActionName: "Refund request", Message: "the helpdesk refused", Started: p.clock},
		{ID: "3", State: actions.StateRefused, ContactID: c.id, ActionName: "Mail", Message: "never began", Started: p.clock},
	}
	p.press("alt+3") // whatever ran: the record is read again
	p.shows("✓ Create ticket: TCK-7", "✗ Refund request: the helpdesk refused")
	if strings.Contains(p.screen(), "never began") {
		t.Error("what did not run stands in the thread")
	}
	p.press("up", "up", "enter")
	p.shows("Outcome", "TCK-7")
}
