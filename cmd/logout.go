package cmd

import (
	"context"
	"strings"
)

type logoutCommand struct{}

// Help shows how it is used.
func (logoutCommand) Help() string {
	return `Removes the secret of a profile from the keyring and from the file. The profile's address stays in the settings.

Example:

    keydesk logout --profile work`
}

// Run removes the secret, wherever it is.
func (logoutCommand) Run(ctx context.Context, a *app) error {
	settings, err := a.settings()
	if err != nil {
		return err
	}
	name := settings.ProfileName(a.flags.Profile)
	places, err := a.secrets().Delete(ctx, name)
	if err != nil {
		return err
	}
	if len(places) == 0 {
		a.say("Nothing was stored for profile %q.", name)
		return nil
	}
	a.say("The secret of profile %q is removed from %s.", name, strings.Join(places, " and "))
	return nil
}
