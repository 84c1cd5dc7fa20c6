package cmd

import (
	"context"
	"crypto/x509"
	"errors"
	"log/slog"

	"keydesk/actions"
	"keydesk/actions/script"
	"keydesk/client"
	"keydesk/config"
)

// engineParts are what an engine is made of besides the settings.
type engineParts struct {
	settings config.Settings
	profile  config.Profile // filled; without a platform only its choices are set
	client   *client.Client // nil: no platform
	hosts    []string       // further hosts that webhooks may reach
	pool     *script.Pool
	recorder actions.Recorder // nil keeps no record
	roots    *x509.CertPool
}

// newPool makes the sandbox; its owner closes it.
func newPool(logger *slog.Logger, spare bool) *script.Pool {
	return script.NewPool(script.Config{Logger: logger, Spare: spare})
}

// newEngine wires the engine to the settings, the platform and the secrets.
func (a *app) newEngine(ctx context.Context, parts engineParts) (*actions.Engine, error) {
	secrets := a.secrets()
	c := actions.Config{
		Scripts:        parts.pool,
		WebhookPayload: parts.profile.WebhookPayload,
		Execution:      parts.profile.Execution,
		Guard: actions.Guard{
			AllowHosts:       append(append([]string(nil), parts.profile.AllowHosts...), parts.hosts...),
			ResolvingProxies: parts.profile.ResolvingProxies,
		},
		Timeout:            parts.settings.WebhookTimeout,
		ScriptTimeout:      parts.settings.ScriptTimeout,
		UserAgent:          userAgent(),
		Recorder:           parts.recorder,
		Profile:            parts.profile.Name,
		ReadOnly:           parts.profile.ReadOnly || a.flags.ReadOnly,
		RootCAs:            parts.roots,
		AllowClipboardRead: parts.profile.ClipboardRead,
		Clipboard:          readClipboard(parts.profile.Clipboard),
		Secrets: func(ref string) (string, error) {
			value, err := secrets.Reference(ctx, a.env.Getenv, ref)
			if errors.Is(err, config.ErrNoSecret) { // of an action, not of the account
				err = errors.New(err.Error())
			}
			return value, err
		},
	}
	if parts.client != nil {
		c.Remote = remote(parts.client)
		c.Redirect = redirect(parts.client)
	}
	return actions.NewEngine(c)
}

// redirect resolves a link of the platform. One generation answers 401 to everybody (contract §8.6),
// which says nothing about who is signed in here.
func redirect(c *client.Client) func(context.Context, string) (string, error) {
	return func(ctx context.Context, path string) (string, error) {
		link, err := c.Redirect(ctx, path)
		if client.KindOf(err) == client.KindNotSignedIn {
			return "", errors.New("it answers 401 Unauthorized to everybody")
		}
		return link, err
	}
}

// remote runs an action on the platform, in the terms of the actions room.
func remote(c *client.Client) func(context.Context, string, string) (actions.RemoteResult, error) {
	return func(ctx context.Context, actionID, contactID string) (actions.RemoteResult, error) {
		x, err := c.Execute(ctx, actionID, contactID)
		if err != nil {
			return actions.RemoteResult{}, err
		}
		r := actions.RemoteResult{Success: x.Success, Message: x.Message, RedirectURL: x.RedirectURL, Clipboard: x.Clipboard, Data: x.Data}
		if x.Toast != nil {
			r.Toast = &actions.RemoteToast{Message: x.Toast.Message, Level: x.Toast.Type}
		}
		return r, nil
	}
}
