package cmd

import (
	"context"
	"crypto/x509"
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
		Scripts:            parts.pool,
		WebhookPayload:     parts.profile.WebhookPayload,
		Execution:          parts.profile.Execution,
		Guard:              actions.Guard{AllowHosts: append(append([]string(nil), parts.profile.AllowHosts...), parts.hosts...)},
		Timeout:            parts.settings.WebhookTimeout,
		ScriptTimeout:      parts.settings.ScriptTimeout,
		UserAgent:          userAgent(),
		Recorder:           parts.recorder,
		Profile:            parts.profile.Name,
		ReadOnly:           parts.profile.ReadOnly,
		RootCAs:            parts.roots,
		AllowClipboardRead: parts.profile.ClipboardRead,
		Secrets: func(ref string) (string, error) {
			return secrets.Reference(ctx, a.env.Getenv, ref)
		},
	}
	if parts.client != nil {
		c.Remote = remote(parts.client)
		c.Redirect = parts.client.Redirect
	}
	return actions.NewEngine(c)
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
