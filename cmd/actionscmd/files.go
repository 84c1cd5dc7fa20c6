package actionscmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"keydesk/actions"
	"keydesk/actions/files"
	"keydesk/client"
	"keydesk/cmd/app"
	"keydesk/ui/text"
)

// bench is a directory of actions beside the platform that they come from.
type bench struct {
	dir     *files.Dir
	files   []*files.File
	state   files.State
	session *app.Session
	there   []actions.Stored
	raw     map[string]client.CustomAction // what was seen, by id
	pairs   []files.Pair
}

func (b *bench) close() {
	if b.session != nil {
		b.session.Client.Close()
	}
	_ = b.dir.Close() // nothing is open in it
}

// sideBySide reads a directory and the platform. Files that cannot be read are told, all of them.
func sideBySide(ctx context.Context, a *app.App, dir *files.Dir) (*bench, error) {
	b := &bench{dir: dir, raw: map[string]client.CustomAction{}}
	list, problems := dir.Load()
	if len(problems) > 0 {
		for _, p := range problems {
			a.Note("%s", p)
		}
		return b, app.Usage("%s cannot be read; nothing was done", app.Counted(len(problems), "file"))
	}
	b.files = list
	var err error
	if b.state, err = dir.State(); err != nil {
		return b, err
	}
	settings, err := a.ReadSettings()
	if err != nil {
		return b, err
	}
	if b.session, err = a.SignIn(ctx, settings, slog.New(slog.DiscardHandler)); err != nil {
		return b, err
	}
	organization := b.session.Identity.Organization.ID
	if b.state.Organization != "" && organization != "" && b.state.Organization != organization {
		return b, app.Usage("the directory belongs to another organization than %q; choose its profile, or take single actions over with keydesk actions import",
			b.session.Identity.Organization.Name)
	}
	if organization != "" {
		b.state.Organization = organization
	}
	now, err := b.session.Client.CustomActions(ctx)
	if err != nil {
		return b, err
	}
	for _, x := range now {
		s, err := actions.ParseStored(x.Raw)
		if err != nil {
			return b, err
		}
		b.there, b.raw[x.ID] = append(b.there, s), x
	}
	b.pairs = files.Compare(b.files, b.there, b.state)
	return b, nil
}

// wanted is an action in the platform's terms.
func wanted(s actions.Stored) client.CustomAction {
	return client.CustomAction{ID: s.ID, Name: s.Name, Icon: s.Icon, Type: string(s.Type), Config: s.ConfigJSON(), Active: s.Active, Order: s.Order}
}

// fileOf is the file of a pair, "" when there is none.
func fileOf(p files.Pair) string {
	if p.File == nil {
		return ""
	}
	return p.File.Name
}

// jsonChange is a change as --json tells it.
type jsonChange struct {
	Field  string  `json:"field"`
	Before *string `json:"before"`
	After  *string `json:"after"`
}

func jsonChanges(list []actions.Change) []jsonChange {
	out := make([]jsonChange, 0, len(list))
	for _, c := range list {
		x := jsonChange{Field: c.Field}
		if !c.Added {
			x.Before = &c.Before
		}
		if !c.Removed {
			x.After = &c.After
		}
		out = append(out, x)
	}
	return out
}

// showChanges writes fields with what goes and what comes, like a diff.
func showChanges(a *app.App, list []actions.Change) {
	for _, c := range list {
		note := ""
		if c.Secret && c.Before == c.After {
			note = " (the secret differs)"
		}
		fmt.Fprintf(a.Env.Stdout, "    %s%s\n", text.Line(c.Field), note)
		if note != "" {
			continue
		}
		for _, l := range c.Lines() {
			fmt.Fprintf(a.Env.Stdout, "      %s\n", strings.TrimRight(string(l.Op)+" "+text.Line(l.Text), " "))
		}
	}
}

// count is "1 action" or "3 actions".
func count(n int) string { return app.Counted(n, "action") }

type actionsPullCommand struct {
	Dir         string `arg:"" help:"Directory to keep the actions in; made if it is not there." placeholder:"DIR" type:"path"`
	WithSecrets bool   `help:"Write keys in headers and addresses as they are, into files that only you can read."`
	Force       bool   `help:"Take the platform's side where both sides changed, and bring deleted files back."`
}

// Help shows how it is used.
func (actionsPullCommand) Help() string {
	return `One TOML file an action, its script or body as a file beside it. What looks like a secret is written as ${kept}, and push leaves it alone on the platform. Files that were changed here stay as they are; where both sides changed, nothing is overwritten and the exit code is 1.

Example:

    keydesk actions pull actions
    keydesk actions pull actions --force`
}

// Run brings a directory in step with the platform.
func (c actionsPullCommand) Run(ctx context.Context, a *app.App) error {
	dir, err := files.Create(c.Dir)
	if err != nil {
		return err
	}
	b, err := sideBySide(ctx, a, dir)
	defer b.close()
	if err != nil {
		return err
	}
	written, conflicts := 0, 0
	for _, p := range b.pairs {
		did, err := c.one(a, b, p)
		if err != nil {
			return err
		}
		switch did {
		case "":
		case "conflict":
			conflicts++
		default:
			written++
			a.Say("%s", did)
		}
	}
	if err := b.dir.SaveState(b.state); err != nil {
		return err
	}
	a.Say("%s on the platform, %s brought up to date.", count(len(b.there)), app.Counted(written, "file"))
	if conflicts > 0 {
		return fmt.Errorf("%s changed on both sides and left alone; pull --force takes the platform's side, push --force yours", count(conflicts))
	}
	return nil
}

// one brings one action in step and says what was done; "conflict" when nothing may be overwritten.
func (c actionsPullCommand) one(a *app.App, b *bench, p files.Pair) (string, error) {
	seen := func() {
		if p.There != nil {
			b.state.Actions[p.There.ID] = p.There.Digest()
		}
	}
	switch p.Standing {
	case files.Same:
		seen()
		if p.File.Action.ID == "" {
			return "noted the id in " + p.File.Name, b.dir.AddID(p.File, p.There.ID)
		}
		if !c.WithSecrets || len(p.File.Action.HasKept()) == 0 {
			return "", nil
		}
	case files.ChangedHere, files.NewHere:
		a.Note("%s: %s; kept", p.File.Name, p.Standing)
		return "", nil
	case files.DeletedHere:
		if !c.Force {
			a.Note("%s: deleted here; push --prune deletes it on the platform, pull --force brings the file back", p.Name())
			return "", nil
		}
	case files.DeletedThere:
		return c.gone(a, b, p)
	case files.ChangedBoth:
		if p.File != nil && !c.Force {
			a.Note("%s: changed on both sides", p.File.Name)
			showChanges(a, p.Changes)
			return "conflict", nil
		}
	}
	s := *p.There
	if !c.WithSecrets {
		s, _ = s.HideSecrets(actions.Kept)
	}
	f, err := b.dir.Save(s, p.File, c.WithSecrets)
	if err != nil {
		return "", err
	}
	seen()
	return "wrote " + f.Name, nil
}

// gone deals with a file whose action is no longer on the platform: it goes too, unless it was
// changed here.
func (c actionsPullCommand) gone(a *app.App, b *bench, p files.Pair) (string, error) {
	base, seen := b.state.Actions[p.File.Action.ID]
	if !c.Force && (!seen || p.File.Action.Digest().Content != base.Content) {
		a.Note("%s: deleted on the platform, and changed here; kept", p.File.Name)
		return "", nil
	}
	delete(b.state.Actions, p.File.Action.ID)
	return "removed " + p.File.Name + ", which was deleted on the platform", b.dir.Remove(p.File)
}

type actionsDiffCommand struct {
	Dir  string `arg:"" help:"Directory of the actions." placeholder:"DIR" type:"path"`
	JSON bool   `name:"json" help:"Print JSON: one object an action that differs."`
}

// Help shows how it is used.
func (actionsDiffCommand) Help() string {
	return `Shows what a push would change: - is the platform, + are the files. Exit codes: 0 the same, 1 different, 2 a file cannot be read.

Example:

    keydesk actions diff actions
    keydesk actions diff actions --json`
}

// jsonPair is one action of diff --json.
type jsonPair struct {
	File     string         `json:"file"`
	ID       string         `json:"id"`
	Name     string         `json:"name"`
	Standing files.Standing `json:"standing"`
	Changes  []jsonChange   `json:"changes"`
}

var errDiffers = errors.New("the files and the platform differ")

// Run compares a directory with the platform.
func (c actionsDiffCommand) Run(ctx context.Context, a *app.App) error {
	dir, err := files.Open(c.Dir)
	if err != nil {
		return app.Usage("%v", err)
	}
	b, err := sideBySide(ctx, a, dir)
	defer b.close()
	if err != nil {
		return err
	}
	list := []jsonPair{}
	for _, p := range b.pairs {
		if p.Standing == files.Same {
			continue
		}
		list = append(list, jsonPair{fileOf(p), p.Wanted.ID, p.Name(), p.Standing, jsonChanges(p.Changes)})
		if p.File == nil {
			list[len(list)-1].ID = p.There.ID
		}
		if !c.JSON {
			a.Say("%s: %s", cmp.Or(fileOf(p), p.Name()), p.Standing)
			showChanges(a, p.Changes)
		}
	}
	if c.JSON {
		if err := a.WriteJSON(list); err != nil {
			return err
		}
	}
	if len(list) > 0 {
		return app.Told(errDiffers)
	}
	return nil
}
