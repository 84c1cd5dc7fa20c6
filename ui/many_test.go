package ui

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"keydesk/actions"
	"keydesk/actions/batch"
	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/ui/inbox"
)

// mailbox keeps what webhooks brought, by press id and in order.
type mailbox struct {
	mu     sync.Mutex
	bodies map[string][]string
	order  []string
	before func(n int)                        // is called before the n-th is taken
	answer func(w http.ResponseWriter, n int) // nil: all is well
}

func newMailbox(t *testing.T) (*mailbox, string) {
	r := &mailbox{bodies: map[string][]string{}}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		n := len(r.order) + 1
		if r.before != nil {
			r.before(n)
		}
		id := req.Header.Get("Idempotency-Key")
		r.order = append(r.order, id)
		r.bodies[id] = append(r.bodies[id], string(body))
		if r.answer != nil {
			r.answer(w, n)
		}
	}))
	t.Cleanup(srv.Close)
	return r, srv.URL
}

// manyBench is a desk of an administrator with an action "Ticket" that posts to a receiver, and press
// ids that differ.
func manyBench(t *testing.T, generation, config string) (*pump, *mailbox) {
	t.Helper()
	got, address := newMailbox(t)
	p := newPump(t, bench{emulator: emulator.Options{Generation: generation, AllowHosts: []string{"127.0.0.1"}}, role: "admin", width: 120, height: 36, refill: time.Second})
	n := 0
	engine, err := actions.NewEngine(actions.Config{Scripts: sandbox, NewID: func() string { n++; return fmt.Sprintf("press-%d", n) },
		Guard: actions.Guard{AllowHosts: []string{"127.0.0.1"}}, Proxy: func(*url.URL) (*url.URL, error) { return nil, nil }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	p.useEngine(engine)
	if config == "" {
		config = `{"url":"%s/t","body":"{\"who\":\"{{contact.name}}\",\"phone\":\"{{contact.phone_number}}\"}"}`
	}
	if _, err := p.platform().CreateCustomAction(t.Context(), client.CustomAction{Name: "Ticket", Type: "webhook", Icon: "zap", Active: true, Config: []byte(strings.Replace(config, "%s", address, 1))}); err != nil {
		t.Fatal(err)
	}
	p.readActions()
	return p, got
}

// mark marks the first n conversations of the list.
func (p *pump) mark(n int) {
	p.t.Helper()
	p.focusOn(focusList)
	p.press("home")
	for range n {
		p.press("space")
	}
}

// many chooses what is done with the marked ones.
func (p *pump) choose(words string) {
	p.t.Helper()
	p.press("m")
	p.typeText(words)
	p.press("enter")
	p.later()
}

// later lets the time pass in which a question is not answered.
func (p *pump) later() { p.clock = p.clock.Add(2 * quietTime) }

const quietTime = time.Second // more than a dialog takes no answer after it opened

// rows are the conversations of the batch.
func (p *pump) rows() []batch.Row { return p.root.many.batch.Rows() }

func (p *pump) marks() (all, hidden int) { return p.list().Marks() }

func TestMarksStayTruthfulBehindAFilter(t *testing.T) {
	p := newPump(t, bench{width: 120, height: 36})
	p.mark(3)
	p.shows("3 marked", "✓ ")
	p.press("X") // the bar is on the fourth
	if all, _ := p.marks(); all != 4 {
		t.Fatalf("%d are marked", all)
	}
	p.setFilter(inbox.Filter{Tags: []string{"vip"}})
	all, hidden := p.marks()
	if all != 4 || hidden == 0 {
		t.Fatalf("%d marked, %d hidden", all, hidden)
	}
	p.shows(fmt.Sprintf("4 marked, %d not shown", hidden))
	p.setFilter(inbox.Filter{})
	p.shows("4 marked ")
	p.press("*")
	if all, _ := p.marks(); all != len(p.list().Shown()) {
		t.Fatalf("%d of %d are marked", all, len(p.list().Shown()))
	}
	p.press("*")
	if all, _ := p.marks(); all != 0 {
		t.Fatalf("%d are marked", all)
	}
	p.mark(2)
	p.press("-")
	p.hides("marked")
	p.press("m")
	if p.dialogOpen() {
		t.Fatal("something can be done although nothing is marked")
	}
}

// TestTwentyWebhooksEachOnceAsShown sends twenty and lets the platform go away and come back between.
func TestTwentyWebhooksEachOnceAsShown(t *testing.T) {
	for _, generation := range []string{emulator.Upstream, emulator.Fork} {
		t.Run(generation, func(t *testing.T) {
			p, got := manyBench(t, generation, "")
			p.mark(20)
			got.before = func(n int) {
				if n == 7 {
					_ = p.em.Close()
				}
			}
			p.choose("Run Ticket")
			p.shows("Ticket for 20 conversations", "20 conversations?")
			if len(got.order) != 0 {
				t.Fatal("something was sent before anybody agreed")
			}
			shown := map[string]actions.Plan{}
			for _, row := range p.rows() {
				plan := row.Step.(batch.Planning).Plan
				shown[plan.ID()] = plan
			}
			p.press("y")
			if len(got.order) != 7 {
				t.Fatalf("%d arrived before the platform went away", len(got.order))
			}
			p.shows("Paused: not run", "p go on")
			if _, err := p.em.Start(t.Context(), strings.TrimPrefix(p.address(), "http://")); err != nil {
				t.Fatal(err)
			}
			p.press("p")
			p.shows("Ticket: 20 of 20 done")
			if len(got.order) != 20 || len(got.bodies) != 20 {
				t.Fatalf("%d arrived, of %d presses", len(got.order), len(got.bodies))
			}
			for id, bodies := range got.bodies {
				if want := string(shown[id].Request().Body); len(bodies) != 1 || bodies[0] != want {
					t.Errorf("%s: %q arrived, %q was shown", id, bodies, want)
				}
			}
			if all, _ := p.marks(); all != 0 {
				t.Errorf("%d that are done are still marked", all)
			}
		})
	}
}

func TestNothingOfManyWithoutTheQuestion(t *testing.T) {
	p, got := manyBench(t, "", "")
	p.mark(3)
	p.press("m")
	p.typeText("Run Ticket")
	p.press("enter")
	p.press("y") // a key already on its way
	p.press("enter")
	if len(got.order) != 0 || p.root.many.batch.Begun() {
		t.Fatal("a key that was on its way answered")
	}
	p.later()
	p.press("enter")
	p.press("esc")
	if len(got.order) != 0 || p.dialogOpen() {
		t.Fatal("it was not cancelled")
	}
	if all, _ := p.marks(); all != 3 {
		t.Fatalf("%d are marked", all)
	}
	p.shows("3 marked")
}

func TestDangerousForManyWantsTheNumber(t *testing.T) {
	p, got := manyBench(t, "", `{"url":"%s/t","keydesk":{"danger":true}}`)
	p.mark(12)
	p.choose("Run Ticket")
	p.shows("Type 12 to do it")
	p.press("y")
	p.typeText("2")
	p.press("enter")
	p.shows("that was another number")
	if len(got.order) != 0 {
		t.Fatal("another number was taken")
	}
	p.typeText("12")
	p.press("enter")
	if len(got.order) != 12 {
		t.Fatalf("%d arrived", len(got.order))
	}
}

func TestQuestionsAreAskedOnceForMany(t *testing.T) {
	p, got := manyBench(t, "", `{"url":"%s/t","body":"{\"about\":\"{{input.about}}\",\"who\":\"{{contact.name}}\"}","keydesk":{"inputs":[{"name":"about","label":"About"}]}}`)
	p.mark(3)
	p.choose("Run Ticket")
	p.shows("About")
	p.typeText("the delay")
	p.press("enter")
	p.press("enter")
	p.later()
	p.press("y")
	if len(got.order) != 3 {
		t.Fatalf("%d arrived:\n%s", len(got.order), p.screen())
	}
	for _, bodies := range got.bodies {
		if !strings.Contains(bodies[0], `"about":"the delay"`) {
			t.Errorf("%s", bodies[0])
		}
	}
}

// TestWhatChangedIsAskedAgainAlone renames a customer between the question and the run.
func TestWhatChangedIsAskedAgainAlone(t *testing.T) {
	p, got := manyBench(t, "", "")
	p.mark(4)
	p.choose("Run Ticket")
	second := p.rows()[1].ID
	name := "Renamed Meanwhile"
	if _, err := p.platform().UpdateContact(t.Context(), second, client.ContactChange{Name: &name}); err != nil {
		t.Fatal(err)
	}
	got.answer = func(w http.ResponseWriter, n int) {
		if n == 3 {
			w.WriteHeader(http.StatusBadRequest)
		}
	}
	p.press("y")
	p.shows("Ticket: 2 of 4 done", "not as it was shown any more: body", "1 failed", "1 changed meanwhile", "r again for 2")
	if all, _ := p.marks(); all != 2 {
		t.Errorf("%d are marked", all)
	}
	got.answer = nil
	p.press("r")
	p.later()
	p.shows("Ticket for 2 conversations", name)
	p.press("y")
	p.shows("Ticket: 2 of 2 done")
	if len(got.order) != 5 || len(got.bodies) != 5 {
		t.Fatalf("%d arrived, of %d presses", len(got.order), len(got.bodies))
	}
}

// TestManyCanBePausedStoppedAndLeft closes the sheet while it runs, and stops it.
func TestManyCanBePausedStoppedAndLeft(t *testing.T) {
	p, got := manyBench(t, "", "")
	p.mark(5)
	p.choose("Run Ticket")
	next := p.give(keyPress("y")) // what begins the first one
	p.press("p")
	p.run(next)
	if len(got.order) != 1 {
		t.Fatalf("%d arrived", len(got.order))
	}
	p.shows("Paused; 4 not begun")
	p.press("esc")
	p.clearNotice()
	p.shows("1 of 5 paused")
	p.focusOn(focusList)
	p.press("m")
	p.shows("Ticket: 1 of 5")
	p.press("s")
	p.shows("1 done, 4 not begun", "r again for 4")
	if len(got.order) != 1 {
		t.Fatalf("%d arrived", len(got.order))
	}
	p.press("esc")
	if all, _ := p.marks(); all != 4 {
		t.Errorf("%d are marked", all)
	}
}

func TestTagAssignAndReadForMany(t *testing.T) {
	for _, generation := range []string{emulator.Upstream, emulator.Fork} {
		t.Run(generation, func(t *testing.T) {
			p := newPump(t, bench{emulator: emulator.Options{Generation: generation}, role: "admin", width: 120, height: 36, refill: time.Second})
			p.mark(4)
			marked := p.list().Marked()
			p.press("m")
			p.typeText("Add a tag")
			p.press("enter")
			p.typeText("pricing 2027")
			p.press("enter")
			p.later()
			p.shows("Add the tag pricing 2027 for 4 conversations", "pricing 2027")
			p.press("y")
			p.shows("Add the tag pricing 2027: 4 of 4 done")
			p.press("esc")
			for _, c := range marked {
				now, err := p.platform().Contact(t.Context(), c.ID)
				if err != nil || !strings.Contains(strings.Join(now.Tags, ","), "pricing 2027") || len(now.Tags) != len(c.Tags)+1 {
					t.Errorf("%s: %v %v", c.Name, now.Tags, err)
				}
				if known, _ := p.list().Contact(c.ID); len(known.Tags) != len(now.Tags) {
					t.Errorf("the list knows %v of %s", known.Tags, c.Name)
				}
			}
			p.mark(4)
			p.choose("Assign")
			p.typeText("me")
			p.press("enter")
			p.later()
			p.press("y")
			p.press("esc")
			for _, c := range marked {
				if now, _ := p.platform().Contact(t.Context(), c.ID); now.AssignedUserID != p.me() {
					t.Errorf("%s is assigned to %q", c.Name, now.AssignedUserID)
				}
			}
			p.mark(4)
			p.choose("Mark as read")
			p.press("y")
			p.press("esc")
			for _, c := range marked {
				if now, _ := p.platform().Contact(t.Context(), c.ID); now.UnreadCount != 0 {
					t.Errorf("%s has %d unread", c.Name, now.UnreadCount)
				}
			}
		})
	}
}
