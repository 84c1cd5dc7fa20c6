package desk

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/cmd/app"
	"keydesk/ui"
)

// settingsChanges waits for other settings, as far as an open desk takes them over.
func settingsChanges(a *app.App, parts Parts) func(context.Context) (ui.Change, error) {
	r := newReloader(a, parts)
	if a.Served == nil {
		return r.next
	}
	greeting := a.Served.Greeting()
	draining := a.Served.Session.Draining()
	return func(ctx context.Context) (ui.Change, error) {
		if said := greeting; said != "" {
			greeting = ""
			return ui.Change{Bad: true, Said: said}, nil
		}
		for {
			select {
			case <-ctx.Done():
				return ui.Change{}, ctx.Err()
			case <-draining:
				draining = nil
				left := a.Served.Session.Left().Round(time.Second)
				return ui.Change{Bad: true, Said: fmt.Sprintf("The server ends in %s: finish your sentence. What you write is kept; connect again in a minute.", left)}, nil
			case <-a.Served.Changed():
				if change := r.read(); change.Apply != nil || change.Said != "" {
					return change, nil
				}
			}
		}
	}
}

// noteFile writes in the audit log which file of the agent went to whom, and what became of it; nil where
// nobody is served.
func noteFile(a *app.App) func(contactID, name string, err error) {
	if a.Served == nil {
		return nil
	}
	return func(contactID, name string, err error) {
		outcome := "sent"
		if err != nil {
			outcome = client.KindOf(err).String()
		}
		a.Served.Session.Audit("file", "way", "sent", "name", name, "contact_id", contactID, "outcome", outcome)
	}
}

// noProgram is what becomes of a wish for a program on somebody else's machine.
func noProgram(_ *exec.Cmd, done func(error) tea.Msg) tea.Cmd {
	return func() tea.Msg { return done(errors.New("the desk runs on a server, where no program is started")) }
}
