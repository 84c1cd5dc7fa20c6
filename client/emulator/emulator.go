package emulator

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Emulator is one embedded platform with its data. It keeps its data between Close and the next
// Start; use it from any number of goroutines.
type Emulator struct {
	o     Options
	fork  bool
	log   *slog.Logger
	ids   ids
	clock *clock
	born  time.Time // the present the made-up data is relative to
	hub   *hub
	hooks hooks
	limit limiter
	table []route

	authWithin time.Duration // how long a WebSocket's first frame may take

	mu sync.Mutex // guards everything below
	state

	run struct {
		sync.Mutex
		cancel context.CancelFunc
		server *http.Server
		done   sync.WaitGroup // goroutines of Start
		conns  sync.WaitGroup // connections of the server
	}
}

// state is everything the platform remembers. Emulator.mu guards it.
type state struct {
	seeded    seeded
	contacts  []contact
	alive     int // contacts that are not deleted
	order     order
	phones    map[string]uint32 // numbers that are not computed: created or renamed contacts
	seen      map[string]string // foreign WhatsApp ids → message id, so that a repeat is ignored
	uploads   map[string][]byte // message id → bytes of media that agents sent
	sending   []pendingSend
	failSends []string

	people      []person
	roles       []role
	orgs        []organization
	accounts    []account
	actions     []*action
	teams       []team
	templates   []template
	canned      []*canned
	notes       []*note
	tags        []tag
	transfers   []*transfer
	keys        []*apiKey
	audits      []audit
	redirects   map[string]redirect
	masked      bool
	enforce     bool
	pickup      bool
	base        string // "http://127.0.0.1:1234/base" once Start knows it
	secrets     secrets
	revoked     map[string]bool // refresh token ids that were used or logged out
	tokenSerial uint64
	serial      uint32          // names what is made while running
	life        context.Context // ends with Close; webhooks run in it
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
	e := &Emulator{o: o, fork: o.Generation == Fork, log: o.Logger, ids: ids{seed: mix(o.Seed ^ 0x6b657964)}}
	e.clock = newClock(o.Now)
	e.born = e.clock.Now()
	e.hub = newHub(o.SocketBuffer)
	e.hooks.keep = o.RequestLog
	e.enforce = o.Enforce
	e.life = context.Background()
	e.authWithin = authWithin
	e.secrets.rotate(true, true)
	e.table = e.routes()
	e.seed()
	return e, nil
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
	e.mu.Lock()
	e.rebase(base)
	e.life = ctx
	e.mu.Unlock()
	server := e.newServer(ctx)
	e.run.server, e.run.cancel = server, cancel
	e.hub.open()
	e.own(func() { _ = server.Serve(listener) })
	e.own(func() {
		<-ctx.Done()
		_ = server.Close()
		e.hub.close()
	})
	if !e.o.Manual {
		e.own(func() { e.clock.run(ctx) })
		if e.o.Rate > 0 {
			e.own(func() { e.customers(ctx) })
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
		e.hub.close()
		e.hub.open()
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
	e.mu.Lock()
	defer e.mu.Unlock()
	p := e.people[i]
	return User{Role: roleName, Email: p.email, Password: p.password, APIKey: p.key, ID: p.id, Name: p.name}
}

// nextSerial numbers what is made while running, apart from what the seed made. Emulator.mu is
// held.
func (e *Emulator) nextSerial() uint32 {
	e.serial++
	return 1000 + e.serial
}

// secrets sign tokens. Access and refresh tokens have their own, so that one kind can be made
// invalid without the other.
type secrets struct{ access, refresh [32]byte }

func (s *secrets) rotate(access, refresh bool) {
	if access {
		_, _ = rand.Read(s.access[:]) // never fails (crypto/rand)
	}
	if refresh {
		_, _ = rand.Read(s.refresh[:])
	}
}
