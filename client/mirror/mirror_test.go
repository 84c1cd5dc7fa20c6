package mirror

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"keydesk/client"
	_ "keydesk/cmd/chance" // the same draws every time
)

var start = time.Date(2026, 11, 29, 10, 0, 0, 0, time.UTC)

func at(d time.Duration) time.Time { return start.Add(d) }

var anna = Key{Contact, "anna"}

func contact(raw string) client.Contact { return client.Contact{ID: "anna", Raw: json.RawMessage(raw)} }

func TestAnActionUsesWhatThePlatformHoldsNow(t *testing.T) {
	m := New()
	m.TookContact(at(0), at(0), "anna", contact("1"), nil)
	ticket, ask := m.Use(at(10*time.Second), anna) // young enough to look at, not to send
	if !slices.Equal(ask, []Key{anna}) || len(m.Settle(at(10*time.Second))) != 0 {
		t.Fatalf("asked for %v", ask)
	}
	now := at(10*time.Second + 80*time.Millisecond)
	if holds, changed := m.TookContact(now, at(10*time.Second), "anna", contact("2"), nil); !holds || !changed {
		t.Fatal("the answer was not taken")
	}
	ready := m.Settle(now)
	if len(ready) != 1 || ready[0] != (Ready{Ticket: ticket, AsOf: at(10 * time.Second), Fresh: true}) {
		t.Fatalf("ready: %+v", ready)
	}
	if _, ask := m.Use(now.Add(100*time.Millisecond), anna); len(ask) != 0 {
		t.Error("a fact from just now is asked for again")
	}
}

// A read that was under way for long does not make a use fresh: it may have been answered with what
// was true before.
func TestAUseDoesNotTrustAnOldQuestion(t *testing.T) {
	m := New()
	m.Ask(at(0), anna)
	_, ask := m.Use(at(2*time.Second), anna)
	if !slices.Equal(ask, []Key{anna}) {
		t.Fatalf("asked for %v", ask)
	}
	m.TookContact(at(2100*time.Millisecond), at(0), "anna", contact("1"), nil)
	if ready := m.Settle(at(2100 * time.Millisecond)); len(ready) != 0 {
		t.Errorf("ready: %+v", ready)
	}
}

func TestAPlatformThatDoesNotAnswerLetsThePersonDecide(t *testing.T) {
	m := New()
	m.TookContact(at(0), at(0), "anna", contact("1"), nil)
	m.Use(at(time.Minute), anna)
	if due := m.Due(at(time.Minute)); !due.Equal(at(time.Minute + Patience)) {
		t.Fatalf("due at %v", due)
	}
	ready := m.Settle(at(time.Minute + Patience))
	if len(ready) != 1 || ready[0].Fresh || !ready[0].AsOf.Equal(at(0)) {
		t.Fatalf("ready: %+v", ready)
	}
	m.Use(at(2*time.Minute), anna)
	m.TookContact(at(2*time.Minute+time.Millisecond), at(2*time.Minute), "anna", client.Contact{}, errors.New("unreachable"))
	if ready := m.Settle(at(2*time.Minute + time.Millisecond)); len(ready) != 1 || ready[0].Fresh {
		t.Fatalf("after a failure: %+v", ready)
	}
	if c, _ := m.Contact("anna"); string(c.Raw) != "1" {
		t.Error("a failure took away what was known")
	}
}

func TestWhatIsOnTheScreenIsReadAgain(t *testing.T) {
	m := New()
	m.TookContact(at(0), at(0), "anna", contact("1"), nil)
	if ask := m.Watch(at(time.Second), anna); len(ask) != 0 {
		t.Fatalf("asked for %v", ask)
	}
	if due := m.Due(at(time.Second)); !due.Equal(at(30 * time.Second)) {
		t.Fatalf("due at %v", due)
	}
	for _, c := range []struct {
		after time.Duration
		want  int
	}{{29 * time.Second, 0}, {31 * time.Second, 1}, {32 * time.Second, 0}} { // once while under way
		if ask := m.Tick(at(c.after)); len(ask) != c.want {
			t.Errorf("after %v: asked for %v", c.after, ask)
		}
	}
	m.TookContact(at(33*time.Second), at(31*time.Second), "anna", contact("1"), nil)
	m.Heard(anna)
	if ask := m.Tick(at(34 * time.Second)); len(ask) != 1 {
		t.Error("a message of the contact does not read it again")
	}
	if m.Watch(at(time.Hour)); !m.Due(at(time.Hour)).IsZero() {
		t.Error("nobody looks, and something is due")
	}
}

// A list that every message wants again is read every few seconds, not for each of them.
func TestMessagesDoNotReadTheListEachTime(t *testing.T) {
	m, list := New(), Key{Kind: List}
	asked := 0
	for s := range 60 {
		now := at(time.Duration(s) * time.Second)
		m.Heard(list)
		for _, k := range m.Watch(now, list) {
			asked++
			m.Took(now, now, k, nil)
		}
	}
	if asked > 12 || asked < 10 {
		t.Errorf("asked %d times in a minute", asked)
	}
}

// What was asked for before a change of this desk's own says nothing after it.
func TestOwnChangesOutdateReadsUnderWay(t *testing.T) {
	m := New()
	m.Ask(at(0), anna)
	if ask := m.Changed(at(time.Second), anna); !slices.Equal(ask, []Key{anna}) {
		t.Fatalf("asked for %v", ask)
	}
	if holds, _ := m.TookContact(at(2*time.Second), at(0), "anna", contact("before"), nil); holds {
		t.Error("an answer from before the change holds")
	}
	if holds, _ := m.TookContact(at(3*time.Second), at(time.Second), "anna", contact("after"), nil); !holds {
		t.Error("the answer from after it does not")
	}
	if holds, _ := m.TookContact(at(4*time.Second), at(0), "anna", contact("late"), nil); holds {
		t.Error("an overtaken answer holds")
	}
}

func TestFailedReadsAreTriedAgainMoreAndMoreRarely(t *testing.T) {
	m, k := New(), Key{Kind: Actions}
	asked := 0
	for now := at(0); now.Before(at(2 * time.Minute)); now = now.Add(500 * time.Millisecond) {
		for range m.Watch(now, k) {
			asked++
			m.TookActions(now, now, nil, errors.New("away"))
		}
	}
	if asked < 5 || asked > 9 {
		t.Errorf("asked %d times in two minutes", asked)
	}
	if s := m.State(at(2 * time.Minute)); s != Stale {
		t.Errorf("state %v", s)
	}
}

func TestTheStateTellsWhatIsTooOld(t *testing.T) {
	m := New()
	m.TookContact(at(0), at(0), "anna", contact("1"), nil)
	m.Watch(at(time.Second), anna)
	m.Watch(at(40*time.Second), anna) // asked for, and no answer
	if s := m.State(at(41 * time.Second)); s != Fresh {
		t.Errorf("a second later: %v", s)
	}
	if s := m.State(at(50 * time.Second)); s != Catching {
		t.Errorf("ten seconds later: %v", s)
	}
	m.TookContact(at(51*time.Second), at(40*time.Second), "anna", contact("1"), nil)
	if s := m.State(at(51 * time.Second)); s != Fresh {
		t.Errorf("after the answer: %v", s)
	}
	// Nobody looked for an hour: with the first key nothing is late yet.
	m.Watch(at(time.Minute))
	m.Watch(at(time.Hour), anna)
	if s := m.State(at(time.Hour)); s != Fresh {
		t.Errorf("at the first key: %v", s)
	}
}

// Whatever happens in whatever order: a watched fact is never older than its rule allows while the
// platform answers, nothing is asked for twice at once, and every use goes on within its patience.
func TestFreshnessHolds(t *testing.T) {
	keys := []Key{anna, {Contact, "ben"}, {Kind: Actions}, {Kind: List}, {Kind: Rights}}
	rapid.Check(t, func(t *rapid.T) {
		m, now := New(), at(0)
		flying := map[Key]time.Time{}
		type use struct {
			key   Key
			since time.Time
		}
		waiting := map[Ticket]use{}
		send := func(ask []Key) {
			for _, k := range ask {
				flying[k] = now
			}
		}
		answer := func(k Key) {
			asked, ok := flying[k]
			if !ok {
				return
			}
			delete(flying, k)
			m.Took(now, asked, k, nil)
		}
		for range rapid.IntRange(1, 120).Draw(t, "steps") {
			k := rapid.SampledFrom(keys).Draw(t, "key")
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0:
				answer(k)
			case 1:
				m.Heard(k)
			case 2:
				send(m.Changed(now, k))
			case 3:
				ticket, ask := m.Use(now, k)
				waiting[ticket] = use{k, now}
				send(ask)
			case 4:
				now = now.Add(time.Duration(rapid.IntRange(1, 900).Draw(t, "ms")) * time.Millisecond)
			}
			for k, asked := range flying { // the platform answers within a second
				if now.Sub(asked) >= time.Second {
					answer(k)
				}
			}
			send(m.Watch(now, keys...))
			for _, r := range m.Settle(now) {
				u, ok := waiting[r.Ticket]
				if !ok {
					t.Fatalf("a use is ready twice")
				}
				if r.Fresh && u.since.Sub(r.AsOf) > rules[u.key.Kind].used {
					t.Fatalf("%v called fresh as of %v, used at %v", u.key, r.AsOf, u.since)
				}
				delete(waiting, r.Ticket)
			}
			for _, u := range waiting {
				if now.Sub(u.since) >= Patience {
					t.Fatalf("a use waits for %v", now.Sub(u.since))
				}
			}
			if m.State(now) != Fresh && m.Due(now).IsZero() {
				t.Fatalf("something is late and nothing is due")
			}
		}
	})
}
