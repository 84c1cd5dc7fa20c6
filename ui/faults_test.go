package ui

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/emulator"
)

// cutSends breaks the line of every send while it is on. Those that deliver are
// carried out first: only their answer is lost.
func (p *pump) cutSends(deliver bool) (mend func()) { return p.cut("/messages", deliver) }

// cut is cutSends for what is posted to any place.
func (p *pump) cut(place string, deliver bool) (mend func()) {
	inside := false // the platform's own handler asks the hook again
	p.em.Intercept(func(w http.ResponseWriter, req *http.Request) bool {
		if inside || req.Method != http.MethodPost || !strings.HasSuffix(req.URL.Path, place) {
			return false
		}
		if deliver {
			inside = true
			p.em.Handler().ServeHTTP(httptest.NewRecorder(), req)
			inside = false
		}
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		_ = conn.Close()
		return true
	})
	return func() { p.em.Intercept(nil) }
}

// held counts how often the platform holds a message of ours with that text.
func (p *pump) held(id, body string) int {
	p.t.Helper()
	page, err := p.platform().Messages(p.t.Context(), id, client.MessageQuery{Limit: 50})
	if err != nil {
		p.t.Fatal(err)
	}
	n := 0
	for _, m := range page.Messages {
		if m.Direction == client.Outgoing && m.Body == body {
			n++
		}
	}
	return n
}

func (p *pump) sendText(s string) {
	p.t.Helper()
	p.typeText(s)
	p.press("enter")
}

func TestAMessageThatArrivedIsNotSentTwice(t *testing.T) {
	for _, generation := range []string{"upstream", "fork"} {
		t.Run(generation, func(t *testing.T) {
			p := newPump(t, bench{emulator: emulator.Options{Generation: generation}})
			c := p.openFirst()
			mend := p.cutSends(true)
			p.sendText("only once")
			if len(p.unsentOf(c)) != 1 || !c.items()[0].Reached {
				t.Fatalf("outbox %+v", p.unsentOf(c))
			}
			p.shows("waiting", "it may have arrived")
			mend()
			p.press("shift+tab", "R")
			p.shows("had arrived: it was not sent a second time")
			if n := p.held(c.id, "only once"); n != 1 || len(p.unsentOf(c)) != 0 {
				t.Fatalf("the platform holds it %d times, outbox %+v", n, p.unsentOf(c))
			}
		})
	}
}

func TestAMessageThatDidNotArriveIsSentAgain(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	p.sendText("ok") // the same words, sent before: not to be taken for the lost one
	mend := p.cutSends(false)
	p.sendText("ok")
	mend()
	if n := p.held(c.id, "ok"); n != 1 {
		t.Fatalf("%d before the retry", n)
	}
	p.press("shift+tab", "R")
	if n := p.held(c.id, "ok"); n != 2 || len(p.unsentOf(c)) != 0 {
		t.Fatalf("the platform holds it %d times, outbox %+v", n, p.unsentOf(c))
	}
}

func TestALookThatFailsSendsNothing(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	mend := p.cutSends(true)
	p.sendText("hello again")
	mend()
	p.em.FailNext(1, 500, "")
	p.press("shift+tab", "R")
	if len(p.unsentOf(c)) != 1 || p.unsentOf(c)[0].Status != client.StatusFailed || !c.items()[0].Reached {
		t.Fatalf("outbox %+v", p.unsentOf(c))
	}
	if n := p.held(c.id, "hello again"); n != 1 {
		t.Fatalf("the platform holds it %d times", n)
	}
	p.press("R")
	p.shows("had arrived: it was not sent a second time")
}

func TestCatchingUpSettlesWhatWasUncertain(t *testing.T) {
	for name, settle := range map[string]func(p *pump, c *chat){
		"page": func(p *pump, c *chat) { p.catchUp() },
		"event": func(p *pump, c *chat) {
			page, err := p.platform().Messages(p.t.Context(), c.id, client.MessageQuery{Limit: 1})
			if err != nil {
				p.t.Fatal(err)
			}
			p.event(client.MessageReceived{Message: page.Messages[0]})
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPump(t, bench{})
			c := p.openFirst()
			mend := p.cutSends(true)
			p.sendText("settle me")
			mend()
			settle(p, c)
			if len(p.unsentOf(c)) != 0 || c.newest().Body != "settle me" {
				t.Fatalf("outbox %+v, newest %+v", p.unsentOf(c), c.newest())
			}
			p.hides("failed")
			if n := strings.Count(p.screen(), "settle me"); n != 2 { // in the list and in the thread
				t.Fatalf("it is shown %d times:\n%s", n, p.screen())
			}
		})
	}
}

func TestEditingAnUncertainMessageWarns(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	mend := p.cutSends(true)
	p.sendText("edit me")
	mend()
	p.press("shift+tab", "e")
	p.shows("may have arrived")
	if c.compose.Value() != "edit me" || len(p.unsentOf(c)) != 0 {
		t.Fatalf("composer %q, outbox %+v", c.compose.Value(), p.unsentOf(c))
	}
}

func TestWhatCannotBeReadIsToldInASentence(t *testing.T) {
	html := "<html><body>Bad gateway <script>alert(1)</script></body></html>"
	for name, answer := range map[string]string{
		"html": html, "cut": `{"status":"success","data":{"mess`, "shape": `{"status":"success","data":"\u001b[31mred"}`, "nothing": " ",
	} {
		for _, status := range []int{200, 500} {
			t.Run(name+" "+http.StatusText(status), func(t *testing.T) {
				p := newPump(t, bench{})
				c := p.openFirst()
				p.em.FailNext(8, status, answer)
				p.sendText("through garbage")
				p.do("actions.reload")
				p.catchUp()
				p.press("esc", "down", "enter")
				p.hides("<html>", "<script>", `{"status"`, "\x1b[31m")
				if strings.Contains(p.drawn(), "\x1b[31mred") {
					t.Fatal("an escape sequence came through")
				}
				p.shows("✗")
				p.em.FailNext(0, 0, "")
				p.em.Intercept(nil)
				if list := p.unsentOf(c); len(list) != 1 || list[0].Status != client.StatusFailed {
					t.Fatalf("the message is not kept: %+v", p.unsentOf(c))
				}
				p.press("esc", "'")
				p.do("actions.reload")
				p.shows("through garbage", "[1 ")
			})
		}
	}
}

func TestAHugeReplyIsRefusedAndTheDeskGoesOn(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	chunk := []byte(strings.Repeat("x", 1<<20))
	p.em.Intercept(func(w http.ResponseWriter, req *http.Request) bool {
		if req.Method != http.MethodGet || !strings.HasSuffix(req.URL.Path, "/messages") {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		for range 50 {
			if _, err := w.Write(chunk); err != nil {
				return true
			}
		}
		return true
	})
	p.press("esc", "down", "enter")
	p.shows("Could not load the messages")
	p.em.Intercept(nil)
	p.press("esc", "R")
	if !p.openChat().loaded || p.openChat() == c {
		t.Fatal("the conversation was not loaded afterwards")
	}
	p.fire()
	p.hides("Could not load the messages")
}

func TestThePlatformGoesAndComesBack(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) { d.Events = silentLine{} }})
	p.event(client.StreamState{State: client.Live, Since: p.clock})
	c := p.openFirst()
	p.shows("● live")
	p.event(client.StreamState{State: client.Reconnecting, Since: p.clock})
	p.shows("reconnecting since 10:45")
	p.unplug()
	p.sendText("still here?")
	p.event(client.StreamState{State: client.Offline, Since: p.clock})
	p.event(client.StreamState{State: client.Reconnecting, Since: p.clock})
	p.event(client.StreamState{State: client.Offline, Since: p.clock})
	p.shows("○ offline since 10:45", "still here?", "waiting for the line")
	polls := 0
	for _, timer := range p.timers {
		if _, ok := timer.(pollNow); ok {
			polls++
		}
	}
	if polls != 1 {
		t.Fatalf("%d polls are due, want 1", polls)
	}
	p.em.Intercept(nil)
	other := p.em.ContactIDs()[30]
	p.em.Receive(c.id, "I wrote while you were away")
	p.em.Receive(other, "me too")
	p.event(client.StreamState{State: client.Live, Since: p.clock, Resync: true})
	p.shows("● live", "I wrote while you were away", "me too", "still here?")
	p.equalsThePlatform()
	if n := p.held(c.id, "still here?"); n != 1 || len(p.unsentOf(c)) != 0 {
		t.Fatalf("%d held, outbox %+v", n, p.unsentOf(c))
	}
}

// equalsThePlatform compares names, previews and unread counts of the list.
func (p *pump) equalsThePlatform() {
	p.t.Helper()
	page, err := p.platform().Contacts(p.t.Context(), client.ContactQuery{Page: 1, Limit: 50})
	if err != nil {
		p.t.Fatal(err)
	}
	for i, shown := range p.list().First(len(page.Contacts)) {
		if want := page.Contacts[i]; shown.ID != want.ID {
			p.t.Fatalf("row %d is %q, the platform has %q", i, shown.Name, want.Name)
		}
	}
	if c := p.openChat(); c != nil && (p.platformUnread(c.id) != 0 || c.unseen != 0) {
		p.t.Fatalf("%d unread on the platform, %d here, although it is on screen", p.platformUnread(c.id), c.unseen)
	}
}

func TestThePlatformComesBackEmptyHanded(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	if c.unseen != 0 {
		t.Fatal("not read")
	}
	p.em.Receive(c.id, "unread there, and no event told of it")
	p.fire() // polls
	p.shows("unread there, and no event told of it")
	if got := p.platformUnread(c.id); got != 0 {
		t.Fatalf("%d unread on the platform although it is on screen", got)
	}
	p.equalsThePlatform()
}

func TestTheStartIsTriedAgain(t *testing.T) {
	p := newPump(t, bench{emulator: emulator.Options{Generation: "fork"}, deps: func(d *Deps) {
		d.Platform = mustClient(t, d.Address+"/nowhere", client.Credentials{APIKey: "whm_x"})
	}})
	p.hides("All 40")
	p.shows("not connected")
	p.usePlatform(mustClient(t, p.address(), p.credentials("agent")))
	p.forgetProblem()
	p.send(retryStart{})
	p.shows("All 40", "polling")
}

func TestPollsThatFailDoNotNagWhileTheHeaderTellsIt(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) { d.Events = silentLine{} }})
	p.event(client.StreamState{State: client.Live, Since: p.clock})
	p.openFirst()
	p.event(client.StreamState{State: client.Offline, Since: p.clock})
	_ = p.em.Close()
	before := len(p.said())
	p.fire()
	if got := p.said()[before:]; len(got) != 0 {
		t.Fatalf("said %+v", got)
	}
	p.shows("offline since")
	p.press("esc", "R")
	p.shows("no line to the platform")
}

func TestAWrongKeyIsNotTriedForEver(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) {
		d.Platform = mustClient(t, d.Address, client.Credentials{APIKey: "whm_wrong"})
	}})
	p.shows("keydesk login")
	if len(p.timers) != 0 {
		t.Fatalf("waiting does not mend a wrong key: %v", p.timers)
	}
}

func TestASessionThatEndsIsTold(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.typeText("a draft")
	p.em.Intercept(func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"status":"error","message":"Invalid token","data":null}`))
		return true
	})
	p.catchUp()
	p.shows("signed out", "sign in again", "a draft")
	if strings.Count(p.screen(), "sign in again") != 1 {
		t.Fatal("told more than once")
	}
}

func TestARefusedMarkingIsTriedAgainQuietly(t *testing.T) {
	p := newPump(t, bench{})
	p.send(tea.BlurMsg{})
	p.press("u")
	c := p.openFirst()
	p.em.Intercept(func(w http.ResponseWriter, req *http.Request) bool {
		if !strings.Contains(req.URL.Path, "/messages") && !strings.Contains(req.URL.Path, "/read") {
			return false
		}
		w.WriteHeader(http.StatusInternalServerError)
		return true
	})
	p.send(tea.FocusMsg{})
	if c.unseen == 0 {
		t.Fatal("taken for read")
	}
	p.em.Intercept(nil)
	p.fire()
	if c.unseen != 0 || p.platformUnread(c.id) != 0 {
		t.Fatalf("unseen %d", c.unseen)
	}
}

// silentLine is a realtime line that brings nothing by itself: tests hand the
// desk its events.
type silentLine struct{}

func (silentLine) Run(context.Context) error                    { return nil }
func (silentLine) Next(context.Context) ([]client.Event, error) { return nil, context.Canceled }
func (silentLine) SetContact(string)                            {}

func TestTheTroubleOfASendGoesAwayWithIt(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.em.FailNext(1, 500, `{"status":"error","message":"Failed to send message","data":null}`)
	p.typeText("once more")
	p.press("enter")
	p.shows("Could not send the message")
	p.press("shift+tab", "R")
	p.hides("Could not send the message")
}

// endedLine is a realtime line that ends at once.
type endedLine struct {
	silentLine
	err error
}

func (l endedLine) Run(context.Context) error { return l.err }

// Leaving closes the line; that is no error to look for in the log.
func TestTheLogTellsNothingOfALineThatWasClosed(t *testing.T) {
	for _, c := range []struct {
		err  error
		told bool
	}{
		{&client.Error{Kind: client.KindCancelled, Message: "the connection was closed"}, false},
		{context.Canceled, false},
		{errors.New("a fault of the stream"), true},
	} {
		var log bytes.Buffer
		newPump(t, bench{deps: func(d *Deps) {
			d.Events, d.Logger = endedLine{err: c.err}, slog.New(slog.NewTextHandler(&log, nil))
		}})
		if told := strings.Contains(log.String(), "the realtime line ended"); told != c.told {
			t.Errorf("%v: told %v\n%s", c.err, told, &log)
		}
	}
}
