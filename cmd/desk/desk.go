// Package desk opens the desk: on a platform (keydesk), on an embedded one (keydesk demo), with what it keeps on
// this machine (keydesk cache), and with settings that are read again while it is open.
package desk

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime/debug"
	"sync"

	"keydesk/actions"
	"keydesk/actions/history"
	"keydesk/client"
	"keydesk/client/store"
	"keydesk/cmd/app"
	"keydesk/cmd/guide"
	"keydesk/cmd/terminal"
	"keydesk/config"
	"keydesk/ui"
	"keydesk/ui/host"
	"keydesk/ui/text"
)

type Command struct{}

// Help shows how it is used.
func (Command) Help() string {
	return "Example:\n\n    keydesk\n    keydesk --profile work"
}

// Run opens the desk of the chosen profile.
func (Command) Run(ctx context.Context, a *app.App) error {
	settings, err := a.ReadSettings()
	if err != nil {
		return err
	}
	if err := needScreen(a); err != nil {
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
	if settings.Cache == "off" {
		ForgetKept(ctx, a, p.Name)
	}
	logger := a.Logger(settings)
	platform, err := a.ClientOf(p, credentials, logger)
	if err != nil {
		return err
	}
	defer platform.Close()
	return Open(ctx, a, Parts{
		settings: settings, reload: a.ReadSettings, profile: p, client: platform, logger: logger, recorder: a.OpenHistory(settings),
		store: openStore(a, settings, p, credentials),
		trash: a.TrashFolder(),
	})
}

// needScreen refuses to draw where nobody would see it, and names what works there.
func needScreen(a *app.App) error {
	if a.Env.StdinTerminal && a.Env.StdoutTerminal && a.Env.Getenv("TERM") != "dumb" {
		return nil
	}
	return app.Usage("the desk needs a terminal that can draw; without one these work: " +
		"keydesk actions list, keydesk run, keydesk history, keydesk login, keydesk demo --serve 127.0.0.1:0")
}

// Parts are what a desk is made of.
type Parts struct {
	settings config.Settings
	reload   func() (config.Settings, error) // reads them again
	profile  config.Profile
	client   *client.Client
	hosts    []string
	logger   *slog.Logger
	recorder *history.Store
	store    *store.Store // nil: nothing outlives the desk
	demo     bool         // its platform is made up, and nothing of it belongs into the settings
	tour     bool         // leads through the first minute
	trash    string       // the folder of deleted actions; "": one that goes with the desk
}

// Open runs the screen until the person leaves or the process is told to end.
func Open(ctx context.Context, a *app.App, parts Parts) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if a.Served == nil {
		defer terminal.CollectLater()()
	}
	var ahead sync.WaitGroup // what the first screen needs, made ready beside the rest
	defer ahead.Wait()
	ahead.Go(text.Prepare)
	if parts.store != nil {
		ahead.Go(func() {
			defer func() {
				if r := recover(); r != nil { // the desk opens it once more, and says what is wrong
					parts.logger.Error("opening the local store panicked", "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
				}
			}()
			parts.store.Open(ctx)
		})
	}
	roots, err := app.Authorities(parts.profile)
	if err != nil {
		return err
	}
	scripts := a.NewScripts(parts.logger, true)
	defer scripts.Close()
	defer parts.recorder.Close()
	engine, err := a.NewEngine(ctx, app.EngineParts{
		Settings: parts.settings, Profile: parts.profile, Client: parts.client, Hosts: parts.hosts,
		Scripts: scripts, Recorder: parts.recorder, Roots: roots,
	})
	if err != nil {
		return err
	}
	defer engine.Close()
	scratch := &host.Scratch{}
	defer func() { _ = scratch.Close() }() // what stays is in the system's folder for what is temporary
	d := deps(ctx, a, parts, engine, scripts)
	d.Scratch = scratch
	if d.Trash = parts.trash; d.Trash == "" {
		folder, err := scratch.Folder()
		if err != nil {
			return err
		}
		d.Trash = filepath.Join(folder, "trash")
	}
	keep := terminal.StartGuard(a)
	defer keep.Dismiss()
	d.Exec, d.After = keep.Lend, terminal.After
	if a.Served != nil {
		d.Exec = noProgram
	}
	root, conflicts := ui.New(d)
	for _, c := range conflicts {
		parts.logger.Warn("keys", "conflict", c)
	}
	if a.Served != nil {
		err = terminal.Remote(ctx, a.Served.Session, root, parts.logger)
	} else {
		err = terminal.Screen(ctx, a, root, keep, parts.logger)
	}
	leave(ctx, a, root, parts)
	if err != nil {
		return err
	}
	for _, c := range conflicts { // said after the screen is gone, where it can be read
		a.Note("settings: %s", c)
	}
	return nil
}

// deps is what the screen gets of the rest of the program.
func deps(ctx context.Context, a *app.App, parts Parts, engine *actions.Engine, scripts app.Scripts) ui.Deps {
	d := ui.Deps{
		Context:  ctx,
		Platform: parts.client,
		SentFile: noteFile(a),
		Events:   parts.client.Stream(),
		Store:    parts.store,
		Forget:   parts.settings.Cache == "off",
		Engine:   engine,
		Warm:     scripts.Warm,
		Logger:   parts.logger,
		Tour:     parts.tour,
		Profile:  parts.profile.Name,
		Address:  parts.profile.URL,
		Tests:    parts.recorder,
		History: func(ctx context.Context, n int) ([]actions.Run, error) {
			return parts.recorder.List(ctx, history.Filter{Limit: n})
		},
		RunsOf: func(ctx context.Context, contact string, n int) ([]actions.Run, error) {
			return parts.recorder.List(ctx, history.Filter{Contact: contact, Limit: n})
		},
		Settings: settingsChanges(a, parts),
		Guide:    topics(),
		Now:      a.Now,
		Location: a.Location(),
	}
	if parts.store != nil && parts.store.Shared() {
		d.Others = parts.store.Await
	}
	if a.Served == nil && !parts.demo { // those who come over SSH share the server's file
		d.AddView = func(v config.View) error { return config.AddView(a.SettingsFile(), v) }
	}
	return Choices(a, d, parts.settings)
}

// topics is the manual as the desk shows it.
func topics() []ui.Topic {
	var list []ui.Topic
	for _, t := range guide.Topics() {
		list = append(list, ui.Topic(t))
	}
	return list
}
