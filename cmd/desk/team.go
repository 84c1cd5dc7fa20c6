package desk

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"keydesk/actions/script"
	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/client/store"
	"keydesk/cmd/app"
	"keydesk/cmd/serve"
	"keydesk/config"
)

// team is what the desks of one server share.
type team struct {
	app     *app.App // of whoever runs the server
	logger  *slog.Logger
	metrics *serve.Metrics
	folder  string
	demo    *demoTeam // nil: real platforms
	// database keeps what the agents have, beside other servers; nil: their folders do.
	database *store.Database

	mu         sync.Mutex
	now        config.Settings
	next       chan struct{} // closed when the settings are others
	transports map[string]http.RoundTripper
	pools      map[string]*script.Pool // by time zone
}

// demoTeam is the embedded platform that everybody works on.
type demoTeam struct {
	address string
	user    emulator.User
	tour    bool
}

// profile is everybody's. Their webhooks may go to the echo endpoint of the demo.
func (d *demoTeam) profile(s config.Settings) config.Profile {
	p := s.WithoutPlatform("")
	p.Name, p.URL, p.URLOrigin, p.Email = "demo", d.address, "the demo", d.user.Email
	p.AllowHosts = append(slices.Clone(p.AllowHosts), hostOf(d.address))
	return p
}

// folderOf is the folder of what an agent has here.
func (t *team) folderOf(agent string) string { return filepath.Join(t.folder, "agents", agent) }

// changed is closed when the settings are others than now.
func (t *team) changed() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.next
}

// settings are the server's.
func (t *team) settings() config.Settings {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.now
}

// set puts other settings in place, and tells the desks.
func (t *team) set(s config.Settings) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.now = s
	close(t.next)
	t.next = make(chan struct{})
}

// ownSettings are those that are an agent's to choose: what one sees and types with. Where things go,
// who may do what and what leaves the server is the server's.
var ownSettings = [...]string{"theme", "themes.*", "glyphs", "motion", "plain", "mouse", "key_preset", "keys.*", "send", "notify", "notify_by", "quiet_hours", "media", "clipboard"}

// settingsOf are an agent's: the server's, with what the agent's own file says; broken is the sentence on
// why that file is left out, "" if it is not.
func (t *team) settingsOf(agent string) (s config.Settings, broken string) {
	s = t.settings()
	path := config.PathsIn(t.folderOf(agent), "").ConfigFile()
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return s, ""
	}
	own, err := config.Load(path, nil)
	if err != nil {
		t.logger.Warn("an agent's own settings are left out", "agent", agent, "err", err)
		return s, "your own settings are left out, tell whoever runs the server: " + strings.ReplaceAll(firstFault(err), path, filepath.Base(path))
	}
	both, refused := s.With(own, func(path string) bool { return listed(ownSettings[:], path) })
	if len(refused) > 0 {
		t.logger.Warn("settings that are not an agent's to choose are left out", "agent", agent, "settings", strings.Join(refused, ", "))
	}
	return both, ""
}

// firstFault is the first thing that is wrong, for somebody who cannot look at the file.
func firstFault(err error) string {
	var problems config.Problems
	if errors.As(err, &problems) && len(problems) > 0 {
		return problems[0].Error()
	}
	return err.Error()
}

// agent is the agent of a name, as the settings have it now.
func (t *team) agent(name string) config.Agent {
	if a, ok := t.settings().Serve.Agents[name]; ok {
		return a
	}
	return config.Agent{Name: name}
}

// agents are who may come in.
func agentsOf(s config.Settings) serve.Agents {
	keys := map[string][]ssh.PublicKey{}
	for name, a := range s.Serve.Agents {
		for _, line := range a.Keys {
			if key, err := config.ParsePublicKey(line); err == nil { // the settings were checked
				keys[name] = append(keys[name], key)
			}
		}
	}
	return serve.NewAgents(keys)
}

// secret finds what the settings of an agent name.
func (t *team) secret(ctx context.Context, place string) (string, error) {
	return t.app.Secrets().At(ctx, t.app.Env.Getenv, place)
}

// reference finds what the settings of an action name.
func (t *team) reference(ctx context.Context, ref string) (string, error) {
	return t.app.Secrets().Reference(ctx, t.app.Env.Getenv, ref)
}

// transport is shared by all clients of one platform: an idle connection an agent would be several
// hundred.
func (t *team) transport(p config.Profile) (http.RoundTripper, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	mark := p.URL + "\n" + p.CAFile
	if shared := t.transports[mark]; shared != nil {
		return shared, nil
	}
	roots, err := app.Authorities(p)
	if err != nil {
		return nil, err
	}
	t.transports[mark] = t.metrics.Count(client.NewTransport(roots))
	return t.transports[mark], nil
}

// pool is the sandbox for agents of one time zone: a worker cannot change its own.
func (t *team) pool(zone *time.Location) *script.Pool {
	t.mu.Lock()
	defer t.mu.Unlock()
	name := zone.String()
	if name == "Local" {
		name = ""
	}
	if t.pools[name] == nil {
		t.pools[name] = script.NewPool(script.Config{Logger: t.logger, Spare: name == "", Zone: name, Runs: app.ScriptsInAll})
	}
	return t.pools[name]
}

// close ends the sandboxes.
func (t *team) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, p := range t.pools {
		p.Close()
	}
	if t.database != nil {
		if err := t.database.Close(); err != nil {
			t.logger.Warn("close the database", "err", err)
		}
	}
}

// follow reads the settings again whenever their file is another one. Sessions go on.
func (t *team) follow(ctx context.Context, server *serve.Server) {
	r := &reloader{app: t.app, path: t.app.SettingsFile(), every: lookEvery}
	r.seen = r.look()
	ticker := time.NewTicker(r.every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if now := r.look(); now == r.seen || !r.settled(ctx, now) {
			continue
		}
		t.reload(server)
	}
}

// reload takes over what the settings file says now.
func (t *team) reload(server *serve.Server) {
	s, err := t.app.ReadSettings()
	if err != nil {
		t.logger.Error("the settings stay as they were", "err", err)
		return
	}
	t.set(s)
	server.SetTrayLimit(trayLimit(s))
	server.SetAgents(agentsOf(s))
	t.logger.Info("new settings hold", "agents", len(s.Serve.Agents))
}

// open runs one session of an agent: a desk, or a command.
func (t *team) open(ctx context.Context, s *serve.Session) int {
	agent := t.agent(s.Agent)
	paths := config.PathsIn(t.folderOf(s.Agent), s.Tray.Folder())
	a := &app.App{
		Env: app.Env{
			Args: s.Args, Stdin: s.In, Stdout: s.Out, Stderr: s.Err, Getenv: s.Getenv,
			Paths: &paths, Location: zoneOf(s, agent),
		},
		Flags: &app.Flags{}, Served: t.served(s, agent),
	}
	if err := paths.MakeStateDir(); err != nil {
		t.logger.Error("an agent has no folder", "agent", s.Agent, "err", err)
		return a.Fail(errors.New("the server cannot keep anything for you; tell whoever runs it"))
	}
	if s.Args != nil {
		if len(s.Args) > 0 && s.Args[0] == "keydesk" { // as on one's own machine
			a.Env.Args = s.Args[1:]
		}
		a.Env.Args = app.Joined(a.Env.Args)
		return t.app.Dispatch(ctx, a)
	}
	notes := &notes{}
	a.Env.Stderr, a.Env.StdinTerminal, a.Env.StdoutTerminal = notes, s.Terminal, s.Terminal
	err := openServed(ctx, a)
	if cause := context.Cause(ctx); cause != nil {
		a.Note("%v", cause)
	}
	code := app.ExitDone
	if err != nil {
		code = a.Fail(err)
	}
	_, _ = io.WriteString(s.Err, strings.ReplaceAll(notes.String(), "\n", "\r\n")) // a client that is gone reads nothing
	return code
}

// served is what a session is lent.
func (t *team) served(s *serve.Session, agent config.Agent) *app.Served {
	logger := t.logger.With("agent", s.Agent, "session", s.ID)
	return &app.Served{
		Session: s, Logger: logger, Changed: t.changed, Reference: t.reference, Transport: t.transport, Pool: t.pool, Database: t.database,
		Settings: func() (config.Settings, error) {
			settings, _ := t.settingsOf(s.Agent)
			return settings, nil
		},
		Tour:        t.demo != nil && t.demo.tour,
		Greeting:    func() string { return t.greeting(s) },
		Profile:     func(settings config.Settings) (config.Profile, error) { return t.profile(settings, agent) },
		Credentials: func(ctx context.Context) (client.Credentials, error) { return t.credentials(ctx, agent, logger) },
	}
}

// greeting is what an agent must know at once, "" for nothing.
func (t *team) greeting(s *serve.Session) string {
	if _, broken := t.settingsOf(s.Agent); broken != "" {
		return strings.ToUpper(broken[:1]) + broken[1:] + "."
	}
	since, from, open := s.Other()
	if !open {
		return ""
	}
	return "Another desk of yours is open, since " + since.In(zoneOf(s, t.agent(s.Agent))).Format("Mon 15:04") + ", from " + from + ": look there before you answer here."
}

// profile is the profile that an agent works on.
func (t *team) profile(s config.Settings, agent config.Agent) (config.Profile, error) {
	if t.demo != nil {
		return t.demo.profile(s), nil
	}
	p, err := s.Profile(agent.Profile)
	p.ReadOnly = p.ReadOnly || agent.ReadOnly
	return p, err
}

// credentials are an agent's API key; without one the desk asks, and keeps nothing.
func (t *team) credentials(ctx context.Context, agent config.Agent, logger *slog.Logger) (client.Credentials, error) {
	if t.demo != nil {
		return client.Credentials{Email: t.demo.user.Email, Password: t.demo.user.Password}, nil
	}
	if agent.APIKey == "" {
		return client.Credentials{Email: agent.Email}, nil
	}
	key, err := t.secret(ctx, agent.APIKey)
	if err != nil {
		logger.Error("the API key of an agent cannot be read", "err", err)
		return client.Credentials{}, &app.Failure{Code: app.ExitNotSignedIn, Err: errors.New("the server cannot read your API key; tell whoever runs it")}
	}
	return client.Credentials{APIKey: key}, nil
}

// zoneOf is where an agent sits: what the client says, then what the settings say.
func zoneOf(s *serve.Session, a config.Agent) *time.Location {
	for _, name := range []string{s.Getenv("TZ"), a.TimeZone} {
		if zone, err := config.LoadZone(strings.TrimPrefix(name, ":")); err == nil {
			return zone
		}
	}
	return time.Local
}

// openServed opens an agent's desk.
func openServed(ctx context.Context, a *app.App) error {
	if !a.Env.StdinTerminal || a.Env.Getenv("TERM") == "dumb" {
		return app.Usage("the desk needs a terminal: ssh -t HOST; without one these work: ssh HOST run, ssh HOST actions list, ssh HOST history, and scp for files")
	}
	settings, err := a.ReadSettings()
	if err != nil {
		return err
	}
	p, err := a.ChooseProfile(settings)
	if err != nil {
		return err
	}
	credentials, err := a.Credentials(ctx, p)
	if err != nil {
		return err
	}
	platform, err := a.ClientOf(p, credentials, a.Served.Logger)
	if err != nil {
		return err
	}
	defer platform.Close()
	return Open(ctx, a, Parts{
		settings: settings, reload: a.ReadSettings, profile: p, client: platform, logger: a.Served.Logger,
		recorder: a.OpenHistory(settings), store: openStore(a, settings, p, client.Credentials{Email: "agent " + a.Served.Session.Agent}),
		trash: a.TrashFolder(), tour: a.Served.Tour,
	})
}

// notes are sentences for the person that must wait until the screen is gone.
type notes struct {
	mu   sync.Mutex
	text []byte
}

// maxNotes bounds what is held for the end.
const maxNotes = 8 << 10

// Write keeps a sentence.
func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.text = append(n.text, p[:min(len(p), maxNotes-len(n.text))]...)
	return len(p), nil
}

// String is all of them.
func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return string(slices.Clone(n.text))
}
