package ui

import (
	"context"
	"net/http"
	"os"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

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
	budgetClock := func() time.Time { return now().Add(time.Duration(asked.Add(1)) * 50 * time.Millisecond) }
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
	root, conflicts := New(deps)
	if len(conflicts) > 0 {
		t.Fatalf("key conflicts: %v", conflicts)
	}
	p.root = root
	if b.width == 0 {
		b.width, b.height = 100, 30
	}
	p.send(tea.WindowSizeMsg{Width: b.width, Height: b.height})
	p.run(root.Init())
	return p
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

func (p *pump) send(msg tea.Msg) {
	p.t.Helper()
	_, cmd := p.root.Update(msg)
	p.run(cmd)
	p.settle()
}

// run runs a command and everything it leads to.
func (p *pump) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if p.beside != nil {
		p.beside.start(cmd)
		return
	}
	msg := cmd()
	if msg == nil {
		return
	}
	if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
		for i := range v.Len() { // a batch, or a sequence, whose type is not exported
			p.run(v.Index(i).Interface().(tea.Cmd))
		}
		return
	}
	p.sent = append(p.sent, msg)
	p.send(msg)
}

// fire lets every timer run out once.
func (p *pump) fire() {
	due := p.timers
	p.timers = nil
	for _, msg := range due {
		p.send(msg)
	}
}

func (p *pump) press(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		p.send(keyPress(k))
	}
}

func (p *pump) typeText(s string) {
	for _, r := range s {
		p.send(tea.KeyPressMsg(tea.Key{Code: r, Text: string(r)}))
	}
}

// event hands an event to the desk as the realtime line would.
func (p *pump) event(e client.Event) {
	p.t.Helper()
	p.run(p.root.onEvent(e))
	p.run(p.root.markSeen())
}

var namedKeys = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
	"left": tea.KeyLeft, "right": tea.KeyRight, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	"home": tea.KeyHome, "end": tea.KeyEnd, "space": tea.KeySpace, "backspace": tea.KeyBackspace,
	"f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3,
}

func keyPress(s string) tea.KeyPressMsg {
	var k tea.Key
	for prefix, mod := range map[string]tea.KeyMod{"alt+": tea.ModAlt, "ctrl+": tea.ModCtrl, "shift+": tea.ModShift} {
		if rest, ok := strings.CutPrefix(s, prefix); ok {
			k.Mod, s = tea.KeyMod(mod), rest
			break
		}
	}
	if code, ok := namedKeys[s]; ok {
		k.Code = code
	} else {
		k.Code = []rune(s)[0]
		if k.Mod == 0 {
			k.Text = s
		}
	}
	if s == "space" && k.Mod == 0 {
		k.Text = " "
	}
	return tea.KeyPressMsg(k)
}

func (p *pump) screen() string {
	lines := strings.Split(ansi.Strip(p.root.View().Content), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func (p *pump) shows(parts ...string) {
	p.t.Helper()
	screen := p.screen()
	for _, part := range parts {
		if !strings.Contains(screen, part) {
			p.t.Fatalf("the screen does not show %q:\n%s", part, screen)
		}
	}
}

func (p *pump) hides(parts ...string) {
	p.t.Helper()
	screen := p.screen()
	for _, part := range parts {
		if strings.Contains(screen, part) {
			p.t.Fatalf("the screen shows %q:\n%s", part, screen)
		}
	}
}

func sizeOf(w, h int) tea.WindowSizeMsg { return tea.WindowSizeMsg{Width: w, Height: h} }
