package actions

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/google/uuid"

	"keydesk/actions/script"
	"keydesk/actions/template"
)

// Limits when Config leaves them open.
const (
	DefaultTimeout  = 10 * time.Second // a webhook, retries included
	PlatformTimeout = 35 * time.Second // the platform gives up after 30 s (contract §8.4)
	DefaultMaxReply = 1 << 20          // bytes of a reply that are read
	MaxTimeout      = 5 * time.Minute  // the longest limit an action may set for itself
)

// Scripts runs snippets; *script.Pool is one.
type Scripts interface {
	Run(ctx context.Context, job script.Job) (script.Result, error)
	Check(ctx context.Context, code string) error
}

// Config is what an engine needs from outside. The zero value works: it sends webhooks with the
// guard at its strictest and refuses scripts and platform runs.
type Config struct {
	// Scripts runs JavaScript actions; nil (a nil *script.Pool too) refuses them. Its owner closes it.
	Scripts Scripts
	// WebhookPayload is what an empty body sends: PayloadDocument (default) or PayloadPlatform.
	WebhookPayload string
	// Execution is where actions run that do not say it themselves: ExecuteLocal (default) or ExecutePlatform.
	Execution string
	Guard     Guard
	// Timeout limits a webhook, ScriptTimeout a script; 0 means the defaults.
	Timeout, ScriptTimeout time.Duration
	// MaxReply is how many bytes of a reply are read; 0 means DefaultMaxReply.
	MaxReply  int
	UserAgent string
	// Secrets reads a reference as written in the settings, "${env:NAME}" or "${keyring:NAME}".
	Secrets func(ref string) (string, error)
	// Remote asks the platform to run an action; nil refuses execution = "platform".
	Remote func(ctx context.Context, actionID, contactID string) (RemoteResult, error)
	// Redirect resolves a path of the platform to the link behind it (contract §8.6).
	Redirect func(ctx context.Context, path string) (string, error)
	// Recorder keeps the record of every run; nil keeps none.
	Recorder Recorder
	// Profile is written into the record.
	Profile string
	// ReadOnly refuses dangerous actions.
	ReadOnly bool
	// RootCAs replaces the system's certificates, for an extra CA file; see LoadCAs.
	RootCAs *x509.CertPool
	// Proxy finds the proxy of an address; nil takes HTTP_PROXY, HTTPS_PROXY and NO_PROXY.
	Proxy func(*url.URL) (*url.URL, error)
	// AllowClipboardRead lets scripts read the text that Clipboard returns; without Clipboard they cannot.
	AllowClipboardRead bool
	Clipboard          func(ctx context.Context) (string, error)

	// For tests.
	Now   func() time.Time
	NewID func() string
	// Wait pauses between tries; it returns early with ctx's error.
	Wait func(ctx context.Context, d time.Duration) error
}

// Engine plans and runs actions. It is safe for use by several goroutines.
type Engine struct {
	cfg   Config
	guard *guard
	http  *http.Client
	close func()
	// running holds the ids of presses under way: one press is delivered once.
	running sync.Map
}

// NewEngine checks the config and builds the one client that sends. It does no I/O.
func NewEngine(c Config) (*Engine, error) {
	if c.WebhookPayload == "" {
		c.WebhookPayload = PayloadDocument
	}
	if c.WebhookPayload != PayloadDocument && c.WebhookPayload != PayloadPlatform {
		return nil, errors.New(`webhook_payload must be "document" or "platform", not ` + template.Quote(c.WebhookPayload))
	}
	if c.Execution == "" {
		c.Execution = ExecuteLocal
	}
	if c.Execution != ExecuteLocal && c.Execution != ExecutePlatform {
		return nil, errors.New(`execution must be "local" or "platform", not ` + template.Quote(c.Execution))
	}
	if c.Timeout <= 0 {
		c.Timeout = DefaultTimeout
	}
	if c.ScriptTimeout <= 0 {
		c.ScriptTimeout = script.DefaultLimit
	}
	if c.MaxReply <= 0 {
		c.MaxReply = DefaultMaxReply
	}
	if pool, ok := c.Scripts.(*script.Pool); ok && pool == nil {
		c.Scripts = nil
	}
	c.UserAgent = cmp.Or(c.UserAgent, "keydesk")
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.NewID == nil {
		c.NewID = newID
	}
	if c.Wait == nil {
		c.Wait = pause
	}
	g, err := newGuard(c.Guard)
	if err != nil {
		return nil, err
	}
	e := &Engine{cfg: c, guard: g}
	e.http, e.close = newClient(g, c)
	return e, nil
}

// Close drops idle connections. Runs under way are ended by their own contexts.
func (e *Engine) Close() { e.close() }

// newID is a UUIDv7: unique, and sorted by time in a receiver's log.
func newID() string {
	id, err := uuid.NewV7()
	if err != nil {
		id = uuid.New()
	}
	return id.String()
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
