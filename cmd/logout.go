package cmd

import (
	"context"
	"strings"
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
func (c logoutCommand) Run(ctx context.Context, a *app) error {
	settings, err := a.settings()
	if err != nil {
		return err
	}
	name := settings.ProfileName(a.flags.Profile)
	wiped, err := wipe(ctx, a, name, c.Yes)
	if err != nil {
		return err
	}
	places, err := a.secrets().Delete(ctx, name)
	if err != nil {
		return err
	}
	if wiped {
		a.say("What the desk kept of profile %q is deleted.", name)
	}
	if len(places) == 0 {
		a.say("Nothing was stored for profile %q.", name)
		return nil
	}
	a.say("The secret of profile %q is removed from %s.", name, strings.Join(places, " and "))
	return nil
}
