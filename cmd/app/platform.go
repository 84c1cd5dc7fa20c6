package app

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"time"

	"keydesk/client"
	"keydesk/config"
)

// ConnectLimit bounds signing in, in a command that somebody waits for.
const ConnectLimit = 30 * time.Second

// Credentials are KEYDESK_API_KEY, or what login stored. A stored secret goes to the platform that
// it was given to and to no other: a slip in an address must not hand it to a stranger.
func (a *App) Credentials(ctx context.Context, p config.Profile) (client.Credentials, error) {
	if a.Served != nil {
		return a.Served.Credentials(ctx)
	}
	if key := a.Env.Getenv("KEYDESK_API_KEY"); key != "" && !a.keyIsForAnother(p) {
		if host := Unencrypted(ctx, p.URL, LookupHost); host != "" {
			a.Note("KEYDESK_API_KEY goes to %s unencrypted; everybody between here and there can read it", host)
		}
		return client.Credentials{APIKey: key}, nil
	}
	secret, err := a.Secrets().Load(ctx, p.Name)
	if errors.Is(err, config.ErrNoSecret) {
		return client.Credentials{}, &Failure{Code: ExitNotSignedIn, Err: fmt.Errorf("not signed in to profile %q; run %s", p.Name, LoginCommandFor(p))}
	}
	if err != nil {
		return client.Credentials{}, &Failure{Code: ExitNotSignedIn, Err: err}
	}
	if !SamePlace(secret.URL, p.URL) {
		return client.Credentials{}, &Failure{Code: ExitNotSignedIn, Err: fmt.Errorf(
			"the secret of profile %q was given to %s, but %s names %s; run %s", p.Name, secret.URL, p.URLOrigin, p.URL, LoginCommandFor(p))}
	}
	email := secret.Email
	if p.Email != "" {
		email = p.Email
	}
	return client.Credentials{APIKey: secret.APIKey, Email: email, Password: secret.Password}, nil
}

// keyIsForAnother reports that the key of the environment belongs to the address beside it, while a
// flag chose a profile at another place: that must not learn the key.
func (a *App) keyIsForAnother(p config.Profile) bool {
	address := a.Env.Getenv("KEYDESK_URL")
	return address != "" && a.Flags.Profile != "" && a.Flags.URL == "" && !SamePlace(address, p.URL)
}

// LoginCommandFor is what to type to sign in to a profile.
func LoginCommandFor(p config.Profile) string {
	command := "keydesk login --profile " + p.Name
	if p.URLOrigin != "the settings file" && p.URL != "" {
		command += " --url " + p.URL
	}
	return command
}

// SamePlace reports whether two addresses are the same platform: scheme, host and base path.
func SamePlace(a, b string) bool {
	x, errX := url.Parse(a)
	y, errY := url.Parse(b)
	if errX != nil || errY != nil {
		return false
	}
	path := func(u *url.URL) string { return strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), "/api") }
	return x.Scheme == y.Scheme && strings.EqualFold(x.Host, y.Host) && path(x) == path(y)
}

// ClientOf makes the client of a profile for who is here; there is no traffic yet.
func (a *App) ClientOf(p config.Profile, credentials client.Credentials, logger *slog.Logger) (*client.Client, error) {
	if a.Served == nil {
		return NewClient(p, credentials, logger)
	}
	transport, err := a.Served.Transport(p)
	if err != nil {
		return nil, err
	}
	return client.New(client.Options{BaseURL: p.URL, Credentials: credentials, Logger: logger, Transport: transport, Now: a.Now})
}

// NewClient makes the client of a profile; there is no traffic yet.
func NewClient(p config.Profile, credentials client.Credentials, logger *slog.Logger) (*client.Client, error) {
	options := client.Options{BaseURL: p.URL, Credentials: credentials, Logger: logger}
	roots, err := Authorities(p)
	if err != nil {
		return nil, err
	}
	options.RootCAs = roots
	return client.New(options)
}

// Authorities are the system's certificates and those of the profile's ca_file; nil means just the
// system's.
func Authorities(p config.Profile) (*x509.CertPool, error) {
	if p.CAFile == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(p.CAFile)
	if err != nil {
		return nil, &Failure{Code: ExitUsage, Err: fmt.Errorf("cannot read ca_file of profile %q: %w", p.Name, err)}
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, Usage("ca_file of profile %q: %s holds no certificate in PEM form", p.Name, p.CAFile)
	}
	return roots, nil
}

// Session is a signed-in client with the settings it was made from.
type Session struct {
	Settings config.Settings
	Profile  config.Profile
	Client   *client.Client
	Identity client.Identity
}

// SignIn reads the settings and signs in to the platform they mean.
func (a *App) SignIn(ctx context.Context, s config.Settings, logger *slog.Logger) (*Session, error) {
	p, err := a.ChooseProfile(s)
	if err != nil {
		return nil, err
	}
	credentials, err := a.Credentials(ctx, p)
	if err != nil {
		return nil, err
	}
	c, err := a.ClientOf(p, credentials, logger)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, ConnectLimit)
	defer cancel()
	identity, err := c.Connect(ctx)
	if err != nil {
		c.Close()
		return nil, err
	}
	return &Session{Settings: s, Profile: p, Client: c, Identity: identity}, nil
}
