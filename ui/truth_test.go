package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/ui/dialog"
)

// What a webhook carries is what the platform held when it went out, or up to
// tolerance before; whatever is changed behind the desk's back by the API, which
// sends no event (contract §4.3, §15.4).
const tolerance = 400 * time.Millisecond

// receiver is where webhooks arrive, in memory, and what they carried.
type receiver struct {
	mu   sync.Mutex
	came []delivered
	wait time.Duration // before it answers
}

// delivered is a webhook's body with the time at which it came.
type delivered struct {
	At      time.Time
	ID      string `json:"id"`
	Name    string `json:"name"`
	CRM     string `json:"crm"`
	Tags    string `json:"tags"`
	Version string `json:"version"`
}

func (r *receiver) ServeHTTP(_ http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	select {
	case <-time.After(r.wait):
	case <-req.Context().Done():
	}
	got := delivered{At: time.Now()}
	if err := json.Unmarshal(body, &got); err != nil {
		got.ID = "unreadable: " + string(body)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.came = append(r.came, got)
}

func (r *receiver) all() []delivered {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.came)
}

// hookBody is what the actions of these tests send.
const hookBody = `{"id":"{{contact.id}}","name":"{{contact.name}}","crm":"{{contact.metadata.crm_id}}","tags":"{{contact.tags}}","version":"%d"}`

// truthful is a shift whose webhooks arrive, beside a second hand that changes
// things by the API.
type truthful struct {
	*shift
	hooks *receiver
	hand  *client.Client
}

func onTruth(t *testing.T, b bench, test func(x *truthful)) {
	t.Helper()
	onShift(t, b, func(s *shift) {
		x := &truthful{shift: s, hooks: &receiver{}}
		listener, err := s.net.Listen("hook.test:80")
		if err != nil {
			t.Fatal(err)
		}
		server := &http.Server{Handler: x.hooks}
		go func() { _ = server.Serve(listener) }()
		s.t.Cleanup(func() { _ = server.Close() })
		x.hand = s.client(platformHost, client.Credentials{APIKey: s.key("admin")})
		engine, err := actions.NewEngine(actions.Config{Guard: actions.Guard{
			Resolve: func(context.Context, string) ([]netip.Addr, error) {
				return []netip.Addr{netip.MustParseAddr("93.184.216.34")}, nil
			},
			Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return s.net.Dial(ctx, network, "hook.test:80")
			},
		}})
		if err != nil {
			t.Fatal(err)
		}
		s.t.Cleanup(engine.Close)
		s.useEngine(engine)
		s.live()
		test(x)
	})
}

// make adds an action that sends hookBody.
func (x *truthful) make(name string, version, order int) client.CustomAction {
	x.t.Helper()
	a, err := x.hand.CreateCustomAction(x.t.Context(), client.CustomAction{
		Name: name, Type: "webhook", Active: true, Order: order, Config: x.config(version),
	})
	if err != nil {
		x.t.Fatal(err)
	}
	return a
}

func (x *truthful) config(version int) json.RawMessage {
	raw, err := json.Marshal(map[string]any{"url": "http://hook.test/in", "method": "POST", "body": fmt.Sprintf(hookBody, version)})
	if err != nil {
		x.t.Fatal(err)
	}
	return raw
}

// change is what the second hand does to a contact.
func (x *truthful) change(id string, c client.ContactChange) {
	x.t.Helper()
	if _, err := x.hand.UpdateContact(x.t.Context(), id, c); err != nil {
		x.t.Fatal(err)
	}
}

// pressed presses an action and waits for what comes of it.
func (x *truthful) pressed(name string) {
	x.t.Helper()
	x.press(x.actionKey(name))
	x.ends()
}

// ends waits until no press is under way.
func (x *truthful) ends() {
	x.t.Helper()
	x.awaitEvery(10*time.Millisecond, "the end of a press", func() bool {
		return !x.pressing()
	})
}

// yes answers the question on the screen once it is armed.
func (x *truthful) yes() {
	x.t.Helper()
	x.pass(2 * time.Second)
	x.press("y")
	x.ends()
}

func (x *truthful) arrived(n int) delivered {
	x.t.Helper()
	all := x.hooks.all()
	if len(all) != n {
		x.t.Fatalf("%d webhooks arrived, want %d:\n%s", len(all), n, x.screen())
	}
	if n == 0 {
		return delivered{}
	}
	return all[n-1]
}

func ptr[T any](v T) *T { return &v }

// The contact was changed by the API a moment ago: the webhook has it.
func TestAnActionCarriesWhatThePlatformHolds(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		onTruth(t, bench{emulator: emulator.Options{Generation: generation}}, func(x *truthful) {
			x.make("Report", 1, 0)
			x.press("alt+r")
			x.pass(time.Second)
			c := x.visit(x.em.ContactIDs()[0])
			x.pass(10 * time.Second)
			x.change(c.id, client.ContactChange{Name: ptr("Anna Müller"), Tags: &[]string{"gold"}, Metadata: map[string]any{"crm_id": "C-7"}})
			x.pressed("Report")
			if got := x.arrived(1); got.ID != c.id || got.Name != "Anna Müller" || got.CRM != "C-7" || !strings.Contains(got.Tags, "gold") {
				t.Errorf("it carried %+v", got)
			}
			x.shows("Anna Müller")
		})
	})
}

// An action that was switched off, deleted or changed behind the desk's back does
// not run as it was.
func TestAnActionThatChangedIsNotRunAsItWas(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		onTruth(t, bench{emulator: emulator.Options{Generation: generation}}, func(x *truthful) {
			a := x.make("Report", 1, 0)
			b := x.make("Other", 1, 1)
			x.press("alt+r")
			x.pass(time.Second)
			c := x.visit(x.em.ContactIDs()[0])
			x.change(c.id, client.ContactChange{Metadata: map[string]any{"crm_id": "C-1"}})
			x.pass(10 * time.Second)

			a.Config = x.config(2)
			if _, err := x.hand.UpdateCustomAction(x.t.Context(), a); err != nil {
				t.Fatal(err)
			}
			x.pressed("Report")
			x.arrived(0)
			x.shows("changed on the platform since you saw it", "body")
			x.yes()
			if got := x.arrived(1); got.Version != "2" {
				t.Errorf("it carried %+v", got)
			}

			a.Active = false
			if _, err := x.hand.UpdateCustomAction(x.t.Context(), a); err != nil {
				t.Fatal(err)
			}
			x.pass(10 * time.Second)
			x.pressed("Report")
			x.arrived(1)
			x.shows("Report was not run: it was switched off on the platform")

			x.pass(10 * time.Second)
			if err := x.hand.DeleteCustomAction(x.t.Context(), b.ID); err != nil {
				t.Fatal(err)
			}
			x.pressed("Other")
			x.arrived(1)
			x.shows("Other was not run: it was deleted on the platform")
		})
	})
}

// What a preview showed is what runs, or the person sees what would run now.
func TestAPreviewThatIsNotTrueAnyMoreIsShownAgain(t *testing.T) {
	onTruth(t, bench{width: 120, height: 36}, func(x *truthful) {
		a := x.make("Report", 1, 0)
		x.press("alt+r")
		x.pass(time.Second)
		c := x.visit(x.em.ContactIDs()[0])
		x.change(c.id, client.ContactChange{Metadata: map[string]any{"crm_id": "C-1"}})
		x.pass(time.Second)
		preview := func() {
			t.Helper()
			x.previewAction(a.ID)
			x.await("the preview", x.dialogOpen)
		}
		preview()
		x.pass(20 * time.Second)
		x.press("enter")
		x.ends()
		if got := x.arrived(1); got.CRM != "C-1" {
			t.Errorf("it carried %+v", got)
		}
		x.pass(againPause)
		preview()
		x.shows("C-1", "as the platform told at")
		x.change(c.id, client.ContactChange{Metadata: map[string]any{"crm_id": "C-2"}})
		x.pass(time.Second)
		x.press("enter")
		x.ends()
		x.arrived(1)
		x.shows("Not as it was shown any more: body", "C-2")
		x.yes()
		if got := x.arrived(2); got.CRM != "C-2" {
			t.Errorf("it carried %+v", got)
		}
	})
}

// A platform that does not tell in time leaves the decision to the person.
func TestAnActionTellsWhatItsFactsAreAsOf(t *testing.T) {
	onTruth(t, bench{width: 120, height: 36}, func(x *truthful) {
		x.make("Report", 1, 0)
		x.press("alt+r")
		x.pass(time.Second)
		c := x.visit(x.em.ContactIDs()[0])
		x.change(c.id, client.ContactChange{Metadata: map[string]any{"crm_id": "C-1"}})
		x.press("alt+r")
		x.pass(10 * time.Second)
		x.em.Delay(func(_, path string) time.Duration {
			if strings.Contains(path, "/contacts/") {
				return 5 * time.Second
			}
			return 0
		})
		began := time.Now()
		x.pressed("Report")
		if took := time.Since(began); took > 500*time.Millisecond {
			t.Errorf("the press waited for %v", took)
		}
		x.arrived(0)
		x.shows("The platform did not tell in time what holds now. This is as of")
		x.yes()
		if got := x.arrived(1); got.CRM != "C-1" {
			t.Errorf("it carried %+v", got)
		}
	})
}

// The buttons change while a finger is on its way: what was there is pressed, or
// nothing.
func TestAButtonThatMovedIsNotPressed(t *testing.T) {
	onTruth(t, bench{}, func(x *truthful) {
		x.make("Report", 1, 0)
		x.press("alt+r")
		x.pass(time.Second)
		x.visit(x.em.ContactIDs()[0])
		key := x.actionKey("Report")
		x.make("First", 2, -1)
		x.readActions()
		x.await("the new button", func() bool { return x.actions()[0].Name == "First" })
		x.press(key)
		x.ends()
		x.arrived(0)
		x.shows("The actions changed just now; nothing was run")
	})
}

// While somebody works, the list follows what is changed by the API, and so does
// the toolbar, within a minute.
func TestTheScreenFollowsWhatNoEventTells(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		onTruth(t, bench{emulator: emulator.Options{Generation: generation}, width: 140, height: 40}, func(x *truthful) {
			ids := x.em.ContactIDs()
			c := x.visit(ids[0])
			x.pass(5 * time.Second)
			me := x.me()
			for _, id := range []string{ids[0], ids[3]} {
				if err := x.hand.Assign(x.t.Context(), id, me); err != nil {
					t.Fatal(err)
				}
			}
			x.change(ids[0], client.ContactChange{Name: ptr("Renamed")})
			a := x.make("Brand new", 1, 0)
			x.pass(30 * time.Second)
			x.shows("Renamed", "→ you")
			x.pass(30 * time.Second)
			if list := x.actions(); list[0].Name != "Brand new" {
				t.Fatalf("the first of %d actions is %q", len(list), list[0].Name)
			}
			if _, err := x.hand.UpdateCustomAction(x.t.Context(), client.CustomAction{ID: a.ID, Name: a.Name, Type: a.Type, Config: a.Config}); err != nil {
				t.Fatal(err)
			}
			if d := x.listDiffers(); d != "" {
				t.Error(d)
			}
			// Whom a message is about is known with it.
			if err := x.hand.Assign(x.t.Context(), ids[5], me); err != nil {
				t.Fatal(err)
			}
			x.em.Receive(ids[5], "who answers me?")
			x.pass(8 * time.Second)
			if contact, _ := x.list().Contact(ids[5]); contact.AssignedUserID != me {
				t.Error("a conversation that wrote is not known to be mine")
			}
			x.change(c.id, client.ContactChange{Name: ptr("Renamed again")})
			x.em.Receive(c.id, "hello")
			x.pass(time.Second)
			x.shows("Renamed again")
			x.pass(time.Minute)
			x.hides("Brand new")
		})
	})
}

// states is what something was, and from when on.
type states struct {
	list []state
}

type state struct {
	from, sure time.Time // the change was asked for, and answered
	value      string
}

// could says whether the value was held at a moment or up to tolerance before.
func (s *states) could(value string, at time.Time) bool {
	for i, x := range s.list {
		until := at
		if i+1 < len(s.list) {
			until = s.list[i+1].sure
		}
		if x.value == value && !x.from.After(at) && !until.Before(at.Add(-tolerance)) {
			return true
		}
	}
	return false
}

// A robot opens, presses, previews and writes while a second hand changes
// contacts, tags, fields, assignment and definitions by the API. What arrives is
// what the platform held; after a minute of rest the desk equals the platform.
// KEYDESK_TRUTH=SEED:PRESSES runs another one, or a longer one.
func TestTruth(t *testing.T) {
	seed, presses := uint64(1), 100
	if s := os.Getenv("KEYDESK_TRUTH"); s != "" {
		a, b, _ := strings.Cut(s, ":")
		seed, _ = strconv.ParseUint(a, 10, 64)
		if n, err := strconv.Atoi(b); err == nil {
			presses = n
		}
	}
	eachGeneration(t, func(t *testing.T, generation string) {
		o := emulator.Options{Generation: generation, Contacts: 12, RequestLog: 200_000}
		onTruth(t, bench{emulator: o, width: 150, height: 40}, func(x *truthful) {
			r := rand.New(rand.NewPCG(seed, 7))
			w := &behind{x: x, r: rand.New(rand.NewPCG(seed, 8)), held: map[string]*states{}}
			w.begin()
			x.press("alt+r")
			x.pass(time.Second)
			x.em.Delay(func(string, string) time.Duration { return time.Duration(w.below(120)) * time.Millisecond })
			stop := make(chan struct{})
			done := make(chan struct{})
			go func() { defer close(done); w.disturb(stop) }()
			pressed, asked := 0, 0
			for pressed < presses {
				if x.dialogOpen() {
					x.press("esc")
				}
				x.visit(w.ids[r.IntN(len(w.ids))])
				x.pass(time.Duration(r.IntN(4000)) * time.Millisecond)
				if len(x.actions()) == 0 {
					x.press("alt+r") // all are off: somebody at the keys looks whether they still are
					continue
				}
				d := x.actions()[r.IntN(len(x.actions()))]
				switch r.IntN(4) {
				case 0:
					x.previewAction(d.ID)
					x.pass(time.Duration(500+r.IntN(6000)) * time.Millisecond)
					x.press("enter")
				default:
					x.pressAction(d.ID)
				}
				pressed++
				x.ends()
				for range 3 { // it changed meanwhile: look again, and go on
					if _, question := x.dialog().(*dialog.Confirm); !question {
						break
					}
					asked++
					x.yes()
				}
				if r.IntN(5) == 0 {
					x.sendText(fmt.Sprintf("answer %d", pressed))
				}
			}
			close(stop)
			<-done
			x.em.Delay(nil)
			came := x.hooks.all()
			wrong := 0
			for _, got := range came {
				if why := w.wrong(got); why != "" {
					wrong++
					t.Errorf("%s: %s", got.At.Format("15:04:05.000"), why)
				}
			}
			t.Logf("%d presses, %d questions, %d webhooks, %d wrong", pressed, asked, len(came), wrong)
			if len(came) < presses/2 {
				t.Errorf("only %d webhooks came of %d presses", len(came), pressed)
			}
			x.pass(time.Minute)
			if d := x.difference(); d != "" {
				t.Errorf("after a minute of rest: %s", d)
			}
			w.screen()
		})
	})
}

// behind is what the second hand did, and when.
type behind struct {
	x   *truthful
	ids []string

	mu   sync.Mutex
	r    *rand.Rand
	held map[string]*states // by what it is about

	hooks []client.CustomAction
	next  int
}

func (w *behind) below(n int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.r.IntN(n)
}

// note remembers a change around doing it.
func (w *behind) note(about, value string, do func() error) {
	from := time.Now()
	if err := do(); err != nil {
		w.x.t.Errorf("the second hand: %v", err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.held[about]
	if s == nil {
		s = &states{}
		w.held[about] = s
	}
	s.list = append(s.list, state{from: from, sure: time.Now(), value: value})
}

func (w *behind) begin() {
	w.ids = w.x.em.ContactIDs()
	for _, id := range w.ids {
		w.name(id)
		w.field(id)
		w.tags(id)
	}
	others, err := w.x.hand.CustomActions(context.Background())
	if err != nil {
		w.x.t.Fatal(err)
	}
	for _, a := range others {
		if err := w.x.hand.DeleteCustomAction(context.Background(), a.ID); err != nil {
			w.x.t.Fatal(err)
		}
	}
	for i := range 3 {
		w.next++
		version := w.next
		var made client.CustomAction
		w.note(fmt.Sprintf("action %d", i), strconv.Itoa(version), func() error {
			made = w.x.make(fmt.Sprintf("Hook %d", i), version, i)
			return nil
		})
		w.hooks = append(w.hooks, made)
	}
}

func (w *behind) name(id string) {
	value := fmt.Sprintf("Name %d", w.count())
	w.note("name "+id, value, func() error {
		_, err := w.x.hand.UpdateContact(context.Background(), id, client.ContactChange{Name: &value})
		return err
	})
}

func (w *behind) field(id string) {
	value := fmt.Sprintf("C-%d", w.count())
	w.note("crm "+id, value, func() error {
		_, err := w.x.hand.UpdateContact(context.Background(), id, client.ContactChange{Metadata: map[string]any{"crm_id": value}})
		return err
	})
}

func (w *behind) tags(id string) {
	value := fmt.Sprintf("tag%d", w.count())
	w.note("tags "+id, value, func() error {
		_, err := w.x.hand.SetTags(context.Background(), id, []string{value})
		return err
	})
}

func (w *behind) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next++
	return w.next
}

// disturb changes something every now and then.
func (w *behind) disturb(stop chan struct{}) {
	users := append(w.x.em.Users(), w.x.em.Colleague())
	for {
		timer := time.NewTimer(time.Duration(50+w.below(1500)) * time.Millisecond)
		select {
		case <-stop:
			timer.Stop()
			return
		case <-timer.C:
		}
		id := w.ids[w.below(len(w.ids))]
		switch w.below(9) {
		case 0, 1:
			w.name(id)
		case 2, 3:
			w.field(id)
		case 4:
			w.tags(id)
		case 5:
			user := users[w.below(len(users))]
			_ = w.x.hand.Assign(context.Background(), id, user.ID)
		case 6:
			w.x.em.Receive(id, fmt.Sprintf("message %d", w.count()))
		case 7:
			i := w.below(len(w.hooks))
			version := w.count()
			a := w.hooks[i]
			a.Config = w.x.config(version)
			w.note(fmt.Sprintf("action %d", i), strconv.Itoa(version), func() error {
				_, err := w.x.hand.UpdateCustomAction(context.Background(), a)
				return err
			})
			w.hooks[i] = a
		case 8: // off for a while
			i := w.below(len(w.hooks))
			a := w.hooks[i]
			was := a.Active
			a.Active = !was
			value := "off"
			if a.Active {
				value = version(a)
			}
			w.note(fmt.Sprintf("action %d", i), value, func() error {
				_, err := w.x.hand.UpdateCustomAction(context.Background(), a)
				return err
			})
			w.hooks[i] = a
		}
	}
}

// version is the number in an action's body.
func version(a client.CustomAction) string {
	var c struct{ Body string }
	_ = json.Unmarshal(a.Config, &c)
	var body delivered
	_ = json.Unmarshal([]byte(c.Body), &body)
	return body.Version
}

// wrong says what a webhook carried that the platform did not hold, "" for
// nothing.
func (w *behind) wrong(got delivered) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	for about, value := range map[string]string{"name " + got.ID: got.Name, "crm " + got.ID: got.CRM} {
		if s := w.held[about]; s == nil || !s.could(value, got.At) {
			return fmt.Sprintf("%s was not %q", about, value)
		}
	}
	tag := strings.Trim(got.Tags, `[]" `)
	if s := w.held["tags "+got.ID]; s == nil || !s.could(tag, got.At) {
		return fmt.Sprintf("tags of %s were not %q", got.ID, got.Tags)
	}
	for i := range 3 {
		if w.held[fmt.Sprintf("action %d", i)].could(got.Version, got.At) {
			return ""
		}
	}
	return "no action was in version " + got.Version
}

// screen compares the toolbar and the open contact with the platform.
func (w *behind) screen() {
	x := w.x
	x.t.Helper()
	stored, err := x.hand.CustomActions(context.Background())
	if err != nil {
		x.t.Fatal(err)
	}
	var want []string
	for _, a := range stored {
		if a.Active {
			want = append(want, a.Name)
		}
	}
	var have []string
	for _, d := range x.actions() {
		have = append(have, d.Name)
	}
	if !slices.Equal(have, want) {
		x.t.Errorf("the toolbar has %q, the platform %q", have, want)
	}
	c := x.openChat()
	contact, err := x.hand.Contact(context.Background(), c.id)
	if err != nil {
		x.t.Fatal(err)
	}
	if string(contact.Raw) != string(c.contact().Raw) {
		x.t.Errorf("the open contact is\n%s\non the platform\n%s", c.contact().Raw, contact.Raw)
	}
}

// A run of an action that is folded away shows on the button that stands for it
// and in the footer, and not what an earlier run came to.
func TestARunThatIsFoldedAwayShows(t *testing.T) {
	onTruth(t, bench{width: 80, height: 24}, func(x *truthful) {
		a := x.make("Report", 1, 90)
		x.press("alt+r")
		x.pass(time.Second)
		c := x.visit(x.em.ContactIDs()[0])
		x.change(c.id, client.ContactChange{Metadata: map[string]any{"crm_id": "C-1"}})
		x.pass(time.Second)
		x.pressAction(a.ID)
		x.ends()
		x.shows("Report: done")
		x.hooks.wait = 5 * time.Second
		x.pass(15 * time.Second)
		x.pressAction(a.ID)
		x.pass(time.Second)
		for range 3 {
			if _, question := x.dialog().(*dialog.Confirm); question {
				x.press("y")
				x.pass(time.Second)
			}
		}
		x.hides("Report: done")
		x.shows("esc stop Report")
		if bar := x.screen(); !strings.Contains(bar, x.spinner()+" +") {
			t.Errorf("nothing on the toolbar shows that it runs:\n%s", bar)
		}
	})
}

// A role that lost its right is not told that the action was deleted.
func TestALostRightIsToldAsThat(t *testing.T) {
	onTruth(t, bench{emulator: emulator.Options{Generation: emulator.Fork}, role: "manager"}, func(x *truthful) {
		x.make("Report", 1, 0)
		x.press("alt+r")
		x.pass(time.Second)
		c := x.visit(x.em.ContactIDs()[0])
		x.change(c.id, client.ContactChange{Metadata: map[string]any{"crm_id": "C-1"}})
		x.pass(time.Second)
		key := x.actionKey("Report")
		x.em.UpdateRights("manager", []string{"chat:read", "contacts:read"})
		x.em.SetEnforce(true)
		x.press(key)
		x.ends()
		x.arrived(0)
		x.shows("Report was not run: your role may not use actions any more")
	})
}
