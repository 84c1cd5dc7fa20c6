package actionscmd

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"keydesk/actions"
	"keydesk/cmd/app"
	"keydesk/ui/host"
)

// effectLimit bounds one effect: a clipboard tool or browser may hang.
const effectLimit = 5 * time.Second

// perform does what the outcome asks for, all of it, and adds to its message what became of that.
// What failed makes the run fail: the person asked for a copied number, not for a nice sentence.
func perform(ctx context.Context, a *app.App, run *prepared, o actions.Outcome) actions.Outcome {
	if len(o.Effects) == 0 {
		return o
	}
	machine := host.New(host.Options{Env: a.Env.Getenv, Clipboard: run.profile.Clipboard, Open: run.profile.Open, Served: a.Served != nil})
	said := strings.TrimSuffix(o.Message, ".")
	if o.Plain { // what was done says it better
		said = run.action.Name
	}
	separator := ": "
	if !o.Plain {
		separator = "; "
	}
	var failed []string
	for _, e := range o.Effects {
		ctx, cancel := context.WithTimeout(ctx, effectLimit)
		note, err := performOne(ctx, a, machine, e)
		cancel()
		if err != nil {
			note = undone(e) + ": " + err.Error()
			failed = append(failed, note)
		}
		if note != "" && !strings.Contains(said, note) {
			said, separator = joined(said, separator, note), "; "
		}
	}
	o.Message = said
	if len(failed) > 0 && o.Err == nil {
		o.Success, o.Err = false, errors.New(strings.Join(failed, "; "))
	}
	return o
}

// joined puts a sentence together from parts of which the first may be missing.
func joined(said, separator, note string) string {
	if said == "" {
		return note
	}
	return said + separator + note
}

// undone names an effect that could not be performed.
func undone(e actions.Effect) string {
	if _, ok := e.(actions.Open); ok {
		return "not opened"
	}
	return "not copied"
}

func performOne(ctx context.Context, a *app.App, machine *host.Host, e actions.Effect) (note string, err error) {
	switch e := e.(type) {
	case actions.Toast:
		return e.Text, nil
	case actions.Insert:
		return "text for a draft: " + e.Text, nil
	case actions.Open:
		opened, err := machine.Open(ctx, e.URL)
		switch {
		case err != nil:
			return "", err
		case opened.Note != "":
			return opened.Note, nil
		}
		return "opened " + opened.URL, nil
	case actions.Copy:
		return copyText(ctx, a, machine, e.Text)
	}
	return "", nil
}

// copyText copies, through the terminal where that is the way; for that there must be one.
func copyText(ctx context.Context, a *app.App, machine *host.Host, s string) (note string, err error) {
	copied, err := machine.Copy(ctx, s)
	if err != nil {
		return "", err
	}
	if copied.Sequence {
		if !a.Env.StdoutTerminal && !copied.Verified {
			return "", errors.New("there is no clipboard here, and no terminal to send the text to")
		}
		if a.Env.StdoutTerminal {
			fmt.Fprint(a.Env.Stdout, copied.Written())
		}
	}
	if copied.Note != "" {
		return copied.Note, nil
	}
	return "copied", nil
}
