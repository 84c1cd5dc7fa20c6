package actionscmd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"keydesk/actions"
	"keydesk/actions/files"
	"keydesk/client"
	"keydesk/cmd/app"
	"keydesk/config"
)

type actionsPushCommand struct {
	Dir    string `arg:"" help:"Directory of the actions." placeholder:"DIR" type:"path"`
	DryRun bool   `help:"Show what would change; write nothing."`
	Prune  bool   `help:"Delete actions on the platform whose files were deleted here; a copy goes to the trash folder."`
	Force  bool   `help:"Let the files win over changes on the platform that were never pulled, and write active actions that lint finds broken."`
	Yes    bool   `short:"y" help:"Do not ask before writing."`
	JSON   bool   `name:"json" help:"Print JSON: one object an action with what was done."`
}

// Help shows how it is used.
func (actionsPushCommand) Help() string {
	return `Shows what will change, asks, writes, and reports each action. What changed on the platform since the last pull is never overwritten without --force, and an active action in which lint finds an error is not written: then nothing is written at all. What is new is created switched off, and its file says so; write active = true once it is tested. It can be run again safely, also after it was cut off.

Example:

    keydesk actions push actions --dry-run
    keydesk actions push actions --prune
    keydesk actions push actions --yes --json`
}

// step is what a push does with one action.
type step struct {
	files.Pair
	// do is "create", "update", "delete", "note" (the id only), "refuse" or "skip".
	do string
	// why is the reason of a refusal or of leaving it alone.
	why string
	// declared says that the file of a new action calls it active.
	declared bool
}

// pushed is one action of push --json.
type pushed struct {
	File    string       `json:"file"`
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Did     string       `json:"did"` // created, updated, deleted, noted, refused, skipped, failed, or would … with --dry-run
	Changes []jsonChange `json:"changes"`
	Error   string       `json:"error,omitempty"`
}

// Run writes the files to the platform.
func (c actionsPushCommand) Run(ctx context.Context, a *app.App) error {
	dir, err := files.Open(c.Dir)
	if err != nil {
		return app.Usage("%v", err)
	}
	b, err := sideBySide(ctx, a, dir)
	defer b.close()
	if err != nil {
		return err
	}
	var steps []step
	work, refused := 0, 0
	broken, done, err := brokenBy(ctx, a)
	if err != nil {
		return err
	}
	defer done()
	for _, p := range b.pairs {
		s := c.checked(c.plan(p, b.state.Missing), broken)
		switch s.do {
		case "":
			continue
		case "refuse":
			refused++
		case "skip":
		default:
			work++
		}
		steps = append(steps, s)
		if !c.JSON {
			c.show(a, s)
		}
	}
	report := make([]pushed, 0, len(steps))
	if refused > 0 || c.DryRun || work == 0 {
		return c.without(a, steps, report, work, refused)
	}
	if err := c.permit(ctx, a, b, steps, work); err != nil {
		return err
	}
	return c.apply(ctx, a, b, steps, report)
}

// plan decides about one action; "" when there is nothing to do or to tell. stateless says that
// there is no state file, so that nobody can tell which side changed.
func (c actionsPushCommand) plan(p files.Pair, stateless bool) step {
	s := step{Pair: p}
	if len(p.Missing) > 0 {
		s.do, s.why = "refuse", p.Missing[0].Error()
		return s
	}
	unseen := func(do, why string) step {
		s.do, s.why = "refuse", why
		if c.Force {
			s.do, s.why = do, ""
		}
		return s
	}
	switch p.Standing {
	case files.Same:
		if p.File.Action.ID == "" {
			s.do = "note"
		}
	case files.ChangedHere:
		s.do = "update"
	case files.NewHere:
		s.do = "create"
	case files.DeletedThere:
		return unseen("create", "it was deleted on the platform; pull removes the file, push --force creates the action again")
	case files.ChangedThere:
		s.do, s.why = "skip", "it changed on the platform only; pull brings that here"
		if c.Force {
			s.do, s.why = "update", ""
		}
	case files.ChangedBoth:
		if p.File != nil && stateless {
			return unseen("update", "there is no "+files.StateFile+" here, so it cannot be told whether it changed on the platform since the last pull; pull, or push --force to overwrite it")
		}
		if p.File != nil {
			return unseen("update", "it changed on the platform since the last pull; pull to see it, push --force overwrites it")
		}
		if c.Prune {
			return unseen("delete", "its file was deleted here, but it changed on the platform since; pull brings it back, push --prune --force deletes it")
		}
	case files.NewThere:
		if c.Prune {
			return unseen("delete", "it is new on the platform and nobody here has seen it; pull brings it here, push --prune --force deletes it")
		}
	case files.DeletedHere:
		s.do, s.why = "skip", "its file was deleted here; push --prune deletes it on the platform"
		if c.Prune {
			s.do, s.why = "delete", ""
		}
	}
	return s
}

// checked refuses an action that would be a broken button, and switches off what is new.
func (c actionsPushCommand) checked(s step, broken func(actions.Stored) string) step {
	isNew := s.do == "create" || s.do == "update" && s.File.Action.ID == "" // the latter: made by a push that was cut off
	if (s.do == "create" || s.do == "update") && s.Wanted.Active && !c.Force {
		if why := broken(s.Wanted); why != "" {
			s.do, s.why = "refuse", strings.TrimSuffix(why, ".")+"; mend it, write active = false, or push --force"
			return s
		}
	}
	if isNew {
		s.declared = s.Wanted.Active
		made := s.Wanted
		made.Active = s.There != nil && s.There.Active
		s.Want(made)
		if s.There != nil && s.Wanted.Same(*s.There) {
			s.do = "note"
		}
	}
	return s
}

// brokenBy is a function that tells the first error lint finds in an action, "" for none, and what ends it.
func brokenBy(ctx context.Context, a *app.App) (func(actions.Stored) string, func(), error) {
	pool := app.NewPool(slog.New(slog.DiscardHandler), true)
	engine, err := actions.NewEngine(actions.Config{Scripts: pool})
	if err != nil {
		pool.Close()
		return nil, nil, err
	}
	return func(s actions.Stored) string {
			d := s.Definition()
			for _, x := range append(d.Lint(), engine.CheckScript(ctx, d)...) {
				if !x.Warning {
					return joined(x.Field, ": ", x.Message)
				}
			}
			return ""
		}, func() {
			engine.Close()
			pool.Close()
		}, nil
}

// show tells beforehand what a step does.
func (c actionsPushCommand) show(a *app.App, s step) {
	where := fileOf(s.Pair)
	if where == "" {
		where = s.Name()
	}
	switch {
	case s.why != "":
		a.Say("%s: %s: %s", where, map[string]string{"refuse": "refused", "skip": "left alone"}[s.do], s.why)
	case s.do == "create" && s.declared:
		a.Say("%s: create, switched off; the file will say active = false", where)
	default:
		a.Say("%s: %s", where, map[string]string{"create": "create, switched off", "update": "update", "delete": "delete on the platform", "note": "is on the platform already; its id goes into the file"}[s.do])
	}
	if s.do != "delete" && s.do != "skip" {
		showChanges(a, s.Changes)
	}
}

// without ends a push that writes nothing.
func (c actionsPushCommand) without(a *app.App, steps []step, report []pushed, work, refused int) error {
	for _, s := range steps {
		did := "would " + s.do
		if s.do == "refuse" {
			did = "refused"
		} else if s.do == "skip" {
			did = "skipped"
		} else if refused > 0 && !c.DryRun {
			did = "not done"
		}
		report = append(report, s.report(did, s.why))
	}
	if c.JSON {
		if err := a.WriteJSON(report); err != nil {
			return err
		}
	}
	switch {
	case refused > 0:
		err := fmt.Errorf("%s refused; nothing was written", count(refused))
		if c.JSON {
			return app.Told(err)
		}
		return err
	case c.JSON:
	case work == 0:
		a.Say("Nothing to push.")
	default:
		a.Say("%s would be written. Nothing was.", count(work))
	}
	return nil
}

func (s step) report(did, problem string) pushed {
	id := s.Wanted.ID
	if s.There != nil {
		id = s.There.ID
	}
	return pushed{File: fileOf(s.Pair), ID: id, Name: s.Name(), Did: did, Changes: jsonChanges(s.Changes), Error: problem}
}

// permit looks at the role and asks.
func (c actionsPushCommand) permit(ctx context.Context, a *app.App, b *bench, steps []step, work int) error {
	user := b.session.Identity.User
	for _, s := range steps {
		right := "write"
		if s.do == "delete" {
			right = "delete"
		}
		if s.do != "skip" && !user.Can("custom_actions", right) {
			return fmt.Errorf("your role %q may not %s custom actions; nothing was written", user.Role, right)
		}
	}
	if c.Yes {
		return nil
	}
	if !a.Env.StdinTerminal {
		return app.Usage("push asks before it writes, and nobody can be asked here; give --yes")
	}
	yes, err := a.Confirm(ctx, fmt.Sprintf("Write %s to %s?", count(work), app.Printable(b.session.Profile.URL)))
	if err == nil && !yes {
		err = errors.New("nothing was written")
	}
	return err
}

// apply carries the steps out one by one. The state is written after each, so that a push that is cut
// off goes on where it was.
func (c actionsPushCommand) apply(ctx context.Context, a *app.App, b *bench, steps []step, report []pushed) error {
	failed := 0
	var last error
	for _, s := range steps {
		if s.do == "skip" {
			report = append(report, s.report("skipped", s.why))
			continue
		}
		if last != nil && fatal(last) {
			report = append(report, s.report("not done", ""))
			failed++
			continue
		}
		did, err := c.carryOut(ctx, b, &s)
		if saved := b.dir.SaveState(b.state); err == nil {
			err = saved
		}
		if err != nil {
			failed++
			last = err
			where := blame(s, err)
			report = append(report, s.report("failed", err.Error()))
			a.Note("%s: %s", where, err)
			continue
		}
		report = append(report, s.report(did, ""))
		if !c.JSON {
			a.Say("%s %s", did, s.where())
		}
	}
	if c.JSON {
		if err := a.WriteJSON(report); err != nil {
			return err
		}
	}
	if failed > 0 {
		return &app.Failure{Code: max(app.ExitFailed, app.ExitCode(last)), Err: fmt.Errorf("%s not written; run push again once that is settled", count(failed))}
	}
	return nil
}

// where is the file, or the name of what has none.
func (s step) where() string {
	if s.File != nil {
		return s.File.Name
	}
	return s.Name()
}

// fatal reports that whatever comes next would fail as well.
func fatal(err error) bool {
	switch client.KindOf(err) {
	case client.KindNotSignedIn, client.KindNotAllowed, client.KindUnreachable, client.KindCancelled, client.KindRateLimited:
		return true
	}
	return false
}

// blame is the file and line of the field that the platform refused, or the file.
func blame(s step, err error) string {
	if s.File == nil {
		return s.Name()
	}
	if field := actions.RefusedField(err.Error()); field != "" && client.KindOf(err) == client.KindInvalid {
		file, line := s.File.At(field, 1)
		return fmt.Sprintf("%s:%d", file, line)
	}
	return s.File.Name
}

// carryOut does one step and notes what the platform then holds.
func (c actionsPushCommand) carryOut(ctx context.Context, b *bench, s *step) (did string, err error) {
	var now client.CustomAction
	switch s.do {
	case "delete":
		if err := toTrash(*s.There); err != nil {
			return "", err
		}
		if err := b.session.Client.RemoveCustomAction(ctx, b.raw[s.There.ID]); err != nil {
			return "", err
		}
		delete(b.state.Actions, s.There.ID)
		return "deleted", nil
	case "note":
		now, did = b.raw[s.There.ID], "noted the id in"
	case "update":
		did = "updated"
		now, err = b.session.Client.ReplaceCustomAction(ctx, b.raw[s.There.ID], wanted(s.Wanted))
	case "create":
		did = "created"
		now, err = b.session.Client.CreateCustomAction(ctx, wanted(s.Wanted))
	}
	if now.ID == "" {
		return "", err
	}
	// An action can be there although its last step failed: then it is active although it should not be.
	s.Wanted.ID = now.ID
	if s.File.Action.ID != now.ID {
		delete(b.state.Actions, s.File.Action.ID)
		err = errors.Join(err, b.dir.Created(s.File, now.ID, now.Active))
	}
	if stored, parseErr := actions.ParseStored(now.Raw); parseErr == nil {
		b.state.Actions[now.ID] = stored.Digest()
	}
	return did, err
}

// toTrash keeps a deleted action as a file that keydesk actions import brings back.
func toTrash(s actions.Stored) error {
	paths := config.FindPaths()
	if err := paths.MakeStateDir(); err != nil {
		return err
	}
	dir, err := files.Create(app.TrashIn(paths))
	if err != nil {
		return err
	}
	defer dir.Close()
	_, err = dir.Save(s, nil, true)
	return err
}
