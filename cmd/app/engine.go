package app

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

// EngineParts are what an engine is made of besides the settings.
type EngineParts struct {
	Settings config.Settings
	Profile  config.Profile // filled; without a platform only its choices are set
	Client   *client.Client // nil: no platform
	Hosts    []string       // further hosts that webhooks may reach
	Scripts  actions.Scripts
	Recorder actions.Recorder // nil keeps no record
	Roots    *x509.CertPool
}

// NewPool makes the sandbox; its owner closes it.
func NewPool(logger *slog.Logger, spare bool) *script.Pool {
	return script.NewPool(script.Config{Logger: logger, Spare: spare})
}

// NewEngine wires the engine to the settings, the platform and the secrets.
func (a *App) NewEngine(ctx context.Context, parts EngineParts) (*actions.Engine, error) {
	c := actions.Config{
		Scripts:        parts.Scripts,
		WebhookPayload: parts.Profile.WebhookPayload,
		Execution:      parts.Profile.Execution,
		Guard: actions.Guard{
			AllowHosts:       append(append([]string(nil), parts.Profile.AllowHosts...), parts.Hosts...),
			ResolvingProxies: parts.Profile.ResolvingProxies,
		},
		Timeout:            parts.Settings.WebhookTimeout,
		ScriptTimeout:      parts.Settings.ScriptTimeout,
		UserAgent:          userAgent(),
		Recorder:           parts.Recorder,
		Profile:            parts.Profile.Name,
		ReadOnly:           parts.Profile.ReadOnly || a.Flags.ReadOnly,
		RootCAs:            parts.Roots,
		AllowClipboardRead: parts.Profile.ClipboardRead,
		Clipboard:          a.readClipboard(parts.Profile.Clipboard),
		Secrets: func(ref string) (string, error) {
			value, err := a.reference(ctx, ref)
			if errors.Is(err, config.ErrNoSecret) { // of an action, not of the account
				err = errors.New(err.Error())
			}
			return value, err
		},
	}
	if a.Served != nil && parts.Recorder != nil {
		c.Recorder = audited{Recorder: parts.Recorder, session: a.Served.Session}
	}
	if parts.Client != nil {
		c.Remote = remote(parts.Client)
		c.Redirect = redirect(parts.Client)
	}
	return actions.NewEngine(c)
}

// reference finds a secret that the settings name.
func (a *App) reference(ctx context.Context, ref string) (string, error) {
	if a.Served != nil {
		return a.Served.Reference(ctx, ref)
	}
	return a.Secrets().Reference(ctx, a.Env.Getenv, ref)
}

// readClipboard reads the clipboard of the person's machine, where that is this one.
func (a *App) readClipboard(way string) func(context.Context) (string, error) {
	if a.Served != nil {
		return func(context.Context) (string, error) {
			return "", errors.New("the desk runs on a server, which cannot read your clipboard")
		}
	}
	return readClipboard(way)
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
