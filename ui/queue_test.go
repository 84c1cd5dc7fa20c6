package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/ui/inbox"
)

// waitingIDs are who waits, in the order shown.
func (p *pump) waitingIDs() (ids []string) {
	was := p.list().Tab()
	p.list().ShowTab(inbox.Waiting)
	for _, it := range p.list().Shown() {
		ids = append(ids, it.ID())
	}
	p.list().ShowTab(was)
	return ids
}

// reallyWaiting are the contacts whose last message is theirs, by their messages on the platform,
// and since when each waits.
func (p *pump) reallyWaiting() map[string]time.Time {
	waits := map[string]time.Time{}
	for _, c := range p.list().First(100) {
		page, err := p.platform().Messages(p.t.Context(), c.ID, client.MessageQuery{Limit: 100})
		if err != nil {
			p.t.Fatal(err)
		}
		var since time.Time
		for _, m := range page.Messages {
			switch {
			case m.Direction == client.Outgoing:
				since = time.Time{}
			case since.IsZero():
				since = m.CreatedAt
			}
		}
		if !since.IsZero() {
			waits[c.ID] = since
		}
	}
	return waits
}

// agreesOnWaiting compares who waits here with what the platform holds.
func (p *pump) agreesOnWaiting(when string) {
	p.t.Helper()
	got, want := p.waitingIDs(), p.reallyWaiting()
	if len(got) != len(want) {
		p.t.Errorf("%s: %d wait, on the platform %d do", when, len(got), len(want))
	}
	var last time.Time
	for _, id := range got {
		since, exactly := p.list().Item(id).Waiting()
		switch real, waits := want[id]; {
		case !waits:
			p.t.Errorf("%s: %s does not wait", when, p.list().Item(id).Name())
		case exactly && since.Sub(real).Abs() > time.Second, real.Sub(since) > time.Second:
			p.t.Errorf("%s: %s waits since %v (exactly: %v), here since %v", when, p.list().Item(id).Name(), real, exactly, since)
		}
		if since.Before(last) {
			p.t.Errorf("%s: %s is behind somebody who waits less", when, p.list().Item(id).Name())
		}
		last = since
	}
}

func TestWhoWaitsIsWhoThePlatformSaysHasNoAnswer(t *testing.T) {
	for _, generation := range []string{"upstream", "fork"} {
		t.Run(generation, func(t *testing.T) {
			p := newPump(t, bench{emulator: emulator.Options{Generation: generation}})
			p.agreesOnWaiting("never opened")
			c := p.openFirst()
			p.agreesOnWaiting("one was opened")
			p.typeText("It left today.")
			p.press("enter")
			p.agreesOnWaiting("one was answered")
			if slices.Contains(p.waitingIDs(), c.id) {
				t.Error("whoever got an answer still waits")
			}
			other := p.list().First(9)[8].ID
			p.em.Receive(other, "Hello?")
			p.em.Receive(other, "Anybody?")
			p.refresh()
			p.agreesOnWaiting("somebody wrote twice")
			them := p.em.Colleague()
			colleague, err := client.New(client.Options{BaseURL: p.address(), Credentials: client.Credentials{Email: them.Email, Password: them.Password}})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := colleague.Connect(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := colleague.Send(t.Context(), other, client.OutgoingMessage{Text: "Here I am."}); err != nil {
				t.Fatal(err)
			}
			p.refresh()
			p.agreesOnWaiting("a colleague answered")
		})
	}
}

func TestNextGoesToMineFirstAndThenToNobodys(t *testing.T) {
	p := newPump(t, bench{})
	real, me := p.reallyWaiting(), p.me()
	rank := func(id string) int {
		switch c, _ := p.list().Contact(id); c.AssignedUserID {
		case me:
			return 0
		case "":
			return 1
		}
		return 2
	}
	var want []string
	for _, id := range p.waitingIDs() {
		if rank(id) < 2 {
			want = append(want, id)
		}
	}
	slices.SortStableFunc(want, func(a, b string) int { return rank(a) - rank(b) })
	if len(want) < 3 || len(real) <= len(want) {
		t.Fatalf("the demo has %d of %d", len(want), len(real))
	}
	for i := range len(want) + 1 {
		p.press("n")
		if c, _ := p.list().Selected(); c.ID != want[i%len(want)] {
			t.Fatalf("press %d goes to %s, want %s", i+1, c.Name, p.list().Item(want[i%len(want)]).Name())
		}
	}
	p.press("G", "n")
	if c, _ := p.list().Selected(); c.ID != want[0] {
		t.Fatal("from elsewhere it does not begin with who waits longest")
	}
	p.press("/")
	p.typeText("zzzz")
	p.do("list.waiting")
	if _, searching := p.list().Search(); searching || p.list().Tab() != inbox.Waiting {
		t.Fatal("a search that does not show them stays")
	}
}

func TestAWindowThatClosesIsToldOfBefore(t *testing.T) {
	b := alertBench("mine")
	set := b.deps
	b.deps = func(d *Deps) {
		set(d)
		d.Waits = Waits{Warn: 15 * time.Minute, Bad: time.Hour, Closing: 30 * time.Minute}
	}
	p := newPump(t, b)
	var mine, others int
	for _, id := range p.waitingIDs() {
		c, _ := p.list().Contact(id)
		c.LastInboundAt = p.clock.Add(-23*time.Hour - 40*time.Minute)
		c.LastMessageAt = c.LastInboundAt
		p.list().Remove(id)
		p.list().Merge(c)
		if c.AssignedUserID == p.me() {
			mine++
		} else {
			others++
		}
	}
	if mine == 0 || others == 0 {
		t.Fatalf("the demo has %d and %d", mine, others)
	}
	p.press("]", "]")
	p.shows("20 min")
	p.send(minuteOver{})
	p.fire()
	got := strings.Join(p.alerted(), "\n")
	if !strings.Contains(got, "waits for an answer, and the window closes in 20 min") || mine > 1 && len(p.alerted()) < 2 {
		t.Fatalf("told %q", got)
	}
	n := len(p.alerted())
	p.send(minuteOver{})
	p.fire()
	if len(p.alerted()) != n {
		t.Fatalf("told again: %q", p.alerted()[n:])
	}
}
