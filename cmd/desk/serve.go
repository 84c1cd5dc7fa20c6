package desk

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"keydesk/actions/script"
	"keydesk/cmd/app"
	"keydesk/cmd/serve"
	"keydesk/config"
)

type Serve struct {
	Run   serveRunCommand   `cmd:"" default:"withargs" help:"Serve desks until the process is told to end; this is what keydesk serve alone does."`
	Check serveCheckCommand `cmd:"" help:"Try all that serving needs, and say what is wrong."`
}

// Help shows how it is used.
func (Serve) Help() string {
	return `Agents have a desk with nothing installed: ssh -p 2222 desk.example.com. The settings say who: [serve.agents.NAME] has
their public keys and where their API key is. Files travel by scp. Settings are followed while it runs; SIGTERM ends it
in order.

Example:

    keydesk serve check
    keydesk serve --listen 0.0.0.0:2222 --config /etc/keydesk/config.toml`
}

type serveRunCommand struct {
	Listen string `help:"Address to listen on, instead of the settings'." placeholder:"ADDR"`
}

// Help shows how it is used.
func (serveRunCommand) Help() string {
	return "Example:\n\n    keydesk serve --listen 127.0.0.1:2222"
}

// Run serves desks until it is told to end.
func (c serveRunCommand) Run(ctx context.Context, a *app.App) error {
	settings, err := a.ReadSettings()
	if err != nil {
		return err
	}
	if len(settings.Serve.Agents) == 0 {
		return app.Usage("the settings name no agents, so nobody could come in; keydesk config init shows how [serve.agents.NAME] is written")
	}
	if c.Listen == "" {
		c.Listen = settings.Serve.Listen
	}
	folder := serveFolder(a, settings)
	if err := settings.CheckServed(folder); err != nil {
		return err
	}
	unlock, err := serve.LockFolder(folder)
	if err != nil {
		return err
	}
	defer unlock()
	key, err := serve.HostKey(hostKeyFile(settings, folder))
	if err != nil {
		return err
	}
	audit, err := serve.OpenAudit(filepath.Join(folder, "audit.log"))
	if err != nil {
		return err
	}
	defer audit.Close()
	defer debug.SetGCPercent(debug.SetGCPercent(collectServer))
	t := newTeam(a, settings, folder)
	defer t.close()
	if t.database, err = t.openDatabase(ctx, settings); err != nil {
		return err
	}
	server := serve.New(t.options(settings, key, agentsOf(settings), audit))
	listener, err := serve.Listen(ctx, c.Listen)
	if err != nil {
		return err
	}
	if settings.Serve.Metrics != "off" {
		_, stop, err := t.metrics.Listen(ctx, settings.Serve.Metrics, server.Well)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		defer func() { _ = stop() }() // nobody is left to be told
	}
	go t.follow(ctx, server)
	a.Say("Serving %d agents on %s; the host key is %s.", len(settings.Serve.Agents), listener.Addr(), ssh.FingerprintSHA256(key.PublicKey()))
	return server.Serve(ctx, serve.Behind(listener, settings.Serve.Balancers))
}

// collectServer is by how many per cent a server's memory may grow before it is collected: with many
// desks there is always one that makes garbage, and memory is what bounds their number.
const collectServer = 50

// serveFolder is where the agents' folders are.
func serveFolder(a *app.App, s config.Settings) string {
	if s.Serve.Folder != "" {
		return s.Serve.Folder
	}
	return filepath.Join(a.Paths().StateDir(), "serve")
}

func hostKeyFile(s config.Settings, folder string) string {
	if s.Serve.HostKey != "" {
		return s.Serve.HostKey
	}
	return filepath.Join(folder, "host_ed25519")
}

// newTeam makes what desks share. Its log goes to standard error, where a service's log belongs.
func newTeam(a *app.App, s config.Settings, folder string) *team {
	return &team{
		app: a, logger: app.NewLogger(a.Env.Stderr, s.LogLevel), metrics: serve.NewMetrics(), folder: folder,
		now: s, next: make(chan struct{}), transports: map[string]http.RoundTripper{}, pools: map[string]*script.Pool{},
	}
}

// options are those of the server.
func (t *team) options(s config.Settings, key ssh.Signer, agents serve.Agents, audit *serve.Audit) serve.Options {
	return serve.Options{
		HostKey: key, Agents: agents, Folder: t.folderOf, TrayLimit: trayLimit(s), Open: t.open,
		Limits: serve.Limits{Sessions: s.Serve.Sessions, PerAgent: s.Serve.SessionsPerAgent, Idle: s.Serve.Idle, Drain: s.Serve.Drain},
		Audit:  audit, Metrics: t.metrics, Logger: t.logger,
	}
}

// trayLimit is how many bytes a tray takes.
func trayLimit(s config.Settings) int64 { return int64(s.Serve.TrayMiB) << 20 }

// serveDesks gives everybody a desk on an embedded platform.
func (c Demo) serveDesks(ctx context.Context, a *app.App, settings config.Settings) error {
	host, _, err := net.SplitHostPort(c.SSH)
	if err != nil {
		return app.Usage("--ssh %q is no address, for example --ssh 127.0.0.1:2222", c.SSH)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		a.Note("%s can be reached by others, and the demo lets everybody in", c.SSH)
	}
	folder, err := os.MkdirTemp("", "keydesk-demo-")
	if err != nil {
		return fmt.Errorf("cannot keep what the demo's agents write: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }() // in the system's folder for what is temporary
	key, err := serve.HostKey(filepath.Join(serveFolder(a, settings), "demo_host_ed25519"))
	if err != nil {
		return err
	}
	platform, address, err := c.start(ctx, "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer platform.Close()
	platform.Grant("agent", demoRights...)
	listener, err := serve.Listen(ctx, c.SSH)
	if err != nil {
		return err
	}
	t := newTeam(a, settings, folder)
	defer t.close()
	t.demo = &demoTeam{address: address, user: UserOf(platform, c.Role), tour: c.Tour}
	o := t.options(settings, key, serve.Anyone(demoName), nil)
	o.Limits.Drain = time.Second
	bound := listener.Addr().(*net.TCPAddr)
	a.Say("Open another terminal and type: ssh -p %d %s", bound.Port, bound.IP)
	return serve.New(o).Serve(ctx, listener)
}

// demoName names who has a key that nobody knows.
func demoName(fingerprint string) string {
	letters := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.TrimPrefix(fingerprint, "SHA256:"))
	return "demo-" + letters[:min(10, len(letters))]
}
