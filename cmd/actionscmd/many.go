package actionscmd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"

	"keydesk/actions"
	"keydesk/actions/batch"
	"keydesk/client"
	"keydesk/cmd/app"
	"keydesk/ui/bulk"
	"keydesk/ui/text"
)

// many runs the action for all conversations of a list or view: all is planned and asked about at
// once, then done one after the other.
func (c Run) many(ctx context.Context, a *app.App) error {
	job, targets, done, err := c.prepareMany(ctx, a)
	defer done()
	if err != nil {
		return c.failMany(a, err)
	}
	background := client.Prefetch(ctx) // the desk of the same person goes first
	b := batch.New(targets)
	for i, ok := b.ToPlan(); ok; i, ok = b.ToPlan() {
		step, err := job.Plan(background, b.Rows()[i].Target)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		b.Took(i, step, err)
	}
	if c.DryRun {
		return c.showMany(ctx, a, job, b)
	}
	if err := c.permitMany(ctx, a, job, b); err != nil {
		return c.failMany(a, err)
	}
	return c.runMany(background, a, job, b)
}

// failMany says, of all of them, why nothing was run.
func (c Run) failMany(a *app.App, err error) error {
	if !c.JSON {
		return err
	}
	if err := app.WriteJSONLine(a.Env.Stdout, actions.Outcome{Message: err.Error(), Err: err}); err != nil {
		return err
	}
	return app.Told(err)
}

// prepareMany signs in and finds the action and the conversations. done lets go of all of it.
func (c Run) prepareMany(ctx context.Context, a *app.App) (job batch.Action, targets []batch.Target, done func(), err error) {
	var closers []func()
	done = func() {
		for i := len(closers) - 1; i >= 0; i-- {
			closers[i]()
		}
	}
	inputs, err := parseInputs(c.Input)
	if err != nil {
		return job, nil, done, err
	}
	var list []listed
	if c.Contacts != "" {
		data, err := a.ReadInput(c.Contacts)
		if err == nil {
			list, err = parseContacts(c.Contacts, data)
		}
		if err != nil {
			return job, nil, done, err
		}
	}
	settings, err := a.ReadSettings()
	if err != nil {
		return job, nil, done, err
	}
	logger := slog.New(slog.DiscardHandler)
	if !c.DryRun {
		logger = a.Logger(settings)
	}
	signed, err := a.SignIn(ctx, settings, logger)
	if err != nil {
		return job, nil, done, err
	}
	closers = append(closers, signed.Client.Close)
	if c.Contacts != "" {
		targets, err = targetsOf(ctx, signed.Client, c.Contacts, list)
	} else {
		targets, err = viewed(ctx, a, signed, c.View)
	}
	if err != nil {
		return job, nil, done, err
	}
	roots, err := app.Authorities(signed.Profile)
	if err != nil {
		return job, nil, done, err
	}
	scripts := a.NewScripts(logger, false)
	closers = append(closers, scripts.Close)
	parts := app.EngineParts{Settings: settings, Profile: signed.Profile, Client: signed.Client, Hosts: c.AllowHost, Scripts: scripts, Roots: roots}
	if !c.DryRun {
		record := a.OpenHistory(settings)
		closers = append(closers, func() { _ = record.Close() }) // every run was written at once
		parts.Recorder = record
	}
	engine, err := a.NewEngine(ctx, parts)
	if err != nil {
		return job, nil, done, err
	}
	closers = append(closers, engine.Close)
	job, err = c.job(ctx, a, signed, engine, inputs)
	return job, targets, done, err
}

// job is the action, and how it and a conversation are read anew.
func (c Run) job(ctx context.Context, a *app.App, signed *app.Session, engine *actions.Engine, inputs map[string]any) (batch.Action, error) {
	version := func(raw []byte) (v batch.Version, err error) {
		if v.Stored, err = actions.ParseStored(raw); err == nil {
			v.Definition, err = definition(signed.Settings, raw)
		}
		return v, err
	}
	raw, err := c.definitionText(ctx, a, signed.Client)
	if err != nil {
		return batch.Action{}, err
	}
	shown, err := version(raw)
	if err != nil {
		return batch.Action{}, inFile(c.File, err)
	}
	if c.File == "" && !shown.Definition.Active && !c.DryRun {
		return batch.Action{}, fmt.Errorf("%q is switched off on the platform", shown.Definition.Name)
	}
	reader := bulk.Reader{Platform: signed.Client, User: signed.Identity.User.Raw, Organization: signed.Identity.Organization.Raw, Kind: shown.Definition.Type, Now: a.Now}
	job := reader.Action(engine, shown, inputs, version)
	if c.File != "" {
		job.Current = func(context.Context) (batch.Version, error) { return shown, nil }
	}
	return job, nil
}

// permitMany shows everything that would be sent and asks once for all of it.
func (c Run) permitMany(ctx context.Context, a *app.App, job batch.Action, b *batch.Batch) error {
	n, refused := b.Count(batch.Planned), len(b.Rows())-b.Count(batch.Planned)
	if n == 0 || c.Yes {
		return nil
	}
	if !a.Env.StdinTerminal || c.File == "-" || c.Contacts == "-" {
		return app.Usage("an action asks before it runs for several contacts, and nobody can be asked here; look at --dry-run, then give --yes")
	}
	for i := range b.Rows() {
		fmt.Fprint(a.Env.Stderr, text.Safe(rowText(i, &b.Rows()[i])))
	}
	name, question := job.Shown.Definition.Name, ""
	if refused > 0 {
		question = fmt.Sprintf(" (%d of %d would not run)", refused, len(b.Rows()))
	}
	if job.Shown.Definition.Options.Danger {
		answer, err := a.Ask(ctx, app.Printable(fmt.Sprintf("%s is marked as dangerous. Type %d to run it for %s%s: ", name, n, app.Counted(n, "contact"), question)))
		if err != nil {
			return err
		}
		if answer != strconv.Itoa(n) {
			return errors.New("not run")
		}
		return nil
	}
	yes, err := a.Confirm(ctx, app.Printable(fmt.Sprintf("Run %s for %s%s?", name, app.Counted(n, "contact"), question)))
	if err == nil && !yes {
		err = errors.New("not run")
	}
	return err
}

// rowText is a conversation with the plan for it, as text.
func rowText(i int, row *batch.Row) string {
	s := fmt.Sprintf("── %d. %s ──\n", i+1, row.Name)
	if row.Step != nil {
		s += row.Step.Text()
	}
	if row.Words != "" {
		s += "would not run: " + row.Words + "\n"
	}
	return s + "\n"
}

// runMany does what was agreed to, and tells of each conversation as it is done. Where the next ones
// would fare no better, or somebody interrupts, the rest is left.
func (c Run) runMany(ctx context.Context, a *app.App, job batch.Action, b *batch.Batch) error {
	b.Begin()
	for i := range b.Rows() {
		if row := &b.Rows()[i]; row.State == batch.Refused {
			row.Outcome = job.Record(ctx, *row)
		}
	}
	told := 0
	tell := func() error {
		for ; told < len(b.Rows()) && b.Rows()[told].State != batch.Planned; told++ {
			if err := c.tellRow(a, &b.Rows()[told]); err != nil {
				return err
			}
		}
		return nil
	}
	for i, ok := b.Next(); ok; i, ok = b.Next() {
		row := b.Rows()[i]
		result := job.Do(ctx, row.Target, row.Step)
		if result.Halts || ctx.Err() != nil {
			b.Stop()
		}
		b.Finish(i, result)
		if err := tell(); err != nil {
			return err
		}
	}
	if err := tell(); err != nil {
		return err
	}
	return c.summary(a, b)
}

// summary is the last word about all of them: how many are not done.
func (c Run) summary(a *app.App, b *batch.Batch) error {
	n := b.Count(batch.Done)
	if n < len(b.Rows()) {
		err := fmt.Errorf("%d of %s done", n, app.Counted(len(b.Rows()), "contact"))
		if c.JSON {
			return app.Told(err)
		}
		return err
	}
	if !c.JSON {
		a.Say("All %s done.", app.Counted(n, "contact"))
	}
	return nil
}

// jsonRow is a conversation as --json tells it, in one line.
type jsonRow struct {
	ContactID   string           `json:"contact_id"`
	ContactName string           `json:"contact_name"`
	State       string           `json:"state"`
	Message     string           `json:"message,omitempty"`
	Result      *actions.Outcome `json:"result,omitempty"`
}

func (c Run) tellRow(a *app.App, row *batch.Row) error {
	words := row.Words
	if row.State == batch.Left {
		words = "not begun"
	}
	if !c.JSON {
		a.Say("%s: %s: %s", row.Name, row.State, words)
		return nil
	}
	return app.WriteJSONLine(a.Env.Stdout, jsonRow{ContactID: row.ID, ContactName: row.Name, State: row.State.String(), Message: words, Result: row.Outcome})
}

// showMany tells what would happen, and sends nothing.
func (c Run) showMany(ctx context.Context, a *app.App, job batch.Action, b *batch.Batch) error {
	for i := range b.Rows() {
		row := &b.Rows()[i]
		if !c.JSON {
			fmt.Fprint(a.Env.Stdout, text.Safe(rowText(i, row)))
			continue
		}
		if planned, ok := row.Step.(batch.Planning); ok {
			o := job.Engine.Rehearse(ctx, planned.Plan)
			row.Outcome = &o
		}
		if err := c.tellRow(a, row); err != nil {
			return err
		}
	}
	n := b.Count(batch.Planned)
	err := fmt.Errorf("it would run for %d of %s", n, app.Counted(len(b.Rows()), "contact"))
	switch {
	case n < len(b.Rows()) && c.JSON:
		return app.Told(err)
	case n < len(b.Rows()):
		return err
	case !c.JSON:
		a.Say("It would run for %s. Nothing was sent, opened, copied or written.", app.Counted(n, "contact"))
	}
	return nil
}
