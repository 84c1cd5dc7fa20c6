package emulator

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"keydesk/client/emulator/api"
	"keydesk/client/emulator/fault"
	"keydesk/client/emulator/run"
	"keydesk/client/emulator/socket"
	"keydesk/client/emulator/state"
	"keydesk/client/emulator/traffic"
)

// Emulator is one embedded platform with its data. It keeps its data between Close and the next
// Start; use it from any number of goroutines.
type Emulator struct {
	*fault.Line
	api *api.Server
	o   Options

	run struct {
		sync.Mutex
		cancel context.CancelFunc
		server *http.Server
		done   sync.WaitGroup // goroutines of Start
		conns  sync.WaitGroup // connections of the server
	}
}

// New builds a platform. It starts nothing; see Start and Handler.
func New(o Options) (*Emulator, error) {
	o = o.withDefaults()
	if o.Generation != Upstream && o.Generation != Fork {
		return nil, fmt.Errorf("building the embedded platform: unknown generation %q; use %q or %q",
			o.Generation, Upstream, Fork)
	}
	if o.Contacts < 0 || o.Contacts > 10_000_000 || o.Messages < 0 || o.Messages > 10_000_000 || o.Rate < 0 {
		return nil, errors.New("building the embedded platform: contacts and messages must lie " +
			"between 0 and 10,000,000 and the rate must not be negative")
	}
	if o.BasePath != "" {
		o.BasePath = "/" + strings.Trim(o.BasePath, "/")
	}
	data := state.New(state.Options{
		Fork: o.Generation == Fork, Contacts: o.Contacts, Messages: o.Messages, Seed: o.Seed, Now: o.Now, Enforce: o.Enforce,
	})
	news := &traffic.Events{State: data, Hub: socket.New(o.SocketBuffer), Log: o.Logger}
	messages := &traffic.Traffic{Events: news, SettleAfter: o.SettleAfter, Answer: o.Answer, Rate: o.Rate}
	runs := &run.Runner{Log: o.Logger, Timeout: o.WebhookTimeout, Allow: o.AllowHosts, BasePath: o.BasePath}
	runs.MoveTo(data.Base, context.Background())
	server := api.New(messages, runs, api.Options{
		BasePath: o.BasePath, AccessTTL: o.AccessTTL, RefreshTTL: o.RefreshTTL, Limit: o.RateLimit,
	}, o.Logger)
	return &Emulator{Line: &fault.Line{Keep: o.RequestLog}, api: server, o: o}, nil
}

// Start listens on addr ("127.0.0.1:0" picks a port), serves until ctx ends or Close is called,
// and starts the customers. The answer is the address a client is given, base path included.
func (e *Emulator) Start(ctx context.Context, addr string) (string, error) {
	if e.running() {
		return "", errRunning
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return "", fmt.Errorf("starting the embedded platform on %s: %w", addr, err)
	}
	base, err := e.Serve(ctx, listener)
	if err != nil {
		_ = listener.Close()
	}
	return base, err
}

var errRunning = errors.New("starting the embedded platform: it is already running")

func (e *Emulator) running() bool {
	e.run.Lock()
	defer e.run.Unlock()
	return e.run.server != nil
}

// Serve is Start on a listener of the caller's, which it closes at the end: one in memory, say, on
// which whole days pass in no time.
func (e *Emulator) Serve(ctx context.Context, listener net.Listener) (string, error) {
	e.run.Lock()
	defer e.run.Unlock()
	if e.run.server != nil {
		return "", errRunning
	}
	base := "http://" + listener.Addr().String() + e.o.BasePath
	ctx, cancel := context.WithCancel(ctx)
	e.api.Rebase(base)
	e.api.Run.MoveTo(base, ctx)
	server := e.httpServer(ctx)
	e.run.server, e.run.cancel = server, cancel
	e.api.Hub.Open()
	e.own(func() { _ = server.Serve(listener) })
	e.own(func() {
		<-ctx.Done()
		_ = server.Close()
		e.api.Hub.Close()
	})
	if !e.o.Manual {
		e.own(func() { e.api.Clock.Run(ctx) })
		if e.o.Rate > 0 {
			e.own(func() { e.api.Write(ctx) })
		}
	}
	return base, nil
}

// own runs f as one of the goroutines Close waits for.
func (e *Emulator) own(f func()) {
	e.run.done.Add(1)
	go func() {
		defer e.run.done.Done()
		f()
	}()
}

// Close cuts every connection and ends every goroutine. The data stays; Start may follow.
func (e *Emulator) Close() error {
	e.run.Lock()
	defer e.run.Unlock()
	if e.run.server == nil {
		e.api.Hub.Close()
		e.api.Hub.Open()
		return nil
	}
	e.run.cancel()
	e.run.done.Wait()
	e.run.conns.Wait()
	e.run.server, e.run.cancel = nil, nil
	return nil
}

// Users gives one who can sign in for each role: admin, manager, agent, restricted.
func (e *Emulator) Users() []User {
	return []User{e.user(0, "admin"), e.user(1, "manager"), e.user(2, "agent"), e.user(3, "restricted")}
}

// Nothing is a user whose role has no permission at all.
func (e *Emulator) Nothing() User { return e.user(5, "nothing") }

// Colleague is a second agent, in the same team as the first.
func (e *Emulator) Colleague() User { return e.user(4, "agent") }

func (e *Emulator) user(i int, roleName string) User {
	e.api.Lock()
	defer e.api.Unlock()
	p := e.api.People[i]
	return User{Role: roleName, Email: p.Email, Password: p.Password, APIKey: p.Key, ID: p.ID, Name: p.Name}
}

// Handler serves the platform without a listener of its own. Without Start nothing happens by
// itself: sends settle by SettleSends or Advance.
func (e *Emulator) Handler() http.Handler { return e.Line.Wrap(e.api) }

// httpServer makes the HTTP server of one Start. The platform refuses headers above 4 KB
// (UPSTREAM) or 16 KB (FORK); net/http adds 4 KB to what it is told.
func (e *Emulator) httpServer(ctx context.Context) *http.Server {
	limit := 1
	if e.o.Generation == Fork {
		limit = 12 << 10
	}
	return &http.Server{
		Handler: e.Handler(), MaxHeaderBytes: limit, ReadTimeout: 30 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx },
		ErrorLog:    slog.NewLogLogger(e.o.Logger.Handler(), slog.LevelDebug),
		ConnState:   e.countConn,
	}
}

// countConn keeps count of connections, so that Close returns when the last one is gone. Those of
// WebSockets are counted by the hub.
func (e *Emulator) countConn(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		e.run.conns.Add(1)
	case http.StateClosed, http.StateHijacked:
		e.run.conns.Done()
	}
}
