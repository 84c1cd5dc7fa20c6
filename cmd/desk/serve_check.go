package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/crypto/ssh"

	"keydesk/client"
	"keydesk/cmd/app"
	"keydesk/cmd/serve"
	"keydesk/config"
)

type serveCheckCommand struct {
	Listen string `help:"Address to try, instead of the settings'." placeholder:"ADDR"`
}

// Help shows how it is used.
func (serveCheckCommand) Help() string {
	return `Tries the settings, the host key, the folder, the addresses and every agent's sign-in; nothing is sent, and no host key
is made. Exit code 1 means that something is wrong.

Example:

    keydesk serve check --config /etc/keydesk/config.toml`
}

// Run tells what works and what does not.
func (c serveCheckCommand) Run(ctx context.Context, a *app.App) error {
	settings, err := a.ReadSettings()
	if err != nil {
		return err
	}
	if c.Listen == "" {
		c.Listen = settings.Serve.Listen
	}
	wrong := 0
	tell := func(what, fine string, err error) {
		if err != nil {
			wrong++
			a.Say("✗ %s: %v", what, err)
			return
		}
		a.Say("✓ %s: %s", what, fine)
	}
	folder := serveFolder(a, settings)
	tell("rights", "nobody else may write the settings and the folder", settings.CheckServed(folder))
	fine, err := checkHostKey(hostKeyFile(settings, folder))
	tell("host key", fine, err)
	tell("folder", folder, checkFolder(folder))
	tell("listen", c.Listen, checkListen(ctx, c.Listen))
	if settings.Serve.Metrics != "off" {
		tell("metrics", settings.Serve.Metrics, checkListen(ctx, settings.Serve.Metrics))
	}
	if len(settings.Serve.Agents) == 0 {
		tell("agents", "", errors.New("the settings name none, so nobody could come in"))
	}
	t := newTeam(a, settings, folder)
	if settings.Serve.Store != "" {
		fine, err := t.checkDatabase(ctx, settings)
		tell("store", fine, err)
	}
	for _, name := range t.names() {
		fine, err := t.checkAgent(ctx, settings.Serve.Agents[name])
		if _, broken := t.settingsOf(name); err == nil && broken != "" {
			err = errors.New(broken)
		}
		tell("agent "+name, fine, err)
	}
	if wrong > 0 {
		return app.Told(errors.New("something is wrong"))
	}
	return nil
}

// names are the agents, sorted.
func (t *team) names() []string {
	var names []string
	for name := range t.settings().Serve.Agents {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// checkHostKey looks at a host key that is there.
func checkHostKey(path string) (fine string, err error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return path + " is made at the first start", nil
	}
	key, err := serve.HostKey(path)
	if err != nil {
		return "", err
	}
	return path + ", " + ssh.FingerprintSHA256(key.PublicKey()), nil
}

// checkFolder tries to write.
func checkFolder(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("it cannot be made: %w", err)
	}
	f, err := os.CreateTemp(folder, "check-")
	if err != nil {
		return fmt.Errorf("nothing can be written there: %w", err)
	}
	return errors.Join(f.Close(), os.Remove(filepath.Join(folder, filepath.Base(f.Name()))))
}

// checkListen tries an address.
func checkListen(ctx context.Context, address string) error {
	l, err := serve.Listen(ctx, address)
	if err != nil {
		return err
	}
	return l.Close()
}

// checkAgent signs in as an agent does.
func (t *team) checkAgent(ctx context.Context, a config.Agent) (fine string, err error) {
	p, err := t.settings().Profile(a.Profile)
	if err != nil {
		return "", err
	}
	if a.APIKey == "" {
		return "signs in inside the desk, on " + p.URL, nil
	}
	key, err := t.secret(ctx, a.APIKey)
	if err != nil {
		return "", err
	}
	c, err := app.NewClient(p, client.Credentials{APIKey: key}, t.logger)
	if err != nil {
		return "", err
	}
	defer c.Close()
	ctx, cancel := context.WithTimeout(ctx, app.ConnectLimit)
	defer cancel()
	identity, err := c.Connect(ctx)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("signed in to %s as %s", p.URL, identity.User.Email), nil
}
