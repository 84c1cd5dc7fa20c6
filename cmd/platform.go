package cmd

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

// connectLimit bounds signing in, in a command that somebody waits for.
const connectLimit = 30 * time.Second

// credentials are KEYDESK_API_KEY, or what login stored. A stored secret goes to the platform that
// it was given to and to no other: a slip in an address must not hand it to a stranger.
func (a *app) credentials(ctx context.Context, p config.Profile) (client.Credentials, error) {
	if key := a.env.Getenv("KEYDESK_API_KEY"); key != "" {
		if host := unencrypted(ctx, p.URL, lookupHost); host != "" {
			a.note("KEYDESK_API_KEY goes to %s unencrypted; everybody between here and there can read it", host)
		}
		return client.Credentials{APIKey: key}, nil
	}
	secret, err := a.secrets().Load(ctx, p.Name)
	if errors.Is(err, config.ErrNoSecret) {
		return client.Credentials{}, &failure{code: exitNotSignedIn, err: fmt.Errorf("not signed in to profile %q; run %s", p.Name, loginCommandFor(p))}
	}
	if err != nil {
		return client.Credentials{}, &failure{code: exitNotSignedIn, err: err}
	}
	if !samePlace(secret.URL, p.URL) {
		return client.Credentials{}, &failure{code: exitNotSignedIn, err: fmt.Errorf(
			"the secret of profile %q was given to %s, but %s names %s; run %s", p.Name, secret.URL, p.URLOrigin, p.URL, loginCommandFor(p))}
	}
	email := secret.Email
	if p.Email != "" {
		email = p.Email
	}
	return client.Credentials{APIKey: secret.APIKey, Email: email, Password: secret.Password}, nil
}

// loginCommandFor is what to type to sign in to a profile.
func loginCommandFor(p config.Profile) string {
	command := "keydesk login --profile " + p.Name
	if p.URLOrigin != "the settings file" && p.URL != "" {
		command += " --url " + p.URL
	}
	return command
}

// samePlace reports whether two addresses are the same platform: scheme, host and base path.
func samePlace(a, b string) bool {
	x, errX := url.Parse(a)
	y, errY := url.Parse(b)
	if errX != nil || errY != nil {
		return false
	}
	path := func(u *url.URL) string { return strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), "/api") }
	return x.Scheme == y.Scheme && strings.EqualFold(x.Host, y.Host) && path(x) == path(y)
}

// newClient makes the client of a profile; there is no traffic yet.
func newClient(p config.Profile, credentials client.Credentials, logger *slog.Logger) (*client.Client, error) {
	options := client.Options{BaseURL: p.URL, Credentials: credentials, Logger: logger}
	roots, err := authorities(p)
	if err != nil {
		return nil, err
	}
	options.RootCAs = roots
	return client.New(options)
}

// authorities are the system's certificates and those of the profile's ca_file; nil means just the
// system's.
func authorities(p config.Profile) (*x509.CertPool, error) {
	if p.CAFile == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(p.CAFile)
	if err != nil {
		return nil, &failure{code: exitUsage, err: fmt.Errorf("cannot read ca_file of profile %q: %w", p.Name, err)}
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, usage("ca_file of profile %q: %s holds no certificate in PEM form", p.Name, p.CAFile)
	}
	return roots, nil
}

// session is a signed-in client with the settings it was made from.
type session struct {
	settings config.Settings
	profile  config.Profile
	client   *client.Client
	identity client.Identity
}

// signIn reads the settings and signs in to the platform they mean.
func (a *app) signIn(ctx context.Context, s config.Settings, logger *slog.Logger) (*session, error) {
	p, err := a.profile(s)
	if err != nil {
		return nil, err
	}
	credentials, err := a.credentials(ctx, p)
	if err != nil {
		return nil, err
	}
	c, err := newClient(p, credentials, logger)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, connectLimit)
	defer cancel()
	identity, err := c.Connect(ctx)
	if err != nil {
		c.Close()
		return nil, err
	}
	return &session{settings: s, profile: p, client: c, identity: identity}, nil
}
