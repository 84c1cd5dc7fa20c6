package cmd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"keydesk/client"
	"keydesk/cmd/app"
	"keydesk/config"
)

type loginCommand struct {
	APIKeyStdin   bool   `name:"api-key-stdin" help:"Read an API key from standard input."`
	Email         string `help:"E-mail to sign in with." placeholder:"E-MAIL"`
	PasswordStdin bool   `help:"Read the password from standard input."`
	Insecure      bool   `help:"Sign in over http to a host outside of this network, where others can read the secret."`
}

// Help shows how it is used.
func (loginCommand) Help() string {
	return `Asks for what is missing, checks it with the platform, writes address and e-mail into the settings file, and keeps the secret in the keyring, or in a file that only you can read.

Example:

    keydesk login --profile work --url https://chat.example.com
    keydesk login --url https://chat.example.com --email ravi@example.com --password-stdin < password.txt
    keydesk login --url https://chat.example.com --api-key-stdin < key.txt`
}

// Run signs in, and only then writes anything down.
func (c loginCommand) Run(ctx context.Context, a *app.App) error {
	settings, err := a.ReadSettings()
	if err != nil {
		return err
	}
	p, err := c.place(ctx, a, settings)
	if err != nil {
		return err
	}
	if host := app.Unencrypted(ctx, p.URL, app.LookupHost); host != "" && !c.Insecure {
		return app.Usage("%s is not encrypted, and everybody between here and %s could read the secret; use https://, or --insecure if you accept that", p.URL, host)
	}
	credentials, err := c.credentials(ctx, a, p)
	if err != nil {
		return err
	}
	identity, err := verify(ctx, p, credentials)
	if err != nil {
		return err
	}
	file := settingsFile(a, settings)
	if err := config.WriteProfile(file, p.Name, p.URL, credentials.Email); err != nil {
		return fmt.Errorf("signed in, but nothing was kept: %w", err)
	}
	where, err := a.Secrets().Store(ctx, p.Name, config.Secret{
		URL: p.URL, APIKey: credentials.APIKey, Email: credentials.Email, Password: credentials.Password,
	})
	if err != nil {
		return fmt.Errorf("signed in, but the secret could not be kept: %w", err)
	}
	a.Say("Signed in to %s as %s (%s, %s).", p.URL, identity.User.Name, identity.User.Role, identity.Organization.Name)
	a.Say("Profile %q is in %s; the secret is in %s.", p.Name, file, where)
	return nil
}

// place is the profile to sign in to, with its address.
func (c loginCommand) place(ctx context.Context, a *app.App, s config.Settings) (config.Profile, error) {
	if c.APIKeyStdin && (c.PasswordStdin || c.Email != "") {
		return config.Profile{}, app.Usage("--api-key-stdin stands alone; an API key needs no e-mail and no password")
	}
	if c.Email != "" && !strings.Contains(c.Email, "@") {
		return config.Profile{}, app.Usage("--email is no e-mail address, for example --email ravi@example.com")
	}
	p, err := a.ChooseOrNew(s)
	if err == nil {
		return p, nil
	}
	name := s.ProfileName(a.Flags.Profile)
	p = s.Profiles[name]
	p.Name = name
	if c.APIKeyStdin || c.PasswordStdin || !a.Env.StdinTerminal {
		return p, app.Usage("login does not know the platform's address; give --url https://…")
	}
	p.URL, err = a.Ask(ctx, "Platform's address (https://…): ")
	if err != nil {
		return p, err
	}
	p.URLOrigin = "--url"
	if err := config.CheckURL(p.URL); err != nil {
		return p, app.Usage("the address %v, for example https://chat.example.com", err)
	}
	return p, nil
}

// credentials come from standard input or from the person; which of the two is clear from the flags.
func (c loginCommand) credentials(ctx context.Context, a *app.App, p config.Profile) (client.Credentials, error) {
	email := p.Email
	if c.Email != "" {
		email = c.Email
	}
	switch {
	case c.APIKeyStdin:
		key, err := a.ReadPiped("API key")
		return client.Credentials{APIKey: key}, err
	case c.PasswordStdin && email == "":
		return client.Credentials{}, app.Usage("--password-stdin needs --email too")
	case c.PasswordStdin:
		password, err := a.ReadPiped("password")
		return client.Credentials{Email: email, Password: password}, err
	case !a.Env.StdinTerminal:
		return client.Credentials{}, app.Usage("nobody can be asked here; give --api-key-stdin, or --email and --password-stdin")
	}
	return c.askCredentials(ctx, a, email)
}

func (c loginCommand) askCredentials(ctx context.Context, a *app.App, email string) (client.Credentials, error) {
	if c.Email == "" {
		question := "E-mail (empty to use an API key): "
		if email != "" {
			question = fmt.Sprintf("E-mail [%s] (- to use an API key): ", email)
		}
		answer, err := a.Ask(ctx, question)
		if err != nil {
			return client.Credentials{}, err
		}
		switch answer {
		case "":
		case "-":
			email = ""
		default:
			email = answer
		}
	}
	if email == "" {
		key, err := a.AskSecret(ctx, "API key (not shown): ")
		return client.Credentials{APIKey: strings.TrimSpace(key)}, err
	}
	password, err := a.AskSecret(ctx, "Password (not shown): ")
	return client.Credentials{Email: email, Password: password}, err
}

// verify asks the platform who this is.
func verify(ctx context.Context, p config.Profile, credentials client.Credentials) (client.Identity, error) {
	c, err := app.NewClient(p, credentials, slog.New(slog.DiscardHandler))
	if err != nil {
		return client.Identity{}, err
	}
	defer c.Close()
	ctx, cancel := context.WithTimeout(ctx, app.ConnectLimit)
	defer cancel()
	identity, err := c.Connect(ctx)
	if err != nil {
		return client.Identity{}, err
	}
	if credentials.Password != "" {
		// The tokens of this visit are not kept; give them back. They run out by themselves too.
		if err := c.Logout(ctx); errors.Is(err, context.Canceled) {
			return client.Identity{}, err
		}
	}
	return identity, nil
}

// settingsFile is the file that login writes to.
func settingsFile(a *app.App, s config.Settings) string {
	if s.Path != "" {
		return s.Path
	}
	if a.Flags.Config != "" {
		return a.Flags.Config
	}
	return a.Paths().ConfigFile()
}
