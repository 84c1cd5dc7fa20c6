package ui

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"syscall"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/client/delivery"
	"keydesk/client/store"
	"keydesk/ui/thread"
)

// unplug makes the platform unreachable: connections are cut before anything is
// carried out.
func (p *pump) unplug() (plug func()) {
	p.em.Intercept(unplugged)
	return func() { p.em.Intercept(nil) }
}

const unpluggedHeader = "Unplugged"

// unplugged answers what a cable makes a connection that was never made.
func unplugged(w http.ResponseWriter, _ *http.Request) bool {
	w.Header().Set(unpluggedHeader, "1")
	w.WriteHeader(http.StatusServiceUnavailable)
	return true
}

// cable is a transport that can be unplugged.
type cable struct{ *http.Transport }

func newCable() cable { return cable{http.DefaultTransport.(*http.Transport).Clone()} }

// RoundTrip keeps the caller's trace from what was never sent.
func (c cable) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	context.AfterFunc(r.Context(), cancel)
	resp, err := c.Transport.RoundTrip(r.WithContext(ctx))
	if err == nil && resp.Header.Get(unpluggedHeader) != "" {
		_ = resp.Body.Close() // nothing is read of it
		return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	}
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.WroteHeaders != nil && !errors.Is(err, syscall.ECONNREFUSED) {
		trace.WroteHeaders()
	}
	return resp, err
}

// sentWords are what word says of each message of ours that the platform holds in a
// conversation, those left out of which it says nothing.
func (p *pump) sentWords(id string, word func(client.Message) string) string {
	p.t.Helper()
	page, err := p.platform().Messages(p.t.Context(), id, client.MessageQuery{Limit: 50})
	if err != nil {
		p.t.Fatal(err)
	}
	var all []string
	for _, m := range page.Messages {
		if w := word(m); m.Direction == client.Outgoing && w != "" {
			all = append(all, w)
		}
	}
	return strings.Join(all, ",")
}

// ours are the texts of ours that the platform holds in a conversation.
func (p *pump) ours(id string) string {
	p.t.Helper()
	return p.sentWords(id, func(m client.Message) string {
		if strings.HasPrefix(m.Body, "post ") {
			return m.Body
		}
		return ""
	})
}

func TestMessagesWaitForTheLineAndGoInOrder(t *testing.T) {
	_, dep := withStore(t, storePath(t))
	p := newPump(t, bench{deps: dep})
	c := p.openFirst()
	plug := p.unplug()
	for i := range 4 {
		p.sendText(fmt.Sprint("post ", i))
	}
	p.shows("waiting for the line", "post 0", "post 3")
	if len(p.said()) != 1 {
		t.Fatalf("said %+v", p.said())
	}
	p.press("ctrl+c") // they are kept
	plug()
	p.fire()
	if got := p.ours(c.id); got != "post 0,post 1,post 2,post 3" || len(p.unsentOf(c)) != 0 {
		t.Fatalf("the platform holds %s, outbox %+v", got, p.unsentOf(c))
	}
	p.hides("waiting")
}

func TestWaitingMessagesOutliveTheConsole(t *testing.T) {
	path := storePath(t)
	first, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	id := p.openFirst().id
	plug := p.unplug()
	p.sendText("post 0")
	p.sendText("post 1")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	_, dep = withStore(t, path)
	next := p.again(dep) // still without a line
	next.shows("2 waiting")
	plug()
	next.fire()
	if got := next.ours(id); got != "post 0,post 1" {
		t.Fatalf("the platform holds %s", got)
	}
	next.hides("waiting")
	_, dep = withStore(t, path)
	if third := next.again(dep); third.unsent() != 0 {
		t.Fatal("they are still there")
	}
}

// A console that died while it sent has told the platform or not: the next one
// looks before it sends.
func TestWhatWasBeingSentIsLookedForFirst(t *testing.T) {
	for name, arrived := range map[string]bool{"arrived": true, "did not arrive": false} {
		t.Run(name, func(t *testing.T) {
			path := storePath(t)
			p := newPump(t, bench{})
			c := p.openFirst()
			dead := store.New(store.Options{Path: path, Now: func() time.Time { return p.clock }})
			if _, err := dead.Own(t.Context(), p.identity().Organization.ID, p.me()); err != nil {
				t.Fatal(err)
			}
			row := store.Outgoing{ID: thread.LocalPrefix + "x", Contact: c.id, Kind: store.Reply, Body: "post x", Written: p.clock}
			if err := dead.Enqueue(t.Context(), row); err != nil {
				t.Fatal(err)
			}
			p.clock = p.clock.Add(time.Second)
			if err := dead.Claim(t.Context(), row.ID, c.newest().CreatedAt, c.newest().ID); err != nil {
				t.Fatal(err)
			}
			if arrived {
				p.sendText("post x")
			}
			if err := dead.Close(); err != nil { // what was claimed stays unsure
				t.Fatal(err)
			}
			_, dep := withStore(t, path)
			next := p.again(dep)
			if got := next.unsent(); got != 1 {
				t.Fatalf("%d unsent", got)
			}
			next.clock = next.clock.Add(time.Minute)
			next.fire()
			if got := next.ours(c.id); got != "post x" || next.unsent() != 0 {
				t.Fatalf("the platform holds %q, %d unsent", got, next.unsent())
			}
			s, _ := withStore(t, path)
			if err := next.keep(t.Context()); err != nil {
				t.Fatal(err)
			}
			if u, err := s.Unsent(t.Context()); err != nil || u.Messages != 0 {
				t.Fatalf("%+v %v", u, err)
			}
		})
	}
}

func TestSeveralCandidatesAreAsked(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	mend := p.cutSends(false)
	p.sendText("post ok")
	mend()
	p.clock = p.clock.Add(time.Second)
	for range 2 { // colleagues answer with the same words
		if _, err := p.platform().Send(t.Context(), c.id, client.OutgoingMessage{Text: "post ok"}); err != nil {
			t.Fatal(err)
		}
	}
	p.clock = p.clock.Add(delivery.SettleFor)
	p.fire()
	if len(p.unsentOf(c)) != 1 || p.unsentOf(c)[0].Status != thread.StatusHeld {
		t.Fatalf("outbox %+v", p.unsentOf(c))
	}
	p.shows("not sent", "2 messages with these words", "1 not sent")
	p.press("shift+tab", "R")
	p.shows("Send it again?", "may stand there twice")
	p.press("esc")
	if got := p.held(c.id, "post ok"); got != 2 {
		t.Fatalf("%d held", got)
	}
	p.press("shift+tab", "R")
	p.clock = p.clock.Add(time.Second)
	p.press("y")
	if got := p.held(c.id, "post ok"); got != 3 || len(p.unsentOf(c)) != 0 {
		t.Fatalf("%d held, outbox %+v", got, p.unsentOf(c))
	}
}

func TestTooMuchSaidToKnowIsAsked(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	mend := p.cutSends(false)
	p.sendText("post then")
	mend()
	for i := range delivery.LookPages*pageSize + 10 {
		p.em.Receive(c.id, fmt.Sprint("said meanwhile ", i))
	}
	p.clock = p.clock.Add(delivery.SettleFor)
	p.fire()
	if len(p.unsentOf(c)) != 1 || !(c.items()[0].Why == delivery.TooMuch) {
		t.Fatalf("outbox %+v", p.unsentOf(c))
	}
	p.shows("too much was said", "then to look")
}

func TestAnOldMessageIsAsked(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	plug := p.unplug()
	p.sendText("post old")
	p.clock = p.clock.Add(9 * time.Hour)
	p.sendText("post new")
	plug()
	p.fire()
	if got := p.ours(c.id); got != "post new" {
		t.Fatalf("the platform holds %s", got)
	}
	p.shows("written 9 hours ago")
	p.press("shift+tab", "R")
	if got := p.ours(c.id); got != "post new,post old" || len(p.unsentOf(c)) != 0 {
		t.Fatalf("the platform holds %s", got)
	}
}

func TestAWaitingMessageCanBeEditedOrThrownAway(t *testing.T) {
	path := storePath(t)
	s, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	c := p.openFirst()
	plug := p.unplug()
	p.sendText("post a")
	p.sendText("post b")
	p.press("shift+tab", "x")
	p.shows("Throw this message away?", "post b")
	p.clock = p.clock.Add(time.Second)
	p.press("y")
	p.press("e")
	if c.compose.Value() != "post a" || len(p.unsentOf(c)) != 0 {
		t.Fatalf("composer %q, outbox %+v", c.compose.Value(), p.unsentOf(c))
	}
	if u, err := s.Unsent(t.Context()); err != nil || u != (store.Unsent{Drafts: 1}) {
		t.Fatalf("%+v %v", u, err)
	}
	plug()
	p.fire()
	if got := p.ours(c.id); got != "" {
		t.Fatalf("the platform holds %s", got)
	}
}

// What waited is read before the platform has told of any customer.
func TestAConversationThatWaitedHasItsName(t *testing.T) {
	path := storePath(t)
	first, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	p.openFirst()
	p.em.FailNext(1, 403, `{"status":"error","message":"No","data":null}`)
	p.sendText("post 0")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	s := store.New(store.Options{Path: path, OwnOnly: true})
	t.Cleanup(func() { _ = s.Close() })
	next := p.again(func(d *Deps) { d.Store = s })
	c := next.chatOf(p.openChat().id)
	if c == nil || c.contact().Name != "" {
		t.Fatal("nothing waited, or its customer was known")
	}
	next.do("outbox")
	next.shows("Aarav Sharma: post 0")
	next.press("esc")
	next.openFirst()
	next.shows("to Aarav Sharma")
}

func TestOnlyOneOfTwoConsolesSends(t *testing.T) {
	path := storePath(t)
	_, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	id := p.openFirst().id
	plug := p.unplug()
	p.sendText("post once")
	_, dep = withStore(t, path)
	second := p.again(dep)
	if n := second.unsent(); n != 0 {
		t.Fatalf("the second console took %d messages of one that lives", n)
	}
	plug()
	second.fire()
	p.fire()
	second.fire()
	if got := p.ours(id); got != "post once" {
		t.Fatalf("the platform holds %s", got)
	}
}

// A console that lives takes over what one beside it left, when it catches up.
func TestWhatAConsoleBesideLeftGoesOut(t *testing.T) {
	path := storePath(t)
	first, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	id := p.openFirst().id
	_, dep = withStore(t, path)
	second := p.again(dep)
	plug := p.unplug()
	p.sendText("post left")
	plug()
	second.fire()
	if got := second.ours(id); got != "" {
		t.Fatalf("the second console sent %s of one that lives", got)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second.fire()
	if got := second.ours(id); got != "post left" {
		t.Fatalf("the platform holds %q", got)
	}
}

func TestTheListOfWhatDidNotGoOut(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	if why := p.whyNoUnsent(); why == "" {
		t.Fatal("there is nothing to list")
	}
	p.unplug()
	p.sendText("post here")
	p.press("esc")
	p.do("outbox")
	p.shows("What did not go out", "post here", "waiting")
	p.press("enter")
	if m, ok := c.thread.Selected(); !ok || m.Body != "post here" || p.focus() != focusThread {
		t.Fatalf("%+v %v", m, p.focus())
	}
}

func TestAFullPlatformIsGivenItsTime(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	p.em.Intercept(func(w http.ResponseWriter, req *http.Request) bool {
		if req.Method != http.MethodPost || !strings.HasSuffix(req.URL.Path, "/messages") {
			return false
		}
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
		return true
	})
	p.sendText("post later")
	p.shows("takes no more for now: it is sent at", "11:45:0")
	p.em.Intercept(nil)
	p.fire()
	if len(p.unsentOf(c)) != 1 {
		t.Fatal("sent before its time")
	}
	p.clock = p.clock.Add(time.Hour + time.Minute)
	p.fire()
	if got := p.ours(c.id); got != "post later" {
		t.Fatalf("the platform holds %q", got)
	}
}

func TestEditingDoesNotTurnAReplyIntoANote(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	p.unplug()
	p.sendText("post for the customer")
	p.press("ctrl+n")
	p.typeText("for us")
	p.press("shift+tab", "e")
	if c.mode() != store.Reply || c.compose.Value() != "post for the customer" || c.draft(store.Note).Body != "for us" {
		t.Fatalf("%s %q, note %q", c.mode(), c.compose.Value(), c.draft(store.Note).Body)
	}
}
