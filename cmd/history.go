package cmd

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"time"

	"keydesk/actions"
	"keydesk/actions/history"
	"keydesk/cmd/app"
	"keydesk/config"
	"keydesk/ui/text"
)

type historyCommand struct {
	List  historyListCommand  `cmd:"" default:"withargs" help:"Show the runs, newest first."`
	Prune historyPruneCommand `cmd:"" help:"Remove old runs."`
}

// Help shows how it is used.
func (historyCommand) Help() string {
	return "Example:\n\n    keydesk history --since 7d\n    keydesk history prune --older-than 90d"
}

type historyListCommand struct {
	JSON    bool   `name:"json" help:"Print JSON: one object a run."`
	Contact string `help:"Only runs for this contact: its id, or part of its name." placeholder:"ID|NAME"`
	Action  string `help:"Only runs of this action: its id, or part of its name." placeholder:"ID|NAME"`
	Since   string `help:"Only runs that began in this time or on this day." placeholder:"7d|2026-01-31"`
	Limit   int    `default:"100" help:"At most so many." placeholder:"N"`
}

// Help shows how it is used.
func (historyListCommand) Help() string {
	return "Example:\n\n    keydesk history --since 7d --action \"Create ticket\"\n    keydesk history --json | jq '.[] | select(.state == \"failed\")'"
}

type historyPruneCommand struct {
	OlderThan string `required:"" help:"Remove runs older than this." placeholder:"90d"`
}

// Help shows how it is used.
func (historyPruneCommand) Help() string {
	return "Example:\n\n    keydesk history prune --older-than 90d"
}

// Run lists runs. Looking makes no file: without one there were no runs.
func (c historyListCommand) Run(ctx context.Context, a *app.App) error {
	since, err := parseSince(c.Since, time.Now())
	if err != nil {
		return err
	}
	if c.Limit < 1 {
		return app.Usage("--limit is 1 or more, for example --limit 20")
	}
	settings, err := a.ReadSettings()
	if err != nil {
		return err
	}
	var runs []actions.Run
	if a.HasHistory() {
		store := a.OpenHistory(settings)
		defer store.Close()
		runs, err = store.List(ctx, history.Filter{Contact: c.Contact, Action: c.Action, Since: since, Limit: c.Limit})
		if err != nil {
			return err
		}
	}
	if c.JSON {
		list := make([]runJSON, 0, len(runs))
		for _, r := range runs {
			one, err := newRunJSON(r)
			if err != nil {
				return err
			}
			list = append(list, one)
		}
		return a.WriteJSON(list)
	}
	if len(runs) == 0 {
		a.Say("No runs are on record here.")
		return nil
	}
	rows := make([][]string, 0, len(runs))
	for _, r := range runs {
		rows = append(rows, []string{
			r.Started.In(a.Location()).Format("2006-01-02 15:04"), string(r.State), text.Cut(text.Line(r.ActionName), 24),
			text.Cut(text.Line(r.ContactName), 24), text.Line(said(r)),
		})
	}
	a.Table(rows)
	return nil
}

// said is the end of a run in words. Of a run that may have arrived the id is told, which the
// receiver has as webhook-id.
func said(r actions.Run) string {
	words := r.Message
	if r.Error != "" {
		words = r.Error
	}
	if r.State == actions.StateUnknown || r.State == actions.StateUncertain {
		words += " · id " + r.PlanID
	}
	return words
}

// Run removes old runs.
func (c historyPruneCommand) Run(ctx context.Context, a *app.App) error {
	age, err := config.ParseAge(c.OlderThan)
	if err != nil || age <= 0 {
		return app.Usage("--older-than %q is no age, for example --older-than 90d", c.OlderThan)
	}
	settings, err := a.ReadSettings()
	if err != nil {
		return err
	}
	if _, err := os.Stat(a.Paths().HistoryFile()); errors.Is(err, fs.ErrNotExist) {
		a.Say("No runs are on record here.")
		return nil
	}
	store := a.OpenHistory(settings)
	defer store.Close()
	n, err := store.Prune(ctx, time.Now().Add(-age))
	if err != nil {
		return err
	}
	a.Say("%s older than %s removed.", app.Counted(n, "run"), c.OlderThan)
	return nil
}

// parseSince reads how long ago, or a day.
func parseSince(since string, now time.Time) (time.Time, error) {
	if since == "" {
		return time.Time{}, nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, since, time.Local); err == nil {
		return day, nil
	}
	age, err := config.ParseAge(since)
	if err != nil || age <= 0 {
		return time.Time{}, app.Usage("--since %q is no time, for example --since 7d or --since 2026-01-31", since)
	}
	return now.Add(-age), nil
}

// runJSON is one run as scripts read it.
type runJSON struct {
	ID          string          `json:"id"`
	PressID     string          `json:"press_id"`
	State       string          `json:"state"`
	Started     time.Time       `json:"started"`
	DurationMS  float64         `json:"duration_ms"`
	Profile     string          `json:"profile"`
	UserID      string          `json:"user_id"`
	UserName    string          `json:"user_name"`
	ContactID   string          `json:"contact_id"`
	ContactName string          `json:"contact_name"`
	ActionID    string          `json:"action_id"`
	ActionName  string          `json:"action_name"`
	Type        string          `json:"type"`
	Summary     string          `json:"summary"`
	Plan        string          `json:"plan"`
	Status      int             `json:"status,omitempty"`
	Attempts    int             `json:"attempts"`
	Message     string          `json:"message"`
	Error       string          `json:"error,omitempty"`
	Effects     json.RawMessage `json:"effects"`
	Log         []string        `json:"log"`
}

func newRunJSON(r actions.Run) (runJSON, error) {
	effects, err := actions.MarshalEffects(r.Effects)
	if err != nil {
		return runJSON{}, err
	}
	log := r.Log
	if log == nil {
		log = []string{}
	}
	return runJSON{
		ID: r.ID, PressID: r.PlanID, State: string(r.State), Started: r.Started.UTC(), DurationMS: float64(r.Took.Microseconds()) / 1000,
		Profile: r.Profile, UserID: r.UserID, UserName: r.UserName, ContactID: r.ContactID, ContactName: r.ContactName,
		ActionID: r.ActionID, ActionName: r.ActionName, Type: string(r.Type), Summary: r.Summary, Plan: r.Plan,
		Status: r.Status, Attempts: r.Attempts, Message: r.Message, Error: r.Error, Effects: effects, Log: log,
	}, nil
}
