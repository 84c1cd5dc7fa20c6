package actionscmd

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/cmd/app"
)

// unset stands where a secret was left behind.
const unset = "REPLACE-ME"

type actionsImportCommand struct {
	Action      string `arg:"" help:"Name or id of the action on the other platform; without --from a file of it." placeholder:"NAME|ID|FILE"`
	From        string `help:"Profile of the platform that has the action." placeholder:"PROFILE"`
	To          string `help:"Profile of the platform that gets it, instead of the chosen one." placeholder:"PROFILE"`
	WithSecrets bool   `help:"Take keys in headers and addresses along."`
}

// Help shows how it is used.
func (actionsImportCommand) Help() string {
	return `The action is saved inactive, behind all others. What looks like a secret stays behind unless --with-secrets is given: REPLACE-ME stands in its place, and the fields are named.

Example:

    keydesk actions import "Create ticket" --from staging --to work
    keydesk actions import create-ticket.toml`
}

// Run takes one action over.
func (c actionsImportCommand) Run(ctx context.Context, a *app.App) error {
	if c.From != "" && c.From == c.To {
		return app.Usage("--from and --to are the same profile; to copy an action there, import a file of it")
	}
	s, err := c.source(ctx, a)
	if err != nil {
		return err
	}
	var left []string
	if kept := s.HasKept(); len(kept) > 0 && c.WithSecrets {
		return app.Usage("the file keeps no secrets (%s); pull it --with-secrets, or leave that out here", strings.Join(kept, ", "))
	}
	if !c.WithSecrets {
		s, _ = s.HideSecrets(actions.Kept)
		left = s.HasKept()
		s = s.FillKept(unset)
	}
	s.ID, s.Active = "", false
	to, err := signInAs(ctx, a, c.To)
	if err != nil {
		return err
	}
	defer to.Client.Close()
	if user := to.Identity.User; !user.Can("custom_actions", "write") {
		return fmt.Errorf("your role %q may not write custom actions; nothing was written", user.Role)
	}
	there, err := to.Client.CustomActions(ctx)
	if err != nil {
		return err
	}
	s.Order = 0 // where it stood elsewhere says nothing here: it goes last
	for _, action := range there {
		s.Order = max(s.Order, action.Order+1)
	}
	made, err := to.Client.CreateCustomAction(ctx, wanted(s))
	if err != nil {
		return err
	}
	a.Say("%s is on %s now, inactive, with the id %s.", made.Name, to.Profile.URL, made.ID)
	if len(left) > 0 {
		a.Say("Its secrets were left behind; %s stands in %s.", unset, strings.Join(left, ", "))
	}
	return nil
}

// source is the action, from the other platform or from a file.
func (c actionsImportCommand) source(ctx context.Context, a *app.App) (actions.Stored, error) {
	if c.From == "" {
		return readAction(a, c.Action)
	}
	from, err := signInAs(ctx, a, c.From)
	if err != nil {
		return actions.Stored{}, err
	}
	defer from.Client.Close()
	list, err := from.Client.CustomActions(ctx)
	if err != nil {
		return actions.Stored{}, err
	}
	var found client.CustomAction
	if found, err = ChooseAction(list, c.Action); err != nil {
		return actions.Stored{}, err
	}
	return actions.ParseStored(found.Raw)
}

// signInAs signs in to another profile than the chosen one; "" is the chosen one. A profile named here
// has its own secret: one key of the environment would be told to both platforms.
func signInAs(ctx context.Context, a *app.App, profile string) (*app.Session, error) {
	flags := *a.Flags
	if profile != "" {
		flags.Profile, flags.URL = profile, ""
	}
	other := *a
	other.Flags = &flags
	if profile != "" {
		other.Env.Getenv = func(name string) string {
			if name == "KEYDESK_API_KEY" {
				return ""
			}
			return a.Env.Getenv(name)
		}
	}
	settings, err := other.ReadSettings()
	if err != nil {
		return nil, err
	}
	return other.SignIn(ctx, settings, slog.New(slog.DiscardHandler))
}
