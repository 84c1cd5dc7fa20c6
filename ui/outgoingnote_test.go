package ui

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"keydesk/client/delivery"
	"keydesk/client/store"
)

// withSteadyStore is withStore by the clock that a pump begins with.
func withSteadyStore(t *testing.T, path string) (*store.Store, func(*Deps)) {
	t.Helper()
	s := store.New(store.Options{Path: path, Now: func() time.Time { return time.Date(2026, 11, 20, 10, 45, 0, 0, time.UTC) }})
	t.Cleanup(func() { _ = s.Close() })
	return s, func(d *Deps) { d.Store = s }
}

// notes counts the notes of a conversation with these words.
func (p *pump) notes(id, words string) int {
	p.t.Helper()
	page, err := p.platform().Notes(p.t.Context(), id, "", 50)
	if err != nil {
		p.t.Fatal(err)
	}
	n := 0
	for _, x := range page.Notes {
		if x.Content == words {
			n++
		}
	}
	return n
}

// faultBehind answers the next thing posted to a place with a fault, once it was carried out.
func (p *pump) faultBehind(place string, status int) {
	done := false
	p.em.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if done || r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, place) {
			return false
		}
		done = true
		p.em.Handler().ServeHTTP(httptest.NewRecorder(), r)
		w.WriteHeader(status)
		return true
	})
}

// A note whose answer was lost is looked for among the notes, also by the next console.
func TestANoteThatMayHaveArrivedIsLookedFor(t *testing.T) {
	for name, arrived := range map[string]bool{"arrived": true, "did not arrive": false} {
		for when, restarts := range map[string]bool{"at once": false, "by the next console": true} {
			t.Run(name+" "+when, func(t *testing.T) {
				path := storePath(t)
				first, dep := withSteadyStore(t, path)
				p := newPump(t, bench{deps: dep})
				c := p.openFirst()
				p.press("ctrl+n")
				mend := p.cut("/notes", arrived)
				p.sendText("called, no answer")
				mend()
				p.clock = p.clock.Add(delivery.SettleFor)
				now, s := p, first
				if restarts {
					now, s = p.next(first, path)
				} else {
					now.fire()
				}
				if arrived {
					now.shows("The note had been kept: it was not added a second time.")
				}
				now.fire()
				if n := now.notes(c.id, "called, no answer"); n != 1 || now.unsent() != 0 {
					t.Fatalf("%d notes, %d unsent:\n%s", n, now.unsent(), now.screen())
				}
				nothingLeft(t, now, s)
			})
		}
	}
}

// A note that came back, and was stored all the same, is not added again by the next enter.
func TestANoteThatWasStoredBehindAFaultIsNotAddedTwice(t *testing.T) {
	for name, restarts := range map[string]bool{"at once": false, "by the next console": true} {
		t.Run(name, func(t *testing.T) {
			path := storePath(t)
			first, dep := withSteadyStore(t, path)
			p := newPump(t, bench{deps: dep})
			c := p.openFirst()
			p.press("ctrl+n")
			p.faultBehind("/notes", 500)
			p.sendText("wants a refund")
			if c.compose.Value() != "wants a refund" {
				t.Fatalf("the composer holds %q", c.compose.Value())
			}
			now, s := p, first
			if restarts {
				now, s = p.next(first, path)
				now.shows("A note on Aarav Sharma was not added for certain")
				if c = now.openFirst(); c.mode() == "reply" {
					now.press("ctrl+n")
				}
			}
			now.press("enter")
			now.shows("The note had been kept: it was not added a second time.")
			if n := now.notes(c.id, "wants a refund"); n != 1 || c.draft("note").Body != "" {
				t.Fatalf("%d notes, draft %q", n, c.draft("note").Body)
			}
			nothingLeft(t, now, s)
		})
	}
}

// Who clears a note that came back does not get it back once more.
func TestANoteThatWasClearedIsGone(t *testing.T) {
	path := storePath(t)
	first, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	p.openFirst()
	p.press("ctrl+n")
	p.em.FailNext(1, 500, "")
	p.sendText("not meant")
	p.press("ctrl+x", "k")
	nothingLeft(t, p, first)
	next, _ := p.next(first, path)
	if c := next.openFirst(); c.draft("note").Body != "" {
		t.Fatalf("the draft is %q", c.draft("note").Body)
	}
}

func TestANoteWaitsForTheLine(t *testing.T) {
	path := storePath(t)
	first, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	c := p.openFirst()
	p.press("ctrl+n")
	plug := p.unplug()
	p.sendText("is a reseller")
	p.sendText("pays late")
	p.shows("what you send waits")
	p.clearNotice()
	p.shows("2 waiting")
	next, s := p.next(first, path)
	next.do("outbox")
	next.shows("Aarav Sharma: NOTE is a reseller", "waiting")
	next.pickLine("Aarav Sharma: NOTE pays late") // goes back to where it was written
	if v := next.openChat().compose.Value(); v != "pays late" {
		t.Fatalf("the composer holds %q", v)
	}
	plug()
	next.fire()
	if next.notes(c.id, "is a reseller") != 1 || next.notes(c.id, "pays late") != 0 {
		t.Fatal("the wrong notes were added")
	}
	next.press("enter")
	if n := next.notes(c.id, "pays late"); n != 1 {
		t.Fatalf("%d notes", n)
	}
	nothingLeft(t, next, s)
}

// A template that was stored behind a fault is looked for before it is sent again.
func TestATemplateThatWasStoredBehindAFaultIsNotSentTwice(t *testing.T) {
	for name, status := range map[string]int{"its own": 500, "refused": 422, "of a proxy": 503} {
		t.Run(name, func(t *testing.T) {
			p := newPump(t, bench{})
			p.press("enter", "alt+t")
			p.pickLine("Order update")
			p.typeText("Aarav")
			p.press("enter")
			p.typeText("A-7")
			p.faultBehind("/template", status)
			p.press("enter", "enter")
			if status == 503 {
				p.clock = p.clock.Add(delivery.RetryAfter)
				p.fire()
			} else {
				p.shows("To Aarav Sharma: Order update")
				p.press("enter", "enter", "enter")
			}
			p.shows("The template had arrived: it was not sent a second time.")
			const words = "Hello Aarav, your order A-7 has shipped."
			if n := p.held(p.openChat().id, words); n != 1 || p.newestOf().Body != words {
				t.Fatalf("%d were sent, the thread has %q", n, p.newestOf().Body)
			}
		})
	}
}

// A reaction waits for the line, and of several on a message only the last one goes out.
func TestAReactionWaitsForTheLine(t *testing.T) {
	p := newPump(t, bench{})
	p.press("enter", "up")
	m, _ := p.openChat().thread.Selected()
	plug := p.unplug()
	for _, emoji := range []string{"joy", "heart"} {
		p.press("+")
		p.typeText(emoji)
		p.press("enter")
	}
	p.clearNotice()
	p.shows("1 waiting")
	plug()
	p.fire()
	m, _ = p.openChat().thread.Message(m.ID)
	mine := ""
	for _, x := range m.Reactions {
		if x.FromUser == p.me() {
			mine += x.Emoji
		}
	}
	if mine != "❤️" || p.unsent() != 0 {
		t.Fatalf("mine is %q, %d unsent", mine, p.unsent())
	}
}
