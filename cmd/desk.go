package cmd

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"keydesk/actions"
	"keydesk/actions/history"
	"keydesk/actions/script"
	"keydesk/client"
	"keydesk/client/store"
	"keydesk/config"
	"keydesk/ui"
	"keydesk/ui/host"
	"keydesk/ui/text"
)

type deskCommand struct{}

// Help shows how it is used.
func (deskCommand) Help() string {
	return "Example:\n\n    keydesk\n    keydesk --profile work"
}

// Run opens the desk of the chosen profile.
func (deskCommand) Run(ctx context.Context, a *app) error {
	settings, err := a.settings()
	if err != nil {
		return err
	}
	if err := needScreen(a); err != nil {
		return err
	}
	p, err := a.profile(settings)
	if err != nil {
		return err
	}
	credentials, err := a.credentials(ctx, p)
	if err != nil {
		return err
	}
	if settings.Cache == "off" {
		forgetKept(ctx, a, p.Name)
	}
	logger := a.logger(settings)
	platform, err := newClient(p, credentials, logger)
	if err != nil {
		return err
	}
	defer platform.Close()
	return desk(ctx, a, deskParts{
		settings: settings, reload: a.settings, profile: p, client: platform, logger: logger, recorder: a.openHistory(settings),
		store: openStore(settings, p, credentials),
		trash: trashFolder(),
	})
}

// needScreen refuses to draw where nobody would see it, and names what works there.
func needScreen(a *app) error {
	if a.env.StdinTerminal && a.env.StdoutTerminal && a.env.Getenv("TERM") != "dumb" {
		return nil
	}
	return usage("the desk needs a terminal that can draw; without one these work: " +
		"keydesk actions list, keydesk run, keydesk history, keydesk login, keydesk demo --serve 127.0.0.1:0")
}

// deskParts are what a desk is made of.
type deskParts struct {
	settings config.Settings
	reload   func() (config.Settings, error) // reads them again
	profile  config.Profile
	client   *client.Client
	hosts    []string
	logger   *slog.Logger
	recorder *history.Store
	store    *store.Store // nil: nothing outlives the desk
	trash    string       // the folder of deleted actions; "": one that goes with the desk
}

// desk runs the screen until the person leaves or the process is told to end.
func desk(ctx context.Context, a *app, parts deskParts) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer collectLater()()
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
	roots, err := authorities(parts.profile)
	if err != nil {
		return err
	}
	pool := newPool(parts.logger, true)
	defer pool.Close()
	defer parts.recorder.Close()
	engine, err := a.newEngine(ctx, engineParts{
		settings: parts.settings, profile: parts.profile, client: parts.client, hosts: parts.hosts,
		pool: pool, recorder: parts.recorder, roots: roots,
	})
	if err != nil {
		return err
	}
	defer engine.Close()
	scratch := &host.Scratch{}
	defer func() { _ = scratch.Close() }() // what stays is in the system's folder for what is temporary
	d := deps(ctx, a, parts, engine, pool)
	d.Scratch = scratch
	if d.Trash = parts.trash; d.Trash == "" {
		folder, err := scratch.Folder()
		if err != nil {
			return err
		}
		d.Trash = filepath.Join(folder, "trash")
	}
	keep := keepTerminal(a)
	defer keep.dismiss()
	d.Exec = keep.lend
	root, conflicts := ui.New(d)
	for _, c := range conflicts {
		parts.logger.Warn("keys", "conflict", c)
	}
	err = screen(ctx, a, root, keep, parts.logger)
	leave(ctx, a, root, parts)
	if err != nil {
		return err
	}
	for _, c := range conflicts { // said after the screen is gone, where it can be read
		a.note("settings: %s", c)
	}
	return nil
}

// deps is what the screen gets of the rest of the program.
func deps(ctx context.Context, a *app, parts deskParts, engine *actions.Engine, pool *script.Pool) ui.Deps {
	d := ui.Deps{
		Context:  ctx,
		Platform: parts.client,
		Events:   parts.client.Stream(),
		Store:    parts.store,
		Forget:   parts.settings.Cache == "off",
		Engine:   engine,
		Warm:     pool.Warm,
		Logger:   parts.logger,
		Profile:  parts.profile.Name,
		Address:  parts.profile.URL,
		Tests:    parts.recorder,
		History: func(ctx context.Context, n int) ([]actions.Run, error) {
			return parts.recorder.List(ctx, history.Filter{Limit: n})
		},
		Settings: newReloader(a, parts).next,
		Now:      time.Now,
		Location: time.Local,
	}
	return choices(a, d, parts.settings)
}
