package cmd

import (
	"context"
	"strings"

	"keydesk/cmd/app"
	"keydesk/cmd/desk"
)

type logoutCommand struct {
	Yes bool `help:"Do not ask about drafts, messages and files that did not go out yet."`
}

// Help shows how it is used.
func (logoutCommand) Help() string {
	return `Removes the secret of a profile from the keyring and from the file, and all that the desk kept of it on this machine. Drafts, messages and files that did not go out yet are asked about first. The profile's address stays in the settings, and the log, the record of runs (keydesk history prune) and deleted actions stay in the state directory.

Example:

    keydesk logout --profile work`
}

// Run removes the secret, wherever it is.
func (c logoutCommand) Run(ctx context.Context, a *app.App) error {
	settings, err := a.ReadSettings()
	if err != nil {
		return err
	}
	name := settings.ProfileName(a.Flags.Profile)
	wiped, err := desk.Wipe(ctx, a, name, c.Yes)
	if err != nil {
		return err
	}
	places, err := a.Secrets().Delete(ctx, name)
	if err != nil {
		return err
	}
	if wiped {
		a.Say("What the desk kept of profile %q is deleted.", name)
	}
	if len(places) == 0 {
		a.Say("Nothing was stored for profile %q.", name)
		return nil
	}
	a.Say("The secret of profile %q is removed from %s.", name, strings.Join(places, " and "))
	return nil
}
