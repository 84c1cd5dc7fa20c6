package ui

import (
	"context"
	"net"
	"net/http"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/client/badline"
	"keydesk/client/emulator"
	"keydesk/ui/host"
	"keydesk/ui/theme"
)

// Names of the hosts in memory.
const (
	platformHost = "platform.test:80" // the platform itself
	lineHost     = "desk.test:80"     // the bad line to it
)

// shift is a desk at work: a pump whose commands run beside each other, as a
// program runs them, with the realtime line live and every clock running. It
// stands in a bubble where time is free, and speaks to the platform over a line
// that the test can break.
type shift struct {
	*pump
	net   *badline.Network
	line  *badline.Line
	truth *client.Client // the platform itself, past the line
	life  context.Context
	end   context.CancelFunc
	liked string // a message that a customer reacts to
}

// onShift runs a test with a desk at work in a bubble.
func onShift(t *testing.T, b bench, test func(s *shift)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := newShift(t, b)
		test(s)
	})
}

func newShift(t *testing.T, b bench) *shift {
	t.Helper()
	s := &shift{pump: &pump{t: t}, net: &badline.Network{}}
	if b.emulator.Contacts == 0 {
		b.emulator.Contacts = 40
	}
	b.emulator.Seed = 1
	em, err := emulator.New(b.emulator)
	if err != nil {
		t.Fatal(err)
	}
	s.em = em
	s.life, s.end = context.WithCancel(context.Background())
	s.serve()
	entry, err := s.net.Listen(lineHost)
	if err != nil {
		t.Fatal(err)
	}
	s.line = badline.New(entry, func(ctx context.Context) (net.Conn, error) { return s.net.Dial(ctx, "tcp", platformHost) })
	s.truth = s.client(platformHost, client.Credentials{APIKey: s.key(b.role)})
	t.Cleanup(func() {
		s.end()
		s.line.Close()
		_ = em.Close()
	})
	s.open(s.client(lineHost, s.credentials(b.role)), b)
	return s
}

// serve starts the platform, again after a restart.
func (s *shift) serve() {
	s.t.Helper()
	listener, err := s.net.Listen(platformHost)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.em.Serve(s.life, listener); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shift) key(role string) string {
	for _, u := range s.em.Users() {
		if u.Role == role || role == "" && u.Role == "agent" {
			return u.APIKey
		}
	}
	s.t.Fatalf("the emulator has no %s", role)
	return ""
}

// client is a client of a host in memory, until the test ends.
func (s *shift) client(name string, who client.Credentials) *client.Client {
	s.t.Helper()
	c, err := client.New(client.Options{BaseURL: "http://" + name, Credentials: who, Transport: &http.Transport{
		DialContext: s.net.Dial, MaxIdleConnsPerHost: 6, IdleConnTimeout: 25 * time.Second,
	}})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(c.Close)
	return c
}

// open starts a desk, as one does after closing another.
func (s *shift) open(platform *client.Client, b bench) {
	s.t.Helper()
	engine, err := actions.NewEngine(actions.Config{})
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, quit := context.WithCancel(s.life)
	s.t.Cleanup(func() { quit(); engine.Close() })
	deps := Deps{
		Context: ctx, Platform: platform, Events: platform.Stream(), Engine: engine,
		Host:  host.New(host.Options{Env: func(string) string { return "" }, Clipboard: "osc52", Open: "show"}),
		Theme: theme.New("auto", "unicode", true), Mouse: true, Profile: "demo", Address: platform.BaseURL(), Location: time.UTC,
		After: func(d time.Duration, msg tea.Msg) tea.Cmd {
			return func() tea.Msg {
				timer := time.NewTimer(d)
				defer timer.Stop()
				select {
				case <-timer.C:
					return msg
				case <-ctx.Done():
					return nil
				}
			}
		},
	}
	if b.deps != nil {
		b.deps(&deps)
	}
	s.beside, s.quit = newBeside(ctx), quit
	s.start(deps, b.size())
	s.settle()
}

// restart stops the platform, lets something happen, and starts it again.
func (s *shift) restart(meanwhile func()) {
	s.t.Helper()
	if err := s.em.Close(); err != nil {
		s.t.Fatal(err)
	}
	meanwhile()
	s.serve()
}

// beside runs commands beside each other, as a program does.
type beside struct {
	ctx context.Context
	in  chan tea.Msg
}

func newBeside(ctx context.Context) *beside {
	return &beside{ctx: ctx, in: make(chan tea.Msg)}
}

func (b *beside) start(do func() tea.Msg) { go b.run(do) }

// run runs a command to its end, and begins what it leads to.
func (b *beside) run(do func() tea.Msg) {
	msg := do()
	if msg == nil {
		return
	}
	if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
		for i := range v.Len() {
			switch cmd := v.Index(i).Interface().(tea.Cmd); {
			case cmd == nil:
			case v.Type().Name() == "BatchMsg":
				b.start(cmd)
			default: // a sequence, whose type is not exported
				b.run(cmd)
			}
		}
		return
	}
	select {
	case b.in <- msg:
	case <-b.ctx.Done():
	}
}

// settle lets the desk do all that can be done at this instant.
func (p *pump) settle() {
	if p.beside == nil {
		return
	}
	for {
		synctest.Wait()
		select {
		case msg := <-p.beside.in:
			p.take(msg)
		default:
			return
		}
	}
}

// take gives a message of a command's to the desk.
func (p *pump) take(msg tea.Msg) {
	p.sent = append(p.sent, msg)
	p.run(p.give(msg))
}

// pass lets time go by while the desk works.
func (s *shift) pass(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	for {
		s.settle()
		select {
		case msg := <-s.beside.in:
			s.take(msg)
		case <-timer.C:
			s.settle()
			return
		}
	}
}

// await lets time go by until something is so.
func (s *shift) await(what string, ready func() bool) {
	s.t.Helper()
	s.awaitEvery(500*time.Millisecond, what, ready)
}

// awaitEvery is await that looks more often.
func (s *shift) awaitEvery(step time.Duration, what string, ready func() bool) {
	s.t.Helper()
	for began := time.Now(); time.Since(began) < 5*time.Minute; s.pass(step) {
		s.settle()
		if ready() {
			return
		}
	}
	s.t.Fatalf("%s did not come within five minutes:\n%s", what, s.screen())
}

// visit opens a conversation of the list.
func (s *shift) visit(id string) *chat {
	s.t.Helper()
	contact, known := s.list().Contact(id)
	if !known {
		s.t.Fatalf("%s is not in the list:\n%s", id, s.screen())
	}
	s.openContact(contact)
	s.settle()
	return s.openChat()
}

// live waits for the realtime line.
func (s *shift) live() {
	s.t.Helper()
	s.await("the realtime line", func() bool { return s.lineState() == client.Live })
}
