package ui

import (
	"cmp"
	"context"
	"net/http"
	"os"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/actions/script"
	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/ui/host"
	"keydesk/ui/theme"
)

func TestMain(m *testing.M) {
	if script.IsWorker(os.Args) {
		os.Exit(script.ServeWorker())
	}
	code := m.Run()
	sandbox.Close()
	os.Exit(code)
}

// sandbox is shared by all desks of the tests: each snippet runs in a process of its own anyway, and
// starting one costs more than most tests.
var sandbox = script.NewPool(script.Config{})

// pump drives a real Root against the embedded platform as a terminal would,
// with no program and no sleeping: it runs every command to its end, so the
// desk is idle when send returns. Timers are kept and fire when asked.
type pump struct {
	t      testing.TB
	root   *Root
	em     *emulator.Emulator
	sent   []tea.Msg // messages for the terminal: clipboard, quit, …
	timers []tea.Msg
	clock  time.Time
	seen   func(screen string) // is shown every screen that look looks at

	beside *beside // nil: every command runs to its end at once
	quit   func()  // ends the desk
}

// bench is what a pump is made of, for tests that want it otherwise.
type bench struct {
	emulator emulator.Options
	role     string
	env      map[string]string
	guard    []string
	deps     func(*Deps)

	transport http.RoundTripper // nil: the client's own
	refill    time.Duration     // the request budget's time that passes with each request; 0: 50 ms
	width     int
	height    int
}

func newPump(t testing.TB, b bench) *pump {
	t.Helper()
	p := &pump{t: t, clock: time.Date(2026, 11, 20, 10, 45, 0, 0, time.UTC)}
	now := func() time.Time { return p.clock }
	if b.emulator.Generation == "" {
		b.emulator.Generation = "upstream"
	}
	if b.emulator.Contacts == 0 {
		b.emulator.Contacts = 40
	}
	b.emulator.Now, b.emulator.Seed, b.emulator.Manual = now, 1, true
	em, err := emulator.New(b.emulator)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	url, err := em.Start(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.em = em
	engine, err := actions.NewEngine(actions.Config{Scripts: sandbox, Now: now, NewID: func() string { return "0192-press-1" }, Guard: actions.Guard{AllowHosts: append(b.guard, "127.0.0.1")}})
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int64 // the request budget refills with time, which stands still here but for this
	refill := cmp.Or(b.refill, 50*time.Millisecond)
	budgetClock := func() time.Time { return now().Add(time.Duration(asked.Add(1)) * refill) }
	if b.transport == nil {
		b.transport = newCable()
	}
	platform, err := client.New(client.Options{BaseURL: url, Credentials: p.credentials(b.role), Now: budgetClock, Transport: b.transport, RetryWait: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		engine.Close()
		platform.Close()
		_ = em.Close()
	})
	env := func(name string) string { return b.env[name] }
	deps := Deps{
		Context: ctx, Platform: platform, Engine: engine,
		Host:  host.New(host.Options{Env: env, Clipboard: "osc52", Open: "show"}),
		Theme: theme.New("auto", "unicode", true), Mouse: true, Profile: "demo", Address: url,
		Now: now, Location: time.UTC,
		After: func(_ time.Duration, msg tea.Msg) tea.Cmd { p.timers = append(p.timers, msg); return nil },
	}
	if b.deps != nil {
		b.deps(&deps)
	}
	p.start(deps, b.size())
	return p
}

// size is how large the terminal is.
func (b bench) size() tea.WindowSizeMsg {
	if b.width == 0 {
		return sizeOf(100, 30)
	}
	return sizeOf(b.width, b.height)
}

// start begins a desk in a terminal of that size.
func (p *pump) start(deps Deps, size tea.WindowSizeMsg) {
	p.t.Helper()
	root, conflicts := New(deps)
	if len(conflicts) > 0 {
		p.t.Fatalf("key conflicts: %v", conflicts)
	}
	p.root = root
	p.send(size)
	p.run(root.Init())
}

// again is a desk that starts after this one, on the same platform and store.
func (p *pump) again(change func(*Deps)) *pump {
	p.t.Helper()
	next := &pump{t: p.t, em: p.em, clock: p.clock}
	deps := p.root.deps
	deps.Now = func() time.Time { return next.clock }
	deps.After = func(_ time.Duration, msg tea.Msg) tea.Cmd { next.timers = append(next.timers, msg); return nil }
	change(&deps)
	next.start(deps, sizeOf(p.width(), p.height()))
	return next
}

func (p *pump) credentials(role string) client.Credentials {
	if role == "" {
		role = "agent"
	}
	if role == "nothing" {
		return client.Credentials{Email: p.em.Nothing().Email, Password: p.em.Nothing().Password}
	}
	for _, u := range p.em.Users() {
		if u.Role == role {
			return client.Credentials{Email: u.Email, Password: u.Password}
		}
	}
	p.t.Fatalf("the emulator has no %s", role)
	return client.Credentials{}
}

func sizeOf(w, h int) tea.WindowSizeMsg { return tea.WindowSizeMsg{Width: w, Height: h} }
