package actionscmd

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"keydesk/actions"
	"keydesk/cmd/app"
	"keydesk/ui/text"
)

// report prints the result as JSON if that was asked for; err is what the exit code is made of.
func (c Run) report(a *app.App, o actions.Outcome, err error) error {
	if !c.JSON {
		return err
	}
	if writeErr := a.WriteJSON(o); writeErr != nil {
		return writeErr
	}
	switch {
	case err != nil:
		return app.Told(err)
	case !o.Success:
		return app.Told(errors.New(o.Message))
	}
	return nil
}

// tell says in words what became of the run.
func (c Run) tell(a *app.App, plan actions.Plan, o actions.Outcome) error {
	if c.DryRun && !plan.IsZero() {
		fmt.Fprint(a.Env.Stdout, text.Safe(plan.Masked().Text()))
		for _, e := range o.Effects {
			a.Say("would %s", wouldDo(e))
		}
	}
	for _, line := range o.Log {
		if !c.DryRun || !slices.Contains(plan.Notes(), line) { // the preview has those
			a.Say("log: %s", line)
		}
	}
	for _, line := range o.Cut {
		a.Say("cut: %s", line)
	}
	if o.Link != "" {
		a.Say("link: %s", o.Link)
	}
	if o.Err != nil || !o.Success { // the message has the action's name and what else became of the run
		return &app.Failure{Code: max(app.ExitFailed, app.ExitCode(o.Err)), Err: errors.New(o.Message)}
	}
	if c.DryRun {
		a.Say("Nothing was sent, opened, copied or written.")
		return nil
	}
	a.Say("%s", o.Message)
	return nil
}

// wouldDo names an effect that was only rehearsed.
func wouldDo(e actions.Effect) string {
	switch e := e.(type) {
	case actions.Copy:
		return "copy: " + e.Text
	case actions.Open:
		return "open: " + e.URL
	case actions.Insert:
		return "insert into the draft: " + e.Text
	case actions.Toast:
		return "say: " + e.Text
	}
	return "do something else"
}

// printCurl writes a curl line that sends the very same bytes. Where the line itself holds characters
// that would do something to the terminal in front of the person, they are replaced and that is said;
// into a pipe or file the line goes as it is.
func printCurl(a *app.App, line string) {
	line = strings.TrimRight(line, "\n")
	if a.Env.StdoutTerminal && strings.ContainsFunc(line, func(r rune) bool { return r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf) }) {
		line = text.Safe(line)
		a.Note("characters that cannot be shown are replaced; for the exact line send it to a file: keydesk run … --curl > curl.sh")
	}
	fmt.Fprintln(a.Env.Stdout, line)
}
